"""Experiments on what trains a tagger: how much annotation, and whose. Their results are committed as JSON."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotations.document import Document
from corpus.load import load
from evaluation.provenance import today, versions
from models.config import TrainingConfig
from models.train import train_tagger
from pipeline.packages import assemble
from pipeline.training import fingerprint, score_pipeline, training_documents, with_labels

if TYPE_CHECKING:
    from spacy.language import Language

    from evaluation import Evaluation

Progress = Callable[[str], None]


def learning_curve(
    config: TrainingConfig, shares: Sequence[float], seeds: Sequence[int], progress: Progress,
) -> dict[str, Any]:
    """Train the CRF tagger on growing parts of the training set and score each on the dev set.

    The parts of one seed are nested: a smaller one is in every larger one. The whole set is trained on once, since
    the seed changes nothing there.

    Args:
        config: of the tagger; its ``data.train`` is the whole.
        shares: of the documents, above 0, at most 1.
        seeds: of the order the documents are drawn in; a point a seed and share.
        progress: called with a line of text at each step.

    Returns:
        ``system``, ``gold``, ``trained_on``, ``versions``, ``date`` and ``points``: ``documents``, ``share``,
        ``seed``, and F1 ``overall`` (nine labels), of the ``mission``'s four, and by label in ``f1``.
    """
    documents, gold = training_documents(config, progress), load(config.data.dev).documents
    config = with_labels(config, documents)
    points = []
    for share in sorted(shares):
        for seed in seeds[:1] if share == 1 else seeds:
            order = list(documents)
            random.Random(seed).shuffle(order)
            part = order[:math.ceil(share * len(order))]
            found = figures(score_pipeline(_trained(config, part), gold, resamples=0))
            points.append({"documents": len(part), "share": share, "seed": seed, **found})
            progress(f"{len(part)} documents, seed {seed}: F1 {found['overall']:.3f}")
    return {
        "system": config.package["name"], "gold": config.data.dev, "scored": len(gold),
        "trained_on": {"sets": list(config.data.train), "sha256": fingerprint(documents)},
        "versions": versions(), "date": today(), "points": points,
    }


def transfer(
    config: TrainingConfig, trainings: Sequence[Sequence[str]], golds: Sequence[str], progress: Progress,
) -> dict[str, Any]:
    """Train the CRF tagger on each of some combinations of sets and score each on all of some others.

    Args:
        config: of the tagger; its ``data`` is not looked at.
        trainings: names of sets.
        golds: names of sets.
        progress: called with a line of text at each step.

    Returns:
        ``system``, ``versions``, ``date`` and ``rows``: ``train``, ``documents``, ``gold``, ``scored`` and the
        figures of a point of :func:`learning_curve`.
    """
    rows = []
    for names in trainings:
        documents = training_documents(replace(config, data=replace(config.data, train=tuple(names))), progress)
        nlp = _trained(with_labels(config, documents), documents)
        for name in golds:
            gold = load(name).documents
            found = figures(score_pipeline(nlp, gold, resamples=0))
            rows.append({
                "train": list(names), "documents": len(documents), "sha256": fingerprint(documents),
                "gold": name, "scored": len(gold), **found,
            })
            progress(f"{' + '.join(names)}, scored on {name}: F1 {found['overall']:.3f}")
    return {"system": config.package["name"], "versions": versions(), "date": today(), "rows": rows}


def _trained(config: TrainingConfig, documents: Sequence[Document]) -> Language:
    tagger = train_tagger(config, documents, lambda _: None).tagger
    meta = {"name": "experiment", "version": "0", "congbao": {"labels": list(config.tagger.labels)}}
    return assemble(tagger, None, meta)


def figures(result: Evaluation) -> dict[str, Any]:
    """What an experiment keeps of a result: F1 ``overall``, of the ``mission``'s labels, and by label in ``f1``."""
    strict = result.to_json(places=False)["entities"]["strict"]
    by_label = {**strict["labels"], **strict["layers"]}
    return {
        "overall": strict["flat"]["micro"]["f1"], "mission": strict["mission"]["micro"]["f1"],
        "f1": {label: row["f1"] for label, row in by_label.items()},
    }

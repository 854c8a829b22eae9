"""Baselines: what little does, so that what more does can be judged.

Every one is a :class:`evaluation.systems.System`. Those that relate entities find theirs by the rules when
they are given a text alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from annotations.document import Document
from annotations.errors import InputError
from evaluation.baselines.relations import MajorityRelations, NearestRelations, RuleRelations, consider
from evaluation.baselines.rules import RulesTagger
from evaluation.baselines.underthesea_ner import UndertheseaTagger
from evaluation.pairs import pair
from evaluation.provenance import annotations_hash, texts_hash, today, versions
from evaluation.systems import System, score
from evaluation.three import THREE, three

BASELINES = {
    "underthesea": "the named-entity recogniser of underthesea, as it comes: persons, bodies and places only, "
    "by rules other than this guideline's",
    "rules": "patterns and word lists for entities; a relation is looked for on one side of its head, within reach",
    "nearest": "the entities of rules, each joined to the nearest one of its sentence that it may be related to",
    "majority": "the entities of rules, pairs joined whose kind is related more often than not in the training set",
}
"""Names and what stands behind them."""


def baseline(name: str, train: Callable[[], Iterable[Document]]) -> System:
    """A baseline, ready to predict.

    Args:
        name: one of ``BASELINES``.
        train: gives annotated documents; called only for a baseline that learns.

    Raises:
        InputError: there is no such baseline.
    """
    rules = RulesTagger()
    match name:
        case "underthesea":
            tagger = UndertheseaTagger()
            return System(name, tagger.predict, mapping=THREE, tokens=tagger.tokens)
        case "rules":
            relate = RuleRelations().predict
        case "nearest":
            relate = NearestRelations().predict
        case "majority":
            relate = MajorityRelations().fit(train()).predict
        case _:
            raise InputError(f"no baseline {name!r}", hint=f"known are: {', '.join(BASELINES)}")
    return System(name, lambda document: relate(rules.predict(document)), relate, consider=consider)


def score_baselines(
    gold: Sequence[Document], train: Callable[[], Iterable[Document]], progress: Callable[[str], None],
    resamples: int = 1000, seed: int = 0,
) -> dict[str, Any]:
    """Score all baselines against the same gold.

    Args:
        gold: annotated documents.
        train: see :func:`baseline`.
        progress: called with the name of each baseline.
        resamples: bootstrap resamples of documents; 0 for no intervals.
        seed: of the bootstrap.

    Returns:
        What they were scored on and with, and ``systems``: by name what it is, and its :func:`main_figures`.
    """
    pairs, _, _ = pair(gold, gold)
    sides = [one.gold for one in pairs]
    systems = {}
    for name, about in BASELINES.items():
        progress(name)
        systems[name] = {"about": about, **main_figures(baseline(name, train), gold, resamples, seed)}
    return {
        "documents": len(gold),
        "data": {"texts_sha256": texts_hash(sides), "gold_sha256": annotations_hash(sides)},
        "versions": versions(), "date": today(), "seed": seed, "resamples": resamples, "systems": systems,
    }


def main_figures(system: System, gold: Sequence[Document], resamples: int = 1000, seed: int = 0) -> dict[str, Any]:
    """The main figures of a system, in the shape that the JSON of a result has.

    Returns:
        ``model``; ``entities``, ``relations`` (strict), ``candidates`` and ``tokens``, each where the system can
        be asked for them; and ``three``, see :func:`evaluation.three.three`.
    """
    result = score(system, gold, resamples=resamples, seed=seed)
    whole = result.to_json(places=False)
    row: dict[str, Any] = {"model": result.model}
    if system.mapping is None:
        row["entities"] = {"strict": whole["entities"]["strict"]}
    if system.link is not None:
        row["relations"] = {
            mode: {"strict": found["strict"]} for mode, found in whole["relations"].items() if mode != "found"
        }
    row |= {name: whole[name] for name in ("candidates", "tokens") if whole[name] is not None}
    return {**row, "three": three(result)}

"""The relation model: one logistic regression a relation over hashed pair features.

Trained with scikit-learn; kept as arrays, used with numpy. Loading reads numbers and runs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annotations.document import Document, Entity, Relation
from annotations.errors import ModelError
from annotations.schema import SCHEMA
from models.calibration import Calibration
from models.candidates import candidates, view_of
from models.pairs import ABSENT, PairFeatures
from models.tagger import Sentences, tokenized

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FITS = ("found", "gold")  # for entities a tagger found, and for gold ones
_PAIRS_AT_ONCE = 4096
# A head has at most one tail in these relations: an office one body, a figure one indicator, time and deadline.
FUNCTIONAL = frozenset({"AT", "MEASURES", "AS_OF", "DUE"})


@dataclass(frozen=True)
class RelationSettings:
    """How the relation model is trained.

    Attributes:
        c: inverse strength of the L2 penalty, as scikit-learn has it.
        folds: parts of the cross-fit that thresholds and calibration are learned on.
    """

    c: float = 1.0
    folds: int = 5


@dataclass
class _Weights:
    columns: NDArray[np.int32]
    values: NDArray[np.float32]
    intercept: float
    threshold: float


class RelationModel:
    """Finds the relations between the entities of an article.

    Args:
        weights: relation -> its logistic regression.
        calibration: from the regressions' probabilities to held-out ones.
    """

    def __init__(self, weights: Mapping[str, _Weights], calibration: Calibration) -> None:
        self._weights = dict(weights)
        self.calibration = calibration
        self._labels = {label: number for number, label in enumerate(self._weights)}
        known = np.unique(np.concatenate([weight.columns for weight in self._weights.values()] or [np.zeros(0, int)]))
        self._rows = np.zeros(ABSENT + 1, np.int32)  # of each column in the weights; 0 of those no relation weighs
        self._rows[known] = np.arange(1, len(known) + 1)
        self._table = np.zeros((len(known) + 1, len(self._labels)), np.float32)
        for label, weight in self._weights.items():
            self._table[self._rows[weight.columns], self._labels[label]] = weight.values
        self._intercepts = np.array([weight.intercept for weight in self._weights.values()], dtype=np.float32)

    def predict(self, text: str, entities: Sequence[Entity], sentences: Sentences | None = None) -> list[Relation]:
        """The relations of an article.

        Args:
            text: as given.
            entities: found in it, or gold.
            sentences: (start, end) of the tokens of each sentence; found here by default.

        Returns:
            Relations over each relation's threshold, with calibrated scores; of a functional relation the
            most probable tail of a head.
        """
        sentences = tokenized(text) if sentences is None else sentences
        view = view_of(text, sentences, entities)
        pairs, features = iter(candidates(view)), PairFeatures(view)
        scored: dict[tuple[str, int], list[tuple[float, str]]] = {}
        while part := list(islice(pairs, _PAIRS_AT_ONCE)):
            columns = features([head for head, *_ in part], [tail for _, tail, _ in part])
            margins = self._table[self._rows[columns]].sum(axis=1) + self._intercepts
            scores = (1 / (1 + np.exp(-margins))).tolist()
            for (head, tail, labels), row in zip(part, scores, strict=True):
                for label in labels:
                    if label in self._labels:
                        scored.setdefault((label, head), []).append((row[self._labels[label]], view.entities[tail].id))
        return [
            Relation(view.entities[head].id, tail, label, self.calibration(label, score))
            for (label, head), found in scored.items()
            for score, tail in ([max(found)] if label in FUNCTIONAL else found)
            if score >= self._weights[label].threshold
        ]

    def to_disk(self, path: Path, name: str = "found") -> None:
        """Write weights (npz, no pickle) and calibration (JSON) into a folder, under a name."""
        path.mkdir(parents=True, exist_ok=True)
        arrays: dict[str, Any] = {}
        for label, weight in sorted(self._weights.items()):
            arrays[f"{label}.columns"] = weight.columns
            arrays[f"{label}.values"] = weight.values.astype(np.float16)
        np.savez_compressed(path / f"{name}.npz", **arrays)
        table = {
            "intercepts": {label: weight.intercept for label, weight in self._weights.items()},
            "thresholds": {label: weight.threshold for label, weight in self._weights.items()},
            "calibration": self.calibration.to_json(),
        }
        (path / f"{name}.json").write_text(json.dumps(table, sort_keys=True) + "\n", "utf-8")

    @classmethod
    def from_disk(cls, path: Path, name: str = "found") -> RelationModel:
        """Read what :meth:`to_disk` wrote.

        Raises:
            ModelError: a file is missing or damaged.
        """
        try:
            table = json.loads((path / f"{name}.json").read_text("utf-8"))
            with np.load(path / f"{name}.npz", allow_pickle=False) as arrays:
                weights = {
                    label: _Weights(
                        arrays[f"{label}.columns"], arrays[f"{label}.values"].astype(np.float32),
                        intercept, table["thresholds"][label],
                    )
                    for label, intercept in table["intercepts"].items()
                }
            return cls(weights, Calibration.from_json(table["calibration"]))
        except (OSError, ValueError, KeyError) as error:
            raise ModelError("the relation model cannot be read", file=str(path), why=str(error)) from None


@dataclass(frozen=True)
class Example:
    """An article to learn relations from: entities as gold or as a tagger found them, and the gold relations.

    Attributes:
        document: with the entities candidates are made of.
        gold: (head, tail, label) by (start, end, label) of the two entities.
        found: whether the entities are a tagger's.
    """

    document: Document
    gold: frozenset[tuple[tuple[int, int, str], tuple[int, int, str], str]]
    found: bool = False


def example(gold: Document, entities: Sequence[Entity] | None = None) -> Example:
    """An example from a gold article, with its own entities or with those a tagger found in it."""
    known = gold.by_id()
    pairs = frozenset(
        (_key(known[relation.head]), _key(known[relation.tail]), relation.label) for relation in gold.relations
    )
    document = Document(gold.id, gold.text, gold.meta, list(gold.entities if entities is None else entities))
    return Example(document, pairs, entities is not None)


def _key(entity: Entity) -> tuple[int, int, str]:
    return entity.start, entity.end, entity.label


def fit(
    examples: Sequence[Example], settings: RelationSettings, progress: Callable[[str], None] = lambda _: None,
) -> RelationModel:
    """Train on annotated articles.

    Thresholds maximise each relation's F1, and calibration is learned, on cross-fitted scores only; where some
    examples have the entities of a tagger, on those alone: between gold entities a pair is right more often.

    Args:
        examples: articles with gold relations; one article may come several times (gold entities and
            found ones), it stays in one fold.
        settings: penalty and folds.
        progress: called with a line of text at each step.
    """
    from sklearn.linear_model import LogisticRegression

    names = {name: index for index, name in enumerate(dict.fromkeys(item.document.id for item in examples))}
    given, labels, folds, right, judged = [], [], [], [], []
    mixed = any(item.found for item in examples)
    missed = dict.fromkeys(SCHEMA.relations, 0)
    for item in examples:
        found = set()
        view = view_of(item.document.text, tokenized(item.document.text), item.document.entities)
        weighed = list(candidates(view))
        for head, tail, allowed in weighed:
            for label in allowed:
                key = (_key(view.entities[head]), _key(view.entities[tail]), label)
                found.add(key)
                labels.append(label)
                folds.append(names[item.document.id] % settings.folds)
                right.append(key in item.gold)
                judged.append(item.found or not mixed)
        if weighed:
            columns = PairFeatures(view)([head for head, *_ in weighed], [tail for _, tail, _ in weighed])
            given.append(np.repeat(columns, [len(allowed) for *_, allowed in weighed], axis=0))
        if item.found or not mixed:
            for *_, label in item.gold - found:
                missed[label] += 1
    rows = _matrix(given)
    kinds, parts, truth, judges = np.array(labels), np.array(folds), np.array(right), np.array(judged)
    weights, results = {}, []
    for label in SCHEMA.relations:
        mine = np.flatnonzero(kinds == label)
        if truth[mine].sum() < settings.folds:
            progress(f"{label}: only {int(truth[mine].sum())} examples, not learned")
            continue
        scores = np.zeros(len(mine))
        for fold in range(settings.folds):
            held = parts[mine] == fold
            model = LogisticRegression(C=settings.c, solver="liblinear").fit(rows[mine[~held]], truth[mine[~held]])
            if held.any():
                scores[held] = model.predict_proba(rows[mine[held]])[:, 1]
        judging = judges[mine]
        threshold = _best_threshold(scores[judging], truth[mine][judging], missed[label])
        pairs = zip(scores[judging], truth[mine][judging], strict=True)
        results += [(label, float(score), bool(hit)) for score, hit in pairs]
        model = LogisticRegression(C=settings.c, solver="liblinear").fit(rows[mine], truth[mine])
        used = np.flatnonzero(np.abs(model.coef_[0]) > 1e-4)
        weights[label] = _Weights(
            used.astype(np.int32), model.coef_[0][used].astype(np.float32), float(model.intercept_[0]), threshold,
        )
        progress(f"{label}: {int(truth[mine].sum())} of {len(mine)} candidates, threshold {threshold:.2f}")
    return RelationModel(weights, Calibration.fit(results))


def _matrix(given: Sequence[NDArray[np.int32]]) -> csr_matrix:
    """The features of all candidates as scikit-learn takes them: how often each has each column."""
    from scipy.sparse import csr_matrix

    columns = np.concatenate(given)
    there = columns != ABSENT
    ends = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    rows = csr_matrix((np.ones(ends[-1], dtype=np.float32), columns[there], ends), shape=(len(columns), ABSENT))
    rows.sum_duplicates()
    return rows


def _best_threshold(scores: NDArray[np.float64], right: NDArray[np.bool_], missed: int) -> float:
    """The score that maximises F1, counting gold that no candidate covered as missed; a half where none was judged."""
    if not len(scores):
        return 0.5
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + right.sum() + missed)
    return round(float(scores[order[int(np.argmax(f1))]]), 4)

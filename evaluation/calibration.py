"""Whether a probability means what it says, and what precision is had at which recall.

An item counts as right under ``strict``: an entity by offsets and label, a relation by both ends and label.

Sources: expected calibration error over equal-width bins, Guo et al. 2017; interpolated precision (the best
at any threshold that reaches the recall), Manning, Raghavan & Schütze 2008, 8.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotations.schema import SCHEMA, Schema
from evaluation.pairs import Pair

TITLES = {"entities": "entities", "relations": "relations, end to end", "given": "relations, on gold entities"}
"""What is calibrated, and how it is called where people read it."""
BINS = 10
GRID = np.linspace(0, 1, 101)
"""Recalls at which a curve is written down."""


@dataclass(frozen=True)
class Calibration:
    """Scored predictions of one label (or of all), with what came of them.

    Attributes:
        scores: probability of each scored prediction, highest first.
        right: whether each is right.
        gold: number of gold items, found or not.
        unscored: predictions without a probability; they are in none of the figures.
    """

    scores: NDArray[np.float64]
    right: NDArray[np.bool_]
    gold: int
    unscored: int = 0

    @classmethod
    def of(cls, scores: ArrayLike, right: ArrayLike, gold: int, unscored: int = 0) -> Calibration:
        """From scores in any order."""
        given = np.asarray(scores, dtype=float)
        order = np.argsort(-given, kind="stable")
        return cls(given[order], np.asarray(right, dtype=bool)[order], gold, unscored)

    def bins(self) -> list[dict[str, float | int | None]]:
        """Reliability: ten bins of equal width, the last one closed above.

        Returns:
            For each: ``low``, ``high``, ``n``, mean ``score`` and ``precision`` (both None in an empty bin).

        >>> used = [row for row in Calibration.of([0.95, 0.91, 0.2], [1, 0, 0], 2).bins() if row["n"]]
        >>> [(row["low"], row["n"], row["precision"]) for row in used]
        [(0.2, 1, 0.0), (0.9, 2, 0.5)]
        """
        # The edges are compared, not multiplied: 0.3 * 10 and 0.3 / 0.1 fall on different sides of 3.
        edges = np.array([at / BINS for at in range(BINS + 1)])
        place = np.clip(np.searchsorted(edges, self.scores, side="right") - 1, 0, BINS - 1)
        rows: list[dict[str, float | int | None]] = []
        for at in range(BINS):
            here = place == at
            number = int(here.sum())
            rows.append({
                "low": float(edges[at]), "high": float(edges[at + 1]), "n": number,
                "score": float(self.scores[here].mean()) if number else None,
                "precision": float(self.right[here].mean()) if number else None,
            })
        return rows

    @property
    def error(self) -> float | None:
        """Expected calibration error: |mean score - precision| of the bins, weighted by their size.

        >>> round(Calibration.of([0.95, 0.91, 0.2], [1, 0, 0], 2).error, 4)
        0.3533
        """
        if not len(self.scores):
            return None
        total = sum(
            row["n"] * abs(row["score"] - row["precision"])  # type: ignore[operator]
            for row in self.bins() if row["n"]
        )
        return float(total / len(self.scores))

    def curve(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Recall and precision at every distinct threshold, the strictest first; empty without gold.

        >>> recall, precision = Calibration.of([0.9, 0.8, 0.8], [1, 1, 0], 4).curve()
        >>> recall.tolist(), precision.round(3).tolist()
        ([0.25, 0.5], [1.0, 0.667])
        """
        if not self.gold or not len(self.scores):
            return np.empty(0), np.empty(0)
        last = np.append(np.flatnonzero(np.diff(self.scores)), len(self.scores) - 1)  # ties share a threshold
        found = np.cumsum(self.right)[last]
        return found / self.gold, found / (last + 1)

    def precision_at(self, recall: float) -> float | None:
        """The best precision at any threshold whose recall is at least this; None where none reaches it.

        >>> curve = Calibration.of([0.9, 0.8, 0.7], [1, 0, 1], 4)
        >>> curve.precision_at(0.25), round(curve.precision_at(0.5), 3), curve.precision_at(0.8)
        (1.0, 0.667, None)
        """
        recalls, precisions = self.curve()
        reached = precisions[recalls >= recall - 1e-12]
        return float(max(reached)) if len(reached) else None

    def to_json(self) -> dict[str, Any]:
        """Figures, bins, and the curve at recalls 0, 0.01, …, 1."""
        return {
            "n": len(self.scores), "unscored": self.unscored, "gold": self.gold,
            "expected_calibration_error": self.error,
            "precision_at_recall_0.5": self.precision_at(0.5),
            "precision_at_recall_0.8": self.precision_at(0.8),
            "bins": self.bins(),
            "curve": {"recall": GRID.round(2).tolist(), "precision": self._on_grid()},
        }

    def _on_grid(self) -> list[float | None]:
        recalls, precisions = self.curve()
        if not len(recalls):
            return [None] * len(GRID)
        best = np.maximum.accumulate(precisions[::-1])[::-1]  # recalls rise with the index
        at = np.searchsorted(recalls, GRID - 1e-12, side="left")
        return [float(best[index]) if index < len(best) else None for index in at]


def calibrate(
    pairs: Iterable[Pair], schema: Schema = SCHEMA, given: Iterable[Pair] | None = None,
) -> dict[str, dict[str, Calibration]]:
    """Calibration of entities and relations.

    Args:
        pairs: gold and prediction.
        schema: tells flat labels from layers.
        given: gold, and the relations predicted on gold entities.

    Returns:
        "entities" -> "flat" and each label; "relations" (end to end) -> "all" and each relation; "given" -> the
        same on gold entities, where there are such predictions. Rows without gold and without prediction are
        left out.
    """
    rows: dict[tuple[str, str], tuple[list[float], list[bool], list[int]]] = {}

    def note(kind: str, label: str, score: float | None, right: bool, gold: int) -> None:
        whole = "all" if kind != "entities" else "flat" if label in schema.flat else label
        for name in {label, whole}:
            scores, hits, numbers = rows.setdefault((kind, name), ([], [], [0, 0]))
            numbers[0] += gold
            if gold:
                continue
            if score is None:
                numbers[1] += 1
            else:
                scores.append(score)
                hits.append(right)

    def note_links(kind: str, pair: Pair) -> None:
        for link in pair.gold.links:
            note(kind, link.label, None, False, 1)
        for link, score in pair.predicted.links.items():
            note(kind, link.label, score, link in pair.gold.links, 0)

    for pair in pairs:
        for span in pair.gold.spans:
            note("entities", span.label, None, False, 1)
        for span, entity in pair.predicted.spans.items():
            note("entities", span.label, entity.score, span in pair.gold.spans, 0)
        note_links("relations", pair)
    for pair in given or ():
        note_links("given", pair)
    order: Sequence[str] = ("flat", *schema.labels, "all", *schema.relations)
    kinds = ("entities", "relations", *(() if given is None else ("given",)))
    found: dict[str, dict[str, Calibration]] = {kind: {} for kind in kinds}
    for kind, label in sorted(rows, key=lambda row: (row[0], order.index(row[1]))):
        scores, hits, (gold, unscored) = rows[kind, label]
        found[kind][label] = Calibration.of(scores, hits, gold, unscored)
    return found

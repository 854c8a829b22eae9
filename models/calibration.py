"""Calibration: from a model's raw scores to probabilities, by isotonic regression on held-out results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

FEWEST = 100  # observations a label needs for a curve of its own; below, all labels share one
_SHARED = "*"


class Calibration:
    """Monotone curves from raw score to probability, one a label.

    Args:
        curves: label -> (raw scores, probabilities), both rising; ``*`` serves labels without their own.
    """

    def __init__(self, curves: Mapping[str, tuple[list[float], list[float]]]) -> None:
        self.curves = dict(curves)

    def __call__(self, label: str, score: float) -> float:
        """The probability that an item of this label and raw score is right, to three places."""
        curve = self.curves.get(label) or self.curves.get(_SHARED)
        return round(float(np.interp(score, *curve)) if curve else score, 3)

    @classmethod
    def fit(cls, results: Iterable[tuple[str, float, bool]]) -> Calibration:
        """Learn the curves.

        Isotonic regression (Zadrozny and Elkan 2002), of scikit-learn. Each curve is smoothed towards
        the label's rate by one right and one wrong observation at either end, so that no score is
        mapped to 0 or 1.

        Args:
            results: (label, raw score, whether it was right), of items the model was not trained on.
        """
        from sklearn.isotonic import IsotonicRegression

        by_label: dict[str, list[tuple[float, bool]]] = defaultdict(list)
        for label, score, right in results:
            by_label[label].append((score, right))
            by_label[_SHARED].append((score, right))
        curves = {}
        for label, items in sorted(by_label.items()):
            if label != _SHARED and len(items) < FEWEST:
                continue
            ends = [(0.0, True), (0.0, False), (1.0, True), (1.0, False)]
            scores, hits = zip(*items, *ends, strict=False)
            model = IsotonicRegression(y_min=0.0, y_max=1.0).fit(scores, hits)
            curves[label] = (
                [round(float(at), 5) for at in model.X_thresholds_],
                [round(float(at), 4) for at in model.y_thresholds_],
            )
        return cls(curves)

    def to_json(self) -> dict[str, Any]:
        """The curves as JSON."""
        return {label: [list(raw), list(right)] for label, (raw, right) in self.curves.items()}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Calibration:
        """The curves from JSON."""
        return cls({label: (raw, right) for label, (raw, right) in row.items()})

"""One person, one label in an article: how far the other mentions of a name decide OFFICIAL or PERSON.

By the guideline a person who is presented with an office anywhere in an article is OFFICIAL in all of it; the
encoder sees a window. How much the other mentions weigh is learned (a logistic regression on held-out
predictions), and used only if it makes fewer mistakes on articles it was not fitted on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotations.folding import fold

PEOPLE = ("OFFICIAL", "PERSON")
_LEAST = 1e-4
_FOLDS = 5


@dataclass(frozen=True)
class Mention:
    """A personal name found in an article.

    Attributes:
        name: as it stands in the text.
        official: probability, by the encoder alone, that it is OFFICIAL rather than PERSON.
    """

    name: str
    official: float


@dataclass(frozen=True)
class Consistency:
    """Weights of :func:`evidence`, and a bias.

    Attributes:
        weights: one a column.
        bias: added.
    """

    weights: tuple[float, ...]
    bias: float

    def __call__(self, mentions: Sequence[Mention]) -> list[float]:
        """The probability of OFFICIAL of each mention of an article, by all of them."""
        return [
            1 / (1 + math.exp(-(self.bias + float(np.dot(self.weights, row))))) for row in evidence(mentions)
        ]

    def to_json(self) -> dict[str, Any]:
        """The weights as JSON."""
        return {"weights": list(self.weights), "bias": self.bias}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Consistency:
        """The weights from JSON."""
        return cls(tuple(row["weights"]), row["bias"])

    @classmethod
    def fit(cls, articles: Sequence[Sequence[tuple[Mention, bool]]]) -> tuple[Consistency | None, dict[str, Any]]:
        """Learn the weights.

        Args:
            articles: the mentions of each held-out article, with whether each is OFFICIAL.

        Returns:
            The rule, or None where it does not help; and the figures it was judged by: mentions, and
            mistakes with and without it, cross-validated over articles.
        """
        from sklearn.linear_model import LogisticRegression

        rows = [np.array(evidence([mention for mention, _ in article])) for article in articles if article]
        truth = [np.array([official for _, official in article]) for article in articles if article]
        alone = sum(int(((row[:, 0] > 0) != right).sum()) for row, right in zip(rows, truth, strict=True))
        mistakes = 0
        for fold_number in range(_FOLDS):
            rest = [number for number in range(len(rows)) if number % _FOLDS != fold_number]
            if not rest or len({bool(value) for number in rest for value in truth[number]}) < 2:
                return None, {"mentions": sum(map(len, truth)), "mistakes_alone": alone, "mistakes": None}
            model = LogisticRegression().fit(
                np.concatenate([rows[number] for number in rest]), np.concatenate([truth[number] for number in rest]),
            )
            mistakes += sum(
                int((model.predict(rows[number]) != truth[number]).sum())
                for number in range(fold_number, len(rows), _FOLDS)
            )
        model = LogisticRegression().fit(np.concatenate(rows), np.concatenate(truth))
        figures = {"mentions": sum(map(len, truth)), "mistakes_alone": alone, "mistakes": mistakes}
        rule = cls(tuple(round(float(value), 4) for value in model.coef_[0]), round(float(model.intercept_[0]), 4))
        return (rule if mistakes < alone else None), figures


def evidence(mentions: Sequence[Mention]) -> list[list[float]]:
    """What is known of each mention: its own log odds of OFFICIAL, the highest and the mean of the others'.

    The others are the mentions of the same name in full or in part: "Xuân" goes with "Lê Anh Xuân". Without
    others, its own log odds stand in their place.
    """
    odds = [_log_odds(mention.official) for mention in mentions]
    parts = [fold(mention.name).split() for mention in mentions]
    rows = []
    for number, own in enumerate(odds):
        others = [odds[other] for other in range(len(odds)) if other != number and _same(parts[number], parts[other])]
        rows.append([own, max(others), sum(others) / len(others)] if others else [own, own, own])
    return rows


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and longer[-len(shorter):] == shorter


def _log_odds(probability: float) -> float:
    inside = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(inside / (1 - inside))

"""What another tagger says of an article, as features of the CRF: stacked generalisation (Wolpert 1992).

In training it must come from a tagger that had not seen the article, so that its weight is that of what it says of
unseen text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_STEPS = (0.3, 0.5, 0.7, 0.85, 0.95, 0.99)  # where the classes of probability begin
_SECOND_BEST = 0.03  # probability from which the runner-up is told too


@dataclass(frozen=True)
class Opinion:
    """One opinion on one article.

    Attributes:
        tags: the best tags of each sentence.
        flat: features of each token of each sentence, on the flat labels.
        layer: the same on the layer; of each sentence one list a token.
    """

    tags: Sequence[Sequence[str]]
    flat: Sequence[Sequence[Sequence[str]]]
    layer: Sequence[Sequence[Sequence[str]]]


def sureness(probabilities: npt.NDArray[np.float64], names: Sequence[str], prefix: str) -> list[list[str]]:
    """The likeliest tag of each token and the runner-up, each with its class of probability.

    Args:
        probabilities: (tokens, tags).
        names: of the tags.
        prefix: of the features.

    >>> sureness(np.array([[0.9, 0.1], [0.01, 0.99]]), ["O", "B-ORG"], "e")
    [['e=O4', 'e2=B-ORG0'], ['e=B-ORG6']]
    """
    classes = np.digitize(probabilities, _STEPS)
    order = np.argsort(-probabilities, axis=1)[:, :2]
    out = []
    for row, (best, second) in enumerate(order.tolist()):
        features = [f"{prefix}={names[best]}{classes[row, best]}"]
        if probabilities[row, second] >= _SECOND_BEST:
            features.append(f"{prefix}2={names[second]}{classes[row, second]}")
        out.append(features)
    return out


def with_neighbours(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The features of each token, and the first of each neighbour's.

    >>> with_neighbours([["a"], ["b", "c"]])
    [['a', '+b'], ['b', 'c', '-a']]
    """
    out = []
    for index, row in enumerate(rows):
        features = list(row)
        if index:
            features.append("-" + rows[index - 1][0])
        if index + 1 < len(rows):
            features.append("+" + rows[index + 1][0])
        out.append(features)
    return out

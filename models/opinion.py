"""What another tagger says of an article, as features of the CRF: stacked generalisation (Wolpert 1992).

In training it must come from a tagger that had not seen the article, so that its weight is that of what it says of
unseen text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from models.memory import MEMORY
from models.templates import Template, Templates, flat

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


SAID = MEMORY.named("e")
"""What the other's tags say of each token, as those of the first pass do."""
BOTH = Templates(["both={said} {tag}"])
"""The other's tag and the first pass's."""


@lru_cache
def listed(most: int) -> Templates:
    """Templates of features that are given as strings.

    Args:
        most: features a token has.
    """
    return Templates([Template(f"{{{name}}}", name) for name in _names(most)])


def lists(sentences: Sequence[Sequence[Sequence[str]]]) -> dict[str, list[str]]:
    """Features given as strings, as columns for :func:`listed`: the first of each token, the second …

    Args:
        sentences: of each token of each, its features.
    """
    most = max((len(row) for sentence in sentences for row in sentence), default=0)
    return {
        name: flat([[row[at] if at < len(row) else "" for row in sentence] for sentence in sentences], ("", "", ""))
        for at, name in enumerate(_names(most))
    }


def _names(count: int) -> list[str]:
    return ["listed" + "i" * at for at in range(count)]


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

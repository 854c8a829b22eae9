"""Coreference: are the mentions of one thing joined, and those of different things kept apart?

Three measures, each blind to what another sees, and their mean, which CoNLL-2012 ranked systems by:

- *muc* (Vilain et al. 1995) counts the links that join mentions;
- *b3* (Bagga & Baldwin 1998) asks of every mention how much of its chain was found;
- *ceafe* (Luo 2005, with his φ4) pairs whole chains one to one, as well as can be.

Chains are sets of mentions; what a mention is makes no difference. Counts of several documents are added up before
ratios are made, as the reference scorer does (Pradhan et al. 2014).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from evaluation.counts import ratio

MEASURES = ("muc", "b3", "ceafe")
Chains = Sequence[AbstractSet[Hashable]]


@dataclass(frozen=True)
class Counts:
    """What a measure counts: of the gold chains what was found, of the predicted ones what is right.

    Attributes:
        found: of ``gold``.
        gold: all there is to be found.
        right: of ``predicted``.
        predicted: all that was predicted.
    """

    found: float = 0.0
    gold: float = 0.0
    right: float = 0.0
    predicted: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.found + other.found, self.gold + other.gold, self.right + other.right,
            self.predicted + other.predicted,
        )

    @property
    def recall(self) -> float | None:
        """``found / gold``; None where there is nothing to be found."""
        return ratio(self.found, self.gold)

    @property
    def precision(self) -> float | None:
        """``right / predicted``; None where nothing was predicted."""
        return ratio(self.right, self.predicted)

    @property
    def f1(self) -> float | None:
        """Harmonic mean; 0 where one side has nothing, None where both have nothing."""
        if not self.gold and not self.predicted:
            return None
        recall, precision = self.recall or 0.0, self.precision or 0.0
        return ratio(2 * recall * precision, recall + precision) or 0.0


def muc(gold: Chains, predicted: Chains) -> Counts:
    """Links: a chain of n mentions has n - 1; one is lost wherever the other side cuts the chain.

    >>> muc([{1, 2, 3, 4}], [{1, 2}, {3, 4}])
    Counts(found=2, gold=3, right=2, predicted=2)
    """
    return Counts(*_links(gold, predicted), *_links(predicted, gold))


def _links(chains: Chains, others: Chains) -> tuple[int, int]:
    owner = _owners(others)
    kept = whole = 0
    for chain in chains:
        inside = [owner[mention] for mention in chain if mention in owner]
        pieces = len(set(inside)) + len(chain) - len(inside)
        kept, whole = kept + len(chain) - pieces, whole + len(chain) - 1
    return kept, whole


def b3(gold: Chains, predicted: Chains) -> Counts:
    """Mentions: of each the share of its chain that is in its chain of the other side.

    >>> b3([{1, 2, 3, 4}], [{1, 2}, {3, 4}])
    Counts(found=2.0, gold=4, right=4.0, predicted=4)
    """
    return Counts(*_shares(gold, predicted), *_shares(predicted, gold))


def _shares(chains: Chains, others: Chains) -> tuple[float, int]:
    owner = _owners(others)
    share, whole = 0.0, 0
    for chain in chains:
        inside = [owner[mention] for mention in chain if mention in owner]
        share += sum(inside.count(other) ** 2 for other in set(inside)) / len(chain)
        whole += len(chain)
    return share, whole


def ceafe(gold: Chains, predicted: Chains) -> Counts:
    """Chains: twice the mentions that two paired ones share by all of both, in the best pairing.

    >>> ceafe([{1, 2, 3, 4}], [{1, 2}, {3, 4}]).found == 2 * 2 / 6
    True
    """
    if not gold or not predicted:
        return Counts(0.0, len(gold), 0.0, len(predicted))
    similarity = np.zeros((len(gold), len(predicted)))
    owner = _owners(predicted)
    for row, chain in enumerate(gold):
        for column in {owner[mention] for mention in chain if mention in owner}:
            other = predicted[column]
            similarity[row, column] = 2 * len(chain & other) / (len(chain) + len(other))
    best = float(similarity[linear_sum_assignment(similarity, maximize=True)].sum())
    return Counts(best, len(gold), best, len(predicted))


def _owners(chains: Chains) -> dict[Hashable, int]:
    return {mention: index for index, chain in enumerate(chains) for mention in chain}


def score(gold: Chains, predicted: Chains, *, singletons: bool = False) -> dict[str, Counts]:
    """Counts of the three measures for one document.

    Args:
        gold: chains, no mention in two.
        predicted: likewise.
        singletons: whether chains of one mention count; left out by default, on both sides, as in CoNLL-2012: they
            are found by finding the mentions.

    Raises:
        ValueError: a mention is in two chains of one side.
    """
    sides = []
    for chains in (gold, predicted):
        mentions = [mention for chain in chains for mention in chain]
        if len(set(mentions)) < len(mentions):
            raise ValueError("a mention is in two chains")
        sides.append([chain for chain in chains if len(chain) > (0 if singletons else 1)])
    return {"muc": muc(*sides), "b3": b3(*sides), "ceafe": ceafe(*sides)}


def total(scores: Collection[Mapping[str, Counts]]) -> dict[str, Counts]:
    """Counts of several documents, added up."""
    return {name: sum((found[name] for found in scores), Counts()) for name in MEASURES}


def conll(counts: Mapping[str, Counts]) -> float | None:
    """The mean F1 of the three measures; None where there is nothing to compare."""
    values = [counts[name].f1 for name in MEASURES]
    given = [value for value in values if value is not None]
    return sum(given) / len(given) if len(given) == len(MEASURES) else None


def to_json(counts: Mapping[str, Counts]) -> dict[str, Any]:
    """Precision, recall and F1 of each measure, and their mean, rounded to four decimals."""
    rows: dict[str, Any] = {
        name: {part: _rounded(getattr(counts[name], part)) for part in ("precision", "recall", "f1")}
        for name in MEASURES
    }
    rows["conll"] = _rounded(conll(counts))
    return rows


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def exact_match(mentions: Iterable[tuple[Hashable, str]]) -> list[set[Hashable]]:
    """The baseline: mentions of the same folded text are one thing.

    Args:
        mentions: each with what it is compared by.
    """
    chains: dict[str, set[Hashable]] = {}
    for mention, text in mentions:
        chains.setdefault(text, set()).add(mention)
    return list(chains.values())

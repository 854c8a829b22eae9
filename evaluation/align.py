"""Which gold span answers which predicted one.

One alignment rule serves every strategy: the pairs that overlap are taken best first, each span at most
once. What is best differs by strategy (equal offsets, or equal label, first); then the longer overlap, then
the order of the text. So the outcome never depends on the order of a file, which it does where predictions
are walked through and each takes the first gold span it touches.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from evaluation.pairs import Span


class Overlap(NamedTuple):
    """A gold and a predicted span that share at least one code point.

    Attributes:
        gold: index of the gold span.
        predicted: index of the predicted span.
        same_span: whether both offsets are equal.
        same_label: whether the labels are equal.
        shared: number of code points in common.
    """

    gold: int
    predicted: int
    same_span: bool
    same_label: bool
    shared: int


Rank = Callable[[Overlap], tuple[int, ...]]


def overlaps(gold: Sequence[Span], predicted: Sequence[Span]) -> list[Overlap]:
    """All overlapping pairs.

    Args:
        gold: spans in the order of (start, end, label).
        predicted: spans in the same order.

    >>> overlaps([Span(0, 4, "ORG")], [Span(0, 4, "LOC"), Span(2, 9, "ORG"), Span(4, 5, "ORG")])
    ... # doctest: +NORMALIZE_WHITESPACE
    [Overlap(gold=0, predicted=0, same_span=True, same_label=False, shared=4),
     Overlap(gold=0, predicted=1, same_span=False, same_label=True, shared=2)]
    """
    starts = [span.start for span in predicted]
    # The furthest end so far grows with the index, so it can be searched even where spans nest.
    reach = list(accumulate((span.end for span in predicted), max))
    found = []
    for at, (start, end, label) in enumerate(gold):
        for other in range(bisect_right(reach, start), bisect_left(starts, end)):
            other_start, other_end, other_label = predicted[other]
            if other_end > start:
                found.append(Overlap(
                    at, other, start == other_start and end == other_end, label == other_label,
                    min(end, other_end) - max(start, other_start),
                ))
    return found


def by_offsets(pair: Overlap) -> tuple[int, ...]:
    """Equal offsets before equal labels."""
    return (-pair.same_span, -pair.same_label, -pair.shared, pair.gold, pair.predicted)


def by_label(pair: Overlap) -> tuple[int, ...]:
    """Equal labels before equal offsets."""
    return (-pair.same_label, -pair.same_span, -pair.shared, pair.gold, pair.predicted)


def align(pairs: Iterable[Overlap], rank: Rank) -> list[Overlap]:
    """Take overlapping pairs best first, each span once.

    Args:
        pairs: candidates.
        rank: sorts the best pair first; must not tie.

    Returns:
        The pairs taken, in the order of the gold.
    """
    given = list(pairs)
    if len({pair.gold for pair in given}) == len({pair.predicted for pair in given}) == len(given):
        return sorted(given)  # nothing to choose, as nearly everywhere
    taken = []
    gold_used: set[int] = set()
    predicted_used: set[int] = set()
    for pair in sorted(given, key=rank):
        if pair.gold not in gold_used and pair.predicted not in predicted_used:
            gold_used.add(pair.gold)
            predicted_used.add(pair.predicted)
            taken.append(pair)
    taken.sort(key=attrgetter("gold"))
    return taken

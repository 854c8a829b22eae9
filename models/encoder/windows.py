"""Windows over an article: every token is read once, with context on both sides, however long its sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Window:
    """A stretch of tokens that the encoder sees, and the part of it whose tags are taken.

    Attributes:
        start: first token seen.
        stop: one past the last token seen.
        core_start: first token whose tag is taken.
        core_stop: one past the last.
    """

    start: int
    stop: int
    core_start: int
    core_stop: int


def windows(lengths: Sequence[int], starts: Collection[int], size: int, margin: int) -> list[Window]:
    """Cut an article into windows.

    Cores follow each other without gap or overlap, of about the same length, and end where a sentence ends if
    one does near there; a sentence longer than a core is read in several. Behind and before a core comes as
    much context as the margin holds.

    Args:
        lengths: pieces of each token.
        starts: tokens that open a sentence.
        size: most pieces a window may hold.
        margin: pieces of context on either side.

    Raises:
        ValueError: a token alone is longer than a core may be.

    >>> windows([1] * 10, {0, 4, 8}, size=8, margin=1)
    [Window(start=0, stop=5, core_start=0, core_stop=4), Window(start=3, stop=10, core_start=4, core_stop=10)]
    """
    room = size - 2 * margin
    if lengths and max(lengths) > room:
        raise ValueError(f"a token of {max(lengths)} pieces does not fit into a core of {room}")
    sums = [0, *accumulate(lengths)]
    found = []
    at = 0
    while at < len(lengths):
        stop = _core(sums, starts, at, room)
        found.append(Window(_left(sums, at, margin), _right(sums, stop, margin), at, stop))
        at = stop
    return found


def _core(sums: Sequence[int], starts: Collection[int], at: int, room: int) -> int:
    """Where a core ends: of the sentence ends it can reach beyond its half, that nearest to an even share."""
    furthest = _right(sums, at, room)
    left = sums[-1] - sums[at]
    if furthest == len(sums) - 1:
        return furthest
    share = left / -(-left // room)
    ends = [stop for stop in range(at + 1, furthest + 1) if stop in starts and 2 * (sums[stop] - sums[at]) >= room]
    return min(ends, key=lambda stop: abs(sums[stop] - sums[at] - share), default=furthest)


def _left(sums: Sequence[int], at: int, most: int) -> int:
    start = at
    while start > 0 and sums[at] - sums[start - 1] <= most:
        start -= 1
    return start


def _right(sums: Sequence[int], at: int, most: int) -> int:
    stop = at
    while stop + 1 < len(sums) and sums[stop + 1] - sums[at] <= most:
        stop += 1
    return stop

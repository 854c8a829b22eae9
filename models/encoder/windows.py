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

    Cores follow each other without gap or overlap. A core ends where a sentence ends, if that leaves it at
    least half full; a sentence longer than a core is read in several. What a core leaves free of its window
    is filled with context, before and behind.

    Args:
        lengths: pieces of each token.
        starts: tokens that open a sentence.
        size: most pieces a window may hold.
        margin: pieces kept free for context on either side of a core.

    Raises:
        ValueError: a token alone is longer than a core may be.

    >>> windows([1] * 10, {0, 4, 8}, size=6, margin=1)
    [Window(start=0, stop=6, core_start=0, core_stop=4), Window(start=3, stop=9, core_start=4, core_stop=8), \
Window(start=4, stop=10, core_start=8, core_stop=10)]
    """
    room = size - 2 * margin
    if lengths and max(lengths) > room:
        raise ValueError(f"a token of {max(lengths)} pieces does not fit into a core of {room}")
    sums = [0, *accumulate(lengths)]
    found = []
    at = 0
    while at < len(lengths):
        stop = at + 1
        while stop < len(lengths) and sums[stop + 1] - sums[at] <= room:
            stop += 1
        if stop < len(lengths):
            full = stop
            while full > at and (full not in starts):
                full -= 1
            if 2 * (sums[full] - sums[at]) >= room:
                stop = full
        found.append(_with_context(sums, at, stop, size))
        at = stop
    return found


def _with_context(sums: Sequence[int], core_start: int, core_stop: int, size: int) -> Window:
    free = size - (sums[core_stop] - sums[core_start])
    start = _left(sums, core_start, free // 2)
    stop = core_stop
    while stop + 1 < len(sums) and sums[stop + 1] - sums[start] <= size:
        stop += 1
    start = _left(sums, start, size - (sums[stop] - sums[start]))
    return Window(start, stop, core_start, core_stop)


def _left(sums: Sequence[int], at: int, free: int) -> int:
    start = at
    while start > 0 and sums[at] - sums[start - 1] <= free:
        start -= 1
    return start

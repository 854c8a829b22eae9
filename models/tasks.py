"""Features for the TASK layer: the sentence's tokens, the entities found in it, where its deadlines are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from models.features import WINDOW, Described
from models.templates import Templates, flat

TASK = WINDOW + Templates([
    "t={tag}", "side={side}", "d={side}{far}", "here={here}{side}",
    "commas={side}{between}{here}", "cw={side}{few} {w}", "t1={tag+1}", "t-1={tag-1}",
])
"""The features of the columns of :func:`dated`, beside those of the first pass."""
_LIMITS = (1, 2, 4, 8, 16, 32)
_COLUMNS = ("side", "far", "here", "between", "few")


def dated(described: Described, tags: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Where the deadlines of sentences are, in columns (:mod:`models.templates`).

    A task is the verb phrase next to its deadline, mostly in the same stretch between semicolons; so each token knows
    whether its stretch holds a deadline (``here``), on which ``side`` the nearest is, how ``far``, and how many commas
    stand ``between``, up to four, or up to three (``few``). ``tag`` has the tags, with < and > around a sentence.

    Args:
        described: sentences that hold a DEADLINE.
        tags: of each for the flat labels.
    """
    columns: dict[str, list[list[str]]] = {name: [] for name in _COLUMNS}
    for norms, sentence in zip(described.norms, tags, strict=True):
        for column, row in zip(columns.values(), _sentence(norms, sentence), strict=True):
            column.append(row)
    return {
        "tag": flat(tags, (">", "", "<")), **{name: flat(column, ("", "", "")) for name, column in columns.items()},
    }


def _sentence(norms: Sequence[str], tags: Sequence[str]) -> tuple[list[str], ...]:
    deadlines = [index for index, tag in enumerate(tags) if tag.endswith("DEADLINE")]
    clause: list[int] = []
    number = 0
    commas = [0]
    for token in norms:
        number += token == ";"
        clause.append(number)
        commas.append(commas[-1] + (token in {",", ";", ":"}))
    holding = {clause[at] for at in deadlines}
    side, far, here, between, few = columns = tuple([] for _ in _COLUMNS)  # type: ignore[var-annotated]
    for index, tag in enumerate(tags):
        nearest = _nearest(deadlines, index)
        side.append("in" if tag.endswith("DEADLINE") else "L" if nearest > index else "R")
        far.append(str(next((limit for limit in _LIMITS if abs(nearest - index) <= limit), 64)))
        here.append(str(clause[index] in holding))
        passed = abs(commas[nearest] - commas[index])
        between.append(str(min(passed, 4)))
        few.append(str(min(passed, 3)))
    return columns


def _nearest(places: Sequence[int], index: int) -> int:
    """The place nearest to an index, of two as near the one before it; 0 where there is none."""
    at = bisect_left(places, index)
    return min(places[max(0, at - 1):at + 1], key=lambda place: abs(place - index), default=0)

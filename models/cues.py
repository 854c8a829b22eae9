"""What stands far from a token and still says what it is: cues of obligation or report, the next figure.

"Trước ngày 15/11" is a deadline or a date by the verb of its clause, which may stand thirty syllables
away; a noun phrase is an indicator by the figure that follows it. A window of three tokens sees neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from models.templates import Template, Templates

_FARTHEST_FIGURE = 14  # tokens
_FAR = ["", *(str(away if away <= 3 else 4 + (away > 6) + (away > 10)) for away in range(1, _FARTHEST_FIGURE + 1))]
_STOPS = frozenset({";", ":", "."})
_COLUMNS = ("owed", "due", "past", "both", "far", "opener")

CUES = Templates([
    Template("ob={owed}", "owed"), Template("or={due}", "owed"), Template("ps={past}", "owed"),
    Template("op={both}{past}", "owed"),
    Template("nf={far}", "far"), Template("nw={opener}", "far"), Template("nfw={far} {opener}", "far"),
])
"""The features of the columns of :func:`cues`."""


@dataclass(frozen=True)
class _Cues:
    """Words of obligation, of report and of time; and the first and last syllables of the pairs among them."""

    obligation: frozenset[str]
    past: frozenset[str]
    time: frozenset[str]
    firsts: frozenset[str]
    seconds: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Cues:
    data = json.loads(Path(__file__).with_name("cues.json").read_text("utf-8"))
    pairs = [word.split(" ") for kind in ("obligation", "past") for word in data[kind] if " " in word]
    return _Cues(
        frozenset(data["obligation"]), frozenset(data["past"]), frozenset(data["time"]),
        frozenset(pair[0] for pair in pairs), frozenset(pair[-1] for pair in pairs),
    )


def cues(sentences: Iterable[Sequence[str]]) -> dict[str, list[list[str]]]:
    """The cues of the tokens of sentences, in columns: of each sentence a string a token.

    Tokens that may belong to a time expression get the nearest word of obligation before them (``owed``) and behind
    them (``due``) within their clause (a semicolon ends one), whether there are any (``both``), and the nearest word
    of report before them (``past``). Every token gets how far the next figure is (``far``), and the word before that
    figure (``opener``). What a token does not get is empty.

    Args:
        sentences: their folded tokens.
    """
    found: dict[str, list[list[str]]] = {name: [] for name in _COLUMNS}
    for norms in sentences:
        for column, row in zip(found.values(), _cues(norms), strict=True):
            column.append(row)
    return found


def _cues(norms: Sequence[str]) -> tuple[list[str], ...]:
    lexicon = _lexicon()
    obligation, past_words, times, seconds, firsts = (
        lexicon.obligation, lexicon.past, lexicon.time, lexicon.seconds, lexicon.firsts,
    )
    count = len(norms)
    owed, due, past, both, far, opener = columns = tuple([""] * count for _ in _COLUMNS)
    before = reported = "-"
    timed = set()
    for index, token in enumerate(norms):
        if token == ";":
            before = "-"
        if token in obligation:
            before = token
        if token in past_words:
            reported = token
        if token in seconds and index:
            pair = f"{norms[index - 1]} {token}"
            if pair in obligation:
                before = pair
            if pair in past_words:
                reported = pair
        if token[0].isdigit() or token in times:
            timed.add(index)
            owed[index], past[index] = before, reported
    behind = "-"
    figure, opens = count + _FARTHEST_FIGURE, ""
    for index in range(count - 1, -1, -1):
        token = norms[index]
        if token == ";":
            behind = "-"
        if index in timed:
            due[index] = behind
            both[index] = f"{owed[index] != '-'}{behind != '-'}"
        if token in obligation:
            behind = token
        if token in firsts and index + 1 < count:
            pair = f"{token} {norms[index + 1]}"
            if pair in obligation:
                behind = pair
        away = figure - index
        if 0 < away <= _FARTHEST_FIGURE:
            far[index] = _FAR[away]
            opener[index] = opens
        if index in timed and token[0].isdigit():
            figure, opens = index, norms[index - 1] if index else "<"
        elif token in _STOPS:
            figure = count + _FARTHEST_FIGURE
    return columns

"""What stands far from a token and still says what it is: cues of obligation or report, the next figure.

"Trước ngày 15/11" is a deadline or a date by the verb of its clause, which may stand thirty syllables
away; a noun phrase is an indicator by the figure that follows it. A window of three tokens sees neither.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

_FARTHEST_FIGURE = 14  # tokens


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, frozenset[str]]:
    data = json.loads(Path(__file__).with_name("cues.json").read_text("utf-8"))
    return {kind: frozenset(data[kind]) for kind in ("obligation", "past", "time")}


def cue_features(norms: Sequence[str]) -> list[list[str]]:
    """The cue features of each token of a sentence.

    Tokens that may belong to a time expression get the nearest word of obligation on either side within
    their clause (a semicolon ends one), and the nearest word of report before them. Every token gets how
    far the next figure is, and the word before that figure.

    Args:
        norms: the sentence's folded tokens.
    """
    lexicon = _lexicon()
    count = len(norms)
    out: list[list[str]] = [[] for _ in norms]
    owed = past = "-"
    left: list[tuple[str, str]] = []
    for index, token in enumerate(norms):
        if token == ";":
            owed = "-"
        pair = f"{norms[index - 1]} {token}" if index else token
        for word in (token, pair):
            if word in lexicon["obligation"]:
                owed = word
            if word in lexicon["past"]:
                past = word
        left.append((owed, past))
    right = "-"
    figure, opener = count + _FARTHEST_FIGURE, ""
    for index in range(count - 1, -1, -1):
        token = norms[index]
        pair = f"{token} {norms[index + 1]}" if index + 1 < count else token
        if token == ";":
            right = "-"
        if token[0].isdigit() or token in lexicon["time"]:
            owed, past = left[index]
            out[index] += [f"ob={owed}", f"or={right}", f"ps={past}", f"op={owed != '-'}{right != '-'}{past}"]
        for word in (token, pair):
            if word in lexicon["obligation"]:
                right = word
        away = figure - index
        if 0 < away <= _FARTHEST_FIGURE:
            far = away if away <= 3 else 4 + (away > 6) + (away > 10)
            out[index] += [f"nf={far}", f"nw={opener}", f"nfw={far} {opener}"]
        if token[0].isdigit():
            figure, opener = index, norms[index - 1] if index else "<"
        elif token in {";", ":", "."}:
            figure = count + _FARTHEST_FIGURE
    return out

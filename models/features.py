"""What the tagger sees of a token: features of the token, its word, its neighbours and its article.

A sentence's tokens are first described one by one (:class:`Columns`), then the windows around each are
written as feature strings for the CRF. Everything looked up is folded; the text itself is not touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from annotations.folding import fold
from models.lexicon import Lexicon

_DIGITS = re.compile(r"\d")
_EDGE = 3  # columns are padded by the widest window
_PAD = "<>"


@lru_cache(maxsize=1 << 16)
def norm(token: str) -> str:
    """The folded token; digits as 0, so that 15/11 and 16/12 are one form."""
    return _DIGITS.sub("0", fold(token))


@lru_cache(maxsize=1 << 16)
def shape(token: str) -> str:
    """Runs of capitals, small letters and digits, the first two kept apart: ``Xx``, ``XX``, ``dd``, ``,``.

    >>> shape("Thanh"), shape("UBND"), shape("15"), shape("ủy")
    ('Xx', 'XX', 'dd', 'xx')
    """
    composed = unicodedata.normalize("NFC", token)
    kinds = ["X" if char.isupper() else "x" if char.islower() else "d" if char.isdigit() else char for char in composed]
    out = ""
    for kind in kinds:
        if len(out) < 2 or out[-1] != kind:
            out += kind
    return out[:4]


@dataclass(frozen=True)
class Resources:
    """What was learned from text without labels, or taken from tables, before training.

    Attributes:
        clusters: folded word (syllables joined by ``_``) -> its cluster, coarse and fine, as two strings.
        places: folded name of a place -> the levels it names.
    """

    clusters: Mapping[str, tuple[str, str]]
    places: Mapping[str, str]

    @cached_property
    def lexicon(self) -> Lexicon:
        """The clustered words of several syllables."""
        return Lexicon(self.clusters)


@dataclass
class Columns:
    """The tokens of a sentence, each list padded by three at either end.

    Attributes:
        norms: folded tokens.
        shapes: their shapes.
        words: the folded word each token belongs to.
        edges: B or I for its place at the word's start, E or M for its end.
        coarse: coarse cluster of its word.
        fine: fine cluster of its word.
        places: levels of the place names it lies in, with B or I; empty where none.
        glued: whether no white space stands before it.
        previous, following: the words before and behind its own.
    """

    norms: list[str]
    shapes: list[str]
    words: list[str]
    edges: list[str]
    coarse: list[str]
    fine: list[str]
    places: list[str]
    glued: list[bool]
    previous: list[str]
    following: list[str]

    @property
    def tokens(self) -> list[str]:
        """The folded tokens without padding."""
        return self.norms[_EDGE:-_EDGE]


def _padded(values: list[str]) -> list[str]:
    return [_PAD] * _EDGE + values + [_PAD] * _EDGE


def columns(text: str, places: Sequence[tuple[int, int]], resources: Resources) -> Columns:
    """Describe the tokens of one sentence.

    Args:
        text: the article.
        places: (start, end) of the sentence's tokens, in code points.
        resources: clusters and gazetteers.
    """
    tokens = [text[start:end] for start, end in places]
    norms = [norm(token) for token in tokens]
    starts = resources.lexicon.starts(norms)
    count = len(tokens)
    opening = [index for index, first in enumerate(starts) if first] + [count]
    words, edges, coarse, fine, previous, following = [], [], [], [], [], []
    names = ["_".join(norms[a:b]) for a, b in pairwise(opening)]
    for number, (first, end) in enumerate(pairwise(opening)):
        name = names[number]
        broad, narrow = resources.clusters.get(name, ("?", "?"))
        before = names[number - 1] if number else _PAD
        behind = names[number + 1] if number + 1 < len(names) else _PAD
        for index in range(first, end):
            words.append(name)
            edges.append(("B" if index == first else "I") + ("E" if index == end - 1 else "M"))
            coarse.append(broad)
            fine.append(narrow)
            previous.append(before)
            following.append(behind)
    glued = [index > 0 and places[index][0] == places[index - 1][1] for index in range(count)]
    return Columns(
        _padded(norms), _padded([shape(token) for token in tokens]), words, edges,
        _padded(coarse), _padded(fine), _padded(_gazetteer(norms, resources.places)), glued, previous, following,
    )


def _gazetteer(norms: list[str], names: Mapping[str, str], longest: int = 4) -> list[str]:
    """The longest place names in a sentence, left to right; a level and B or I for each token inside one."""
    found = [""] * len(norms)
    index = 0
    while index < len(norms):
        for length in range(min(longest, len(norms) - index), 0, -1):
            level = names.get(" ".join(norms[index:index + length]))
            if level:
                found[index] = "B" + level
                for inside in range(index + 1, index + length):
                    found[inside] = "I" + level
                index += length
                break
        else:
            index += 1
    return found


def window_features(view: Columns, index: int) -> list[str]:
    """The features of one token: itself, its word, and a window of three tokens either way.

    Args:
        view: the sentence.
        index: the token, from 0.
    """
    at = index + _EDGE
    w, s, c, f, g = view.norms, view.shapes, view.coarse, view.fine, view.places
    w0, s0 = w[at], s[at]
    w1, w2, w3, b1, b2, b3 = w[at + 1], w[at + 2], w[at + 3], w[at - 1], w[at - 2], w[at - 3]
    s1, sb = s[at + 1], s[at - 1]
    word, edge = view.words[index], view.edges[index]
    out = [
        "w=" + w0, "-1=" + b1, "+1=" + w1, "-2=" + b2, "+2=" + w2, "-3=" + b3, "+3=" + w3,
        f"-10={b1} {w0}", f"01={w0} {w1}", f"-21={b2} {b1}", f"12={w1} {w2}", f"-101={b1} {w0} {w1}",
        f"-321={b3} {b2} {b1}", f"123={w1} {w2} {w3}",
        "s=" + s0, f"s-1={sb}{s0}", f"s1={s0}{s1}", f"s-11={sb}{s0}{s1}",
        f"s2={s[at - 2]}{sb}{s0}{s1}{s[at + 2]}", f"ws={b1} {s0}", f"sw={s0} {w1}", f"s0w={s0} {w0}",
        "p=" + w0[:2], "x=" + w0[-2:],
        f"W={word}{edge[0]}", f"W-1={view.previous[index]}{edge[0]}", f"W+1={view.following[index]}{edge[1]}",
        "e=" + edge,
        f"c={c[at]}{edge[0]}", "c-1=" + c[at - 1], "c1=" + c[at + 1], f"c-10={c[at - 1]} {c[at]}",
        f"c01={c[at]} {c[at + 1]}", "c2=" + c[at + 2], "c-2=" + c[at - 2],
        f"f={f[at]}{edge[0]}", "f-1=" + f[at - 1], "f1=" + f[at + 1], f"fs={f[at]}{s0}",
        f"c-101={c[at - 1]} {c[at]} {c[at + 1]}", f"cs={sb} {c[at - 1]} {s0}", f"f2={f[at + 2]}", f"f-2={f[at - 2]}",
    ]
    if view.glued[index]:
        out.append("glued")
    if g[at]:
        out += ["g=" + g[at], f"g-1={g[at]} {b1}"]
    if g[at + 1]:
        out.append("g1=" + g[at + 1])
    return out

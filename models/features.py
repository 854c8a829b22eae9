"""What the tagger sees of a token: features of the token, its word, its neighbours and its article.

The tokens of an article are described in columns (:func:`describe`), and features are put together from them by
templates, see :mod:`models.templates`. Everything looked up is folded; the text itself is not touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from annotations.folding import fold
from models.cues import CUES, cues
from models.lexicon import Lexicon, longest_match, openings
from models.tags import Place
from models.templates import EDGE, Template, Templates, flat

_DIGITS = re.compile(r"\d")
_PAD = "<>"
_PADS = (_PAD,) * EDGE
_LONGEST_PLACE = 4  # tokens of a place name that is looked up


@lru_cache(maxsize=1 << 13)
def norm(token: str) -> str:
    """The folded token; digits as 0, so that 15/11 and 16/12 are one form."""
    return _DIGITS.sub("0", fold(token))


@lru_cache(maxsize=1 << 13)
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

    @cached_property
    def place_openings(self) -> dict[str, tuple[int, ...]]:
        """The first token of each place name -> how many tokens such names have, most first."""
        names = (name.split(" ") for name in self.places)
        return openings(name for name in names if len(name) <= _LONGEST_PLACE)


class Token(NamedTuple):
    """What a token says of itself.

    Attributes:
        norm: folded.
        shape: see :func:`shape`.
        opening, ending: the first and the last two characters of the folded token.
        capital: "A" where it begins with a capital letter, else empty.
    """

    norm: str
    shape: str
    opening: str
    ending: str
    capital: str


@lru_cache(maxsize=1 << 13)
def _token(text: str) -> Token:
    folded = norm(text)
    return Token(folded, shape(text), folded[:2], folded[-2:], "A" if text[0].isupper() else "")


@dataclass
class Described:
    """The tokens of some sentences.

    Attributes:
        norms: the folded tokens of each sentence.
        capitals: of each sentence, which tokens begin with a capital letter.
        columns: see :mod:`models.templates`: ``w`` folded tokens, ``s`` their shapes, ``open`` and ``end`` their first
            and last letters, ``word`` the folded word each belongs to, ``prev`` and ``next`` the words beside it,
            ``left`` B or I for the token's place at its word's start, ``right`` E or M for its end, ``c`` and ``f``
            coarse and fine cluster of the word, ``g`` the levels of the place names it lies in, with B or I, or
            nothing, ``glued`` where no white space stands before it; and those of :mod:`models.cues`.
    """

    norms: list[list[str]]
    capitals: list[list[int]]
    columns: dict[str, list[str]]

    @property
    def lengths(self) -> list[int]:
        """How many tokens each sentence has."""
        return list(map(len, self.norms))


WINDOW = Templates([
    "w={w}", "-1={w-1}", "+1={w+1}", "-2={w-2}", "+2={w+2}", "-3={w-3}", "+3={w+3}",
    "-10={w-1} {w}", "01={w} {w+1}", "-21={w-2} {w-1}", "12={w+1} {w+2}", "-101={w-1} {w} {w+1}",
    "-321={w-3} {w-2} {w-1}", "123={w+1} {w+2} {w+3}",
    "s={s}", "s-1={s-1}{s}", "s1={s}{s+1}", "s-11={s-1}{s}{s+1}",
    "s2={s-2}{s-1}{s}{s+1}{s+2}", "ws={w-1} {s}", "sw={s} {w+1}", "s0w={s} {w}",
    "p={open}", "x={end}",
    "W={word}{left}", "W-1={prev}{left}", "W+1={next}{right}",
    "e={left}{right}",
    "c={c}{left}", "c-1={c-1}", "c1={c+1}", "c-10={c-1} {c}",
    "c01={c} {c+1}", "c2={c+2}", "c-2={c-2}",
    "f={f}{left}", "f-1={f-1}", "f1={f+1}", "fs={f}{s}",
    "c-101={c-1} {c} {c+1}", "cs={s-1} {c-1} {s}", "f2={f+2}", "f-2={f-2}",
    Template("glued", "glued"), Template("g={g}", "g"), Template("g-1={g} {w-1}", "g"), Template("g1={g+1}", "g+1"),
])
"""A token, its word, and three tokens either way."""
BASE = WINDOW + CUES
"""What the first pass sees."""


def describe(text: str, sentences: Sequence[Sequence[Place]], resources: Resources) -> Described:
    """Describe the tokens of sentences, each by itself.

    Args:
        text: the article.
        sentences: (start, end) of the tokens of each, in code points.
        resources: clusters and gazetteers.
    """
    tokens = [[_token(text[start:end]) for start, end in places] for places in sentences]
    norms = [[token[0] for token in sentence] for sentence in tokens]
    columns = {
        name: flat([[token[at] for token in sentence] for sentence in tokens], _PADS)
        for name, at in (("w", 0), ("s", 1), ("open", 2), ("end", 3))
    }
    words = [_words(sentence, resources) for sentence in norms]
    for at, name in enumerate(("word", "left", "right", "c", "f", "prev", "next")):
        columns[name] = flat([sentence[at] for sentence in words], _PADS)
    columns["g"] = flat([_gazetteer(sentence, resources) for sentence in norms], _PADS)
    columns["glued"] = flat([_glued(places) for places in sentences], _PADS)
    for name, found in cues(norms).items():
        columns[name] = flat(found, _PADS)
    capitals = [[at for at, token in enumerate(sentence) if token[4]] for sentence in tokens]
    return Described(norms, capitals, columns)


def _glued(places: Sequence[Place]) -> list[str]:
    before = -1
    out = []
    for start, end in places:
        out.append("y" if start == before else "")
        before = end
    return out


def _words(norms: list[str], resources: Resources) -> tuple[list[str], ...]:
    """The columns that follow from a sentence's words, see :class:`Described`."""
    names, lengths = resources.lexicon.words(norms)
    words, left, right, coarse, fine, previous, following = columns = ([], [], [], [], [], [], [])  # type: ignore[var-annotated]
    clusters = resources.clusters
    before = _PAD
    for name, length, behind in zip(names, lengths, [*names[1:], _PAD], strict=False):
        broad, narrow = clusters.get(name, ("?", "?"))
        if length == 1:
            words.append(name)
            left.append("B")
            right.append("E")
            coarse.append(broad)
            fine.append(narrow)
            previous.append(before)
            following.append(behind)
        else:
            words += [name] * length
            left += ["B", *["I"] * (length - 1)]
            right += [*["M"] * (length - 1), "E"]
            coarse += [broad] * length
            fine += [narrow] * length
            previous += [before] * length
            following += [behind] * length
        before = name
    return columns


def _gazetteer(norms: list[str], resources: Resources) -> list[str]:
    """The longest place names in a sentence, left to right; a level and B or I for each token inside one."""
    found = [""] * len(norms)
    known, names = resources.place_openings, resources.places
    index = 0
    while index < len(norms):
        length = 1
        if lengths := known.get(norms[index]):
            name, length = longest_match(norms, index, lengths, " ", names)
            if name:
                level = names[name]
                found[index:index + length] = ["B" + level, *["I" + level] * (length - 1)]
        index += length
    return found

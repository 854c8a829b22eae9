"""Where the words of a search stand in a text, and the passages worth showing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.archive import folding
from pipeline.archive.folding import Word

Match = tuple[int, int]
_PHRASE = re.compile(r'"([^"]*)"(\*?)')
_PIECE = 2_000  # code points that are folded at once
_OVERLAP = 200  # of two pieces: a phrase may stand across their border
_AS_FAR_AS = 200_000  # code points that are looked through; the index knows more of a longer text
_AROUND = 90  # code points shown before the first match of a passage
_LENGTH = 280  # of a passage
_KINDS = 2  # phrases of those asked for that make a passage good enough to look no further
_SPACE = re.compile(r"\s")


class Phrase(NamedTuple):
    """Words that stand side by side; the last may be the beginning of one."""

    words: tuple[str, ...]
    open: bool


@dataclass
class Snippet:
    """A passage of a text as it is written.

    Attributes:
        start: its first code point.
        end: one past its last.
        text: what stands between them.
        matches: where in the article's text, not in the passage, the words asked for stand.
    """

    start: int
    end: int
    text: str
    matches: list[Match] = field(default_factory=list)


def phrases(expression: str) -> list[Phrase]:
    """The phrases of an expression that :func:`pipeline.archive.folding.match` made."""
    return [Phrase(tuple(words.split()), bool(star)) for words, star in _PHRASE.findall(expression)]


def matches(text: str, asked: Sequence[Phrase]) -> list[Match]:
    """Where phrases stand in a text, in order, those that overlap as one."""
    return [(start, end) for start, end, _ in _found(folding.words(text), asked)]


def snippets(text: str, asked: Sequence[Phrase], most: int = 2) -> list[Snippet]:
    """The passages of a text that have most of the phrases.

    Args:
        text: of an article.
        asked: phrases; where none is found, the passage is the beginning of the text.
        most: passages.

    Returns:
        Passages in the order of the text.
    """
    best: list[tuple[int, Snippet]] = []
    wanted = min(_KINDS, len({phrase.words for phrase in asked}))
    last = 0
    for piece, end in _pieces(text) if asked else ():
        found = _found(folding.words(text[piece:end]), asked)
        for kinds, snippet in _passages(text, piece, found, last):
            best.append((kinds, snippet))
            last = snippet.end
        best = sorted(best, key=lambda item: (-item[0], item[1].start))[:most]
        if len(best) == most and best[-1][0] >= wanted:
            break
    return sorted((snippet for _, snippet in best), key=lambda snippet: snippet.start) or [_cut(text, 0, 0, [])]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for start in range(0, min(len(text), _AS_FAR_AS), _PIECE):
        yield start, start + _PIECE + _OVERLAP


def _found(words: Sequence[Word], asked: Sequence[Phrase]) -> list[tuple[int, int, set[int]]]:
    """Matches with the numbers of the phrases that make them."""
    first: dict[str, list[int]] = {}
    opened = []
    for number, phrase in enumerate(asked):
        if phrase.open and len(phrase.words) == 1:
            opened.append(number)
        elif phrase.words:
            first.setdefault(phrase.words[0], []).append(number)
    out: list[tuple[int, int, set[int]]] = []
    for at, word in enumerate(words):
        numbers = first.get(word.word, [])
        if opened:
            numbers = [*numbers, *(one for one in opened if word.word.startswith(asked[one].words[0]))]
        for number in numbers:
            size = len(asked[number].words)
            if not _stands(words, at, asked[number]):
                continue
            start, end = word.start, words[at + size - 1].end
            if out and start < out[-1][1]:
                before = out.pop()
                out.append((before[0], max(end, before[1]), before[2] | {number}))
            else:
                out.append((start, end, {number}))
    return out


def _stands(words: Sequence[Word], at: int, phrase: Phrase) -> bool:
    size = len(phrase.words)
    if at + size > len(words):
        return False
    own = [word.word for word in words[at:at + size]]
    if phrase.open:
        return own[:-1] == list(phrase.words[:-1]) and own[-1].startswith(phrase.words[-1])
    return own == list(phrase.words)


def _passages(
    text: str, offset: int, found: Sequence[tuple[int, int, set[int]]], last: int,
) -> Iterator[tuple[int, Snippet]]:
    """Passages that follow each other, with how many phrases each has.

    Args:
        text: of the article.
        offset: of the piece that the matches are counted in.
        found: matches.
        last: where the passage before them ends.
    """
    rest = [(start + offset, end + offset, numbers) for start, end, numbers in found if start + offset >= last]
    while rest:
        inside = [one for one in rest if one[1] - rest[0][0] <= _LENGTH - _AROUND] or rest[:1]
        snippet = _cut(text, rest[0][0], last, [(start, end) for start, end, _ in inside])
        yield len(set().union(*(numbers for *_, numbers in inside))), snippet
        last = snippet.end
        rest = [one for one in rest[len(inside):] if one[0] >= last]


def _cut(text: str, first: int, last: int, own: list[Match]) -> Snippet:
    """The passage around a place, cut between words; it begins behind the one before it."""
    start = max(last, first - _AROUND)
    if start > last:
        space = _SPACE.search(text, start, first)
        start = space.end() if space else first
    while start < first and text[start].isspace():
        start += 1
    end = min(len(text), max(start + _LENGTH, own[-1][1] if own else 0))
    if end < len(text):
        spaces = [place.start() for place in _SPACE.finditer(text[start:end])]
        least = own[-1][1] - start if own else 1
        end = start + next((place for place in reversed(spaces) if place >= least), end - start)
    return Snippet(start, end, text[start:end], own)

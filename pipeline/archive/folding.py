"""Words as the archive's full text holds them: no marks, Đ as D, abbreviations written out.

The index holds such words only. Each is kept with the place it came from, so that what is shown is always
the text itself.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).with_name("abbreviations.json")
_RULES = 1  # of this module; raise it where the words of a text change
VERSION = f"{_RULES}-{zlib.crc32(_DATA.read_bytes()):08x}"
"""Which rules an index was folded by: an archive folded by others is indexed anew."""

# Combining marks belong to their letter: decomposed text has the same words as composed.
_MARKS = "\u0300-\u036f"
_WORD = re.compile(f"(?:[^\\W_][{_MARKS}]*)+")
_ASKED = re.compile(r'"([^"]*)"?|([^\s"]+)')


class Word(NamedTuple):
    """A folded word and where it stands.

    Attributes:
        word: without marks, in small letters.
        start: first code point of the text.
        end: one past the last. The words of an abbreviation written out share its place.
    """

    word: str
    start: int
    end: int


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """A word without marks, in small letters, Đ as D.

    >>> plain("Đắk"), plain("Uỷ"), plain("UBND")
    ('dak', 'uy', 'ubnd')
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")


def words(text: str) -> list[Word]:
    """The folded words of a text, in order, abbreviations written out.

    >>> [word.word for word in words("Chủ tịch UBND xã")]
    ['chu', 'tich', 'uy', 'ban', 'nhan', 'dan', 'xa']
    >>> words("Sở GD&ĐT")[-1]
    Word(word='tao', start=3, end=8)
    """
    return list(_words(text))


def shadow(text: str) -> str:
    """What the full-text index is given of a text: its folded words.

    >>> shadow("Ủy ban – uỷ ban!")
    'uy ban uy ban'
    """
    return " ".join(word.word for word in _words(text))


def match(query: str) -> str:
    """What a reader typed as an FTS5 expression over folded words.

    Every word must be found; words in quotation marks must stand side by side; a word that ends in ``*`` is the
    beginning of one. Nothing else is an operator, whatever it looks like.

    Returns:
        The expression; the empty string where there is no word in the query.

    >>> match('Uỷ ban "huyện Bá Thước"'), match("UBND"), match("' OR 1 --")
    ('"uy" AND "ban" AND "huyen ba thuoc"', '("uy ban nhan dan" OR "uy ban")', '"or" AND "1"')
    """
    parts = []
    for asked in _ASKED.finditer(query):
        quoted, word = asked.groups()
        alternatives = list(_alternatives(quoted if word is None else word))
        if not alternatives:
            continue
        star = "*" if word is not None and word.endswith("*") else ""
        phrases = [f'"{alternative}"{star}' for alternative in alternatives]
        parts.append(phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})")
    return " AND ".join(parts)


def _words(text: str) -> Iterator[Word]:
    found = (Word(plain(word[0]), *word.span()) for word in _WORD.finditer(text))
    ahead = deque(islice(found, _longest()))
    begins = {short[0] for short in _table()}
    while ahead:
        # Nearly no word begins an abbreviation.
        forms, count = _abbreviation([word.word for word in ahead]) if ahead[0].word in begins else ([], 1)
        if forms:
            start, end = ahead[0].start, ahead[count - 1].end
            yield from (Word(word, start, end) for word in forms[0])
        else:
            yield ahead[0]
        for _ in range(count):
            ahead.popleft()
        ahead.extend(islice(found, count))


def _alternatives(asked: str) -> Iterator[str]:
    """The phrases that words side by side may stand for."""
    whole = shadow(asked)
    if whole:
        yield whole
    own = [plain(found[0]) for found in _WORD.finditer(asked)]
    forms, count = _abbreviation(own)
    if forms and count == len(own):
        yield from (" ".join(form) for form in forms[1:])


def _abbreviation(following: list[str]) -> tuple[list[list[str]], int]:
    """The forms of the longest abbreviation that words begin with, and how many words it is."""
    table = _table()
    for count in range(min(len(following), _longest()), 0, -1):
        if forms := table.get(tuple(following[:count])):
            return forms, count
    return [], 1


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, ...], list[list[str]]]:
    forms = json.loads(_DATA.read_text("utf-8"))["forms"]
    return {
        tuple(plain(short).split()): [plain(form).split() for form in written_out]
        for short, written_out in forms.items()
    }


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(len(short) for short in _table())

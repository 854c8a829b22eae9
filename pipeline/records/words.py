"""Names as the words they are compared by within an article: folded, abbreviations written out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from annotations.folding import fold

Words = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+")
_CENTRAL = re.compile(r"\bT\.?\s?Ư\b")  # of small letters it would be the word "tư"
_LONGEST = 3  # parts of an abbreviation: LĐ-TB&XH


@lru_cache(maxsize=4)
def data(name: str) -> dict[str, Any]:
    """The lists of ``name.json`` beside this file."""
    read: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.json").read_text("utf-8"))
    return read


@lru_cache(maxsize=1)
def _forms() -> dict[Words, Words]:
    return {tuple(short.split()): tuple(form.split()) for short, form in data("abbreviations")["forms"].items()}


def split(text: str) -> Words:
    """A text's folded words as they stand.

    >>> split("Sở GD&ĐT")
    ('sở', 'gd', 'đt')
    """
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=1 << 13)
def words(text: str) -> Words:
    """A name's folded words, abbreviations written out, "và" left out.

    >>> words("UBND TP.HCM")
    ('ủy', 'ban', 'nhân', 'dân', 'thành', 'phố', 'hồ', 'chí', 'minh')
    >>> words("H. Gio Linh") == words("huyện Gio Linh"), words("Sở KH-ĐT") == words("Sở Kế hoạch và Đầu tư")
    (True, True)
    """
    folded = fold(_CENTRAL.sub("TW", unicodedata.normalize("NFC", text)))
    letters = data("abbreviations")["letters"]
    found = [
        letters.get(match[0], match[0]) if folded[match.end():match.end() + 1] == "." else match[0]
        for match in _WORD.finditer(folded)
    ]
    return tuple(word for word in written_out(tuple(found), _forms()) if word not in data("abbreviations")["dropped"])


def written_out(given: Words, forms: Mapping[Words, Words]) -> Words:
    """Words with the abbreviations among them replaced, the longest first."""
    out: list[str] = []
    at = 0
    while at < len(given):
        for length in range(min(_LONGEST, len(given) - at), 0, -1):
            form = forms.get(given[at:at + length])
            if form:
                out += form
                at += length
                break
        else:
            out.append(given[at])
            at += 1
    return tuple(out)

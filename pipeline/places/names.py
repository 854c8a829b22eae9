"""Names of places as they are looked up: type and bare name, in one spelling."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from annotations.folding import fold

_MARKS = str.maketrans(dict.fromkeys("’‘´`ʼ′", "'") | dict.fromkeys("-–—‑_", " "))


class Name(NamedTuple):
    """A name of a place.

    Attributes:
        type: ``huyện``, ``thành phố`` …; None where it is not said.
        bare: the name without its type, folded.
    """

    type: str | None
    bare: str

    @property
    def full(self) -> str:
        """Type and bare name."""
        return f"{self.type} {self.bare}" if self.type else self.bare


@lru_cache(maxsize=1)
def data() -> dict[str, Any]:
    """The lists of ``names.json``."""
    read: dict[str, Any] = json.loads(Path(__file__).with_name("names.json").read_text("utf-8"))
    return read


@lru_cache(maxsize=1)
def _typed() -> re.Pattern[str]:
    types = "|".join(re.escape(form) for form in sorted(data()["types"], key=len, reverse=True))
    # An abbreviation with its stop needs no space behind it: TP.HCM, Q.1.
    return re.compile(rf"({types})(?:(?<=\.)\s*|\s+)(?=\S)")


@lru_cache(maxsize=1 << 13)
def parse(text: str) -> Name:
    """Take a place's type from its name.

    >>> parse("TP.HCM"), parse("H. Đăk R’Lấp")
    (Name(type='thành phố', bare='hcm'), Name(type='huyện', bare="đăk r'lấp"))
    >>> parse("Bà Rịa - Vũng Tàu"), parse("phường 05")
    (Name(type=None, bare='bà rịa vũng tàu'), Name(type='phường', bare='5'))
    """
    folded = " ".join(fold(text).translate(_MARKS).split())
    kind = None
    if found := _typed().match(folded):
        kind, folded = data()["types"][found[1]], folded[found.end():]
    return Name(kind, folded.lstrip("0") if folded.isdigit() else folded)


@lru_cache(maxsize=1 << 13)
def plain(name: str) -> str:
    """A folded name without marks: what is left where they are written in several ways.

    >>> plain("đăk r'lấp"), plain("cư m'gar")
    ('dakrlap', 'cumgar')
    """
    decomposed = unicodedata.normalize("NFD", name.replace("đ", "d"))
    return "".join(char for char in decomposed if char.isalnum())

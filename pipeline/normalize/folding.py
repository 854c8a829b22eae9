"""Spelling differences that mean nothing, removed for lookups only.

``uỷ`` and ``ủy``, NFD and NFC, capitals and small letters, no-break and zero-width spaces are written for
the same word. The text itself is never changed: a folded string is looked up and thrown away.
"""

from __future__ import annotations

import re
import unicodedata

# The second vowel of a final oa, oe, uy carries the tone in the new style (hoà), the first in the old (hòa).
# Behind q the u belongs to the consonant: quý is written alike in both.
_NEW_STYLE = re.compile("(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![^\\W_])")
_DASHES = str.maketrans("–—−‐‑‒", "------")


def _old_style(found: re.Match[str]) -> str:
    first, second = found[0][0], unicodedata.normalize("NFD", found[0][1])
    return unicodedata.normalize("NFC", first + second[1:]) + second[0]


def plain(text: str) -> str:
    """The text in NFC, small letters, with single spaces, plain dashes and no invisible characters.

    >>> plain("Trên  167\\u00a0Tỷ – ")
    'trên 167 tỷ -'
    """
    text = unicodedata.normalize("NFC", text).lower().translate(_DASHES)
    if not text.isprintable():
        text = "".join(c for c in text if c.isprintable() or c.isspace() or unicodedata.category(c) == "Zs")
    return " ".join(text.split())


def old_tones(text: str) -> str:
    """Small NFC text with the tone mark of final oa, oe, uy on the first vowel; its length stays the same.

    >>> old_tones("hoà quý uỷ hoàn")
    'hòa quý ủy hoàn'
    """
    return _NEW_STYLE.sub(_old_style, text)


def fold(text: str) -> str:
    """What two spellings of the same words have in common.

    >>> fold("Thuỷ\\u00a0 LỢI") == fold("thủy lợi")
    True
    """
    return old_tones(plain(text))

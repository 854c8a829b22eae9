"""Spelling differences that mean nothing, removed for lookups only.

``uỷ`` and ``ủy``, NFD and NFC, capitals and small letters, no-break and zero-width spaces are written for
the same word. The text itself is never changed: a folded string is looked up and thrown away.
"""

from __future__ import annotations

import re
import unicodedata

from annotations.folding import old_tones as _old_tones

_DASHES = re.compile("[–—−‐‑‒]")
_TONED_PAIR = re.compile("[ou](?=[àáảãạèéẻẽẹỳýỷỹỵ])")


def old_tones(text: str) -> str:
    """:func:`annotations.folding.old_tones`, quicker where there is nothing to change."""
    return _old_tones(text) if _TONED_PAIR.search(text) else text


def plain(text: str) -> str:
    """The text in NFC, small letters, with single spaces, plain dashes and no invisible characters.

    >>> plain("Trên  167\\u00a0Tỷ – ")
    'trên 167 tỷ -'
    """
    text = _DASHES.sub("-", unicodedata.normalize("NFC", text).lower())
    if text.isprintable():  # and so without any space but the plain one
        return " ".join(text.split()) if "  " in text else text.strip(" ")
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


def fold(text: str) -> str:
    """What two spellings of the same words have in common.

    >>> fold("Thuỷ\\u00a0 LỢI") == fold("thủy lợi")
    True
    """
    return old_tones(plain(text))

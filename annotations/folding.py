"""Folding: one spelling for what is written in several, for lookups and features only.

``hoá`` and ``hóa``, ``uỷ`` and ``ủy``, composed and decomposed letters are the same syllable. Text itself
is never folded: offsets always point into the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The second vowel of a final oa, oe, uy carries the tone in the new style (hoà), the first in the old (hòa).
# Behind q the u belongs to the consonant: quý is written alike in both.
_NEW_STYLE = re.compile("(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![^\\W_])")


def _old_style(found: re.Match[str]) -> str:
    first, second = found[0][0], unicodedata.normalize("NFD", found[0][1])
    return unicodedata.normalize("NFC", first + second[1:]) + second[0]


def old_tones(text: str) -> str:
    """Small NFC text with the tone mark of final oa, oe, uy on the first vowel; its length stays the same.

    >>> old_tones("hoà quý uỷ hoàn")
    'hòa quý ủy hoàn'
    """
    return _NEW_STYLE.sub(_old_style, text)


@lru_cache(maxsize=1 << 13)
def fold(text: str) -> str:
    """Lower case, composed letters, the tone mark of oa, oe and uy on the first vowel, plain spaces.

    >>> fold("UỶ BAN Thanh Hoá"), fold("quý"), fold("hoàn")
    ('ủy ban thanh hóa', 'quý', 'hoàn')
    """
    return old_tones(unicodedata.normalize("NFC", text).replace("\u00a0", " ").lower())

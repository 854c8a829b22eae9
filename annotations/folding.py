"""Folding: one spelling for what is written in several, for lookups and features only.

``hoá`` and ``hóa``, ``uỷ`` and ``ủy``, composed and decomposed letters are the same syllable. Text itself
is never folded: offsets always point into the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_OLD = "áàảãạéèẻẽẹýỳỷỹỵ"
_PLAIN = {mark: "aey"[index // 5] for index, mark in enumerate(_OLD)}
_TONED_FIRST = {("o", tone): letter for tone, letter in enumerate("óòỏõọ")} | {
    ("u", tone): letter for tone, letter in enumerate("úùủũụ")
}
# An open syllable in oa, oe or uy whose tone stands on the second vowel; qu is a consonant (quý stays).
_LATE_TONE = re.compile(rf"(?:(o)([{_OLD[:10]}])|(?<!q)(u)([{_OLD[10:]}]))(?!\w)")


def _early_tone(match: re.Match[str]) -> str:
    first, second = (match[1], match[2]) if match[1] else (match[3], match[4])
    return _TONED_FIRST[first, _OLD.index(second) % 5] + _PLAIN[second]


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Lower case, composed letters, the tone mark of oa, oe and uy on the first vowel, plain spaces.

    >>> fold("UỶ BAN Thanh Hoá"), fold("quý"), fold("hoàn")
    ('ủy ban thanh hóa', 'quý', 'hoàn')
    """
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ").lower()
    return _LATE_TONE.sub(_early_tone, text)

"""How the words around a number bound it: trên, gần, không quá, … trở lên."""

from __future__ import annotations

import re
import unicodedata

from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import fold, old_tones

_DATA = load("bounds")
_BEFORE = {old_tones(phrase): bound for bound, phrases in _DATA["before"].items() for phrase in phrases}
_AFTER = {old_tones(phrase): bound for bound, phrases in _DATA["after"].items() for phrase in phrases}
_THROUGH = frozenset(_DATA["through"])
_SKIPPED = frozenset(_DATA["skipped"])
_LENGTHS: dict[str, list[int]] = {}  # in words, the longest first, of the phrases that end in a word
for _phrase in sorted(_BEFORE, key=lambda phrase: -phrase.count(" ")):
    _lengths = _LENGTHS.setdefault(_phrase.rsplit(" ", 1)[-1], [])
    if (_length := _phrase.count(" ") + 1) not in _lengths:
        _lengths.append(_length)
_MOST_WORDS = max(length for lengths in _LENGTHS.values() for length in lengths)
_MOST_SKIPPED = 3
_OPENING = " (\"“‘[:"
_OPENED = re.compile(r"(?<![^ ])[(\"“‘\[:]+")
_REACH = 50  # code points of context: the longest phrase and what may be skipped behind it

WORDS = any_of(_BEFORE)
_LEADING = re.compile(f"(?:({WORDS})|{any_of(_DATA['leading_skipped'])})(?: |(?=[0-9]))")
_TRAILING = re.compile(f"[ ,]*({any_of(_AFTER)})$")
_MAY_FOLLOW = re.compile(any_of({phrase.split(" ", 1)[0] for phrase in _AFTER}))
_LAST_WORDS = tuple({phrase.rsplit(" ", 1)[-1] for phrase in _AFTER})
_FROM = tuple(" " + word for word in _DATA["from"]) + tuple(_DATA["from"])
_FOLLOWING_FAR = re.compile(f"[^.,;:!?()]{{0,40}}? ?({any_of(_AFTER)})(?![^\\W_])")
_FOLLOWING = re.compile(
    f"(?:[ ,]*({any_of(_AFTER)})|[^\\W\\d_]+ ({any_of(_DATA['after_noun'])}))(?![^\\W_])"
)


def bound_before(context: str) -> str | None:
    """The bound set by the last words of what stands before a number.

    >>> bound_before("Thu ngân sách ước đạt trên "), bound_before("tối thiểu phải đạt"), bound_before("với")
    ('over', 'at_least', None)
    """
    words = _OPENED.sub("", fold(context[-_REACH:]).rstrip(_OPENING)).rsplit(" ", _MOST_WORDS + _MOST_SKIPPED)
    for skipped in range(min(_MOST_SKIPPED, len(words) - 1) + 1):
        end = len(words) - skipped
        if skipped and words[end] not in _SKIPPED:
            return None
        for length in _LENGTHS.get(words[end - 1], ()):
            phrase = " ".join(words[max(0, end - length):end])
            if phrase in _BEFORE and (not skipped or phrase in _THROUGH):
                return _BEFORE[phrase]
    return None


def bound_after(context: str, before: str = "") -> str | None:
    """The bound set by the first words of what stands behind a number: trở lên.

    Behind từ they may follow the rest of the noun phrase: từ [14 ngày] làm việc trở lên; else one syllable
    of it: [5 chỗ] ngồi trở xuống.

    >>> bound_after(" trở lên."), bound_after(" làm việc trở lên"), bound_after(" làm việc trở lên", "từ ")
    ('at_least', None, 'at_least')
    """
    after = unicodedata.normalize("NFC", context[:_REACH]).lower()
    if not _MAY_FOLLOW.search(after):
        return None
    after = fold(after)
    found = _FOLLOWING.match(after)
    if found is None and fold(before[-_REACH:]).endswith(_FROM):
        found = _FOLLOWING_FAR.match(after)
    return _AFTER[found[found.lastindex or 1]] if found else None


def leading_bound(text: str) -> tuple[int, str | None]:
    """Where the words of bound that open a folded text end, and the bound the last of them sets."""
    at, bound = 0, None
    while found := _LEADING.match(text, at):
        at, bound = found.end(), _BEFORE[found[1]] if found[1] else bound
    return at, bound


def trailing_bound(text: str) -> tuple[int, str | None]:
    """Where the words of bound that close a folded text begin, and the bound they set."""
    if text.endswith(_LAST_WORDS) and (found := _TRAILING.search(text)):
        return found.start(), _AFTER[found[1]]
    return len(text), None

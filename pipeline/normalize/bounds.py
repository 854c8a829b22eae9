"""How the words around a number bound it: trên, gần, không quá, … trở lên."""

from __future__ import annotations

import re

from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import fold, old_tones

_DATA = load("bounds")
_BEFORE = {old_tones(phrase): bound for bound, phrases in _DATA["before"].items() for phrase in phrases}
_AFTER = {old_tones(phrase): bound for bound, phrases in _DATA["after"].items() for phrase in phrases}
_THROUGH = frozenset(_DATA["through"])
_SKIPPED = frozenset(_DATA["skipped"])
_MOST_WORDS = max(phrase.count(" ") + 1 for phrase in _BEFORE)
_MOST_SKIPPED = 3
_OPENING = " (\"“‘[:"
_REACH = 60  # code points of context: the longest phrase and what may be skipped behind it

WORDS = any_of(_BEFORE)
_LEADING = re.compile(f"(?:({WORDS})|{any_of(_DATA['leading_skipped'])})(?: |(?=[0-9]))")
_TRAILING = re.compile(f"[ ,]*({any_of(_AFTER)})$")
_LAST_WORDS = tuple({phrase.rsplit(" ", 1)[-1] for phrase in _AFTER})
_FROM = tuple(" " + word for word in _DATA["from"]) + tuple(_DATA["from"])
_FOLLOWING_FAR = re.compile(f"[^.,;:!?()]{{0,40}}? ?({any_of(_AFTER)})(?![^\\W_])")
_FOLLOWING = re.compile(f"[ ,]*({any_of(_AFTER)})(?![^\\W_])")


def bound_before(context: str) -> str | None:
    """The bound set by the last words of what stands before a number.

    >>> bound_before("Thu ngân sách ước đạt trên "), bound_before("tối thiểu phải đạt"), bound_before("với")
    ('over', 'at_least', None)
    """
    words = [word.lstrip(_OPENING) for word in fold(context[-_REACH:]).rstrip(_OPENING).split(" ")]
    for skipped in range(min(_MOST_SKIPPED, len(words) - 1) + 1):
        end = len(words) - skipped
        if skipped and words[end] not in _SKIPPED:
            return None
        for start in range(max(0, end - _MOST_WORDS), end):
            phrase = " ".join(words[start:end])
            if phrase in _BEFORE and (not skipped or phrase in _THROUGH):
                return _BEFORE[phrase]
    return None


def bound_after(context: str, before: str = "") -> str | None:
    """The bound set by the first words of what stands behind a number: trở lên.

    Behind từ they may follow the rest of the noun phrase: từ [14 ngày] làm việc trở lên.

    >>> bound_after(" trở lên."), bound_after(" làm việc trở lên"), bound_after(" làm việc trở lên", "từ ")
    ('at_least', None, 'at_least')
    """
    after = fold(context[:_REACH])
    if not any(word in after for word in _LAST_WORDS):
        return None
    pattern = _FOLLOWING_FAR if fold(before[-_REACH:]).endswith(_FROM) else _FOLLOWING
    found = pattern.match(after)
    return _AFTER[found[1]] if found else None


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

"""How the words around a number bound it: trên, gần, không quá, … trở lên."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import fold, old_tones, plain
from pipeline.normalize.measures import known

_DATA = load("bounds")
_OF_LENGTHS: dict[str, str] = _DATA["of_lengths"]
_BEFORE = {
    **dict.fromkeys(_OF_LENGTHS, "exact"),
    **{phrase: bound for bound, phrases in _DATA["before"].items() for phrase in phrases},
}  # no word of these has two spellings, so that the context need not be folded all the way
_AFTER = {old_tones(phrase): bound for bound, phrases in _DATA["after"].items() for phrase in phrases}
_CLOSING = {old_tones(phrase): bound for bound, phrases in _DATA["closing"].items() for phrase in phrases}
_THROUGH = frozenset(_DATA["through"])
_SKIPPED = frozenset(_DATA["skipped"])
_ENDING: dict[str, tuple[str, ...]] = {}  # the phrases of several words by their last, the longest first
for _phrase in sorted(_BEFORE, key=len, reverse=True):
    if " " in _phrase:
        _last = _phrase.rsplit(" ", 1)[1]
        _ENDING[_last] = (*_ENDING.get(_last, ()), _phrase)
_KNOWN = _BEFORE.keys() | _ENDING.keys()
_MOST_SKIPPED = 3
_OPENING = " (\"“‘[:/"
_GLOSSED = ("(", "[")  # giá thấp nhất ([5 tỷ]): what stands in brackets is bounded in them
_REACH = 36  # code points of context: the longest phrase and what may be skipped behind it
_REACH_BEHIND = 50  # code points of context behind a number
_FAR = 90  # code points of context in which a word of estimate or comparison may stand

WORDS = any_of(_BEFORE)
_LEADING = re.compile(f"(?:({WORDS})|{any_of(_DATA['leading_skipped'])})(?: |(?=[0-9]))")
_TRAILING = re.compile(f"[ ,]*({any_of(_AFTER | _CLOSING)})$")
_MAY_FOLLOW = re.compile(any_of({phrase.split(" ", 1)[0] for phrase in _AFTER | _CLOSING}))
_LAST_WORDS = tuple({phrase.rsplit(" ", 1)[-1] for phrase in _AFTER | _CLOSING})
_FROM = tuple(" " + word for word in _DATA["from"]) + tuple(_DATA["from"])
_FOLLOWING_FAR = re.compile(f"[^.,;:!?()]{{0,40}}? ?({any_of(_AFTER)})(?![^\\W_])")
_FOLLOWING = re.compile(
    f"(?:[ ,]*({any_of(_AFTER)})|(?:[^\\W\\d_]+|{any_of(_DATA['nouns'])}) ({any_of(_DATA['after_noun'])}))(?![^\\W_])"
    f"|[ ,]*({any_of(_CLOSING)})(?= ?(?:[.,;:!?)]|$))"
)
_MARGINS = frozenset(_DATA["margins"])
_COMPARED = re.compile(_DATA["compared"])
_NO_BOUND: dict[str, dict[str, Any]] = {row["phrase"]: row for row in _DATA["no_bound"]}
_CEILINGS = frozenset(_DATA["ceilings"])
_NEGATED, _ESTIMATED = re.compile(_DATA["negated"]), re.compile(_DATA["estimated"])
_VERBS = tuple(_DATA["verbs"])


def bound_before(
    context: str, after: str = "", unit: str | None = None, value: float | None = None
) -> str | None:
    """The bound set by the words of what stands before a number, the last ones first.

    Args:
        context: what stands before the number.
        after: what stands behind it; vượt 5% so với kế hoạch names a difference, and bounds nothing.
        unit: of the number; vượt 14 km is a way gone, trên 2 thửa says where, vượt 3 chỉ tiêu what is passed.
        value: the number, None for a range.

    >>> bound_before("Thu ngân sách ước đạt trên "), bound_before("tối thiểu phải đạt"), bound_before("với")
    ('over', 'at_least', None)
    >>> bound_before("không để nợ vượt "), bound_before("vượt ", " so với năm ngoái")
    ('at_most', 'exact')
    """
    phrase, folded = _phrase_before(context)
    if phrase is None:
        far = folded.endswith(_VERBS) and _ESTIMATED.search(fold(context[-_FAR:]).rstrip(_OPENING))
        return "about" if far else None
    if phrase in _CEILINGS and _NEGATED.search(fold(context[-_FAR:]).rstrip(_OPENING).removesuffix(phrase)):
        return "at_most"
    if phrase in _OF_LENGTHS and unit and (measure := known(unit.lower())) and measure.kind == "length":
        return _OF_LENGTHS[phrase]
    if phrase in _MARGINS and _COMPARED.match(fold(after[:_FAR])):
        return "exact"
    free = _NO_BOUND.get(phrase)
    if free and unit in free["units"] and value is not None and value < free["below"]:
        return "exact"
    return _BEFORE[phrase]


def _phrase_before(context: str) -> tuple[str | None, str]:
    """The phrase of bound that closes a context, and itself, folded as far as is needed."""
    text = whole = plain(context[-_REACH:])
    if text.endswith(_GLOSSED):
        return None, ""
    for skipped in range(_MOST_SKIPPED + 1):
        text = text.rstrip(_OPENING)
        last = text[max(text.rfind(" "), text.rfind("/")) + 1:].lstrip(_OPENING)
        if last in _KNOWN and (phrase := _closing_phrase(text, last)) and (not skipped or phrase in _THROUGH):
            return phrase, text
        if last not in _SKIPPED:
            break
        text = text[:-len(last)]
    return None, whole


def _closing_phrase(text: str, last: str) -> str | None:
    """The longest phrase of bound at the end of a text, whose last word is given."""
    longer = _ENDING.get(last, ())
    if longer and text.endswith(longer):
        for phrase in longer:
            if text.endswith(phrase) and not text[:-len(phrase)][-1:].isalpha():
                return phrase
    return last if last in _BEFORE else None


def bound_after(context: str, before: str = "") -> str | None:
    """The bound set by the first words of what stands behind a number: trở lên.

    Behind từ they may follow the rest of the noun phrase: từ [14 ngày] nghỉ phép trở lên; else one word
    of it: [5 chỗ] ngồi trở xuống, [5 năm] liên tục trở lên.

    >>> bound_after(" trở lên."), bound_after(" nghỉ phép trở lên"), bound_after(" nghỉ phép trở lên", "từ ")
    ('at_least', None, 'at_least')
    """
    after = unicodedata.normalize("NFC", context[:_REACH_BEHIND]).lower()
    if not _MAY_FOLLOW.search(after):
        return None
    after = fold(after)
    found = _FOLLOWING.match(after)
    if found is None and fold(before[-_REACH:]).endswith(_FROM):
        found = _FOLLOWING_FAR.match(after)
    if found is None:
        return None
    phrase = found[found.lastindex or 1]
    return _AFTER.get(phrase) or _CLOSING[phrase]


def leading_bound(text: str) -> tuple[int, str | None]:
    """Where the words of bound that open a folded text end, and the bound the last of them sets."""
    at, bound = 0, None
    while found := _LEADING.match(text, at):
        at, bound = found.end(), _BEFORE[found[1]] if found[1] else bound
    return at, bound


def trailing_bound(text: str) -> tuple[int, str | None]:
    """Where the words of bound that close a folded text begin, and the bound they set."""
    if text.endswith(_LAST_WORDS) and (found := _TRAILING.search(text)):
        return found.start(), _AFTER.get(found[1]) or _CLOSING[found[1]]
    return len(text), None

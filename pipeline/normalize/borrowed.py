"""What a bare number takes from the numbers and nouns around it: từ [18] lên 33%, 30 người, vắng [5]."""

from __future__ import annotations

import re

from pipeline.normalize.bounds import WORDS
from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import fold
from pipeline.normalize.measures import Unit, opening_unit, read_unit
from pipeline.normalize.numbers import STARTS, Number, read_number

_REACH = 60  # code points of context behind a number in which the other one stands
_FAR = 90  # code points of context before it in which what is counted, or a whole, is named
_NEAR = 40  # code points of context that say what a number or unit is
_DATA = load("quantity")
_COUNTED = f"({any_of(_DATA['counted'])})(?![^\\W_])"
_LINK = re.compile(f" ?{any_of(_DATA['shared_with'])} (?:{WORDS} )?(?={STARTS})")
_NOUN = re.compile(f" ?{_COUNTED}")
# Behind a number or "số", in the same clause (gồm 30 người, vắng; số hộ nghèo còn), or before a colon (lượt xem:).
_NAMED = re.compile(
    f".*(?:[0-9] ?|(?:^|[^\\w])(?:{any_of(_DATA['number_of'])} )){_COUNTED}[^.;:!?]*:?"
    f"|(?:.*[^\\w])?{_COUNTED}(?: [^\\W\\d_]+){{0,2}} ?:"
)
_LISTED = re.compile(f" ?, ?(?={STARTS})")
_LAST_LISTED = re.compile(f" ?,? {any_of(_DATA['last_listed'])} (?={STARTS})")
_MOST_LISTED = 5
_BEHIND = re.compile(f"({any_of(_DATA['number_of'])} )?{_COUNTED}")
# 13 triệu lượt khách, trong đó: a number with a scale and what it counts, then a word for a part of it.
_OF_WHOLE = re.compile(
    f".*[0-9] (?:{any_of(_DATA['money']['scales'] + _DATA['lone_scale']['scales'])} )+([^.;:!?]*[^\\w.;:!?])"
    f"{any_of(_DATA['shared_by'])}(?![^\\W_])[^.;!?]*"
)
_ORDINALS = tuple(load("guards")["quantity"]["before"])
_NOT_BEHIND = re.compile(f"(?:^|[^\\w]){any_of(_ORDINALS)}$")
_LOST_EXPONENT: dict[str, dict[str, str]] = _DATA["lost_exponent"]
SHORT_OF_EXPONENT = frozenset(unit for units in _LOST_EXPONENT.values() for unit in units)
"""Units that may have lost a raised 2 or 3."""


def misplaced(context: str) -> bool:
    """Whether a bare number behind this is an ordinal or part of a name: lần thứ 3, quận 1."""
    before = fold(context[-_NEAR:])
    return before.endswith(_ORDINALS) and _NOT_BEHIND.search(before) is not None


def with_exponent(unit: str, context: str) -> str:
    """m2 for m behind diện tích: a raised 2 is often lost where text is taken from a page."""
    context = fold(context[-_NEAR:])
    meant = (units[unit] for word, units in _LOST_EXPONENT.items() if word in context and unit in units)
    return next(meant, unit)


def unit_behind(number: Number, context: str) -> tuple[Unit | None, int | float | None]:
    """The unit that stands behind a later number only: từ [3] lên 4 triệu đồng, đạt [17], 16 và 14 tiêu chí.

    Returns:
        The unit, and the first number under the scale of the second where that is named once for both; None
        for what is not there.
    """
    after = fold(context[:_REACH])
    second = _compared(after) or _last_listed(after)
    if second is None:
        return None, None
    unit = opening_unit(after, second.end)
    if unit is None and (noun := _NOUN.match(after, second.end)):
        unit = read_unit(noun[1])
    shared = number.value(second.scale)
    fits = unit is not None and number.scale == 1 < second.scale and shared <= second.value()
    return unit, shared if fits else None


def _compared(after: str) -> Number | None:
    link = _LINK.match(after)
    return read_number(after, link.end()) if link else None


def _last_listed(after: str) -> Number | None:
    at = 0
    for _ in range(_MOST_LISTED):
        if last := _LAST_LISTED.match(after, at):
            return read_number(after, last.end())
        link = _LISTED.match(after, at)
        number = read_number(after, link.end()) if link else None
        if number is None:
            return None
        at = number.end
    return None


def counted_behind(context: str, whole: str) -> str | None:
    """The counted noun that stands behind a fraction: 57/58 (số) phiếu.

    Args:
        context: what stands behind it.
        whole: its denominator; 2/3 số phiếu is a share, and no two of three.

    >>> counted_behind(" số phiếu nhất trí", "58"), counted_behind(" số phiếu", "3"), counted_behind(" xã", "7")
    ('phiếu', None, 'xã')
    """
    found = _BEHIND.match(fold(context[:_NEAR]))
    return found[2] if found and (len(whole) > 1 or not found[1]) else None


def unit_of_whole(context: str) -> Unit | None:
    """What a number counts that is a part of an earlier one: 13 triệu lượt khách, trong đó [1,1 triệu] là ….

    >>> unit_of_whole("13 triệu lượt khách, trong đó "), unit_of_whole("cấp 2 triệu cây, còn lại chi ").name
    (Unit(name='lượt', kind='count'), 'cây')
    """
    found = _OF_WHOLE.fullmatch(fold(context[-_FAR:])) if context else None
    if found is None:
        return None
    noun = _NOUN.match(found[1])
    return read_unit(noun[1]) if noun else opening_unit(found[1], 0)


def unit_before(context: str) -> Unit | None:
    """The counted noun that an earlier number of the clause, or số, names: gồm 30 người, vắng [5].

    >>> unit_before("gồm 30 người, vắng "), unit_before("Số hộ nghèo giảm còn ").name
    (Unit(name='người', kind='count'), 'hộ')
    """
    named = _NAMED.fullmatch(fold(context[-_FAR:])) if context else None
    return read_unit(named[named.lastindex or 1]) if named else None

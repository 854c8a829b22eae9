"""What a bare number takes from the numbers and nouns around it: từ [18] lên 33%, 30 người, vắng [5]."""

from __future__ import annotations

import re

from pipeline.normalize.bounds import WORDS
from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import fold
from pipeline.normalize.measures import Unit, opening_unit, read_unit
from pipeline.normalize.numbers import STARTS, Number, read_number

_REACH = 60  # code points of context in which the other number stands
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
_NOT_BEHIND = re.compile(f"(?:^|[^\\w]){any_of(load('guards')['quantity']['before'])}$")
_LOST_EXPONENT: dict[str, dict[str, str]] = _DATA["lost_exponent"]
SHORT_OF_EXPONENT = frozenset(unit for units in _LOST_EXPONENT.values() for unit in units)
"""Units that may have lost a raised 2 or 3."""


def misplaced(context: str) -> bool:
    """Whether a bare number behind this is an ordinal or part of a name: lần thứ 3, quận 1."""
    return bool(context) and _NOT_BEHIND.search(fold(context[-_NEAR:])) is not None


def with_exponent(unit: str, context: str) -> str:
    """m2 for m behind diện tích: a raised 2 is often lost where text is taken from a page."""
    context = fold(context[-_NEAR:])
    meant = (units[unit] for word, units in _LOST_EXPONENT.items() if word in context and unit in units)
    return next(meant, unit)


def unit_behind(number: Number, context: str) -> tuple[Unit | None, int | float | None]:
    """The unit that stands behind a second number only: từ [3] lên 4 triệu đồng, từ [12] xuống còn 9 xã.

    Returns:
        The unit, and the first number under the scale of the second where that is named once for both; None
        for what is not there.
    """
    link = _LINK.match(after := fold(context[:_REACH])) if context else None
    second = read_number(after, link.end()) if link else None
    if second is None:
        return None, None
    unit = opening_unit(after, second.end)
    if unit is None and (noun := _NOUN.match(after, second.end)):
        unit = read_unit(noun[1])
    shared = number.value(second.scale)
    fits = unit is not None and number.scale == 1 < second.scale and shared <= second.value()
    return unit, shared if fits else None


def unit_before(context: str) -> Unit | None:
    """The counted noun that an earlier number of the clause, or số, names: gồm 30 người, vắng [5].

    >>> unit_before("gồm 30 người, vắng "), unit_before("Số hộ nghèo giảm còn ").name
    (Unit(name='người', kind='count'), 'hộ')
    """
    named = _NAMED.fullmatch(fold(context[-_NEAR:])) if context else None
    return read_unit(named[named.lastindex or 1]) if named else None

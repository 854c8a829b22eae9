"""Quantities as values: ``trên 167 tỷ đồng`` is 167000000000 VND, over."""

from __future__ import annotations

import re
from typing import NamedTuple

from annotations.errors import NormalizationError
from pipeline.normalize.amounts import EDGES, MONEY_SCALE, Value, read_amount
from pipeline.normalize.borrowed import (
    SHORT_OF_EXPONENT,
    counted_behind,
    misplaced,
    unit_before,
    unit_behind,
    unit_of_whole,
    with_exponent,
)
from pipeline.normalize.bounds import bound_after, bound_before, leading_bound, trailing_bound
from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import old_tones, plain
from pipeline.normalize.measures import known
from pipeline.normalize.numbers import Number, read_number

_LONGEST = 400  # code points: a longer text is no quantity, and cannot make the reading slow
_GUARDS = load("guards")["quantity"]
_GUARD, _GUARD_WITHIN = (re.compile("|".join(_GUARDS[where])) for where in ("opening", "anywhere"))
_DATA = load("quantity")
_SYMBOL = re.compile(f"({any_of(_DATA['currency_before'])}) ?(?=[0-9])")
_MINUS = re.compile(f"{any_of(_DATA['minus'])} ?(?=[0-9])")
_LONE = _DATA["lone_scale"]
_LONE_SCALE = re.compile(any_of(_LONE["scales"]) + r"(?![^\W_])")
_MONEY: str = _DATA["money"]["unit"]


class Quantity(NamedTuple):
    """A quantity as read.

    Attributes:
        value: a number, (lowest, highest) of a range, None where the text holds no quantity.
        unit: a unit as the annotation guidelines write it (VND, ha, VND/người/năm) or the counted noun in
            small letters as written; None where there is none.
        bound: exact, about, over, under, at_least or at_most.
    """

    value: int | float | tuple[int | float, int | float] | None
    unit: str | None = None
    bound: str = "exact"

    def to(self, unit: str) -> Quantity:
        """The same quantity in another unit; its bound stays.

        Raises:
            NormalizationError: there is no value, or no way from one unit to the other.
        """
        from pipeline.normalize.units import convert

        if self.value is None or self.unit is None:
            raise NormalizationError("a quantity without value or unit has no other unit", why=repr(self))
        if isinstance(self.value, tuple):
            low, high = (convert(value, self.unit, unit) for value in self.value)
            return Quantity((low, high), unit, self.bound)
        return Quantity(convert(self.value, self.unit, unit), unit, self.bound)


UNREADABLE = Quantity(None)


def parse_quantity(
    text: str, context_before: str = "", context_after: str = "", default_unit: str | None = None
) -> Quantity:
    """Read a quantity.

    Args:
        text: the quantity as written, with or without its words of bound (trên 167 tỷ đồng).
        context_before: what stands before it in its sentence; its last words may bound the quantity.
        context_after: what stands behind it; its first words may (trở lên).
        default_unit: taken where the text has no unit of its own (trong đó 3,3 triệu là …). Without it such
            a number borrows the unit of the number it is compared with in ``context_after`` (từ 18 lên 33%)
            or of one before it in its clause (30 người, vắng 5); triệu and tỷ of nothing named are money.

    Returns:
        The quantity; its value is None where the text is no quantity (a date, an ordinal, a document number,
        hàng trăm hộ).

    Raises:
        NormalizationError: an argument is not a string.

    >>> parse_quantity("9,5 tỷ đồng", context_before="ước đạt")
    Quantity(value=9500000000, unit='VND', bound='about')
    """
    if not (isinstance(text, str) and isinstance(context_before, str) and isinstance(context_after, str)):
        raise NormalizationError("a quantity is read from strings", why=f"{type(text).__name__} was given")
    if len(text) > _LONGEST:
        return UNREADABLE
    shown = plain(text).strip(EDGES)
    folded = old_tones(shown)
    at, inside, before, sign = 0, None, None, 1
    if not folded[:1].isdecimal():
        at, inside = leading_bound(folded)
        if symbol := _SYMBOL.match(folded, at):
            before, at = known(symbol[1]), symbol.end()
        elif minus := _MINUS.match(folded, at):
            sign, at = -1, minus.end()
    end, closing = trailing_bound(folded)
    if _GUARD.match(folded, at) or _GUARD_WITHIN.search(folded, at):
        return UNREADABLE
    number = read_number(folded, at) or _lone_scale(folded, at, inside or bound_before(context_before))
    if number is None:
        return UNREADABLE
    if default_unit is None and "/" in folded and context_after:
        default_unit = counted_behind(context_after, folded.rpartition("/")[2])
    value, unit = read_amount(folded, shown[:end], number, before, default_unit)
    if value is None:
        return UNREADABLE
    if unit is None:
        if misplaced(context_before):
            return UNREADABLE
        value, unit = _borrowed(folded, number, value, context_before, context_after)
    if unit in SHORT_OF_EXPONENT and context_before:
        unit = with_exponent(unit, context_before)
    bound = closing or inside
    if bound is None and context_after:
        bound = bound_after(context_after, context_before)
    if bound is None and context_before:
        bound = bound_before(context_before, context_after, unit, None if isinstance(value, tuple) else value)
    if isinstance(value, tuple) and bound in ("over", "under"):
        bound = None  # từ trên 12 triệu đến 35 triệu: the word bounds one end
    if sign < 0:
        value = (-value[1], -value[0]) if isinstance(value, tuple) else -value
    return Quantity(value, unit, bound or "exact")


def _lone_scale(folded: str, at: int, bound: str | None) -> Number | None:
    """gần [triệu con], hơn [chục nghìn tỷ]: about, over or under one of them. hàng triệu is none."""
    if bound not in _LONE["bounds"] or not _LONE_SCALE.match(folded, at):
        return None
    one: str = _LONE["one"]
    number = read_number(one + folded[at:])
    return number and number._replace(end=number.end + at - len(one))


def _borrowed(
    folded: str, number: Number, value: Value, before: str, after: str
) -> tuple[Value, str | None]:
    """The unit, and the scale, of a number that has no unit of its own."""
    unit, shared = unit_behind(number, after)
    if unit:
        return (value if shared is None else shared), unit.name
    if MONEY_SCALE.search(folded):
        unit = unit_of_whole(before)
        return value, unit.name if unit else _MONEY
    unit = unit_before(before)
    return value, unit.name if unit else None

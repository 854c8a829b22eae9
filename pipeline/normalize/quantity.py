"""Quantities as values: ``trên 167 tỷ đồng`` is 167000000000 VND, over."""

from __future__ import annotations

import re
from typing import NamedTuple

from annotations.errors import NormalizationError
from pipeline.normalize.borrowed import SHORT_OF_EXPONENT, misplaced, unit_before, unit_behind, with_exponent
from pipeline.normalize.bounds import WORDS, bound_after, bound_before, leading_bound, trailing_bound
from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import old_tones, plain
from pipeline.normalize.measures import COUNT, PARTS, Unit, known, read_unit
from pipeline.normalize.numbers import STARTS, Number, read_number

_LONGEST = 400  # code points: a longer text is no quantity, and cannot make the reading slow
_EDGES = " \"'“”‘’«»()[]{}.,;:!?…*_"
_GUARDS = load("guards")["quantity"]
_GUARD = re.compile("|".join(_GUARDS["text"]))
_LINKS = load("quantity")
_RANGE = re.compile(f" ?{any_of(_LINKS['range'])} ?(?:{WORDS} )?(?={STARTS})")
_OUT_OF = re.compile(f"/(?=[0-9])| {any_of(_LINKS['out_of'])} (?:{WORDS} )?(?={STARTS})")
_UNIT_OUT_OF = re.compile(" ?/ ?(?=[0-9])")
_HALF_MORE = tuple(" " + word for word in load("numbers")["half_more"])
_SYMBOL = re.compile(f"({any_of(_LINKS['currency_before'])}) ?(?=[0-9])")
_LONE_SCALE = re.compile(any_of(load("numbers")["scales"]) + r"(?![^\W_])")
_ONE: str = _LINKS["lone_scale"]["one"]
_MINUS = re.compile(f"{any_of(_LINKS['minus'])} ?(?=[0-9])")
_MONEY = _LINKS["money"]
_MONEY_SCALE = re.compile(any_of(_MONEY["scales"]) + r"(?![^\W_])")
_SMALLEST_SHARED = 1000
_Value = int | float | tuple[int | float, int | float]
_Read = tuple[_Value | None, str | None]


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
    shown = plain(text).strip(_EDGES)
    folded = old_tones(shown)
    at, inside = leading_bound(folded)
    end, closing = trailing_bound(folded)
    if _GUARD.search(folded, at):
        return UNREADABLE
    sign = 1
    before = None
    if symbol := _SYMBOL.match(folded, at):
        before, at = known(symbol[1]), symbol.end()
    elif minus := _MINUS.match(folded, at):
        sign, at = -1, minus.end()
    number = read_number(folded, at) or _lone_scale(folded, at, inside or bound_before(context_before))
    if number is None:
        return UNREADABLE
    value, unit = _amount(folded, shown[:end], number, before, default_unit)
    if value is None:
        return UNREADABLE
    if unit is None:
        if misplaced(context_before):
            return UNREADABLE
        value, unit = _borrowed(folded, number, value, context_before, context_after)
    if unit in SHORT_OF_EXPONENT and context_before:
        unit = with_exponent(unit, context_before)
    bound = closing or inside
    if bound is None:
        bound = bound_after(context_after, context_before) if context_after else None
        bound = bound or (bound_before(context_before) if context_before else None)
    if isinstance(value, tuple) and bound in ("over", "under"):
        bound = None  # từ trên 15 triệu đến 40 triệu: the word bounds one end
    if sign < 0:
        value = (-value[1], -value[0]) if isinstance(value, tuple) else -value
    return Quantity(value, unit, bound or "exact")


def _lone_scale(folded: str, at: int, bound: str | None) -> Number | None:
    """gần [triệu con], hơn [chục nghìn tỷ]: about, over or under one of them. hàng triệu is none."""
    if bound not in _LINKS["lone_scale"]["bounds"] or not _LONE_SCALE.match(folded, at):
        return None
    number = read_number(_ONE + folded[at:])
    return number and number._replace(end=number.end + at - len(_ONE))


def _borrowed(
    folded: str, number: Number, value: _Value, before: str, after: str
) -> tuple[_Value, str | None]:
    """The unit, and the scale, of a number that has no unit of its own."""
    unit, shared = unit_behind(number, after)
    if unit:
        return (value if shared is None else shared), unit.name
    if _MONEY_SCALE.search(folded):
        return value, _MONEY["unit"]
    unit = unit_before(before)
    return value, unit.name if unit else None


_NOTHING: _Read = (None, None)


def _amount(folded: str, shown: str, number: Number, before: Unit | None, default: str | None) -> _Read:
    """Value and unit of what begins with a number."""
    rest = shown[number.end:].strip(_EDGES)
    unit = known(old_tones(rest)) if rest else before
    if unit:
        return _worth(number, unit), unit.name
    if not rest:
        return _worth(number, None), default
    if rest.isalpha():  # one word: a counted noun, and nothing else to try
        return _worth(number, None), rest
    if rest[0] == "/" and rest[1:2].isalpha():
        return _price(folded, number, rest)
    if share := _OUT_OF.match(folded, number.end):
        return _fraction(folded, shown, number, share.end(), default)
    if (share := _UNIT_OUT_OF.search(folded, number.end)) and (
        reached := _reached(folded, shown, number, share)
    ):
        return reached
    if found := _RANGE.search(folded, number.end):
        between = shown[number.end:found.start()].strip(_EDGES)
        if (second := read_number(folded, found.end())) and not any(c.isdigit() for c in between[:-1]):
            return _range(shown, number, between, second, before, default)
    if rest.endswith(_HALF_MORE):
        unit = read_unit(rest.rsplit(" ", 1)[0])
        return (number.value() + 0.5, unit.name) if unit else _NOTHING
    if (opening := _LARGER.match(folded, number.end)) and (whole := _parts(folded, shown, number, opening)):
        return whole
    unit = read_unit(rest)
    return (_worth(number, unit), unit.name) if unit else _NOTHING


def _price(folded: str, number: Number, rest: str) -> _Read:
    """62 triệu/sào: money by its scale, or by its size and a measure of ours. 36/QĐ-UBND is neither."""
    unit = read_unit(f"{_MONEY['unit']}{rest}".lower())
    ours = unit is not None and all(known(part.lower()) for part in unit.name.split("/"))
    if unit and (_MONEY_SCALE.search(folded) or (ours and number.value() >= _MONEY["from_price"])):
        return _worth(number, unit), unit.name
    return _NOTHING


def _worth(number: Number, unit: Unit | None) -> int | float:
    """The number, with one doubtful separator read as what is counted demands."""
    kind = unit.kind if unit else COUNT
    if number.lone == ",":
        whole = number.digits % 1000 == 0 or (number.scale == 1 and kind in (COUNT, "money"))
        return number.digits * number.scale if whole else number.value()
    if number.lone == "." and kind == "ratio" and number.digits >= 10_000:
        return number.digits / 1000  # 72.125%: nobody reports 72125 %
    return number.value()


def _fraction(folded: str, shown: str, number: Number, at: int, default: str | None) -> _Read:
    """18/19 tiêu chí, bốn trong sáu khu: the value is the number reached. 1/3 alone may be a date."""
    whole = read_number(folded, at)
    if whole is None or whole.digits == 0:
        return _NOTHING
    rest = shown[whole.end:].strip(_EDGES)
    unit = read_unit(rest) if rest else None
    name = unit.name if unit else None if rest else default
    return (_worth(number, unit), name) if name else _NOTHING


def _reached(folded: str, shown: str, number: Number, share: re.Match[str]) -> _Read | None:
    """3.886 ha/4.000 ha: of the same unit twice the first number is the one reached."""
    unit = read_unit(shown[number.end:share.start()].strip(_EDGES))
    whole = read_number(folded, share.end())
    if unit is None or whole is None or read_unit(shown[whole.end:].strip(_EDGES)) != unit:
        return None
    return _worth(number, unit), unit.name


def _range(
    shown: str, low: Number, between: str, high: Number, before: Unit | None, default: str | None
) -> _Read:
    """5 đến 7 tỷ đồng: a scale or unit named once holds for both ends."""
    rest = shown[high.end:].strip(_EDGES)
    first = read_unit(between) if between else None
    last = read_unit(rest) if rest else first or before
    if (between and first is None) or (rest and last is None):
        return _NOTHING
    lowest, highest = _worth(low, last), _worth(high, last)
    if first and last and first.name != last.name and not last.name.startswith(f"{first.name}/"):
        share = PARTS.get(last.name, {}).get(first.name)
        if share is None:
            return _NOTHING
        lowest = lowest / share  # 6 tháng đến 5 tuổi
    shared = low.value(high.scale)
    if low.scale == 1 < high.scale and shared <= highest:
        lowest = shared
    elif low.scale == 1 and high.scale >= _SMALLEST_SHARED:
        return _NOTHING  # 500 - 1 tỷ
    if lowest >= highest or not (last or default or high.scale > 1):
        return _NOTHING  # a score: 3-1
    return (lowest, highest), last.name if last else default


_LARGER = re.compile(f" ?({any_of(PARTS)})(?![^\\W_]) ?(?=[0-9])")


def _parts(folded: str, shown: str, number: Number, opening: re.Match[str]) -> _Read | None:
    """1 năm 6 tháng: a quantity in two units, the second a part of the first."""
    second = read_number(folded, opening.end())
    small = known(folded[second.end:].strip(_EDGES)) if second else None
    share = PARTS[opening[1]].get(small.name) if small else None
    if second is None or share is None:
        return None
    value = number.value() + second.value() / share
    return (int(value) if value == int(value) else value), opening[1]

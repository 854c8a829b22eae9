"""What begins with a number: one value or a range, and its unit (10-15 ha, 18/19 tiêu chí, hai phần ba)."""

from __future__ import annotations

import re

from pipeline.normalize.bounds import WORDS
from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import old_tones
from pipeline.normalize.measures import COUNT, PARTS, Unit, known, read_unit
from pipeline.normalize.numbers import STARTS, Number, read_number

EDGES = " \"'“”‘’«»()[]{}.,;:!?…*_"
"""What may stand around a quantity and its parts and means nothing."""
Value = int | float | tuple[int | float, int | float]
Amount = tuple[Value | None, str | None]
"""Value and unit."""
NOTHING: Amount = (None, None)

_DATA = load("quantity")
_RANGE = re.compile(f" ?{any_of(_DATA['range'])} ?(?:{WORDS} )?(?={STARTS})")
_OUT_OF = re.compile(f"/(?=[0-9])| {any_of(_DATA['out_of'])} (?:{WORDS} )?(?={STARTS})")
_UNIT_OUT_OF = re.compile(" ?/ ?(?=[0-9])")
_HALF_MORE = tuple(" " + word for word in load("numbers")["half_more"])
_MONEY = _DATA["money"]
MONEY_SCALE = re.compile(any_of(_MONEY["scales"]) + r"(?![^\W_])")
"""Scales by which a number of nothing named is money."""
_SMALLEST_SHARED = 1000
_LARGER = re.compile(f" ?({any_of(PARTS)})(?![^\\W_]) ?(?=[0-9])")
_PART_PLACES = 4  # decimals of a quantity in two units; where more are needed it is given in the smaller
_NO_THOUSANDTHS = frozenset(_DATA["no_thousandths"])
_COUNTED_BELOW: dict[str, int] = _DATA["counted_below"]
_COUPLE = re.compile(f",? (?={STARTS})")
_NEIGHBOURS = frozenset(_DATA["neighbours"])
_SHARES: dict[str, int] = _DATA["shares"]
_SHARE = re.compile(f" {_DATA['share']} ({any_of(_SHARES)})(?![^\\W_])")


def read_amount(folded: str, shown: str, number: Number, before: Unit | None, default: str | None) -> Amount:
    """Value and unit of what begins with a number.

    Args:
        folded: the quantity, folded.
        shown: the same with its tone marks as written, up to a closing word of bound.
        number: read from ``folded``.
        before: the unit in front of the number ($5 triệu), if there is one.
        default: the unit of what has none of its own.

    Returns:
        Value and unit; a value of None where the text is no quantity.
    """
    rest = shown[number.end:].strip(EDGES)
    unit = known(old_tones(rest)) if rest else before
    if unit:
        few = _COUNTED_BELOW.get(rest)
        return (number.value(), rest) if few and number.value() < few else (worth(number, unit), unit.name)
    if not rest:
        return worth(number, None), default
    if not folded[number.end - 1].isdecimal() and (spoken := _spoken(folded, shown, number, default)):
        return spoken
    if rest.isalpha():  # one word: a counted noun, and nothing else to try
        return worth(number, None), rest
    if rest[0] == "/" and rest[1:2].isalpha():
        return _price(folded, number, rest)
    if share := _OUT_OF.match(folded, number.end):
        return _fraction(folded, shown, number, share.end(), default)
    if (share := _UNIT_OUT_OF.search(folded, number.end)) and (
        reached := _reached(folded, shown, number, share)
    ):
        return reached
    if found := _RANGE.search(folded, number.end):
        between = shown[number.end:found.start()].strip(EDGES)
        if (second := read_number(folded, found.end())) and not any(c.isdigit() for c in between[:-1]):
            return _range(shown, number, between, second, before, default)
    if rest.endswith(_HALF_MORE):
        unit = read_unit(rest.rsplit(" ", 1)[0])
        return (number.value() + 0.5, unit.name) if unit else NOTHING
    if (opening := _LARGER.match(folded, number.end)) and (whole := _parts(folded, shown, number, opening)):
        return whole
    unit = read_unit(rest)
    return (worth(number, unit), unit.name) if unit else NOTHING


def worth(number: Number, unit: Unit | None) -> int | float:
    """The number, with one doubtful separator read as what is counted demands."""
    if not number.lone:
        return number.value()
    kind = unit.kind if unit else COUNT
    if number.lone == ",":
        foreign = kind in (COUNT, "money") or (unit is not None and unit.name in _NO_THOUSANDTHS)
        whole = number.digits % 1000 == 0 or (number.scale == 1 and foreign)
        return number.digits * number.scale if whole else number.value()
    if kind == "ratio" and number.digits >= 10_000:
        return number.digits / 1000  # 72.125%: nobody reports 72125 %
    return number.value()


def _spoken(folded: str, shown: str, number: Number, default: str | None) -> Amount | None:
    """Forms of number words alone: ba, bốn lượt is a range, hai phần ba a share; None for any other."""
    if share := _SHARE.match(folded, number.end):
        whole, reached = _SHARES[share[1]], number.value()
        if reached >= whole:
            return None
        noun = read_unit(rest) if (rest := shown[share.end():].strip(EDGES)) else None
        return (round(reached / whole, 4), noun.name) if noun else (_short(round(100 * reached / whole, 2)), "%")
    couple = _COUPLE.match(folded, number.end)
    second = read_number(folded, couple.end()) if couple else None
    if couple is None or second is None or second.places or number.scale > 1:
        return None
    apart = second.digits - number.digits
    if couple[0][0] == "," or folded[couple.end():].split(" ", 1)[0] in _NEIGHBOURS:
        near = apart in (1, 2) if couple[0][0] == "," else apart == 1
        return _range(shown, number, "", second, None, default) if near else None
    return None


def _short(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _price(folded: str, number: Number, rest: str) -> Amount:
    """62 triệu/sào: money by its scale, or by its size and a measure of ours. 36/QĐ-UBND is neither."""
    unit = read_unit(f"{_MONEY['unit']}{rest}".lower())
    ours = unit is not None and all(known(part.lower()) for part in unit.name.split("/"))
    if unit and (MONEY_SCALE.search(folded) or (ours and number.value() >= _MONEY["from_price"])):
        return worth(number, unit), unit.name
    return NOTHING


def _fraction(folded: str, shown: str, number: Number, at: int, default: str | None) -> Amount:
    """18/19 tiêu chí, bốn trong sáu khu: the value is the number reached. 1/3 alone may be a date."""
    whole = read_number(folded, at)
    if whole is None or whole.digits == 0:
        return NOTHING
    rest = shown[whole.end:].strip(EDGES)
    unit = read_unit(rest) if rest else None
    name = unit.name if unit else None if rest else default
    return (worth(number, unit), name) if name else NOTHING


def _reached(folded: str, shown: str, number: Number, share: re.Match[str]) -> Amount | None:
    """3.886 ha/4.000 ha: of the same unit twice the first number is the one reached."""
    unit = read_unit(shown[number.end:share.start()].strip(EDGES))
    whole = read_number(folded, share.end())
    if unit is None or whole is None or read_unit(shown[whole.end:].strip(EDGES)) != unit:
        return None
    return worth(number, unit), unit.name


def _range(
    shown: str, low: Number, between: str, high: Number, before: Unit | None, default: str | None
) -> Amount:
    """5 đến 7 tỷ đồng: a scale or unit named once holds for both ends."""
    rest = shown[high.end:].strip(EDGES)
    first = read_unit(between) if between else None
    last = read_unit(rest) if rest else first or before
    if (between and first is None) or (rest and last is None):
        return NOTHING
    lowest, highest = worth(low, last), worth(high, last)
    if first and last and first.name != last.name and not last.name.startswith(f"{first.name}/"):
        share = PARTS.get(last.name, {}).get(first.name)
        if share is None:
            return NOTHING
        lowest = lowest / share  # 6 tháng đến 5 tuổi
    shared = low.value(high.scale)
    if low.scale == 1 < high.scale and shared <= highest:
        lowest = shared
    elif low.scale == 1 and high.scale >= _SMALLEST_SHARED:
        return NOTHING  # 500 - 1 tỷ
    if lowest >= highest or not (last or default or high.scale > 1):
        return NOTHING  # a score: 3-1
    return (lowest, highest), last.name if last else default


def _parts(folded: str, shown: str, number: Number, opening: re.Match[str]) -> Amount | None:
    """1 năm 6 tháng: a quantity in two units, the second a part of the first."""
    second = read_number(folded, opening.end())
    small = known(folded[second.end:].strip(EDGES)) if second else None
    share = PARTS[opening[1]].get(small.name) if small else None
    if second is None or small is None or share is None:
        return None
    value = number.value() + second.value() / share
    if round(value, _PART_PLACES) != value:  # 35 năm 11 tháng
        return number.value() * share + second.value(), small.name
    return _short(value), opening[1]

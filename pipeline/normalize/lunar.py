"""Days of the Vietnamese lunar calendar (rằm tháng Giêng, 10/3 âm lịch, mùng 1 Tết) as days of the solar one.

The conversion is that of the library lunar-vn, for UTC+7; it is imported where a lunar day is met.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from pipeline.normalize.anchors import Anchor, nearest
from pipeline.normalize.data import any_of, load

_DATA = load("lunar")
_STEMS, _BRANCHES = _DATA["stems"], _DATA["branches"]
_PLACE = {
    f"{stem} {branch}": place
    for place in range(60)
    for stem in _STEMS[place % 10].split("|") for branch in _BRANCHES[place % 12].split("|")
}
CYCLE = any_of(_PLACE)
"""Pattern of the sixty names of years (Giáp Tý … Quý Hợi), folded."""
_FIRST_CYCLE = 4  # the year 4 was a Giáp Tý
_MONTHS: dict[str, int] = _DATA["months"]


def _expand(name: str) -> re.Pattern[str]:
    pattern: str = _DATA[name]
    for macro in ("named", "year", "mark", "mark_behind"):
        pattern = pattern.replace("{" + macro + "}", _DATA[macro])
    return re.compile(pattern.replace("{months}", any_of(_MONTHS)).replace("{cycle}", CYCLE))


_DAY, _TET_DAY, _EVE, _TET = (_expand(name) for name in ("day", "tet_day", "eve", "tet"))


def cycle_year(name: str, anchor: Anchor | None) -> int | None:
    """The year of a name of the cycle that is nearest to the anchor's; None without one.

    >>> cycle_year("giáp thìn", Anchor(2019)), cycle_year("quý mẹo", Anchor(1970))
    (2024, 1963)
    """
    if anchor is None or name not in _PLACE:
        return None
    away = (_PLACE[name] + _FIRST_CYCLE - anchor.year) % 60
    return anchor.year + (away if away <= 30 else away - 60)


def read_lunar(text: str, anchor: Anchor | None, deadline: bool = False) -> date | None:
    """The solar day of a lunar one.

    Args:
        text: folded; rằm tháng giêng, 10/3 âm lịch, mùng 2 tết giáp thìn, giao thừa.
        anchor: supplies a missing year.
        deadline: a coming day is preferred to a past one; Tết alone has a day only here, its first.

    Returns:
        The day; None where the text names no lunar day, its year is unknown, or there is no such day.
    """
    if found := _TET_DAY.fullmatch(text) or _EVE.fullmatch(text):
        said = found.groupdict()
        day = int(said.get("day") or 0)  # of the eve: 0, the day before the first
        if day >= _DATA["last_days"]:  # 29 tết is in the year before
            return _choose(said, anchor, deadline, lambda year: _solar(year - 1, 12, day))
        return _choose(said, anchor, deadline, lambda year: _solar(year, 1, day))
    if found := _DAY.fullmatch(text):
        said = found.groupdict()
        month = said["month"]
        if not (said["mark"] or said["mark_behind"] or said["full"] or month in _DATA["own_months"]):
            return None
        number = _MONTHS.get(month) or int(month)
        day = _DATA["full_moon"] if said["full"] else int(said["day"])
        return _choose(said, anchor, deadline, lambda year: _solar(year, number, day, bool(said["leap"])))
    if deadline and (found := _TET.fullmatch(text)):
        return _choose(found.groupdict(), anchor, deadline, lambda year: _solar(year, 1, 1))
    return None


def _choose(
    said: dict[str, str | None], anchor: Anchor | None, deadline: bool, day_of: Callable[[int], date | None]
) -> date | None:
    """The day in the year that is named, else in the one that brings it nearest to the anchor."""
    if said["year"]:
        return day_of(int(said["year"]))
    if anchor is None:
        return None
    if said["cycle"]:
        return day_of(cycle_year(said["cycle"], anchor) or anchor.year)
    found = (day_of(year) for year in (anchor.year - 1, anchor.year, anchor.year + 1))
    days = [day for day in found if day]
    if anchor.month is None:
        return next((day for day in days if day.year == anchor.year), None)
    return nearest(days, anchor, deadline)


def _solar(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The solar day; day 0 is the one before the first of its month. None where there is no such day."""
    from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

    try:
        lunar = LunarDate(day or 1, month, year, leap)
        found = lunar_to_solar(lunar)
    except ValueError:
        return None
    if solar_to_lunar(found) != lunar:  # the 30th of a month of 29 days comes out as the next first
        return None
    return found if day else found - timedelta(1)

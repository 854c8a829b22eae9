"""One calendar expression, without limiting words: 15/11/2018, quý IV năm nay, 2 tháng cuối năm 2018."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.normalize.anchors import Anchor, month_of, nearest, year_of
from pipeline.normalize.data import any_of, load
from pipeline.normalize.iso import days, months
from pipeline.normalize.lunar import CYCLE, cycle_year
from pipeline.normalize.numbers import read_number
from pipeline.normalize.periods import (
    SUNDAY,
    away,
    century,
    cut,
    days_of_week,
    decade,
    half,
    past_months,
    stepped,
)

_DATA = load("time")
_YEARS: dict[str, int] = _DATA["years"]
_STEPS: dict[str, int] = _DATA["steps"]
_DAYS: dict[str, int] = _DATA["days"]
_QUARTERS: dict[str, int] = _DATA["quarters"]
_MONTHS: dict[str, int] = _DATA["month_words"]
_ENGLISH: dict[str, int] = _DATA["english_months"]
_WEEKDAYS: dict[str, int] = _DATA["weekdays"]
_WEEK_OF_MONTH: dict[str, int] = _DATA["weeks_of_month"]
_LEXICONS = {
    "months": _MONTHS, "english": _ENGLISH, "years": _YEARS, "steps": _STEPS, "quarters": _QUARTERS,
    "weekdays": _WEEKDAYS, "weeks": _WEEK_OF_MONTH,
}
_AGO = re.compile(_DATA["ago"])
_END = r"(?![^\W_])"


def _expand(pattern: str) -> re.Pattern[str]:
    for name, macro in _DATA["macros"].items():
        pattern = pattern.replace("{" + name + "}", macro)
    for name, choices in _LEXICONS.items():
        pattern = pattern.replace("{" + name + "}", any_of(choices))
    return re.compile(pattern.replace("{cycle}", CYCLE))


_PARTS: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
for _row in _DATA["parts"]:
    _PARTS.setdefault(_row["first"], []).append((_row["kind"], _expand(_row["pattern"])))
_OPENERS = re.compile(f"{any_of(_DATA['openers'])} ")
_SIDE_OF = {word: side for side, words in _DATA["sides"].items() for word in words}
_SIDES = re.compile(f"({any_of(_SIDE_OF)}) ")
_OPENS_SIDE = frozenset(words.split(" ", 1)[0] for words in _SIDE_OF)
_LABEL = re.compile(f"{any_of(_DATA['day_labels'])} (?=[0-9])")
_DIRECTION_OF = {word: where for where, words in _DATA["suffixes"].items() for word in words}
_SUFFIX = re.compile(f"(.*[0-9iv]) ({any_of(_DIRECTION_OF)})")
_COUNTED = tuple(f" {unit} " for unit in ("ngày", "tuần", "tháng", "quý", "năm"))
_FIRST = {"i": "roman", "ii": "roman", "iii": "roman", "iv": "roman", "quí": "quý"}
_WORD = re.compile(r"[^\W\d_]+")
_WEEKDAY = _expand(_DATA["weekday"])


@dataclass(slots=True)
class Part:
    """What one expression says of the calendar.

    Attributes:
        kind: day, month, quarter, year; ``bare`` for a number whose kind its neighbour gives (16-19/4);
            ``fixed`` for what is a value already.
        year: as written, None where it is missing.
        month: 1 to 12.
        day: of the month.
        number: of a quarter, or the bare one.
        side: first, middle, last, first half or second half of it (cuối năm), of a month also "week 1" to 4.
        direction: next or last (ngày 17/10 tới).
        value: of a fixed one.
    """

    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    number: int | None = None
    side: str = ""
    direction: str = ""
    value: str | None = None

    def resolve(self, anchor: Anchor | None, deadline: bool) -> None:
        """Fill in a missing year or month as far as the anchor knows it."""
        if anchor is None or self.year is not None or self.kind in ("fixed", "bare"):
            return
        if self.kind == "year":
            self.year = anchor.year
        elif self.kind == "quarter" and self.number:
            self.year = year_of(3 * self.number - 1, None, anchor, deadline, self.direction)
        elif self.month and 1 <= self.month <= 12:
            self.year = year_of(self.month, self.day, anchor, deadline, self.direction)
        elif self.day and self.month is None and (found := month_of(self.day, anchor, deadline,
            self.direction)):
            self.year, self.month = found.year, found.month

    def iso(self) -> str | None:
        """The ISO 8601 value; None where it is not known or no such day exists."""
        if self.kind == "fixed":
            return self.value
        if self.year is None:
            return None
        if self.kind == "day":
            return self._day()
        value = f"{self.year:04}"
        if self.kind == "quarter":
            value += f"-Q{self.number}"
        elif self.kind == "month":
            value += f"-{self.month:02}"
        elif self.kind != "year":
            return None
        span = days(value)
        if span and self.side.endswith("half"):
            return half(self.kind, span, self.side == "first half")
        return value if span else None

    def _day(self) -> str | None:
        if not (self.year and self.month and self.day):
            return None
        try:
            return date(self.year, self.month, self.day).isoformat()
        except ValueError:
            return None


def read_part(text: str, anchor: Anchor | None) -> Part | None:
    """Read one expression.

    Args:
        text: folded and without times of day.
        anchor: for what is relative to it (năm ngoái, tháng này).

    Returns:
        The part, its year missing where none is written; None for anything else.
    """
    if text in _DAYS:
        today = anchor.known_day if anchor else None
        return Part("fixed", value=(today + timedelta(_DAYS[text])).isoformat() if today else None)
    if label := _LABEL.match(text):
        part = read_part(text[label.end():], anchor)
        if part and part.kind == "bare":
            return Part("day", day=part.number, direction=part.direction)
        return part if part and part.kind == "day" else None
    word = _WORD.match(text)
    first = word[0] if word else "#"
    for kind, pattern in _PARTS.get(_FIRST.get(first, first), ()):
        if found := pattern.fullmatch(text):
            return _build(kind, found.groupdict(), anchor)
    if first in _OPENS_SIDE and (side := _SIDES.match(text)):
        part = read_part(text[side.end():], anchor)
        if part and not part.side:
            part.side = _SIDE_OF[side[1]]
        return part
    if word and (spoken := read_number(text)) and f"{text[spoken.end:]} ".startswith(_COUNTED):
        return read_part(f"{spoken.digits}{text[spoken.end:]}", anchor)
    if suffix := _SUFFIX.fullmatch(text):
        part = read_part(suffix[1], anchor)
        if part:
            part.direction = _DIRECTION_OF[suffix[2]]
        return part
    if opener := _OPENERS.match(text):
        return read_part(text[opener.end():], anchor)
    if ago := _AGO.match(text):
        return read_part(f"{text[ago.end():]} trước", anchor)
    return None


def _build(kind: str, said: dict[str, str | None], anchor: Anchor | None) -> Part | None:
    year = _year(said.get("year"), anchor)
    if year is None and (cycle := said.get("cycle")):
        year = cycle_year(cycle, anchor) or 0
    if year == 0:
        return None  # năm ngoái, and no one knows when that was
    number = said.get("number") or ""
    if kind == "day":
        return Part(kind, year, _month(said), int(said["day"] or 0))
    if kind == "month":
        week = _WEEK_OF_MONTH.get(said.get("week") or "")
        return Part(kind, year, _month(said), side=f"week {week}" if week else "")
    if kind == "quarter":
        return Part(kind, year, number=_QUARTERS[said["quarter"] or ""])
    if kind == "year":
        return Part(kind, year)
    if kind == "bare":
        return Part(kind, number=int(number))
    return Part("fixed", value=_fixed(kind, said, number, year, anchor))


def _year(written: str | None, anchor: Anchor | None) -> int | None:
    """The year as a number; 0 where it is relative to an anchor that is missing."""
    if written is None:
        return None
    if not written.isdecimal():
        return anchor.year + _YEARS[written] if anchor else 0
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 50 else 1900)


def _month(said: dict[str, str | None]) -> int:
    written = said["month"] or ""
    return _MONTHS.get(written) or _ENGLISH.get(written) or int(written)


def _fixed(kind: str, said: dict[str, str | None], number: str, year: int | None,
    anchor: Anchor | None) -> str | None:
    if kind == "count":
        return _count(int(number or 1), said, year, anchor)
    if kind in ("ago", "coming"):
        return away(int(number), said["of"] or "", kind == "coming", anchor)
    if kind == "past months":
        known = anchor is not None and anchor.month is not None
        return past_months(int(number), anchor) if anchor and known else _count(int(number), {}, None, anchor)
    if kind == "years":
        return (said["whole"] or "").replace(" ", "").replace("-", "/")
    if kind == "decade":
        return decade(int(number) + (1900 if len(number) == 2 else 0))
    if kind == "century":
        return century(number)
    if kind == "now":
        return anchor.known_day.isoformat() if anchor and anchor.known_day else None
    weekday = _WEEKDAYS[said["weekday"] or ""] if "weekday" in said else SUNDAY
    return stepped(kind, _STEPS[said.get("step") or "này"], weekday, anchor)


def _count(number: int, said: dict[str, str | None], year: int | None, anchor: Anchor | None) -> str | None:
    """So many months (days, weeks, quarters, years) at the start or end of a period."""
    if not said.get("side"):
        if year is None and anchor:
            year = anchor.year - (1 if anchor.month and anchor.month < number else 0)
        return months(year, 1, number) if year and 0 < number <= 12 else None
    written = said.get("whole") or "năm"
    value = _OPENERS.sub("", written).replace(" ", "").replace("-", "/")
    whole = read_part(written, anchor)
    if whole:
        whole.resolve(anchor, deadline=False)
        value = whole.iso() or ""
    span = days(value)
    return cut(number, said["of"] or "", span, (said["side"] or "").startswith("đầu")) if span else None


def read_weekday(text: str, anchor: Anchor | None, deadline: bool) -> date | None:
    """The day of the week that is named alone: of the last, this and the next one the nearest to the anchor.

    Args:
        text: folded; thứ sáu, sáng chủ nhật, hôm thứ bảy, thứ hai tới.
        anchor: must know its day.
        deadline: a coming day is preferred to a past one.
    """
    found = _WEEKDAY.fullmatch(text)
    today = anchor.known_day if anchor else None
    if found is None or anchor is None or today is None:
        return None
    weekday = _WEEKDAYS[found["weekday"]] if found["weekday"] else SUNDAY
    side = "last" if found["past"] or found["gone"] else "next" if deadline or found["coming"] else ""
    return nearest(days_of_week(weekday, today), anchor, direction=side)

"""Periods reckoned from an anchor or cut from another period: 5 năm tới, tuần trước, 2 tháng cuối năm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.normalize.anchors import Anchor
from pipeline.normalize.iso import months

_ROMAN = {"i": 1, "v": 5, "x": 10}
SUNDAY = 6
"""The last day of an ISO week, counted from 0."""


def decade(first: int) -> str | None:
    """Ten years from a round one."""
    return f"{first}/{first + 9}" if first % 10 == 0 else None


def century(written: str) -> str | None:
    """A hundred years, by their number in figures or Roman."""
    number = int(written) if written.isdecimal() else _roman(written)
    return f"{100 * number - 99:04}/{100 * number:04}" if 0 < number < 30 else None


def away(number: int, of: str, coming: bool, anchor: Anchor | None) -> str | None:
    """5 năm trước, 8 tháng trước: that year or month; 2 tuần trước: that day; 5 năm tới: the years to come."""
    if anchor is None or number == 0:
        return None
    if of == "năm":
        low, high = (anchor.year + 1, anchor.year + number) if coming else (anchor.year - number,) * 2
        return f"{low:04}/{high:04}" if low < high else f"{low:04}"
    if of == "tháng":
        if anchor.month is None:
            return None
        now = anchor.year * 12 + anchor.month - 1
        first, last = (now + 1, now + number) if coming else (now - number,) * 2
        low_month, high_month = (f"{month // 12:04}-{month % 12 + 1:02}" for month in (first, last))
        return f"{low_month}/{high_month}" if first < last else low_month
    if anchor.known_day is None:
        return None
    apart = timedelta(number * (7 if of == "tuần" else 1))
    if not coming:
        return (anchor.known_day - apart).isoformat()
    return interval(anchor.known_day + timedelta(1), anchor.known_day + apart)


def past_months(number: int, anchor: Anchor) -> str | None:
    """So many months up to the anchor's, which knows its month."""
    last = anchor.year * 12 + (anchor.month or 1) - 1
    first = last - number + 1
    if first // 12 == last // 12:
        return months(anchor.year, first % 12 + 1, last % 12 + 1) if number else None
    return f"{first // 12}-{first % 12 + 1:02}/{anchor.year}-{anchor.month:02}"


def stepped(kind: str, step: int, weekday: int, anchor: Anchor | None) -> str | None:
    """The week, day of the week, month or quarter so many steps from the anchor's.

    Args:
        kind: week step, weekday, quarter step or month step.
        step: -1 for the one before.
        weekday: of the week, from 0.
        anchor: must know a month, for a week a day.
    """
    if anchor is None or anchor.month is None:
        return None
    if kind in ("week step", "weekday"):
        if anchor.known_day is None:
            return None
        monday = anchor.known_day + timedelta(7 * step - anchor.known_day.weekday())
        if kind == "weekday":
            return (monday + timedelta(weekday)).isoformat()
        return interval(monday, monday + timedelta(SUNDAY))
    if kind == "quarter step":
        quarter = anchor.year * 4 + (anchor.month - 1) // 3 + step
        return f"{quarter // 4}-Q{quarter % 4 + 1}"
    month = anchor.year * 12 + anchor.month - 1 + step
    return f"{month // 12}-{month % 12 + 1:02}"


def days_of_week(weekday: int, anchor: date) -> Iterator[date]:
    """The last, this and the next day of that name."""
    monday = anchor - timedelta(anchor.weekday())
    for week in (-7, 0, 7):
        yield monday + timedelta(week + weekday)


def cut(number: int, of: str, span: tuple[date, date], front: bool) -> str | None:
    """So many days, weeks, months, quarters or years at the start or end of a period."""
    first, last = span
    if of == "năm":
        low = first.year if front else last.year - number + 1
        return f"{low}/{low + number - 1}" if first.year <= low and low + number - 1 <= last.year else None
    if of in ("tháng", "quý"):
        number *= 3 if of == "quý" else 1
        low = first.month if front else last.month - number + 1
        inside = first.year == last.year and first.month <= low and low + number - 1 <= last.month
        return months(first.year, low, low + number - 1) if inside else None
    reach = timedelta(number * (7 if of == "tuần" else 1) - 1)
    if first + reach > last:
        return None
    return interval(first, first + reach) if front else interval(last - reach, last)


def half(kind: str, span: tuple[date, date], front: bool) -> str | None:
    """The first or second half of a year or month."""
    first, last = span
    if kind == "year":
        return f"{first.year:04}-H{1 if front else 2}"
    if kind == "month":
        middle = first.replace(day=15)
        return interval(first, middle) if front else interval(middle + timedelta(1), last)
    return None


def interval(first: date, last: date) -> str:
    """From one day to another."""
    return f"{first.isoformat()}/{last.isoformat()}"


def _roman(written: str) -> int:
    values = [_ROMAN[c] for c in written]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))

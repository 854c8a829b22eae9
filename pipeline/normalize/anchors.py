"""What is known of the time a text speaks from, and which year or month a date without one means there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from annotations.errors import NormalizationError

_YEARS = range(1000, 3000)  # those the grammar reads; around them dates would run out of the calendar
_DAY_LENGTH = len("2018-11-11")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?", re.DOTALL)
_HALF_A_YEAR = 180  # days: within them no other year is nearer, however it is weighted
# How much nearer a day must be to be meant all the same: one of the year to come (news tells of what was: 5/3,
# in October, was last March; 28/12, on 5 January, last week), and one before the anchor where a deadline is
# meant, in its year or the last.
_NEXT_YEAR, _PAST_DEADLINE, _LAST_YEARS_DEADLINE = 1.6, 5, 10


class Anchor(NamedTuple):
    """A year, and the month and day as far as they are known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def known_day(self) -> date | None:
        """The day, where it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    def iso(self) -> str:
        """As much of an ISO 8601 date as is known."""
        return "-".join(f"{part:02}" for part in self if part)

    @property
    def pivot(self) -> date:
        """The day, or the middle of what is known."""
        return date(self.year, self.month or 7, self.day or (15 if self.month else 1))


def read_anchor(given: date | str | None) -> Anchor | None:
    """An anchor from a date or an ISO 8601 string (2018, 2018-11, 2018-11-11); None where it says nothing.

    Raises:
        NormalizationError: neither a date, a string nor None was given.
    """
    if given is None:
        return None
    if isinstance(given, date):
        return Anchor(given.year, given.month, given.day) if given.year in _YEARS else None
    if not isinstance(given, str):
        raise NormalizationError("an anchor is a date, an ISO 8601 string or None", why=repr(given))
    if len(given) == _DAY_LENGTH:
        try:
            return read_anchor(date.fromisoformat(given))
        except ValueError:
            return None
    found = _ISO.fullmatch(given.strip()[:40])
    if not found or int(found[1]) not in _YEARS:
        return None
    anchor = Anchor(int(found[1]), *(int(group) if group else None for group in found.groups()[1:]))
    try:
        anchor.pivot  # noqa: B018 - a month 13 or a day 31 February is found out here
    except ValueError:
        return None
    return anchor


def nearest(
    candidates: Iterable[date], anchor: Anchor, deadline: bool = False, direction: str = ""
) -> date | None:
    """The day nearest to an anchor, weighted; the arguments are those of :func:`year_of`."""

    def distance(day: date) -> float:
        away = (day - anchor.pivot).days
        if deadline and away < 0:
            return -away * (_PAST_DEADLINE if day.year == anchor.year else _LAST_YEARS_DEADLINE)
        return abs(away) * (_NEXT_YEAR if day.year > anchor.year else 1)

    allowed = [
        day for day in candidates
        if not ((direction == "next" and day < anchor.pivot) or (direction == "last" and day > anchor.pivot))
    ]
    return min(allowed, key=distance, default=None)


def year_of(month: int, day: int | None, anchor: Anchor, deadline: bool = False,
    direction: str = "") -> int | None:
    """The year in which a day or month without a year lies nearest to the anchor.

    Args:
        month: 1 to 12.
        day: 1 to 31, None where a month is meant.
        anchor: if no more than its year is known, that is the year.
        deadline: a coming day is preferred to a past one.
        direction: "next" or "last" where the text says so (tới, vừa qua).

    Returns:
        The year; None if the day is in none of the years around the anchor.
    """
    if anchor.month is None or (day and not direction and _near(month, day, anchor, deadline)):
        return anchor.year

    def candidates() -> Iterator[date]:
        for year in (anchor.year - 1, anchor.year, anchor.year + 1):
            try:
                yield date(year, month, day or 15)
            except ValueError:
                continue

    found = nearest(candidates(), anchor, deadline, direction if day else "")
    if found and not day and direction:  # tháng 8 tới, in August: the next one
        step = 1 if direction == "next" else -1
        here = (found.year - anchor.year) * 12 + month - anchor.month
        return found.year + step if here * step < 0 else found.year
    return found.year if found else None


def _near(month: int, day: int, anchor: Anchor, deadline: bool) -> bool:
    """Whether the day lies in the anchor's year within half a year of it, ahead of it where a deadline is meant."""
    same = _day(anchor.year, month, day)
    return same is not None and (0 if deadline else -_HALF_A_YEAR) <= (same - anchor.pivot).days <= _HALF_A_YEAR


def month_of(day: int, anchor: Anchor, deadline: bool = False, direction: str = "") -> date | None:
    """The date nearest to the anchor that has this day of the month; None if the anchor knows no month."""
    if anchor.month is None:
        return None
    if anchor.day is None:
        return _day(anchor.year, anchor.month, day)
    start = anchor.pivot.replace(day=1)
    around = (start - timedelta(1), start, start + timedelta(31))
    days = (_day(month.year, month.month, day) for month in around)
    return nearest((found for found in days if found), anchor, deadline, direction)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

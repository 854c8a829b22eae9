"""Calendar values as ISO 8601 strings: 2018, 2018-11, 2018-11-11, 2018-Q4, 2018-H1, intervals a/b.

Quarters and halves are no ISO 8601 of themselves; the annotation guidelines write them beside it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_VALUE = re.compile(r"([0-9]{4})(?:-(?:([0-9]{2})(?:-([0-9]{2}))?|Q([1-4])|H([12])))?")
Days = tuple[date, date]


def days(value: str) -> Days | None:
    """The first and last day of a value, an interval's from its first to its last.

    >>> days("2018-Q4")
    (datetime.date(2018, 10, 1), datetime.date(2018, 12, 31))
    >>> days("2018-02-30") is None
    True
    """
    if len(value) == 4 and value.isascii() and value.isdecimal() and value != "0000":
        return date(int(value), 1, 1), date(int(value), 12, 31)
    start, slash, end = value.partition("/")
    if slash:
        first, last = days(start), days(end)
        return (first[0], last[1]) if first and last else None
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    year, month, day, quarter, half = (int(group) if group else 0 for group in found.groups())
    try:
        if found[3]:
            return (date(year, month, day),) * 2
        low, high = (month, month) if found[2] else (1, 12)
        if quarter:
            low, high = 3 * quarter - 2, 3 * quarter
        elif half:
            low, high = 6 * half - 5, 6 * half
        return date(year, low, 1), date(year, high, monthrange(year, high)[1])
    except ValueError:
        return None


def months(year: int, first: int, last: int) -> str:
    """An interval of months of one year, or the half that it is."""
    if (first, last) in ((1, 6), (7, 12)):
        return f"{year:04}-H{last // 6}"
    return f"{year:04}-{first:02}" if first == last else f"{year:04}-{first:02}/{year:04}-{last:02}"

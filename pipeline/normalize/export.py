"""Times in the notations of others: TIMEX3 attributes and EDTF."""

from __future__ import annotations

from datetime import timedelta

from pipeline.normalize.iso import days
from pipeline.normalize.time import Time

# EDTF (ISO 8601-2:2019, 4.8): sub-year groupings 33-36 are quarters, 40-41 semestrals.
_QUARTER, _HALF = 32, 39
_DAY_TO_DAY = len("2018-11-05/2018-11-11")


def to_timex3(time: Time) -> dict[str, str]:
    """TIMEX3 attributes (TimeML 1.2.1): ``type`` and ``value``, of an interval also its two ends.

    TIMEX3 has no value for an interval; it is a DURATION with ``beginPoint`` and ``endPoint``, here given as
    values rather than as ids of other tags. Only the days of one calendar week are a value, 2018-W45. A
    deadline carries ``mod``, for its day is the last one meant.

    Returns:
        The attributes; empty where the time has no value.

    >>> to_timex3(Time("2018-Q4"))
    {'type': 'DATE', 'value': '2018-Q4'}
    >>> to_timex3(Time("2018-01/2018-10"))
    {'type': 'DURATION', 'value': 'P10M', 'beginPoint': '2018-01', 'endPoint': '2018-10'}
    >>> to_timex3(Time("2018-11-05/2018-11-11"))
    {'type': 'DATE', 'value': '2018-W45'}
    >>> to_timex3(Time("2018-11-15", "before"))
    {'type': 'DATE', 'value': '2018-11-15', 'mod': 'ON_OR_BEFORE'}
    """
    if time.value is None:
        return {}
    begin, slash, end = time.value.partition("/")
    if week := _week(time.value):
        return {"type": "DATE", "value": week}
    if not slash:
        attributes = {"type": "DATE", "value": begin}
        return attributes | {"mod": "ON_OR_BEFORE"} if time.bound else attributes
    return {"type": "DURATION", "value": _duration(time.value), "beginPoint": begin, "endPoint": end}


def _week(value: str) -> str | None:
    """The ISO week whose days, from the first to the last, an interval is."""
    span = days(value) if len(value) == _DAY_TO_DAY else None
    if span is None or span[0].weekday() or span[1] - span[0] != timedelta(6):
        return None
    year, week, _ = span[0].isocalendar()
    return f"{year:04}-W{week:02}"


def _duration(interval: str) -> str:
    """ISO 8601 duration of an interval: in whole years, whole months or days."""
    span = days(interval)
    if span is None:
        return "PXX"  # open: to the present day
    first, after = span[0], span[1] + timedelta(1)
    whole_months = (after.year - first.year) * 12 + after.month - first.month
    if (first.day, after.day) != (1, 1):
        return f"P{(after - first).days}D"
    return f"P{whole_months}M" if whole_months % 12 or "-" in interval else f"P{whole_months // 12}Y"


def to_edtf(time: Time) -> str | None:
    """The time in EDTF (ISO 8601-2:2019); None where it has no value.

    Quarters and halves become sub-year groupings (level 2); an interval of them one of months, for an
    interval may not end in a grouping.

    >>> to_edtf(Time("2018-Q4")), to_edtf(Time("2018-H1")), to_edtf(Time("2018-Q1/2018-Q3")), to_edtf(Time(None))
    ('2018-36', '2018-40', '2018-01/2018-09', None)
    """
    if time.value is None:
        return None
    value = time.value
    if "/" in value:
        begin, _, end = value.partition("/")
        return f"{_months(begin)[0]}/{_months(end)[1]}"
    if value[5:6] == "Q":
        return f"{value[:4]}-{_QUARTER + int(value[6])}"
    if value[5:6] == "H":
        return f"{value[:4]}-{_HALF + int(value[6])}"
    return value


def _months(value: str) -> tuple[str, str]:
    """The first and last month of a quarter or half; any other value twice."""
    span = days(value) if value[5:6] in ("Q", "H") else None
    return (span[0].isoformat()[:7], span[1].isoformat()[:7]) if span else (value, value)

"""Dates and deadlines as values: ``trước ngày 15/11/2018`` is 2018-11-15, ``năm học 2018-2019`` 2018/2019."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from annotations.errors import NormalizationError
from pipeline.normalize.anchors import Anchor, read_anchor
from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import fold
from pipeline.normalize.iso import days
from pipeline.normalize.lunar import read_lunar
from pipeline.normalize.parts import Part, read_part, read_weekday

_LONGEST = 300  # code points: a longer text is no time expression, and cannot make the reading slow
_DATA = load("time")
_GUARD = re.compile("|".join(load("guards")["time"]["text"]))
_DURATION = re.compile(load("guards")["time"]["duration"])
_TET: str = _DATA["tet"]
_NO_TIME = frozenset(load("guards")["time"]["whole"])
_SENSE = {word: sense for sense, words in _DATA["limits"].items() for word in words}
_LIMIT = re.compile(f"(?:({any_of(_SENSE)})|{any_of(_DATA['prepositions'])})(?: |(?=[0-9]))")
_PART_OF_TODAY = re.compile(_DATA["part_of_today"])
_NOISE = re.compile(r"(?<![^\W_])(?:" + "|".join(_DATA["noise"]) + r")(?![^\W_])")
_BRACKETS = str.maketrans(dict.fromkeys("()[]{}\"'“”‘’«»!?|;:*_", " "))
_TIGHT = re.compile(r"(?<=[0-9]) ?([/.]) ?(?=[0-9])|(?<=[0-9])(?: -|- )(?=[0-9])")
_SIDE_BY_SIDE = re.compile(_DATA["side_by_side"])
_SLASH_JOINS = re.compile(_DATA["slash_joins"])
_EDGES = " ,-./&"
_JOINS = [*(f" {join} " for join in sorted(_DATA["joins"], key=len, reverse=True)), "-"]
_LONGEST_PART = 80  # code points: what stands before a join is no longer
_SINCE = re.compile(_DATA["since"])
_TO_NOW = re.compile(_DATA["to_now"])
_FROM_NOW = re.compile(_DATA["from_now"])
_SIDE_ENDS = _DATA["side_ends"]


class Time(NamedTuple):
    """A time as read.

    Attributes:
        value: ISO 8601, with quarters as 2018-Q4 and halves as 2018-H1, intervals as a/b; of a deadline the
            last day that is meant; None where it cannot be known.
        bound: of a deadline, the sense of its limiting word: before, by or within; None without one.
    """

    value: str | None
    bound: str | None = None


def parse_time(text: str, deadline: bool = False, anchor: date | str | None = None) -> Time:
    """Read a time expression.

    Args:
        text: as written, with or without its preposition or limiting word.
        deadline: the last day that is meant is wanted (trước năm 2025: 2024-12-31).
        anchor: the time the text speaks from: a date or as much of one as is known (2018, 2018-11,
            2018-11-11). It supplies a missing year; nothing is ever taken from the clock.

    Returns:
        The time; its value is None where the text names none or the anchor does not know it.

    Raises:
        NormalizationError: the text is no string or the anchor no date, string or None.

    >>> parse_time("đến cuối năm 2018", deadline=True)
    Time(value='2018-12-31', bound='by')
    >>> parse_time("sáng 21/5", anchor="2013")
    Time(value='2013-05-21', bound=None)
    """
    if not isinstance(text, str):
        raise NormalizationError("a time is read from a string", why=f"{type(text).__name__} was given")
    known = read_anchor(anchor)
    if len(text) > _LONGEST:
        return Time(None)
    folded = fold(text)
    at, sense = 0, None
    while limit := _LIMIT.match(folded, at):
        at, sense = limit.end(), _SENSE[limit[1]] if limit[1] and sense != "before" else sense
    if not deadline:
        sense = None
    said = folded[at:]
    if deadline and _DURATION.fullmatch(said):
        return Time(None, sense)  # trong 3 tháng: counted from a day that is not given
    part = read_part(said, known) if said not in _NO_TIME else None
    if part is None or part.kind == "bare" or (deadline and said.startswith(_TET)):
        if _GUARD.search(folded):
            return Time(_lunar(_clean(said), known, deadline), sense)
        if weekday := read_weekday(said, known, deadline):
            return Time(weekday.isoformat(), sense)
        said = _clean(said)
        if since := _SINCE.fullmatch(said):
            return Time(_since(since, known, deadline), sense)
        if not deadline:
            return Time(_value(said, known))
        if now := _FROM_NOW.fullmatch(said):
            said, sense = now[1], sense or "by"
        ends = _ends(said, known, deadline)
    else:
        part.resolve(known, deadline)
        ends = part, part
    if deadline:
        return Time(_last_day(*ends, sense == "before") if ends else None, sense)
    return Time(ends[0].iso() if ends else None)


def _clean(folded: str) -> str:
    """The expression without brackets, times of day and weekdays, and without spaces inside dates."""
    text = folded.translate(_BRACKETS) if ":" not in folded else _NOISE.sub(" ", folded).translate(_BRACKETS)
    text = _PART_OF_TODAY.sub(r"hôm \1", " ".join(text.split()))
    text = " ".join(_SLASH_JOINS.sub("-", _NOISE.sub(" ", text)).split())
    text = _SIDE_BY_SIDE.sub(r"\1-", text).replace(",", " , ")
    text = " ".join(_TIGHT.sub(lambda found: found[1] or "-", text).split()).strip(_EDGES)
    while limit := _LIMIT.match(text):  # đến 17 giờ ngày 5/5 leaves a word behind
        text = text[limit.end():].strip(_EDGES)
    return text


def _ends(
    text: str, anchor: Anchor | None, deadline: bool, failed: set[str] | None = None
) -> tuple[Part, Part] | None:
    """The first and last part of an expression, what they share filled in; a single one is both.

    What has failed once is not tried again, so that 1-1-1-1-… takes no longer than its length squared.
    """
    part = read_part(text, anchor) or read_part(text.replace(" - ", "-"), anchor)
    if part and part.kind != "bare":
        part.resolve(anchor, deadline)
        return part, part
    failed = set() if failed is None else failed
    if text in failed:
        return None
    for join in _JOINS:
        at = text.find(join, 0, _LONGEST_PART)
        while at >= 0:
            if pair := _pair(text[:at], text[at + len(join):], anchor, deadline, failed):
                return pair
            at = text.find(join, at + 1, _LONGEST_PART)
    failed.add(text)
    return None


def _pair(
    left: str, right: str, anchor: Anchor | None, deadline: bool, failed: set[str]
) -> tuple[Part, Part] | None:
    first = read_part(left.strip(_EDGES), anchor)
    if first is None:
        return None
    right = right.strip(_EDGES)
    while limit := _LIMIT.match(right):
        right = right[limit.end():]
    ends = _ends(right, anchor, deadline, failed)
    if ends is None:
        bare = read_part(right, anchor)
        if bare is None or first.kind == "bare":
            return None
        ends = bare, bare
    last = ends[1]
    _adopt(first, ends[0])
    _adopt(last, first)
    _share(first, last, anchor, deadline)
    return first, last


def _adopt(part: Part, other: Part) -> None:
    """Give a bare number the kind of its neighbour: 16-19/4, tháng 1 và 2/2019, quý II, III."""
    if part.kind == "bare":
        part.kind = other.kind
        if other.kind == "day":
            part.day = part.number
        elif other.kind == "month":
            part.month = part.number


def _share(first: Part, last: Part, anchor: Anchor | None, deadline: bool) -> None:
    """Fill in month and year of one end from the other."""
    for part, other in ((first, last), (last, first)):
        if part.kind == "day" and part.month is None:
            part.month = other.month
    if first.year is None and last.year is None:
        last.resolve(anchor, deadline)
    if first.year is None and last.year is not None and first.kind != "fixed":
        first.year = last.year
        if _start(first) > _start(last):
            first.year -= 1
    elif last.year is None and first.year is not None and last.kind != "fixed":
        last.year = first.year
        if _start(last) < _start(first):
            last.year += 1


def _start(part: Part) -> tuple[int, int, int]:
    month = part.month or (3 * (part.number or 0) - 2 if part.kind == "quarter" else 0)
    return part.year or 0, month, part.day or 0


def _lunar(text: str, anchor: Anchor | None, deadline: bool) -> str | None:
    """A lunar day, or an interval of two; of a deadline the last."""
    if day := read_lunar(text, anchor, deadline):
        return day.isoformat()
    for join in _JOINS:
        left, found, right = text.partition(join)
        first = read_lunar(left.strip(_EDGES), anchor) if found else None
        last = read_lunar(right.strip(_EDGES), anchor, deadline) if first else None
        if first and last:
            return last.isoformat() if deadline else _ordered(first.isoformat(), last.isoformat())
    return None


def _value(text: str, anchor: Anchor | None) -> str | None:
    if now := _TO_NOW.fullmatch(text):
        start = _value(now[1], anchor)
        whole = read_part(now[1], anchor)
        if start and anchor and whole and (whole.kind, whole.side) == ("year", "first"):
            start = f"{start}-01-01"[:len(anchor.iso())]  # đầu năm: from its first day
        if start is None or "/" in start or anchor is None:
            return f"{start}/.." if start and "/" not in start else None
        return _ordered(start, anchor.iso()[:len(start)])  # as exact as the start: năm 2016 đến nay, in 2019
    if now := _FROM_NOW.fullmatch(text):
        goal, today = _ends(now[1], anchor, deadline=False), anchor.known_day if anchor else None
        last_day = _last_day(*goal, before=False) if goal else None
        return _ordered(today.isoformat(), last_day) if today and last_day else None
    ends = _ends(text, anchor, deadline=False)
    if ends is None:
        return None
    first, last = ends[0].iso(), ends[1].iso()
    if first is None or last is None or ends[0] is ends[1] or first == last:
        return first if last else None
    exact = ends[0].kind == "year" and ends[0].side == "first"
    return _ordered(_end(first, 0, last, exact), _end(last, -1, first))


def _ordered(first: str, last: str) -> str | None:
    """An interval, None if it would run backwards."""
    whole = days(f"{first}/{last}")
    return f"{first}/{last}" if whole and whole[0] <= whole[1] else None


def _end(value: str, end: int, other: str, exact: bool = False) -> str:
    """One end of an interval: a year as its month where the other end is finer, a quarter where it is no quarter.

    Args:
        value: of this end.
        end: 0 for the first, -1 for the last.
        other: the value of the other end.
        exact: a year is as fine as the other end (đầu năm đến ngày 20/3).
    """
    value, other = value.split("/")[end], other.split("/")[-1 - end]
    span = days(value)
    part = value[4:6] in ("-Q", "-H") and value[4:6] != other[4:6]
    if span is None or not (part or len(value) == 4 != len(other)):
        return value
    return span[end].isoformat()[:len(other) if exact and "Q" not in other and "H" not in other else 7]


def _last_day(first: Part, last: Part, before: bool) -> str | None:
    """The last day meant by a deadline."""
    part = first if before else last
    value = part.iso()
    span = days(value) if value else None
    if value is None or span is None:
        return None
    if before and part.kind != "day" and part.side in ("", "first", "first half", "second half"):
        single = span[0] == span[1] or value.count("-") == 2
        day = span[0] if single else span[0] - timedelta(1)
        return day.isoformat()
    end = _SIDE_ENDS.get(part.kind, {}).get(part.side)
    if isinstance(end, str):
        return f"{span[0].year:04}-{end}"
    return (span[0].replace(day=end) if end else span[1]).isoformat()


def _since(found: re.Match[str], anchor: Anchor | None, deadline: bool) -> str | None:
    """trong 30 ngày kể từ ngày 1/5/2019: only where the day it is counted from is given."""
    start = _value(_clean(found["whole"]), anchor)
    if start is None or len(start) != 10:
        return None
    day, number, of = date.fromisoformat(start), int(found["number"]), found["of"]
    if of in ("ngày", "tuần"):
        day += timedelta(number * (7 if of == "tuần" else 1))
    else:
        count = day.year * 12 + day.month - 1 + number * (12 if of == "năm" else 1)
        month = days(f"{count // 12:04}-{count % 12 + 1:02}")
        if month is None:
            return None
        day = month[0].replace(day=min(day.day, month[1].day))
    return day.isoformat() if deadline else f"{start}/{day.isoformat()}"

"""The years a text names, and which of them its dates without one belong to."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import fold
from pipeline.normalize.iso import days

_DATA = load("context")
REACH = 70
"""Code points before a year or day that may say what it is the date of."""
_LAST_SCHOOL_MONTH = 5
_TITLE = 300  # code points: a longer first line is no title
_PATTERNS = {name: re.compile(pattern) for name, pattern in _DATA["patterns"].items()}
_YEAR = _PATTERNS["year"]
_FIGURES = re.compile("[0-9]+")
_SEPARATOR = re.compile("[/.-]")
_NOT_BEHIND = re.compile(rf"(?:^|[^\w]){any_of(_DATA['not_behind'])}$")
_DOCUMENT = re.compile(
    rf"{any_of(_DATA['documents'])}(?: (?!{any_of(_DATA['no_signing'])} ngày)[^ ;.]+){{0,8}} ngày"
    r"(?: [0-9]+ tháng [0-9]+ năm)?$"
)
_DOCUMENT_OF_YEAR = re.compile(rf"{any_of(_DATA['dated_documents'])}(?: [^ ;.,]+){{0,8}} năm$")
_NUMBERED = re.compile(rf"(?:^|[^\w]){any_of(_DATA['documents'])}(?: số)?$")
_OTHER = (_PATTERNS["other_end"], _NOT_BEHIND, _NUMBERED, _DOCUMENT)
_NAMES = tuple(_DATA["year_names"])


class Mention(NamedTuple):
    """Where a year stands, and the year, month or day (ISO 8601) that it is part of."""

    start: int
    value: str

    @property
    def year(self) -> str:
        """The year alone."""
        return self.value[:4]


def mentions(text: str) -> list[Mention]:
    """The years that may date what a text reports, in its order.

    Of these the first kind that the text has: years of dated days and months, also the day of an
    anniversary (15/8/1984 - 15/8/2018); the year most often named alone; a year in its title (lễ hội
    2022); a quarter's; the first year of the term that a congress opens; a school year's, the second where the
    first day the text names lies in its first months, else the first. Years of documents, births, plans, periods and
    the great days of history date nothing.

    >>> mentions("Sinh năm 1960. Chiều 6/12 họp tổng kết năm 2018.")
    [Mention(start=43, value='2018')]
    """
    dated = [Mention(found.start(), found["year"]) for found in _PATTERNS["anniversary"].finditer(text)]
    alone: list[Mention] = []
    for found in _YEAR.finditer(text):
        before = fold(text[max(0, found.start() - REACH):found.start()])
        month = _PATTERNS["month_before"].search(before)
        mention = Mention(found.start(), _value(found[0], month[1] if month else ""))
        if of_something_else(before, found[0]):
            continue
        if (len(found[0]) > 4 and _dates(found[0], before)) or month:
            dated.append(mention)
        elif before.endswith(_NAMES) and not _DOCUMENT_OF_YEAR.search(before):
            alone.append(mention)
    if dated:
        return sorted(dated)
    return (
        _most_named(alone) or _most_named(_all(_title(text), "bare_year")) or _most_named(_all(text, "quarter"))
        or _term(text) or _school_year(text)
    )


def of_something_else(before: str, written: str) -> bool:
    """Whether a date belongs to no event that is reported: to a document, a birth, a plan, to history.

    Args:
        before: the text before it, folded; :data:`REACH` of it.
        written: the date.
    """
    return any(pattern.search(before) for pattern in _OTHER) or bool(_PATTERNS["historic"].fullmatch(written))


def _title(text: str) -> str:
    """The first line, where it is not all there is."""
    end = text.find("\n", 0, _TITLE)
    return text[:end] if end > 0 else ""


def _all(text: str, pattern: str) -> list[Mention]:
    return [Mention(found.start(), found[1]) for found in _PATTERNS[pattern].finditer(text)]


def _most_named(found: list[Mention]) -> list[Mention]:
    """Those of the year that is named most often."""
    count = Counter(mention.year for mention in found)
    most = max(count.values(), default=0)
    return [mention for mention in found if count[mention.year] == most]


def _term(text: str) -> list[Mention]:
    """A congress is held in the first year of the term it elects for."""
    terms = _all(text, "term") if _PATTERNS["congress"].search(text) else []
    return [max(terms, key=lambda mention: mention.year)] if terms else []


def _school_year(text: str) -> list[Mention]:
    """A school year runs from August to May; in June and July it is spoken of as the coming one."""
    year, day = _PATTERNS["school_year"].search(text), _PATTERNS["day"].search(text)
    if year is None or day is None:
        return []
    second = int(_FIGURES.findall(day[0])[1]) <= _LAST_SCHOOL_MONTH
    return [Mention(year.start(), year[2 if second else 1])]


def _value(written: str, month: str) -> str:
    """As much of an ISO 8601 date as figures that end in a year give, and the month before them."""
    *rest, year = _FIGURES.findall(written)
    month, *day = reversed(rest) if rest else [month]
    value = "-".join([year, *(part.zfill(2) for part in (month, *day) if part)])
    return value if days(value) else year


def _dates(written: str, before: str) -> bool:
    """Whether figures that end in a year are a date: 5.2019 only behind tháng, for it may be a number."""
    return "/" in written or len(_SEPARATOR.findall(written)) == 2 or before.endswith("tháng")

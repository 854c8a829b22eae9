"""The time an article speaks from, at each place of its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from functools import cached_property

from annotations.errors import NormalizationError
from annotations.sentences import sentences
from pipeline.normalize.anchors import read_anchor
from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import fold
from pipeline.normalize.mentions import REACH, Mention, mentions, of_something_else
from pipeline.normalize.time import Time, parse_time

_DATA = load("context")
_HEAD = 600  # code points in which place and date in brackets are the article's own
_SHORT = 70  # code points: longer than any phrase that points at another day
_LONGEST_DATELINE = 80
_NEAR = 400  # code points: what is named further back is another story, but for the day the article opens with

_PATTERNS = {name: re.compile(pattern) for name, pattern in _DATA["patterns"].items()}
_FULL = _PATTERNS["full"]
_DAY = re.compile(f"{_DATA['patterns']['day']}|{_DATA['patterns']['relative_day']}")
_ONLY_WORDS = re.compile(rf"(?:{any_of(_DATA['dateline_words'])}|[^\w])*")
_DAY_LABEL = re.compile(rf"(?:^|[^\w]){any_of(_DATA['day_labels'])}$")
_NEAR_TODAY = tuple(_DATA["near_today"])
_GLOSS = _PATTERNS["gloss"]
_SAME_DAY, _NEXT_DAY = tuple(_DATA["same_day"]), tuple(_DATA["next_day"])
_LIMITED, _LUNAR_MARK = _PATTERNS["limited"], _PATTERNS["lunar_mark"]
_ONE_BEFORE = {phrase: re.compile(pattern) for phrase, pattern in _DATA["one_before"].items()}


class TimeContext:
    """What dates without a year, and words like hôm nay, are read against in one article.

    Args:
        text: the article as given.
        date: its own date (a date or an ISO 8601 string), None where it is not known.

    Raises:
        NormalizationError: the text is no string, or the date none of these.

    >>> context = TimeContext("(Huế, 5/6/2019) Sáng 21/5, UBND tỉnh họp.")
    >>> context.time_at(16, 25)
    Time(value='2019-05-21', bound=None)
    """

    def __init__(self, text: str, date: date | str | None = None) -> None:
        if not isinstance(text, str):
            raise NormalizationError("a time context needs a text", why=f"{type(text).__name__} was given")
        self.text = text
        known = read_anchor(date)
        self.given = None if known is None else known.iso()

    @cached_property
    def own(self) -> str | None:
        """The article's own date: as given, else its dateline."""
        return self.given or next(filter(None, map(self._dateline, _FULL.finditer(self.text))), None)

    def anchor_at(self, offset: int) -> str | None:
        """The anchor for a time expression at an offset.

        Args:
            offset: code point into the text.

        Returns:
            The article's own date; without one the nearest year of a dated event, before the offset, else
            behind it; None where the text knows no year. ISO 8601, as :func:`parse_time` takes it.
        """
        mention = None if self.own else self._mention_at(offset)
        return mention.year if mention else self.own

    def time_at(self, start: int, end: int, deadline: bool = False) -> Time:
        """Read the time expression at ``text[start:end]``.

        cùng ngày and hôm sau are reckoned from the last day named before them on which something happened,
        năm trước and tháng trước from the one its sentence names; sáng nay (28/5/2013) is the day in brackets.
        """
        written = self.text[start:end]
        anchor = self.anchor_at(start)
        folded = fold(written) if len(written) < _SHORT else ""
        if folded.endswith(_SAME_DAY) or folded.endswith(_NEXT_DAY):
            day = self._day_before(start)
            if day is None and folded.endswith(_NEXT_DAY):
                return Time(None)
            return parse_time(written, deadline, day or anchor)
        for phrase, pattern in _ONE_BEFORE.items():
            if folded.endswith(phrase) and not folded[0].isdecimal() and (said := self._said_before(start, pattern)):
                return parse_time(written, deadline, said)
        glossed = _GLOSS.match(self.text, end) if folded.endswith(_NEAR_TODAY) else None
        if anchor != self.own and _PATTERNS["figures"].search(written) and (mention := self._mention_at(start)):
            anchor = mention.value  # of two Aprils the one nearer to the day that is named
        if mark := _LUNAR_MARK.match(self.text, end):
            written += mark[0]
        return parse_time(glossed[1] if glossed else written, deadline, anchor)

    def _dateline(self, found: re.Match[str]) -> str | None:
        start, end = found.span()
        before, after = self.text[max(0, start - REACH):start], self.text[end:end + REACH]
        line_before, line_after = before.rsplit("\n", 1)[-1], after.split("\n", 1)[0]
        short = len(line_before) + len(line_after) < _LONGEST_DATELINE - (end - start)
        clock = _PATTERNS["clock_after"].match(line_after) or _PATTERNS["clock_before"].search(line_before)
        four_figures = found[0][-4:].isdecimal()
        line = fold(f"{line_before} {line_after}")
        alone = four_figures and len(line_before) < REACH and _ONLY_WORDS.fullmatch(line)
        in_brackets = start < _HEAD and after.startswith(")") and _PATTERNS["place"].search(before)
        if (clock and short) or alone or in_brackets:
            return parse_time(found[0]).value
        return None

    def _mention_at(self, offset: int) -> Mention | None:
        if not self._mentions:
            return None
        return self._mentions[max(0, bisect_left(self._mentions, (offset,)) - 1)]

    @cached_property
    def _mentions(self) -> list[Mention]:
        return mentions(self.text)

    def _day_before(self, offset: int) -> str | None:
        """The day of what is reported that was named last, a few sentences before an offset; else the first."""
        last = bisect_left(self._event_days, (offset,)) - 1
        if last < 0:
            return None
        start, day = self._event_days[last]
        return day if offset - start < _NEAR else self._event_days[0][1]

    @cached_property
    def _event_days(self) -> list[tuple[int, str]]:
        """Where the text names a day on which something happens, and the day: no deadline, document or birth."""
        found = []
        for day in _DAY.finditer(self.text):
            before = fold(self.text[max(0, day.start() - REACH):day.start()])
            if not (day[0][0].isalpha() or _DAY_LABEL.search(before)) or _LIMITED.search(before):
                continue
            value = None
            if not of_something_else(before, day[0]):
                value = parse_time(day[0], anchor=self.anchor_at(day.start())).value
            if value:
                found.append((day.start(), value))
        return found

    def _said_before(self, offset: int, pattern: re.Pattern[str]) -> str | None:
        """The last time of a kind that a sentence names before an offset."""
        start = max(0, offset - _NEAR)
        inside = sentences(self.text[start:offset])
        said = list(pattern.finditer(self.text, start + inside[-1][0], offset)) if inside else []
        return parse_time(said[-1][0], anchor=self.anchor_at(offset)).value if said else None

"""The time an article speaks from, at each place of its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from functools import cached_property

from annotations.errors import NormalizationError
from pipeline.normalize.anchors import read_anchor
from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import fold
from pipeline.normalize.mentions import Mention, mentions
from pipeline.normalize.time import Time, parse_time

_DATA = load("context")
_HEAD = 600  # code points in which place and date in brackets are the article's own
_REACH = 70  # code points before a date that may say what it is the date of
_LONGEST_DATELINE = 80
_SAME_DAY_REACH = 2000  # code points: a day named further back is another story

_PATTERNS = {name: re.compile(pattern) for name, pattern in _DATA["patterns"].items()}
_FULL, _DAY = _PATTERNS["full"], _PATTERNS["day"]
_ONLY_WORDS = re.compile(rf"(?:{any_of(_DATA['dateline_words'])}|[^\w])*")
_DAY_LABEL = re.compile(rf"(?:^|[^\w]){any_of(_DATA['day_labels'])}$")
_NEAR_TODAY = tuple(_DATA["near_today"])
_GLOSS = _PATTERNS["gloss"]
_SAME_DAY = _DATA["same_day"]


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

        cùng ngày is the last day named before it, sáng nay (28/5/2013) the day in brackets.
        """
        written = self.text[start:end]
        if len(written) < _REACH and fold(written).endswith(_SAME_DAY):
            day = self._day_before(start)
            if day:
                return parse_time(written, deadline, day)
        near = len(written) < _REACH and fold(written).endswith(_NEAR_TODAY)
        glossed = _GLOSS.match(self.text, end) if near else None
        anchor = self.anchor_at(start)
        if anchor != self.own and _PATTERNS["figures"].search(written) and (mention := self._mention_at(start)):
            anchor = mention.value  # of two Aprils the one nearer to the day that is named
        return parse_time(glossed[1] if glossed else written, deadline, anchor)

    def _dateline(self, found: re.Match[str]) -> str | None:
        start, end = found.span()
        before, after = self.text[max(0, start - _REACH):start], self.text[end:end + _REACH]
        line_before, line_after = before.rsplit("\n", 1)[-1], after.split("\n", 1)[0]
        short = len(line_before) + len(line_after) < _LONGEST_DATELINE - (end - start)
        clock = _PATTERNS["clock_after"].match(line_after) or _PATTERNS["clock_before"].search(line_before)
        four_figures = found[0][-4:].isdecimal()
        line = fold(f"{line_before} {line_after}")
        alone = four_figures and len(line_before) < _REACH and _ONLY_WORDS.fullmatch(line)
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
        """The last day named before an offset."""
        start = max(0, offset - _SAME_DAY_REACH)
        for found in reversed(list(_DAY.finditer(self.text, start, offset))):
            if _DAY_LABEL.search(fold(self.text[max(0, found.start() - _REACH):found.start()])):
                return parse_time(found[0], anchor=self.anchor_at(found.start())).value
        return None

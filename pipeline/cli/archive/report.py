"""What is said on standard error while an archive is written."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

from pipeline.cli import report

if TYPE_CHECKING:
    from pipeline.archive.ingest import Count

_ON_A_TERMINAL, _IN_A_LOG = 0.2, 30.0  # seconds between two lines of progress


class Report(report.Report):
    """A line an article that failed; progress, articles a second and time left; a sum at the end of a run.

    Args:
        out: where to.
        total: articles there are, where known.
        what: was done to them.
    """

    def __init__(self, out: TextIO, total: int | None = None, what: str = "added") -> None:
        super().__init__(out)
        self.total, self.what = total, what
        self._since: float | None = None  # the first article was tagged
        self._shown = time.monotonic()

    def progress(self, count: Count) -> None:
        """Say how far it is, not too often."""
        moment = time.monotonic()
        if self._since is None and count.added:
            self._since = moment
        if moment - self._shown < (_ON_A_TERMINAL if self.out.isatty() else _IN_A_LOG):
            return
        self._shown = moment
        of = f" of {self.total:,}" if self.total else ""
        line = f"{count.seen:,}{of} articles{self._rate(count)}{self._left(count)}{_others(count)}"
        self._clear()
        print(line, end="" if self.out.isatty() else "\n", file=self.out, flush=True)

    def end(self, count: Count) -> None:
        """Print the sum of a run."""
        self._clear()
        print(f"{count.added:,} articles {self.what}{self._rate(count)}{_others(count)}", file=self.out)
        self._since = None

    def _rate(self, count: Count) -> str:
        rate = self._per_second(count)
        return f", {rate:,.1f} articles/s" if rate else ""

    def _left(self, count: Count) -> str:
        rate = self._per_second(count)
        if not rate or not self.total or self.total < count.seen:
            return ""
        return f", {_duration((self.total - count.seen) / rate)} left"

    def _per_second(self, count: Count) -> float:
        """Of those tagged since the first was; those held take no time to speak of."""
        if self._since is None or count.added + count.failed < 2:
            return 0.0
        return (count.added + count.failed - 1) / max(time.monotonic() - self._since, 1e-9)


def _others(count: Count) -> str:
    return "".join(
        f", {number:,} {what}" for number, what in (
            (count.repeated, "near-duplicates"), (count.held, "held already"), (count.failed, "failed"),
        ) if number
    )


def _duration(seconds: float) -> str:
    """A time as a person says it.

    >>> _duration(45), _duration(400), _duration(9000)
    ('45 s', '7 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"

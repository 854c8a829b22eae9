import io
import time

import pytest

from pipeline.archive.ingest import Count
from pipeline.cli.archive import report
from pipeline.cli.archive.report import Report


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    moments = iter(range(0, 10**6, 10))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(moments)))


def test_rate_and_time_left(clock):
    out = Terminal()
    said = Report(out, total=100)
    said.progress(Count(added=1, held=9))
    said.progress(Count(added=11, held=9, failed=1, repeated=2))
    line = out.getvalue().rpartition("\r\x1b[K")[2]
    assert line.startswith("21 of 100 articles, ")
    assert " articles/s, " in line and line.endswith(" left, 2 near-duplicates, 9 held already, 1 failed")


def test_a_log_gets_a_line_now_and_then(clock):
    out = io.StringIO()
    said = Report(out)
    for number in range(1, 31):
        said.progress(Count(added=number))
    lines = out.getvalue().splitlines()
    assert 3 < len(lines) < 30 and "\r" not in out.getvalue()
    assert lines[-1].endswith("articles/s")


@pytest.mark.parametrize(("seconds", "shown"), [(3.2, "3 s"), (89, "89 s"), (90, "2 min"), (5400, "1.5 h")])
def test_a_time_as_a_person_says_it(seconds, shown):
    assert report._duration(seconds) == shown

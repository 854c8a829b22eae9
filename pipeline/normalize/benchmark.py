"""How fast spans are read: ``python -m pipeline.normalize.benchmark [NUMBER]``.

Every form is written with NUMBER (20,000) random numbers or days and read on one core; nothing is cached
from one span to the next, and the best of several rounds counts. Where ``dateparser`` is installed (it is no
dependency of ours) it reads a sample of the same times, with its language given; the last column is how many times
faster we are. It is quick where it understands nothing (quarters, parts of day, cuối năm).
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pipeline.normalize.quantity import parse_quantity
from pipeline.normalize.time import parse_time

USAGE = "usage: python -m pipeline.normalize.benchmark [NUMBER]"
_ROUNDS, _SAMPLE, _SEED = 5, 200, 0
_WORDS = ("hai", "ba", "bốn", "sáu", "bảy", "tám", "chín")


class Form(NamedTuple):
    """A common form: an example to show, what reads it, and how its arguments are drawn."""

    name: str
    read: Callable[..., Any]
    arguments: Callable[[random.Random], tuple[Any, ...]]


def _date(draw: random.Random) -> tuple[int, int, int]:
    return draw.randint(1, 28), draw.randint(1, 12), draw.randint(1900, 2099)


def _iso(draw: random.Random) -> str:
    day, month, year = _date(draw)
    return f"{year}-{month:02}-{day:02}"


def _context(draw: random.Random) -> tuple[str, str, str]:
    return (f"{draw.randint(1, 999)},{draw.randint(1, 999)} tỷ đồng",
            f"Thu ngân sách năm {draw.randint(1990, 2030)} ước đạt trên ",
            f", tăng {draw.randint(1, 99)}% so với cùng kỳ năm trước")


FORMS = (
    Form("12,5 tỷ đồng", parse_quantity, lambda draw: (f"{draw.randint(1, 9999)},{draw.randint(1, 99)} tỷ đồng",)),
    Form("1.234.567 đồng", parse_quantity, lambda draw: (f"{draw.randint(10**6, 10**9):,} đồng".replace(",", "."),)),
    Form("22,5%", parse_quantity, lambda draw: (f"{draw.randint(0, 999)},{draw.randint(1, 999)}%",)),
    Form("32 doanh nghiệp", parse_quantity, lambda draw: (f"{draw.randint(1, 10**6)} doanh nghiệp",)),
    Form("hai mươi ba xã", parse_quantity, lambda draw: (f"{draw.choice(_WORDS)} mươi {draw.choice(_WORDS)} xã",)),
    Form("10-15 ha", parse_quantity, lambda draw: (f"{draw.randint(1, 999)}-{draw.randint(1000, 9999)} ha",)),
    Form("… trên [12 tỷ đồng], tăng …", parse_quantity, _context),
    Form("ngày 15/11/2018", parse_time, lambda draw: ("ngày {}/{}/{}".format(*_date(draw)),)),
    Form("Sáng ngày 15/11/2018", parse_time, lambda draw: ("Sáng ngày {}/{}/{}".format(*_date(draw)),)),
    Form("ngày 15 tháng 11 năm 2018", parse_time, lambda draw: ("ngày {} tháng {} năm {}".format(*_date(draw)),)),
    Form("ngày 15/11, anchored", parse_time, lambda draw: ("ngày {}/{}".format(*_date(draw)), False, _iso(draw))),
    Form("quý IV/2018", parse_time, lambda draw: (f"quý {draw.choice(('I', 'II', 'III', 'IV'))}/{_date(draw)[2]}",)),
    Form("trước ngày 15/11/2018", parse_time, lambda draw: ("trước ngày {}/{}/{}".format(*_date(draw)), True)),
    Form("đến cuối năm 2018", parse_time, lambda draw: (f"đến cuối năm {draw.randint(1000, 2999)}", True)),
)


class Row(NamedTuple):
    """Spans a second of one form, ours and dateparser's; None where that was not measured."""

    name: str
    ours: float
    theirs: float | None


def measure(number: int, rounds: int = _ROUNDS) -> Iterator[Row]:
    """Measure every form.

    Args:
        number: of spans of each form.
        rounds: of which the fastest counts.
    """
    other = _dateparser()
    for form in FORMS:
        draw = random.Random(_SEED)
        spans = [form.arguments(draw) for _ in range(number)]
        form.read(*spans[0])
        ours = number / min(_seconds(form.read, spans) for _ in range(rounds))
        if form.read is not parse_time or other is None:
            yield Row(form.name, ours, None)
            continue
        sample = spans[:_SAMPLE]
        yield Row(form.name, ours, len(sample) / _seconds(other, sample))


def _seconds(read: Callable[..., Any], spans: Sequence[tuple[Any, ...]]) -> float:
    start = time.process_time()
    for arguments in spans:
        read(*arguments)
    return max(time.process_time() - start, 1e-9)


def _dateparser() -> Callable[..., Any] | None:
    try:
        import dateparser
    except ImportError:
        return None

    def read(text: str, deadline: bool = False, anchor: str | None = None) -> Any:
        settings = {"RELATIVE_BASE": datetime.fromisoformat(anchor)} if anchor else None
        return dateparser.parse(text, languages=["vi"], settings=settings)

    read("ngày 1/1/2018")
    return read


def main(arguments: list[str]) -> int:
    """Print the table in Markdown; 2 for wrong usage."""
    if len(arguments) > 1 or not all(argument.isdecimal() and int(argument) for argument in arguments):
        print(USAGE, file=sys.stderr)
        return 2
    print("| form | spans/s | dateparser/s | times faster |\n| --- | ---: | ---: | ---: |")
    for row in measure(int(arguments[0]) if arguments else 20_000):
        theirs, ratio = ("", "") if row.theirs is None else (f"{row.theirs:,.0f}", f"{row.ours / row.theirs:,.0f}")
        print(f"| {row.name} | {row.ours:,.0f} | {theirs} | {ratio} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

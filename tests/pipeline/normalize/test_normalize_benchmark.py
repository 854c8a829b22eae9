"""The benchmark runs, and what it times is understood."""

from __future__ import annotations

import random

import pytest

from pipeline.normalize import benchmark


def test_every_form_is_understood() -> None:
    draw = random.Random(1)
    for form in benchmark.FORMS:
        for _ in range(50):
            arguments = form.arguments(draw)
            assert form.read(*arguments).value is not None, arguments


def test_the_table_has_a_row_a_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark.main(["20"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == len(benchmark.FORMS) + 2
    assert all(row.count("|") == 5 for row in rows)


@pytest.mark.parametrize("wrong", [["x"], ["0"], ["5", "5"]])
def test_wrong_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark.main(wrong) == 2
    assert "usage" in capsys.readouterr().err

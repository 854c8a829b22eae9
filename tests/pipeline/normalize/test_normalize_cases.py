"""Every case of cases.json is read as it says, and the table shows them all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import InputError
from pipeline.normalize import table

CASES_PATH = Path(__file__).with_name("cases.json")
UNDERSTOOD = Path(table.__file__).with_name("UNDERSTOOD.md")
CASES: list[dict[str, Any]] = json.loads(CASES_PATH.read_text("utf-8"))


def _name(case: dict[str, Any]) -> str:
    written = f"{case.get('before', '')}{case['text']}{case.get('after', '')}"
    return f"{case['kind']}-{written}-{case.get('anchor', '')}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_case(case: dict[str, Any]) -> None:
    assert table.read_case(case) == case["expected"]


def test_what_is_understood_is_written_down() -> None:
    """Written anew by: python -m pipeline.normalize.table tests/…/cases.json > pipeline/normalize/UNDERSTOOD.md."""
    assert UNDERSTOOD.read_text("utf-8") == table.table(CASES) + "\n"


def test_table_holds_every_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert table.main([str(CASES_PATH)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CASES) + 2
    assert "| 167 tỷ đồng | quantity |  | 167000000000 | VND | exact |" in lines
    assert "| trước năm 2025 | deadline |  | 2024-12-31 |  | before |" in lines


def test_table_names_the_file_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", "utf-8")
    with pytest.raises(InputError, match=r"broken\.json"):
        table.main([str(broken)])
    assert table.main([]) == 2
    assert "usage" in capsys.readouterr().err

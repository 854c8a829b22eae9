"""``congbao values``: the normaliser scored on annotated spans."""

import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app

TEXT = "Thu trên 5 tỷ đồng, giảm 3 hộ so với năm ngoái; xong trước ngày 15/11."


def span(surface, label, **attributes):
    start = TEXT.index(surface)
    return {"id": surface, "start": start, "end": start + len(surface), "label": label, "text": surface, **attributes}


@pytest.fixture
def gold(tmp_path):
    row = {"id": "d", "text": TEXT, "meta": {"date": "2018-11-01"}, "entities": [
        span("5 tỷ đồng", "QUANTITY", value=5_000_000_000, unit="VND", bound="over"),
        span("3 hộ", "QUANTITY", value=3, unit="hộ nghèo", bound="about"),
        span("năm ngoái", "DATE", value="2016"),
        span("trước ngày 15/11", "DEADLINE", value="2018-11-15"),
    ], "relations": [{"head": "5 tỷ đồng", "tail": "năm ngoái", "label": "AS_OF"}]}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row) + "\n", "utf-8")
    return path


def test_shares_and_misses(gold, tmp_path):
    written = tmp_path / "values.json"
    done = CliRunner().invoke(app, ["values", str(gold), "--json", "--to", str(written)])
    assert done.exit_code == 0, done.output
    result = json.loads(written.read_text("utf-8"))
    assert json.loads(done.output) == result
    shares = {(label, name): (score["right"], score["of"])
              for label, row in result["scores"].items() for name, score in row.items()}
    assert shares == {
        ("QUANTITY", "value"): (2, 2), ("QUANTITY", "unit"): (1, 2), ("QUANTITY", "bound"): (1, 2),
        ("DATE", "value"): (0, 1), ("DEADLINE", "value"): (1, 1),
        ("all", "value"): (3, 4), ("all", "unit"): (1, 2), ("all", "bound"): (1, 2),
    }
    assert result["scores"]["all"]["value"]["share"] == 0.75
    assert [(miss["attribute"], miss["gold"], miss["read"]) for miss in result["misses"]] == [
        ("unit", "hộ nghèo", "hộ"), ("bound", "about", "exact"), ("value", "2016", "2017"),
    ]
    assert all(miss["document"] == "d" and miss["start"] < miss["end"] for miss in result["misses"])
    assert result["data"]["spans"] == 4 and result["data"]["dated"] == 1
    assert len(result["data"]["texts_sha256"]) == 64 and result["versions"]["python"] and result["date"]
    assert "so với" not in written.read_text("utf-8")


def test_a_table(gold):
    done = CliRunner().invoke(app, ["values", str(gold)])
    assert done.exit_code == 0
    assert "4 spans of 1 documents" in done.output and "3 misses" in done.output and "0.750" in done.output


def test_a_set_that_is_not_there():
    done = CliRunner().invoke(app, ["values", "real/nowhere"])
    assert done.exit_code == 1 and "real/nowhere" in str(done.exception)

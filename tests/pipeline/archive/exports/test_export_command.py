"""``congbao archive export`` as it is called."""

import json
import os

import pytest

icalendar = pytest.importorskip("icalendar", reason="the calendar needs the extra 'archive'")


@pytest.fixture
def export(congbao, toys, tmp_path):
    def call(form, name, *more):
        return congbao("archive", "export", "--db", toys, "--format", form, "--to", tmp_path / name, *more)

    return call


def days(file):
    read = icalendar.Calendar.from_ical(file.read_bytes())
    return [str(part["dtstart"].dt) for part in read.walk() if part.name == "VEVENT"]


def test_each_format(export, tmp_path):
    code, out, said = export("parquet", "tables", "--only", "people, offices")
    assert (code, out) == (0, "") and "people.parquet: 3 rows" in said
    assert sorted(os.listdir(tmp_path / "tables")) == ["offices.parquet", "people.parquet"]
    assert export("csv", "csv")[0] == 0 and (tmp_path / "csv" / "tasks.csv").is_file()
    code, _, said = export("ftm", "a.json")
    lines = (tmp_path / "a.json").read_text("utf-8").splitlines()
    assert code == 0 and f"a.json: {len(lines)} entities" in said and json.loads(lines[0])["schema"] == "Article"
    code, _, said = export("ical", "a.ics")
    assert code == 0 and "a.ics: 10 deadlines" in said and len(days(tmp_path / "a.ics")) == 10


def test_a_calendar_of_some_deadlines(export, tmp_path):
    assert export("ical", "a.ics", "--after", "2018-11-10", "--body", "so y te")[0] == 0
    assert days(tmp_path / "a.ics") == ["2018-11-11", "2018-11-12"]
    assert export("ical", "b.ics", "--before", "2018-11-02")[0] == 0 and days(tmp_path / "b.ics") == ["2018-11-01"]
    code, _, said = export("ical", "c.ics", "--body", "Sở Z")
    assert code == 0 and "no body called 'Sở Z'" in said and days(tmp_path / "c.ics") == []
    before = (tmp_path / "a.ics").read_bytes()
    export("ical", "a.ics", "--after", "2018-11-10", "--body", "so y te")
    assert (tmp_path / "a.ics").read_bytes() == before


@pytest.mark.parametrize(("form", "more"), [
    ("ftm", ["--only", "people"]), ("parquet", ["--only", "leute"]), ("csv", ["--before", "2018"]),
    ("ical", ["--before", "2018-13"]), ("xml", []),
])
def test_wrong_usage(export, form, more, tmp_path):
    code, out, said = export(form, "x", *more)
    assert (code, out) == (2, "") and "Error: Invalid value" in said and not (tmp_path / "x").exists()


def test_where_nothing_can_be_written(export, tmp_path, congbao):
    code, _, said = export("ftm", "none/a.json")
    assert code == 1 and "a.json: cannot be written: No such file or directory" in said
    code, _, said = congbao(
        "archive", "export", "--db", tmp_path / "none.db", "--format", "csv", "--to", tmp_path / "o",
    )
    assert code == 1 and "no archive" in said and not (tmp_path / "o").exists()

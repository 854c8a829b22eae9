"""Parquet and CSV of an archive: what a newsroom's other programs read."""

import csv
import os

import pyarrow.parquet as pq
import pytest

from annotations.errors import InputError
from pipeline.archive import corrections, store
from pipeline.archive.exports import tables

HIDDEN = "vũ-đình-khoát"


def export(path, to, kind="parquet", only=()):
    db = store.open_archive(path, read_only=True)
    try:
        tables.export(db, kind, to, only)
    finally:
        db.close()
    return to


def read(folder, name):
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


@pytest.fixture(scope="module")
def folder(toys, tmp_path_factory):
    return export(toys, tmp_path_factory.mktemp("parquet") / "new" / "tables")


def test_a_file_a_table_with_all_its_rows(folder, toys):
    assert sorted(os.listdir(folder)) == sorted(f"{name}.parquet" for name in tables.TABLES)
    db = store.open_archive(toys, read_only=True)
    for name in tables.TABLES:
        assert pq.read_metadata(folder / f"{name}.parquet").num_rows == db.execute(
            f"SELECT count(*) FROM {name}"
        ).fetchone()[0], name
    db.close()


def test_the_columns_are_those_of_the_schema(toys):
    """A column that the schema gets is exported, or left out here by name."""
    left_out = {"people": {"hidden"}, "organisations": {"hidden"}, "offices_held": set()}
    db = store.open_archive(toys, read_only=True)
    for name, table in tables.TABLES.items():
        own = {column.name for column in db[name].columns}
        assert own - set(table.names) == left_out.get(name, set()), name
    db.close()


def test_values_have_types_and_rows_have_lasting_keys(folder):
    articles = {row["key"]: row for row in read(folder, "articles")}
    assert articles["tin/4"]["duplicate_of_key"] == "tin/3" and articles["tin/0"]["year"] == 2018
    mentions = read(folder, "mentions")
    figure = next(row for row in mentions if row["label"] == "QUANTITY")
    assert (figure["article"], figure["value"], figure["number"], figure["unit"]) == (
        "tin/0", "10000000000", 10e9, "VND",
    )
    deadline = next(row for row in mentions if row["label"] == "DEADLINE")
    assert (deadline["value"], deadline["number"]) == ("2018-11-01", None)
    office = next(row for row in read(folder, "offices") if row["name"] == "Vũ Đình Khoát")
    assert (office["person"], office["organisation_key"], office["former"]) == (
        HIDDEN, "ủy-ban-nhân-dân~old.38.381", False,
    )
    assert read(folder, "figures")[0]["value"] == 10e9
    (held,) = [row for row in read(folder, "offices_held") if row["person_key"] == HIDDEN]
    assert (held["first_seen"], held["last_seen"], held["articles"]) == ("2018-10-01", "2020-02-03", 5)
    assert {row["organisation_key"] for row in read(folder, "assignments")} == {"sở-y-tế~38"}


def test_the_same_archive_gives_the_same_bytes(folder, toys, tmp_path):
    again = export(toys, tmp_path)
    for name in tables.TABLES:
        assert (again / f"{name}.parquet").read_bytes() == (folder / f"{name}.parquet").read_bytes()


def test_csv_for_spreadsheets(folder, toys, tmp_path):
    export(toys, tmp_path, "csv", ["articles", "tasks", "offices"])
    assert sorted(os.listdir(tmp_path)) == ["articles.csv", "offices.csv", "tasks.csv"]
    assert (tmp_path / "articles.csv").read_bytes().startswith(b"\xef\xbb\xbfid,key,")
    with (tmp_path / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == [row["text"] for row in read(folder, "articles")]
    with (tmp_path / "offices.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["person"] for row in csv.DictReader(file)] == [row["person"] for row in read(folder, "offices")]


def test_what_is_hidden_is_left_out(own_toys, correct, tmp_path):
    correct(corrections.hide, "person", HIDDEN)
    correct(corrections.hide, "organisation", "sở-y-tế~38")
    out = export(own_toys, tmp_path / "out")
    assert HIDDEN not in {row["key"] for row in read(out, "people")}
    assert "sở-y-tế~38" not in {row["key"] for row in read(out, "organisations")}
    assert "Vũ Đình Khoát" not in {row["name"] for row in read(out, "offices")}
    assert HIDDEN not in {row["person_key"] for row in read(out, "offices_held")}
    mentions = [row for row in read(out, "mentions") if row["text"] == "Vũ Đình Khoát"]
    assert mentions and all(row["person"] is row["person_id"] is None for row in mentions)
    assert {(row["name"], row["organisation_key"]) for row in read(out, "assignments")} == {("Sở Y tế", None)}
    assert {row["body"] for row in read(out, "tasks")} == {None}
    assert {row["organisation_id"] for row in read(out, "deadlines")} == {None}


def test_a_file_is_there_once_it_is_whole(toys, tmp_path, monkeypatch):
    (tmp_path / "people.parquet").write_bytes(b"before")

    def breaks(table, read, out):
        out.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "_parquet", breaks)
    with pytest.raises(InputError, match=r"people\.parquet: cannot be written: No space left"):
        export(toys, tmp_path, only=["people"])
    assert os.listdir(tmp_path) == ["people.parquet"] and (tmp_path / "people.parquet").read_bytes() == b"before"


def test_no_such_table_and_no_such_folder(toys, tmp_path):
    with pytest.raises(InputError, match="no table leute; known are: articles, mentions"):
        export(toys, tmp_path, only=["leute"])
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="no folder to write to"):
        export(toys, tmp_path / "file")


def test_rows_are_read_some_at_a_time(toys, monkeypatch, tmp_path, folder):
    monkeypatch.setattr(tables, "_ROWS", 3)
    monkeypatch.setattr(tables, "_LONG", 2)
    some = [name for name in tables.TABLES if name != "places"]
    export(toys, tmp_path, only=some)
    assert pq.ParquetFile(tmp_path / "articles.parquet").metadata.num_row_groups == 7
    for name in some:
        assert read(tmp_path, name) == read(folder, name)

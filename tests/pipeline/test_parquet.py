import json

import pyarrow.parquet as pq
import pytest

from annotations.document import Document, Entity, Relation
from annotations.errors import DocumentError, InputError
from pipeline import parquet
from pipeline.parquet import read_documents, write_documents


def documents(count=5):
    for number in range(count):
        text = "Uỷ ban\u2028chi 9,5 tỷ đồng\u0085 trong năm 2018.\r\n"
        document = Document(f"tin/{number}", text, {"date": "2019", "n": [1]})
        document.entities = [
            Entity("e1", 0, 6, "ORG", "Uỷ ban", score=0.1 + 0.2),
            Entity("e2", 11, 22, "QUANTITY", "9,5 tỷ đồng", [9e9, 9500000000], "VND", "over", 1.0),
            Entity("e3", 30, 38, "DATE", "năm 2018", "2018"),
        ]
        document.relations = [Relation("e2", "e1", "OF", 0.913), Relation("e2", "e3", "AS_OF")]
        document.records = {"officials": [], "figures": [{"value": 9.5, "of": None}]} if number else None
        document.model = {"name": "toy", "version": "0.1"} if number else None
        yield document


def lines(given):
    return [json.dumps(document.to_json(), ensure_ascii=False) for document in given]


def test_nothing_is_lost(tmp_path):
    write_documents(documents(), tmp_path / "a.parquet")
    assert lines(read_documents(tmp_path / "a.parquet")) == lines(documents())
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


def test_groups_are_closed_by_number_and_by_length(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "_ROWS", 3)
    write_documents(documents(7), tmp_path / "a.parquet")
    monkeypatch.setattr(parquet, "_LENGTH", 50)
    write_documents(documents(7), tmp_path / "b.parquet")
    groups = [pq.ParquetFile(tmp_path / f"{name}.parquet").metadata for name in "ab"]
    assert [[given.row_group(at).num_rows for at in range(given.num_row_groups)] for given in groups] == [
        [3, 3, 1], [2, 2, 2, 1],
    ]
    assert lines(read_documents(tmp_path / "b.parquet")) == lines(documents(7))


def test_the_same_documents_give_the_same_bytes(tmp_path):
    for name in "ab":
        write_documents(documents(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_file_that_breaks_off_is_not_there(tmp_path):
    def breaking():
        yield from documents(2)
        raise KeyError("broken")

    (tmp_path / "a.parquet").write_text("before")
    with pytest.raises(KeyError):
        write_documents(breaking(), tmp_path / "a.parquet")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.parquet", "before")]
    with pytest.raises(InputError, match="cannot be written"):
        write_documents(documents(), tmp_path / "none" / "a.parquet")


def test_half_a_surrogate_in_an_id_is_escaped(tmp_path):
    write_documents([Document("tin\udcff", "Họp.", {"title": "\ud800"})], tmp_path / "a.parquet")
    found, = read_documents(tmp_path / "a.parquet")
    assert (found.id, found.meta) == ("tin\\udcff", {"title": "\ud800"})


def test_what_is_no_table_of_documents(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(DocumentError, match="cannot be read as Parquet"):
        [*read_documents(tmp_path / "a.parquet")]
    write_documents(documents(), tmp_path / "b.parquet")
    pq.write_table(pq.read_table(tmp_path / "b.parquet").drop_columns(["text", "meta"]), tmp_path / "c.parquet")
    with pytest.raises(DocumentError, match="no table of documents: without meta, text"):
        [*read_documents(tmp_path / "c.parquet")]

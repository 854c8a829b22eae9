import csv
import json
import os
import resource
import sys
from contextlib import contextmanager

import pytest

from annotations.document import Document, read_jsonl
from annotations.errors import InputError
from pipeline.writers import Format, Output, write

RECORD = {
    "name": "Vũ Đình Khoát", "position": "Chủ tịch", "organisation": "UBND thị xã Bỉm Sơn", "place": None,
    "score": 0.9, "evidence": [{"start": 0, "end": 13}],
}


def documents(count):
    for number in range(count):
        document = Document(f"tin/{number}", f"Vũ Đình Khoát họp lần {number}.\r\n", {"n": number})
        document.records = {"officials": [RECORD], "figures": [], "deadlines": []}
        yield document


DOCUMENTS = [*documents(40)]


@contextmanager
def limited(size):
    """Within, files grow to a number of bytes; beyond, writing fails as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("kind", [Format.jsonl, Format.csv, Format.html, Format.table])
def test_what_fits_is_written_whole(tmp_path, kind):
    write(DOCUMENTS, kind, tmp_path / "whole")
    sizes = []

    def measured():
        for document in DOCUMENTS:
            sizes.append((tmp_path / "out").stat().st_size)
            yield document

    limit = (tmp_path / "whole").stat().st_size * 3 // 4
    said = "out: cannot be written: File too large; it ends with a whole article"
    with limited(limit), pytest.raises(InputError, match=said):
        write(measured(), kind, tmp_path / "out")
    written = (tmp_path / "out").read_bytes()
    assert len(written) == sizes[-1] <= limit and len(sizes) > 2
    assert (tmp_path / "whole").read_bytes().startswith(written)


def test_jsonl_is_valid_up_to_the_last_whole_article(tmp_path):
    with limited(3000), pytest.raises(InputError):
        write(DOCUMENTS, Format.jsonl, tmp_path / "out")
    found = [*read_jsonl(tmp_path / "out")]
    assert 1 < len(found) < len(DOCUMENTS) and found == DOCUMENTS[:len(found)]


@pytest.mark.parametrize("flags, kept", [(0, True), (os.O_APPEND, False)], ids=["alone", "appending"])
def test_a_file_as_standard_output_is_cut_back_unless_others_may_append(tmp_path, monkeypatch, flags, kept):
    descriptor = os.open(tmp_path / "out", os.O_WRONLY | os.O_CREAT | flags)
    with open(descriptor, "w", encoding="ascii") as out:
        monkeypatch.setattr(sys, "stdout", out)
        with limited(3000), pytest.raises(InputError, match="standard output: cannot be written"):
            write(DOCUMENTS, Format.jsonl)
    assert (tmp_path / "out").read_bytes().endswith(b"}\n") is kept


def test_standard_output_is_utf_8_whatever_the_locale(tmp_path, monkeypatch):
    with (tmp_path / "out").open("w", encoding="ascii") as out:
        monkeypatch.setattr(sys, "stdout", out)
        print("before")
        write(DOCUMENTS, Format.jsonl)
    first, *rest = (tmp_path / "out").read_text("utf-8").splitlines()
    assert first == "before" and [json.loads(line)["id"] for line in rest] == [document.id for document in DOCUMENTS]


def test_standard_output_that_is_closed(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(InputError, match="standard output: cannot be written: it is closed"):
        write(DOCUMENTS, Format.jsonl)


def test_parquet_needs_a_file():
    with pytest.raises(InputError, match="--to"):
        write(DOCUMENTS, Format.parquet)


def test_half_a_surrogate_is_written_as_json_escapes_it(tmp_path):
    given = Document("tin\udcff", "Họp.", {"title": "\ud800"})
    write([given], Format.jsonl, tmp_path / "out")
    assert [*read_jsonl(tmp_path / "out")] == [given]


def test_rows_of_csv_under_one_header(tmp_path):
    for count in (0, 1, 3):
        write(documents(count), Format.csv, tmp_path / "out.csv")
        rows = [*csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline=""))]
        assert [row["document"] for row in rows] == [f"tin/{at}" for at in range(count)]
        assert all(row["name"] == RECORD["name"] for row in rows)
        assert (tmp_path / "out.csv").read_bytes().startswith(b"document,")


def test_writes_that_take_a_part_only_are_continued(monkeypatch, tmp_path):
    with Output(tmp_path / "out") as output:
        class Slow:
            def __init__(self, file):
                self.file = file

            def __getattr__(self, name):
                return getattr(self.file, name)

            def write(self, rest):
                return self.file.write(rest[:3])

        monkeypatch.setattr(output, "_file", Slow(output._file))
        output.write("Uỷ ban họp.")
    assert (tmp_path / "out").read_text("utf-8") == "Uỷ ban họp."

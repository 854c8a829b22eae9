import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotations import Document, DocumentError, Entity, Relation
from annotations.formats import brat
from tests.annotations.formats.everything import full, same

TEXT = "Thu 13 tỷ đồng\r\ncủa UBND\nphường"


@settings(deadline=None, max_examples=50)
@given(full())
def test_all_that_a_document_holds_comes_back(document):
    with tempfile.TemporaryDirectory() as folder:
        brat.write([document], Path(folder) / "out")
        (read,) = brat.read(Path(folder) / "out")
    assert same(document, read)


def article(*entities, relations=()):
    return Document("a/1", TEXT, {}, list(entities), list(relations))


def test_the_file_by_hand():
    figure = Entity("e1", 4, 14, "QUANTITY", TEXT[4:14], 13e9, "VND", "over", 0.5)
    body = Entity("ubnd", 20, 31, "ORG", TEXT[20:31])
    assert brat.dumps(article(figure, body, relations=[Relation("e1", "ubnd", "OF", 0.25)])).splitlines() == [
        "T1\tQUANTITY 4 14\t13 tỷ đồng",
        "T2\tORG 20 24;25 31\tUBND phường",
        "R1\tOF Arg1:T1 Arg2:T2",
        '#1\tAnnotatorNotes T1\t{"value": 13000000000.0, "unit": "VND", "bound": "over", "score": 0.5}',
        '#2\tAnnotatorNotes T2\t{"id": "ubnd"}',
        '#3\tAnnotatorNotes R1\t{"score": 0.25}',
    ]


def test_the_text_is_kept_byte_for_byte(tmp_path):
    brat.write([article()], tmp_path)
    assert (tmp_path / "a__1.txt").read_bytes() == TEXT.encode()


def test_a_folder_of_somebody_else(tmp_path):
    """Relations before their ends, Windows line ends, free notes, no description beside; a text without .ann."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "tin.txt").write_text("Ông An, chủ tịch", "utf-8")
    (tmp_path / "x" / "not-annotated.txt").write_text("…", "utf-8")
    (tmp_path / "x" / "tin.ann").write_bytes(
        "R1\tHolds Arg1:T7 Arg2:T2\t\r\n\r\nT7\tPer 4 6\tAn\r\nT2\tRole 8 16\tchủ tịch\r\n"
        "#1\tAnnotatorNotes T7\tchắc không?\r\n".encode()
    )
    (read,) = brat.read(tmp_path)
    assert (read.id, read.meta) == ("x/tin", {"notes": [{"on": "T7", "note": "chắc không?"}]})
    assert [(item.id, item.start, item.label) for item in read.entities] == [("e7", 4, "Per"), ("e2", 8, "Role")]
    assert read.relations == [Relation("e7", "e2", "Holds")]


@pytest.mark.parametrize(("line", "says"), [
    ("T2\tORG 4 99\t13", r"\[4, 99\) in a text of 31 code points"),
    ("T2\tORG 0 3\tChi", "'Thu' stands there"),
    ("T2\tORG 0 3;7 9\tThu tỷ", "a span with a gap"),
    ("T1\tORG 0 3\tThu", "T1 stands on line 1 too"),
    ("R1\tOF Arg1:T1 Arg2:T9", "there is no T9"),
    ("#1\tAnnotatorNotes T9\tx", "there is no T9"),
    ("A1\tNegation T1", "not a line of the format; only T, R and AnnotatorNotes lines can be kept"),
    ("T2 ORG 0 3 Thu", "not a line of the format"),
])
def test_a_damaged_line_is_named(tmp_path, line, says):
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.ann").write_text(f"T1\tORG 20 24\tUBND\n{line}\n", "utf-8")
    with pytest.raises(DocumentError, match=rf"a\.ann:2: .*{says}"):
        brat.read(tmp_path)


def test_what_is_missing_or_damaged_beside_is_named(tmp_path):
    with pytest.raises(DocumentError, match=r"no annotations: no \.ann file"):
        brat.read(tmp_path)
    (tmp_path / "a.ann").write_text("", "utf-8")
    with pytest.raises(DocumentError, match=r"a\.ann: an annotation without its text: there is no a\.txt"):
        brat.read(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"Hu\n\xff")
    with pytest.raises(DocumentError, match=r"a\.txt:2: not in UTF-8"):
        brat.read(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"Hu")
    (tmp_path / "a.json").write_text("{\n", "utf-8")
    with pytest.raises(DocumentError, match=r"a\.json:2: not JSON"):
        brat.read(tmp_path)


def test_nothing_is_written_where_a_span_cannot_be_said(tmp_path):
    good, bad = article(), Document("b", TEXT, {}, [Entity("e1", 0, 15, "ORG", TEXT[:15])])
    with pytest.raises(DocumentError, match=r"offset 0: ORG .* of b begins or ends at a line end"):
        brat.write([good, bad], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(DocumentError, match="'a__1' and 'a/1' would be written to one file"):
        brat.write([good, Document("a__1", "")], tmp_path / "out")


def test_the_configuration_declares_the_schema():
    lines = brat.configuration().splitlines()
    assert "DUE\tArg1:QUANTITY|TASK, Arg2:DEADLINE" in lines
    assert "<OVERLAP>\tArg1:TASK, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>" in lines
    assert lines.index("[entities]") < lines.index("TASK") < lines.index("[relations]")

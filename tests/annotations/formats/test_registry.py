import json
import subprocess
import sys

import pytest
from hypothesis import given, settings

from annotations import Document, DocumentError, Entity, InputError, formats
from annotations.formats import files, standoff
from tests.annotations.strategies import documents
from tests.annotations.test_formats import comparable

DOCUMENT = Document("a/1", "Bà An ở Huế", {"date": "2018"}, [Entity("e1", 8, 11, "LOC", "Huế")])


@pytest.mark.parametrize(("format", "name"), [
    ("jsonl", "x.jsonl"), ("brat", "x"), ("label_studio", "x.json"), ("docbin", "x.spacy"), ("writing", "x"),
    ("conll", "x.conll"),
])
def test_every_format_is_written_and_read_back_told_by_its_name(tmp_path, format, name):
    path = tmp_path / name
    formats.write([DOCUMENT], path, format)
    assert formats.told(path) == format
    assert formats.read(path) == formats.read(path, format) == [DOCUMENT]


def test_stand_off_is_written_but_needs_its_texts(tmp_path):
    formats.write([DOCUMENT], tmp_path / "x", "standoff")
    (read,) = standoff.read_folder(tmp_path / "x")
    assert standoff.join(read, DOCUMENT.text) == DOCUMENT
    with pytest.raises(InputError, match="hold no text; join them: congbao corpus rehydrate"):
        formats.read(tmp_path / "x")


def test_what_cannot_be_read_says_why(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        formats.read(tmp_path / "none.jsonl")
    (tmp_path / "x.doc").write_text("", "utf-8")
    with pytest.raises(InputError, match="cannot be told from the name; name it: jsonl, brat"):
        formats.read(tmp_path / "x.doc")
    with pytest.raises(InputError, match="no format 'pdf'; known are: jsonl"):
        formats.read(tmp_path / "x.doc", "pdf")
    (tmp_path / "x.jsonl").write_bytes(b'{"id": "a", "text": "x"}\n\xff\n')
    with pytest.raises(DocumentError, match=r"x\.jsonl:2: not in UTF-8"):
        formats.read(tmp_path / "x.jsonl")


@settings(deadline=None, max_examples=50)
@given(documents())
def test_layers_can_be_left_out(document):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        formats.write([document], f"{folder}/x.jsonl", drop_layers=True)
        (read,) = formats.read(f"{folder}/x.jsonl")
    assert read.relations == [] and all(entity.label != "TASK" for entity in read.entities)
    spans = [(entity.start, entity.label) for entity in document.entities if entity.label != "TASK"]
    assert [(entity.start, entity.label) for entity in read.entities] == spans


@settings(deadline=None, max_examples=50)
@given(documents())
def test_the_annotators_folder_gives_the_annotation_back(document):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        formats.write([document], f"{folder}/x", "writing")
        (read,) = formats.read(f"{folder}/x", "writing")
    assert comparable(read) == comparable(document)
    assert (read.id, read.meta, read.text) == (document.id, document.meta, document.text)


def test_an_annotators_mistake_is_named_and_nothing_is_read(tmp_path):
    (tmp_path / "a.txt").write_text("Bà An", "utf-8")
    (tmp_path / "a.ann").write_text("[1]\nPERSON a = Án\nPERSON b = An\n?\n", "utf-8")
    with pytest.raises(DocumentError, match=r"a\.ann:2: cannot read 'PERSON a = Án' \(and 1 more lines\)"):
        formats.read(tmp_path)


def test_file_names_are_safe_and_distinct():
    for identity in ("../../etc/passwd", ".hidden", "a/b:c*?", "x" * 500, "ủ" * 300):
        name = files.file_name(identity)
        assert "/" not in name and not name.startswith(".") and len(name.encode()) < 230
    assert files.file_name("x" * 500) != files.file_name("x" * 501)


def test_formats_do_not_import_spacy_before_it_is_asked_for():
    code = "import sys, annotations.formats, annotations.formats.brat; assert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_json_lines_are_as_documents_write_them(tmp_path):
    formats.write([DOCUMENT], tmp_path / "x.jsonl")
    assert json.loads((tmp_path / "x.jsonl").read_text("utf-8")) == DOCUMENT.to_json()

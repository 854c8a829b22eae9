import json

import pytest
from hypothesis import given

from annotations import Document, DocumentError
from annotations.formats import standoff, writing
from tests.annotations.strategies import documents


@given(documents())
def test_standoff_holds_no_text_and_gives_the_document_back(document):
    written = standoff.dumps(standoff.from_document(document))
    assert "text" not in json.loads(written)["entities"] and '"text"' not in written
    read = standoff.Standoff(document.id, document.sha256, json.loads(written))
    assert standoff.join(read, document.text) == document


def test_standoff_refuses_another_text():
    document = Document("a", "Ủy ban")
    read = standoff.from_document(document)
    with pytest.raises(DocumentError, match=r"not the one that was annotated: its SHA-256 is"):
        standoff.join(read, "Uỷ ban")


def test_standoff_refuses_a_span_outside_the_text(tmp_path):
    row = {"id": "a", "sha256": Document("a", "Huế").sha256,
           "entities": [{"id": "e1", "start": 0, "end": 4, "label": "LOC"}], "relations": []}
    file = tmp_path / "a.json"
    file.write_text(json.dumps(row), "utf-8")
    with pytest.raises(DocumentError, match=r"a\.json, offset 0: entity 'e1' lies outside the text"):
        standoff.join(standoff.read(file), "Huế")
    file.write_text("{", "utf-8")
    with pytest.raises(DocumentError, match=r"a\.json: not JSON"):
        standoff.read(file)


def comparable(document):
    known = document.by_id()

    def key(name):
        return known[name].start, known[name].end, known[name].label

    ordered = sorted(document.entities, key=lambda item: (item.start, item.end, item.label))
    entities = [(item.start, item.end, item.label, item.value, item.unit, item.bound) for item in ordered]
    relations = sorted((item.label, key(item.head), key(item.tail)) for item in document.relations)
    return entities, relations


@given(documents())
def test_the_writing_format_gives_the_annotation_back(document):
    read, errors = writing.loads(writing.dumps(document), Document(document.id, document.text))
    assert errors == []
    assert comparable(read) == comparable(document)


def test_the_writing_format_by_hand():
    text = "Thu ngân sách đạt 13 tỷ đồng, chi 13 tỷ đồng trước ngày 5/5."
    read, errors = writing.loads(
        "[1]\nINDICATOR i = Thu ngân sách\nQUANTITY q = 13 tỷ đồng @2 | 13000000000; VND; over\n"
        "DEADLINE d = trước ~~ 5/5 | ?\nMEASURES q i\nDUE q d\n", Document("a", text),
    )
    assert errors == []
    assert [(item.start, item.end, item.value, item.bound) for item in read.entities] == [
        (0, 13, None, None), (34, 44, 13e9, "over"), (45, 59, None, None),
    ]
    assert [item.label for item in read.relations] == ["MEASURES", "DUE"]


@pytest.mark.parametrize(("line", "says"), [
    ("ORG a = Sở X", "not found, or out of order"),
    ("FOO a = An", "unknown label FOO"),
    ("DATE a = 5/5", r"needs a value behind \|"),
    ("QUANTITY a = 5 | 5; hộ; roughly", "unknown bound"),
    ("HOLDS x y", "names nothing in this sentence"),
    ("?", "not a line of the format"),
    ("[9]", "the article has 1 sentences"),
])
def test_a_line_that_cannot_be_read_is_named_and_the_rest_is_read(line, says):
    written = f"[1]\n{line}\n[1]\nOFFICIAL b = An\n"
    read, errors = writing.loads(written, Document("a", "Ông An có 5 hộ ngày 5/5"), "a.ann")
    assert len(errors) == 1 and str(errors[0]).startswith("a.ann:2: cannot read")
    assert says.replace("\\", "") in str(errors[0])
    assert [item.label for item in read.entities] == ["OFFICIAL"]

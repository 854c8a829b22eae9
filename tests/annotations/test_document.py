import io
import json

import pytest
from hypothesis import given

from annotations import Document, DocumentError, read_jsonl, write_jsonl
from tests.annotations.strategies import documents

GOOD = {
    "id": "a", "text": "Ông An ở Huế",
    "entities": [
        {"id": "e1", "start": 4, "end": 6, "label": "OFFICIAL", "text": "An"},
        {"id": "e2", "start": 9, "end": 12, "label": "LOC"},
    ],
    "relations": [],
}


@given(documents())
def test_jsonl_gives_back_what_was_written(document):
    file = io.StringIO()
    write_jsonl([document], file)
    assert Document.from_json(json.loads(file.getvalue())) == document


def changed(**keys):
    return {**GOOD, **keys}


def entity(**keys):
    return changed(entities=[{**GOOD["entities"][0], **keys}])


@pytest.mark.parametrize(("row", "says"), [
    ([], "a JSON object is needed"),
    (changed(text=None), "'text' is missing"),
    (changed(id=""), "'id' is missing"),
    (entity(end=13), "in a text of 12 code points"),
    (entity(start=6), r"\[6, 6\)"),
    (entity(text="Bà"), "'Bà' is annotated, 'An' is in the text"),
    (entity(start="4"), "lies outside"),
    (entity(score=1.2), "no probability"),
    (entity(value=float("nan")), "no finite value"),
    (changed(relations=[{"head": "e1", "tail": "e9", "label": "AT"}]), "unknown entity 'e9'"),
    (changed(relations=[{"head": "e1", "tail": "e2"}]), "lacks head, tail or label"),
    (changed(entities=[GOOD["entities"][0]] * 2), "used twice"),
    (changed(meta=[1]), "'meta' of a is no dict"),
])
def test_what_is_no_document_is_said_with_its_place(row, says):
    with pytest.raises(DocumentError, match=says) as caught:
        Document.from_json(row, "gold.jsonl", 7)
    assert str(caught.value).startswith("gold.jsonl:7")


def test_a_file_names_the_line_that_is_no_json_and_the_id_that_comes_twice(tmp_path):
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(GOOD) + "\n{\n", "utf-8")
    with pytest.raises(DocumentError, match=r"gold\.jsonl:2: not JSON"):
        list(read_jsonl(file))
    file.write_text((json.dumps(GOOD) + "\n") * 2, "utf-8")
    with pytest.raises(DocumentError, match=r"gold\.jsonl:2: id 'a' is used twice: first on line 1"):
        list(read_jsonl(file))

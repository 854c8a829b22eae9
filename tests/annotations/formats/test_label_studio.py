import json
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotations import Document, DocumentError, Entity, Relation
from annotations.formats import label_studio
from annotations.schema import SCHEMA
from tests.annotations.formats.everything import full, same

TEXT = "Ông An, chủ tịch xã, giao 5 hộ"


@settings(deadline=None, max_examples=50)
@given(full())
def test_all_that_a_document_holds_comes_back(document):
    with tempfile.TemporaryDirectory() as folder:
        label_studio.write([document], Path(folder) / "x.json")
        (read,) = label_studio.read(Path(folder) / "x.json")
    assert same(document, read)


def region(name, start, end, label, **more):
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [label]}
    return {"id": name, "type": "labels", "from_name": "label", "to_name": "text", "value": value, **more}


def task(*results, **more):
    return {"id": 7, "data": {"text": TEXT}, "annotations": [{"result": list(results)}], **more}


def read(tmp_path, *tasks):
    file = tmp_path / "export.json"
    file.write_text(json.dumps(tasks, indent=1), "utf-8")
    return label_studio.read(file)


def test_the_task_by_hand():
    document = Document("a", TEXT, {}, [
        Entity("p", 4, 6, "OFFICIAL", "An"), Entity("q", 26, 30, "QUANTITY", "5 hộ", [5.0, 7.0], "hộ", "about"),
    ], [Relation("p", "q", "X")])
    made = label_studio.to_task(document)
    assert made["data"] == {"text": TEXT, "id": "a", "meta": {}}
    person, figure, value, unit, bound, relation = made["annotations"][0]["result"]
    assert person == region("p", 4, 6, "OFFICIAL")
    assert figure["value"]["labels"] == ["QUANTITY"]
    assert value == {
        "id": "q", "from_name": "value", "to_name": "text", "type": "textarea",
        "value": {"start": 26, "end": 30, "text": ["[5.0, 7.0]"]},
    }
    assert (unit["value"]["text"], bound["value"]["choices"]) == (["hộ"], ["about"])
    assert relation == {"type": "relation", "from_id": "p", "to_id": "q", "direction": "right", "labels": ["X"]}


def test_a_predicted_document_is_a_prediction():
    entities = [Entity(name, 4, 6, "PERSON", "An", score=score) for name, score in (("a", 0.5), ("b", 1.0))]
    made = label_studio.to_task(Document("a", TEXT, {}, entities, model={"name": "vi_x", "version": "1"}))
    assert "annotations" not in made
    assert (made["predictions"][0]["model_version"], made["predictions"][0]["score"]) == ("vi_x 1", 0.75)
    assert made["predictions"][0]["result"][0]["score"] == 0.5


def test_an_export_of_somebody_else(tmp_path):
    left = {"type": "relation", "from_id": "r", "to_id": "p", "direction": "left", "labels": ["HOLDS"]}
    named, silent = task(region("p", 4, 6, "PER"), region("r", 8, 16, "ROLE"), left), task()
    del silent["id"]
    first, second = read(tmp_path, named, silent)
    assert (first.id, second.id, second.entities) == ("7", "export:2", [])
    assert first.relations == [Relation("p", "r", "HOLDS")]


def test_which_of_several_is_read(tmp_path):
    def saying(label, **more):
        return {"result": [region("p", 4, 6, label)], **more}

    cancelled = task(annotations=[saying("A", was_cancelled=True), saying("B")])
    truth = task(annotations=[saying("A"), saying("B", ground_truth=True)])
    predicted = task(annotations=[], predictions=[saying("A", model_version="v1"), saying("B", model_version="v2")])
    for number, one in enumerate((cancelled, truth, predicted)):
        (document,) = read(tmp_path, {**one, "id": number})
        assert [entity.label for entity in document.entities] == ["B"]
        assert document.model == ({"name": "v2"} if one is predicted else None)
    with pytest.raises(DocumentError, match="several annotations; mark one as ground truth"):
        read(tmp_path, task(annotations=[saying("A"), saying("B")]))


def attribute(name, kind, given, target="q"):
    return {"id": target, "from_name": name, "to_name": "text", "type": kind, "value": given}


FIGURE = region("q", 26, 30, "QUANTITY")


def test_attributes_as_a_person_types_them(tmp_path):
    (document,) = read(tmp_path, task(
        FIGURE, attribute("value", "textarea", {"text": ["5"]}), attribute("unit", "textarea", {"text": "hộ"}),
        region("d", 0, 3, "DATE"), attribute("value", "textarea", {"text": ["2018"]}, "d"),
    ))
    figure, date = document.entities
    assert (figure.value, figure.unit, date.value) == (5, "hộ", "2018")


@pytest.mark.parametrize(("results", "says"), [
    ([region("p", 0, 99, "ORG")], "entity 'p' lies outside the text|but"),
    ([{**FIGURE, "value": {**FIGURE["value"], "text": "6 hộ"}}], "region q is '6 hộ', but '5 hộ' stands at 26"),
    ([FIGURE, FIGURE], "region q is given twice"),
    ([{**FIGURE, "value": {"start": 0, "end": 1, "labels": ["A", "B"]}}], "region q has 2 labels, not one"),
    ([{**FIGURE, "value": {"start": 0, "labels": ["A"]}}], "'end' is missing"),
    ([FIGURE, attribute("value", "textarea", {"text": ["năm"]})], "the value 'năm' is neither a number nor"),
    ([attribute("unit", "textarea", {"text": ["hộ"]})], "unit of region q, which does not exist"),
    ([attribute("mood", "choices", {"choices": ["x"]})], "a result of type choices from mood cannot be kept"),
    ([{"type": "relation", "from_id": "q", "to_id": "z", "labels": ["OF"]}], "names region q, which does not exist"),
    ([{"type": "relation", "from_id": "q", "to_id": "q", "labels": []}], "has no label"),
    ([{"type": "relation", "from_id": "q", "to_id": "q", "direction": "bi", "labels": ["OF"]}], "no direction but"),
])
def test_a_damaged_task_is_named_with_its_line(tmp_path, results, says):
    lines = json.dumps([task()], indent=1).count("\n")
    with pytest.raises(DocumentError, match=rf"export\.json:{lines + 1}[:,].*({says})"):
        read(tmp_path, task(), task(*results))


@pytest.mark.parametrize(("content", "says"), [
    ("{}", r"x\.json:1: no list of tasks"),
    ("[\n{}, {}]", r"x\.json:2: cannot read task 1: 'data' is missing"),
    ("[\n\n1]", r"x\.json:3: cannot read task 1"),
    ('[\n{"data": ', r"x\.json:2: not JSON"),
    ('[\n{"data": {"text": ""}}', r"x\.json:2: not JSON: ',' or '\]' is missing"),
    ("", r"x\.json:1: no list of tasks"),
])
def test_a_damaged_file_is_named(tmp_path, content, says):
    (tmp_path / "x.json").write_text(content, "utf-8")
    with pytest.raises(DocumentError, match=says):
        label_studio.read(tmp_path / "x.json")


def test_a_value_of_another_kind_is_refused():
    with pytest.raises(DocumentError, match="DATE 'An' of a has a value of another kind: 2018"):
        label_studio.to_task(Document("a", TEXT, {}, [Entity("d", 4, 6, "DATE", "An", 2018)]))


def test_the_labelling_interface_shows_the_schema():
    view = ElementTree.fromstring(label_studio.labeling_config())
    assert [label.get("value") for label in view.iter("Label")] == list(SCHEMA.labels)
    assert [relation.get("value") for relation in view.iter("Relation")] == list(SCHEMA.relations)
    assert [choice.get("value") for choice in view.iter("Choice")] == list(SCHEMA.bounds)
    assert {area.get("name") for area in view.iter("TextArea")} == {"value", "unit"}


def test_a_number_of_thousands_of_digits_is_told(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"data": {"text": "họp", "n": ' + "9" * 5000 + "}}]", "utf-8")
    with pytest.raises(DocumentError, match=r"a\.json:1: not JSON"):
        label_studio.read(path)

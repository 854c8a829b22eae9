"""What cannot be scored is refused, by name and place; what is left out is counted."""

from __future__ import annotations

import json

import pytest

from annotations import Document, DocumentError, Entity, InputError, Relation
from evaluation import Score, evaluate
from evaluation.pairs import read_mapping

TEXT = "Sở Y tế có 32 hộ, giao UBND xã Bá"


def entity(identity, start, end, label, **more):
    return Entity(identity, start, end, label, TEXT[start:end], **more)


def document(*entities, identity="a/1", text=TEXT, relations=()):
    return Document(identity, text, entities=list(entities), relations=list(relations))


ORG, COUNT = entity("e1", 0, 7, "ORG"), entity("e2", 11, 16, "QUANTITY")


@pytest.mark.parametrize(("gold", "predicted", "told", "offset"), [
    ([document()], [], "'a/1' has no prediction", None),
    ([], [document()], "'a/1' is not in the gold", None),
    ([document(), document()], [document()], "'a/1' is used twice among the gold", None),
    ([document()], [document(), document()], "'a/1' is used twice among the predicted", None),
    ([document()], [document(text=TEXT.replace("32", "33"))], "text of 'a/1' differ", 12),
    ([document()], [document(text=TEXT + " ")], "text of 'a/1' differ", len(TEXT)),
    ([document()], [document(Entity("x", 30, 99, "ORG", "?"))], "'a/1': entity 'x' lies outside", 30),
    ([document()], [document(Entity("x", 5, 5, "ORG", ""))], "'a/1': entity 'x' lies outside", 5),
    ([document()], [document(Entity("x", -2, 5, "ORG", ""))], "'a/1': entity 'x' lies outside", -2),
    ([document(Entity("x", 30, 99, "ORG", "?"))], [document()], "gold document 'a/1': entity 'x'", 30),
    ([document()], [document(entity("x", 11, 16, "MONEY"))], "'a/1': unknown label 'MONEY'", 11),
    ([document(entity("x", 11, 16, "MONEY"))], [document()], "gold document 'a/1': unknown label", 11),
    ([document()], [document(ORG, entity("e1", 11, 16, "QUANTITY"))], "entity id 'e1' is used twice", 11),
    ([document()], [document(ORG, relations=[Relation("e1", "e9", "AT")])], "unknown entity 'e9'", None),
    ([document()], [document(ORG, COUNT, relations=[Relation("e2", "e1", "PAYS")])], "label 'PAYS'", 11),
])
def test_refused(gold, predicted, told, offset):
    with pytest.raises(DocumentError) as caught:
        evaluate(gold, predicted)
    assert told in str(caught.value)
    assert caught.value.offset == offset


def test_mapping_renames_and_drops_and_says_so():
    answer = document(entity("x", 0, 7, "B-ORG"), entity("y", 11, 16, "MISC"),
                      relations=[Relation("x", "y", "AT")])
    result = evaluate([document(ORG)], [answer], mapping={"B-ORG": "ORG", "MISC": None})
    assert result.score("entities", "strict", "flat") == Score(1, 0, 0)
    assert result.data["predicted"]["dropped_by_mapping"] == {"AT": 1, "MISC": 1}
    assert result.data["mapping"] == {"B-ORG": "ORG", "MISC": None}
    with pytest.raises(DocumentError, match="unknown label 'MISC'"):
        evaluate([document(ORG)], [answer], mapping={"B-ORG": "ORG"})


def test_mapping_can_merge_two_labels_into_one_item():
    answer = document(entity("x", 0, 7, "COMPANY"), entity("y", 0, 7, "OFFICE"))
    result = evaluate([document(ORG)], [answer], mapping={"COMPANY": "ORG", "OFFICE": "ORG"})
    assert result.score("entities", "strict", "flat") == Score(1, 0, 0)
    assert result.data["predicted"]["duplicates"] == 1


def test_gold_mapping_folds_gold_labels():
    gold = document(entity("x", 0, 7, "OFFICIAL"), COUNT)
    answer = document(entity("x", 0, 7, "PERSON"))
    result = evaluate([gold], [answer], gold_mapping={"OFFICIAL": "PERSON", "QUANTITY": None})
    assert result.score("entities", "strict", "flat") == Score(1, 0, 0)


@pytest.mark.parametrize(("text", "told"), [
    ("[]", "a JSON object is needed"), ("{", "no label mapping"),
    ('{"PER": "HUMAN"}', "unknown label 'HUMAN'"),
])
def test_bad_mapping_files(tmp_path, text, told):
    path = tmp_path / "labels.json"
    path.write_text(text)
    with pytest.raises(InputError, match=told) as caught:
        read_mapping(path)
    assert str(path) in str(caught.value)


def test_mapping_files_that_come_along_are_read():
    mapping = read_mapping("three")
    assert mapping["PER"] == mapping["OFFICIAL"] == "PERSON" and mapping["QUANTITY"] is None
    with pytest.raises(InputError, match="no label mapping"):
        read_mapping("four")


def test_of_duplicates_the_surest_counts():
    gold = document(entity("g", 11, 16, "QUANTITY", value=32, unit="hộ"))
    unsure = entity("x", 11, 16, "QUANTITY", value=3, unit="hộ", score=0.2)
    sure = entity("y", 11, 16, "QUANTITY", value=32, unit="hộ", score=0.9)
    for order in ((unsure, sure), (sure, unsure)):
        result = evaluate([gold], [document(*order)])
        assert result.score("entities", "strict", "QUANTITY") == Score(1, 0, 0)
        assert result.score("values", "joint", "QUANTITY", "value") == Score(1, 0, 0)
        assert result.data["predicted"]["duplicates"] == 1
        assert result.calibration["entities"]["QUANTITY"].scores.tolist() == [0.9]


def test_hashes_tell_texts_and_annotations_apart():
    def data(gold, predicted):
        return evaluate(gold, predicted, resamples=0).data

    one = data([document(ORG, COUNT)], [document(ORG)])
    renamed = data([document(entity("z", 11, 16, "QUANTITY"), entity("y", 0, 7, "ORG"))], [document(ORG)])
    assert one == renamed
    other = data([document(ORG)], [document(ORG)])
    assert one["gold_sha256"] != other["gold_sha256"]
    assert one["predicted_sha256"] == other["predicted_sha256"]
    assert one["texts_sha256"] == other["texts_sha256"]
    longer = data([document(ORG, text=TEXT + ".")], [document(ORG, text=TEXT + ".")])
    assert longer["texts_sha256"] != one["texts_sha256"]


def test_nothing_at_all_is_undefined_not_perfect():
    for documents in ([], [document()], [document(), document(identity="b")]):
        result = evaluate(documents, list(documents))
        assert result.score("entities", "strict", "flat").f1 is None
        assert result.f1("entities", "strict", "flat", "macro") is None
        row = json.loads(json.dumps(result.to_json(), allow_nan=False))
        assert row["entities"]["strict"]["flat"]["micro"]["tp"] == 0
        assert row["documents"] == len(documents)

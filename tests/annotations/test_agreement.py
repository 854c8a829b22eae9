from collections import Counter

import pytest
from hypothesis import given, settings
from sklearn.metrics import cohen_kappa_score

from annotations import Document, DocumentError, Entity, Relation
from annotations.agreement import agree
from annotations.schema import SCHEMA
from annotations.tokens import tokens
from tests.annotations.strategies import documents

TEXT = "Ông An, chủ tịch xã Bá, giao 5 hộ trước 5/5"


def entity(name, start, end, label, *attributes):
    return Entity(name, start, end, label, TEXT[start:end], *attributes)


def article(*entities, relations=()):
    return Document("a", TEXT, {}, list(entities), list(relations))


def test_two_annotators_by_hand():
    first = article(
        entity("1", 4, 6, "OFFICIAL"), entity("2", 8, 16, "POSITION"), entity("3", 29, 33, "QUANTITY", 5, "hộ"),
        entity("4", 24, 33, "TASK"), relations=[Relation("1", "2", "HOLDS"), Relation("2", "1", "AT")],
    )
    second = article(
        entity("x", 0, 6, "PERSON"), entity("y", 8, 16, "POSITION"), entity("z", 29, 33, "QUANTITY", 5.0, "ha"),
        entity("w", 17, 22, "LOC"), relations=[Relation("x", "y", "HOLDS")],
    )
    found = agree([first], [second])
    assert found.entities["all"].to_json() == {"both": 2, "first": 2, "second": 2, "f1": 0.5}
    assert (found.entities["OFFICIAL"].first, found.entities["PERSON"].second) == (1, 1)
    assert (found.attributes["QUANTITY"].f1, found.attributes["DATE"].f1) == (0.0, None)
    assert [found.relations[name].f1 for name in ("HOLDS", "AT", "all", "OF")] == [0.0, 0.0, 0.0, None]
    assert [str(place) for place in found.disagreements] == [
        "a, offset 0: OFFICIAL 'An' / PERSON 'Ông An'",
        "a, offset 0: – / HOLDS PERSON 'Ông An' -> POSITION 'chủ tịch'",
        "a, offset 4: AT POSITION 'chủ tịch' -> OFFICIAL 'An' / –",
        "a, offset 4: HOLDS OFFICIAL 'An' -> POSITION 'chủ tịch' / –",
        "a, offset 17: – / LOC 'xã Bá'",
        "a, offset 24: TASK 'giao 5 hộ' / –",
        "a, offset 29: QUANTITY '5 hộ' = 5; hộ; None / QUANTITY '5 hộ' = 5.0; ha; None",
    ]


@pytest.mark.parametrize(("ours", "theirs", "alike"), [
    ((5, "hộ", None), (5.0, "hộ", "exact"), True), (([5, 7], "hộ", "about"), ([5.0, 7.0], "hô\u0323", "about"), True),
    ((5, "hộ", "over"), (5, "hộ", "exact"), False), ((None, "hộ"), (0, "hộ"), False), ((5, "hộ"), (5, None), False),
])
def test_attributes_are_compared_by_what_they_say(ours, theirs, alike):
    first, second = (article(entity("1", 29, 33, "QUANTITY", *given)) for given in (ours, theirs))
    found = agree([first], [second])
    assert found.attributes["QUANTITY"].both == alike
    assert found.entities["QUANTITY"].both == 1
    assert len(found.disagreements) == (not alike)


def keys(document):
    return Counter((item.start, item.end, item.label) for item in document.entities)


@settings(deadline=None, max_examples=60)
@given(documents(), documents())
def test_counts_are_those_of_brute_force_and_agreement_is_mutual(first, second):
    second.id, second.text = first.id, first.text
    second.entities = [item for item in second.entities if item.end <= len(first.text)]
    kept = {item.id for item in second.entities}
    second.relations = [item for item in second.relations if {item.head, item.tail} <= kept]
    found, turned = agree([first], [second]), agree([second], [first])
    ours, theirs = keys(first), keys(second)
    for label in SCHEMA.labels:
        both = sum((ours & theirs)[key] for key in ours if key[2] == label)
        alone = [sum(number for key, number in side.items() if key[2] == label) - both for side in (ours, theirs)]
        count = found.entities[label]
        assert [count.both, count.first, count.second] == [both, *alone]
        assert count.f1 == turned.entities[label].f1
    assert found.kappa == pytest.approx(turned.kappa)
    assert len(found.disagreements) == len(turned.disagreements)
    alike = agree([first], [first])
    assert alike.disagreements == [] and alike.kappa in (None, 1.0)


@settings(deadline=None, max_examples=40)
@given(documents(layers=False), documents(layers=False))
def test_kappa_is_that_of_the_token_labels(first, second):
    second = Document(first.id, first.text, {}, [item for item in second.entities if item.end <= len(first.text)])

    def labels(document):
        return [
            next((item.label for item in document.entities if item.start < end and start < item.end), "O")
            for start, end in tokens(document.text)
        ]

    ours, theirs = labels(first), labels(second)
    kappa = agree([first], [second]).kappa
    assert kappa is None if len({*ours, *theirs}) == 1 else kappa == pytest.approx(cohen_kappa_score(ours, theirs))


def test_what_only_one_annotated_is_named_and_other_texts_are_refused():
    found = agree([article(), Document("b", "")], [Document("c", ""), article()])
    assert (found.documents, found.unpaired, found.kappa) == (1, ["b", "c"], None)
    with pytest.raises(DocumentError, match="the two annotations of a have different texts"):
        agree([article()], [Document("a", "khác")])

from hypothesis import given

from annotations import Document, Entity
from annotations.schema import SCHEMA
from annotations.sentences import sentences
from models.candidates import NEAREST, candidates, view_of
from models.tagger import tokenized
from tests.annotations.strategies import documents


def found(document):
    view = view_of(document.text, tokenized(document.text), document.entities)
    return {
        (view.entities[head].id, view.entities[tail].id, label)
        for head, tail, labels in candidates(view) for label in labels
    }


@given(documents(relations=False))
def test_candidates_are_all_allowed_pairs_of_a_sentence(document):
    places = sentences(document.text)
    sentence = {
        item.id: next(i for i, (a, b) in enumerate(places) if a <= item.start < b) for item in document.entities
    }
    expected = {
        (head.id, tail.id, label)
        for head in document.entities for tail in document.entities
        if head is not tail and sentence[head.id] == sentence[tail.id]
        for label in SCHEMA.between(head.label, tail.label)
    }
    assert found(document) == expected


def test_a_sentence_of_thousands_of_entities_gives_candidates_in_proportion():
    text = "5 hộ ở Huế " * 2000
    entities = [Entity(f"q{i}", i * 11, i * 11 + 4, "QUANTITY", "5 hộ") for i in range(2000)]
    entities += [Entity(f"l{i}", i * 11 + 7, i * 11 + 10, "LOC", "Huế") for i in range(2000)]
    assert 2000 * NEAREST < len(found(Document("a", text, {}, entities))) <= 2000 * 2 * NEAREST

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import Document, Entity
from annotations.schema import SCHEMA
from corpus.stats import Statistics, by_source, statistics
from tests.annotations.strategies import documents


def test_a_document_by_hand():
    text = "Bà An họp. Giao 5 hộ\ntrước  5/5"
    found = statistics(Document("c/1", text, {}, [
        Entity("1", 3, 5, "PERSON", "An"), Entity("2", 21, 31, "DEADLINE", text[21:], "2018-05-05"),
        Entity("3", 16, 20, "Foreign", "5 hộ"),
    ]))
    assert (found.documents, found.sentences, found.syllables, found.deadlines) == (1, 3, 8, 1)
    row = found.to_json()
    assert (row["entities"]["all"], row["entities"]["PERSON"], row["entities"]["ORG"], row["entities"]["Foreign"]) == (
        3, 1, 0, 1,
    )
    assert list(row["entities"]) == ["all", *SCHEMA.labels, "Foreign"]
    assert row["relations"] == {"all": 0, **dict.fromkeys(SCHEMA.relations, 0)}


@settings(deadline=None, max_examples=30)
@given(st.lists(documents(), max_size=4))
def test_sums_are_sums(many):
    for number, document in enumerate(many):
        document.id, document.meta = f"c{number % 2}/{number}", {"source": "s"} if number == 3 else {}
    whole = sum(map(statistics, many), Statistics())
    assert whole.documents == len(many)
    assert whole.entities == Counter(entity.label for document in many for entity in document.entities)
    sources = by_source(many)
    assert sum(sources.values(), Statistics()) == whole
    assert list(sources) == ["c0", "c1", "s"][:len(many)] if len(many) != 3 else ["c0", "c1"]

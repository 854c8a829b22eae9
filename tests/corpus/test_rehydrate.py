from hypothesis import given, settings

from annotations import Document, Entity, InputError
from annotations.formats import standoff
from corpus.articles import Article
from corpus.rehydrate import rehydrate
from tests.annotations.strategies import documents


@settings(deadline=None, max_examples=40)
@given(documents(), documents())
def test_texts_are_found_by_what_they_are_and_not_by_their_names(first, second):
    second.id, second.text = "other", second.text + "."
    articles = [Article("x", "khác"), InputError("bad"), Article("y", second.text, {"title": "t", "date": "x"}),
                Article("z", first.text)]
    joined = rehydrate([standoff.from_document(item) for item in (first, second)], articles)
    assert joined.documents[0] == first
    second.meta = {"title": "t", **second.meta}  # what the annotation says of itself stands
    assert joined.documents[1] == second
    assert (joined.missing, joined.errors, len(joined.unread)) == ([], [], 1)


def test_what_is_missing_or_does_not_fit_is_told():
    gone, bad = (standoff.from_document(Document(name, name)) for name in ("gone", "bad"))
    bad.row["entities"] = [{"id": "e1", "start": 0, "end": 99, "label": "ORG"}]
    joined = rehydrate([gone, bad], [Article("x", "bad")])
    assert [item.id for item in joined.missing] == ["gone"]
    assert "lies outside the text" in str(joined.errors[0]) and joined.documents == []


def test_no_more_is_read_than_is_needed():
    def articles():
        yield Article("x", "Huế")
        raise AssertionError("all texts were found")

    one = Document("a", "Huế", {}, [Entity("e1", 0, 3, "LOC", "Huế")])
    twice = [standoff.from_document(one), standoff.from_document(Document("b", "Huế"))]
    assert rehydrate(twice, articles()).documents == [one, Document("b", "Huế")]
    assert rehydrate([], articles()).documents == []

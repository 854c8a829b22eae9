from annotations import Document, Entity
from corpus.select import least_sure_first, uncertainty


def document(name, *scores):
    return Document(name, "x", {}, [Entity(f"e{at}", 0, 1, "ORG", "x", score=score) for at, score in enumerate(scores)])


def test_the_least_sure_come_first():
    found = [document("sure", 1.0), document("none"), document("b", 0.5, 0.5), document("a", 0.25, 0.75),
             document("gold", None), document("half", 0.5, None), document("worst", 0.1)]
    assert [item.id for item in least_sure_first(found)] == ["worst", "a", "b", "half", "gold", "none", "sure"]
    assert [uncertainty(item) for item in found[:4]] == [0, 0, 0.5, 0.5]
    assert uncertainty(document("half", 0.5, None)) == 0.25

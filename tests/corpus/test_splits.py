import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import Document, InputError
from corpus.splits import collection, split


def documents(sizes, twins=0, seed=0):
    chance = random.Random(seed)
    found = [
        Document(f"{name}/{number}", str([chance.random() for _ in range(30)]), {"date": str(number % 3 + 2010)})
        for name, size in sizes.items() for number in range(size)
    ]
    return found + [Document(f"twin/{number}", found[number].text) for number in range(twins)]


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 15), min_size=1), st.integers(0, 9), st.floats(0, 1))
def test_every_document_is_on_one_side_and_dev_has_its_share(sizes, seed, dev):
    every = documents(sizes)
    result = split(every, dev, seed)
    ids = sorted(document.id for document in result.train + result.dev)
    assert ids == sorted(document.id for document in every)
    assert abs(len(result.dev) - dev * len(every)) <= 1
    again = split(every[::-1], dev, seed)
    assert [[item.id for item in side] for side in (again.train, again.dev)] == [
        [item.id for item in side] for side in (result.train, result.dev)
    ]


def test_twins_are_on_one_side():
    for seed in range(10):
        result = split(documents({"a": 20}, twins=10), 0.3, seed, held_out="twin" if seed % 2 else None)
        assert len(result.together) == 10
        train = {document.text for document in result.train}
        assert not train & {document.text for document in result.dev}


def test_one_collection_is_in_dev_alone():
    chosen = set()
    for seed in range(10):
        result = split(documents({"a": 40, "b": 4, "c": 3, "d": 20}), 0.2, seed)
        assert result.held_out not in {collection(document) for document in result.train}
        assert len(result.dev) in (13, 14)
        chosen.add(result.held_out)
    assert chosen == {"b", "c"}
    result = split(documents({"a": 4, "b": 6}), 0.2, 0, held_out="a")
    assert [document.id for document in result.dev] == ["a/0", "a/1", "a/2", "a/3"]


def test_every_collection_and_year_gives_its_share():
    for seed in range(5):
        result = split(documents({"a": 60, "b": 30}), 1 / 3, seed)
        assert result.held_out is None
        for name, size in (("a", 60), ("b", 30)):
            for year in ("2010", "2011", "2012"):
                inside = [item for item in result.dev if collection(item) == name and item.meta["date"] == year]
                assert abs(len(inside) - size / 9) <= 1


def test_what_cannot_be_split_is_said():
    with pytest.raises(InputError, match="no collection 'x'; there are: a, b"):
        split(documents({"a": 1, "b": 1}), 0.2, 0, held_out="x")
    with pytest.raises(InputError, match="nothing to split"):
        split([], 0.2, 0)

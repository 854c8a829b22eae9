import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import ModelError
from models.features import BASE, Resources, describe
from models.hashing import ABSENT, Strings, Table, hash_all, hash_of
from models.tagger import tokenized
from models.templates import Numbered, Template, Templates, flat, places

TEXTS = st.text(alphabet="aăâBĐệ09 ,;.\n-%", max_size=80)
RESOURCES = Resources({"a_b": ("1", "12"), "ă": ("2", "20")}, {"a b": "PW", "đ": "D"})


@given(st.text(), st.text())
def test_the_hash_of_two_strings_follows_from_theirs(one, other):
    (value, power), (more, longer) = hash_of(one), hash_of(other)
    assert hash_of(one + other) == ((value * longer + more) % 2**64, power * longer % 2**64)


@given(st.lists(st.text(alphabet="aăệ0\0", max_size=9)))
def test_many_strings_are_hashed_as_one_by_one(texts):
    encoded = [text.encode() for text in texts]
    lengths = np.array([len(text) for text in encoded], np.int64)
    starts = np.cumsum(lengths) - lengths
    found = hash_all(np.frombuffer(b"".join(encoded), np.uint8), starts, lengths)
    assert found.tolist() == [hash_of(text)[0] for text in texts]


@given(st.sets(st.integers(1, 2**64 - 1), min_size=1), st.sets(st.integers(0, 2**64 - 1)))
def test_the_table_is_a_dictionary(keys, others):
    table = Table(np.array(sorted(keys), np.uint64))
    known = {key: row for row, key in enumerate(sorted(keys))}
    asked = [*sorted(keys), *sorted(others), ABSENT]
    found = table.find(np.array(asked, np.uint64))
    assert found.tolist() == [known.get(key, table.missing) for key in asked]


def test_a_crowded_table_still_finds_its_keys():
    keys = np.arange(1, 5000, dtype=np.uint64) << np.uint64(32)
    assert Table(keys).find(keys).tolist() == list(range(len(keys)))
    assert (Table(keys).find(keys + np.uint64(1)) == len(keys)).all()


@pytest.mark.parametrize("keys", [[3, 3], [ABSENT, 1]])
def test_keys_that_cannot_be_told_apart_are_refused(keys):
    with pytest.raises(ModelError, match="one hash"):
        Table(np.array(keys, np.uint64))


def test_strings_are_forgotten_where_there_are_too_many(monkeypatch):
    monkeypatch.setattr("models.hashing._MOST_STRINGS", 2)
    strings = Strings()
    strings.numbers(["a", "b", "c"])
    strings.forget()
    assert not strings
    values, _ = strings.hashes(strings.numbers(["x", "a"]))
    assert values.tolist() == [hash_of("x")[0], hash_of("a")[0]]


def rows(templates, columns, start, stop):
    found = templates.hashes(Numbered(Strings(), columns), start, stop)
    return [[value for value in row if value != ABSENT] for row in found.T.tolist()]


@given(TEXTS)
def test_the_features_of_training_and_of_use_are_the_same(text):
    described = describe(text, tokenized(text), RESOURCES)
    for start, stop in places(described.lengths):
        strings = [BASE.strings(described.columns, at) for at in range(start, stop)]
        hashes = [[hash_of(feature)[0] for feature in row] for row in strings]
        assert rows(BASE, described.columns, start, stop) == hashes


def test_a_template_reads_its_neighbours_and_is_left_out_where_it_needs_what_is_not_there():
    templates = Templates(["a={w}", Template("b%={w-1}|{g+1}", "g+1"), Template("{g}", "g")])
    columns = {"w": flat([["x", "y"], ["z"]], (">", "", "<")), "g": flat([["", "G"], [""]], ("", "", ""))}
    expected = [["a=x", "b%=<|G"], ["a=y", "G"], ["a=z"]]
    at = [place for start, stop in places([2, 1]) for place in range(start, stop)]
    assert [templates.strings(columns, place) for place in at] == expected
    assert [rows(templates, columns, place, place + 1)[0] for place in at] == [
        [hash_of(feature)[0] for feature in row] for row in expected
    ]
    assert templates.named("e").strings(columns, at[0]) == ["ea=x", "eb%=<|G"]

"""The features of pairs, computed for all pairs at once, against walking through each sentence for each pair."""

import numpy as np
from hypothesis import given, settings

from annotations import Entity
from annotations.schema import SCHEMA
from models.candidates import BEFORE, BEHIND, candidates, view_of
from models.hashing import hash_of
from models.pairs import _BAG, ABSENT, NEAR, PAIR, PairFeatures, _Pairs, _Told
from models.tagger import tokenized
from tests.annotations.strategies import documents

NUMBER = {label: number for number, label in enumerate(SCHEMA.labels)}
STEPS = (1, 2, 3, 5, 8, 12, 20, 35, 60, 120, 250)
MASK = (1 << 64) - 1


def made_of(parts):
    """The number that stands for several: what :func:`models.hashing.hash_of_numbers` computes."""
    value = 0
    for part in parts:
        value = (value * 0x9E3779B97F4A7C15 + part) & MASK
    return value


def naive(view, head, tail):
    """What is told of a pair, in order: of the pair or of its nearness, a number, and the feature's name if shared."""
    start, begin, end = next(one for one in view.sentences if one[1] <= head < one[2])
    labels = [entity.label for entity in view.entities]
    inside = labels[begin:end]
    left, right = sorted((head, tail))
    path, gap = labels[left + 1:right], view.tokens[view.last[left] + 1:view.first[right]]
    walked = view.tokens[view.first[left] + 1:view.first[right] + 1]
    own, other = labels[head], labels[tail]
    alike = [index for index in range(begin, end) if labels[index] == other]
    tails, heads, rank = path.count(other), path.count(own), alike.index(tail)
    clauses, commas = walked.count(";"), walked.count(",")
    beyond = sum(index > head for index in alike) if tail < head else sum(index <= head for index in alike)
    opening = view.first[tail] - start <= 3
    steps = [NUMBER[label] + 1 for label in path[:4]]
    words = [hash_of(token)[0] for token in gap]
    whole = [*words, 0, 0, 0, 0, 0][:5]
    out = [
        (PAIR, 0), (NEAR, 0), (NEAR, min(tails, 3), min(heads, 3)), (NEAR, min(clauses, 3)), (NEAR, min(beyond, 2)),
        (NEAR, opening), (NEAR, hash_of(view.tokens[view.first[tail]])[0]),
        (PAIR, sum(len(gap) >= step for step in STEPS)), (PAIR, min(len(path), 6)), (PAIR, min(clauses, 4)),
        (PAIR, min(commas, 5)), (PAIR, min(tails, 4)), (PAIR, min(heads, 6)),
        (PAIR, min(rank, 5), min(len(alike), 5)), (PAIR, rank == 0, min(heads, 3)),
        (PAIR, *steps, *[0] * (4 - len(steps)), max(len(path) - 4, 0)),
        (PAIR, sum(1 << NUMBER[one] for one in {*path})),
        (PAIR, len(alike) == 1),
        (PAIR, min(inside.count(own), 4), min(len(alike), 4), min(labels[begin:head].count(own), 4)), (PAIR, opening),
        (PAIR, words[0] if gap else 0), (PAIR, words[-1] if gap else 0),
        (PAIR, *words[:2]) if len(gap) > 1 else None, (PAIR, *words[-2:]) if len(gap) > 1 else None,
        (PAIR, *whole) if len(gap) <= 5 else None,
    ]
    out += [(PAIR, words[at]) if at < len(gap) else None for at in range(6)]
    out += [(PAIR, words[-1 - at]) if at < len(gap) - 6 else None for at in range(6)]
    for index in (head, tail):
        first, last = view.first[index], view.last[index]
        tokens = [hash_of(token)[0] for token in view.tokens[first - 2:first + 1] + view.tokens[last:last + 3]]
        before2, before, opens, closes, after, after2 = tokens
        previous = NUMBER[labels[index - 1]] if index > begin else len(NUMBER)
        following = NUMBER[labels[index + 1]] if index + 1 < end else len(NUMBER)
        out += [(PAIR, opens), (PAIR, closes), (PAIR, before), (PAIR, after), (PAIR, before2, before),
                (PAIR, after, after2), (PAIR, previous), (PAIR, following), (NEAR, before), (NEAR, after),
                (NEAR, closes), (NEAR, previous, following)]
    return out


@given(documents(relations=False))
@settings(max_examples=60)
def test_pairs_are_described_as_by_walking(document):
    view = view_of(document.text, tokenized(document.text), document.entities)
    pairs = list(candidates(view))
    if not pairs:
        return
    heads, tails = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    told = _Told()
    found = _Pairs(PairFeatures(view), heads, tails)
    found.tell(told)
    columns = PairFeatures(view)(heads, tails)
    assert columns.shape == (len(pairs), len(told.names)) and columns.min() >= 0
    for row, (head, tail, _) in enumerate(pairs):
        expected = naive(view, head, tail)
        assert len(expected) == len(told.names)
        for number, one in enumerate(expected):
            there = bool(told.present[number][row]) if number in told.present else True
            assert there == (one is not None) == (columns[row, number] != ABSENT)
            if one:
                assert (told.of[number], int(told.values[number][row])) == (one[0], made_of(map(int, one[1:])))


def test_what_is_shared_and_what_is_not():
    text = "An và Mai ở Huế , Bá và Cúc ở Lào"
    entities = [Entity(name, text.index(name), text.index(name) + len(name), label, name) for name, label in
                (("An", "TASK"), ("Mai", "OFFICIAL"), ("Huế", "LOC"), ("Bá", "TASK"), ("Cúc", "OFFICIAL"))]
    view = view_of(text, tokenized(text), entities)
    features = PairFeatures(view)
    (one,), (same,), (other,), (back,) = (
        features([head], [tail]) for head, tail in ((0, 1), (3, 4), (0, 2), (3, 1))
    )
    assert set(one[:2]) == set(same[:2])  # labels and order alike
    assert not set(one[:2]) & set(other[:2]) and not set(one[:2]) & set(back[:2])
    told = _Told()
    _Pairs(features, np.array([0]), np.array([1])).tell(told)
    assert told.names.count(_BAG) == 12 and len({*told.names}) == len(told.names) - 11
    assert view.tokens[:3] == [BEFORE, BEFORE, "an"] and view.tokens[-2:] == [BEHIND, BEHIND]


def test_pairs_of_many_sentences_are_described_as_each_sentence_alone():
    line = "Ông An Chủ tịch xã Bá, bà Mai Bí thư\n"
    places = [(4, 6, "OFFICIAL"), (7, 15, "POSITION"), (16, 21, "ORG"), (26, 29, "OFFICIAL"), (30, 36, "POSITION")]

    def columns(count):
        text = line * count
        entities = [Entity(f"{at}-{start}", at * len(line) + start, at * len(line) + end, label, "")
                    for at in range(count) for start, end, label in places]
        view = view_of(text, tokenized(text), entities)
        pairs = list(candidates(view))
        return PairFeatures(view)([pair[0] for pair in pairs], [pair[1] for pair in pairs])

    alone = columns(1)
    assert len(alone) and (columns(5) == np.concatenate([alone] * 5)).all()


def test_a_label_of_somebody_elses_has_features_too():
    text = "An ở Huế"
    view = view_of(text, tokenized(text), [Entity("a", 0, 2, "HERO", "An"), Entity("b", 5, 8, "LOC", "Huế")])
    assert (PairFeatures(view)([0], [1]) < ABSENT).any()

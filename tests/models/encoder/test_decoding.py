"""Viterbi and forward-backward against all legal sequences, written out."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.encoder.decoding import Chains, names, softmax

TAGS = names(["ORG", "LOC"])


def legal(path):
    before = "O"
    for tag in path:
        if tag[0] == "I" and before not in (tag, "B" + tag[1:]):
            return False
        before = tag
    return True


def spans(path):
    found = []
    for at, tag in enumerate(path):
        if tag[0] == "B":
            found.append((at, at, ["ORG", "LOC"].index(tag[2:])))
        elif tag[0] == "I":
            found[-1] = (found[-1][0], at, found[-1][2])
    return found


def oracle(sentence):
    """Each legal sequence with its probability."""
    weights = {
        path: float(np.prod([sentence[at, TAGS.index(tag)] for at, tag in enumerate(path)]))
        for path in product(TAGS, repeat=len(sentence)) if legal(path)
    }
    total = sum(weights.values())
    return {path: weight / total for path, weight in weights.items()}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0, 10**6))
def test_best_sequence_and_probability_of_every_span(lengths, seed):
    chance = np.random.default_rng(seed)
    sentences = [softmax(3 * chance.normal(size=(length, len(TAGS)))) for length in lengths]
    chains = Chains(sentences)
    for number, sentence in enumerate(sentences):
        paths = oracle(sentence)
        assert chains.spans[number] == spans(max(paths, key=paths.__getitem__))
        for first in range(len(sentence)):
            for last in range(first, len(sentence)):
                for label in (0, 1):
                    expected = sum(share for path, share in paths.items() if (first, last, label) in spans(path))
                    assert chains.probability(number, (first, last, label)) == pytest.approx(expected, abs=1e-6)


def test_long_and_empty_sentences_stand_side_by_side():
    sure = np.zeros((20_000, 5))
    sure[:, 1] = 9.0
    chains = Chains([softmax(np.zeros((0, 5))), softmax(sure), softmax(sure[:1])])
    assert [len(found) for found in chains.spans] == [0, 20_000, 1]
    assert 0.9 < chains.probability(1, (19_999, 19_999, 0)) < 1


def test_an_inside_without_a_beginning_is_never_found():
    scores = np.full((2, 5), -4.0)
    scores[0, 3], scores[0, 1], scores[1, 4], scores[1, 0] = 2.0, 1.0, 3.0, 2.0
    assert Chains([softmax(scores)]).spans == [[(0, 0, 0)]]

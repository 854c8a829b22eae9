from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.tags import decode, encode

PLACES = [(0, 2), (3, 5), (5, 6), (7, 9), (10, 14), (15, 16)]
TAGS = st.lists(st.sampled_from(["O", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]), min_size=6, max_size=6)


@st.composite
def flat_spans(draw):
    spans, at = [], 0
    while at < len(PLACES):
        length = draw(st.integers(0, 3))
        if length and at + length <= len(PLACES):
            spans.append((PLACES[at][0], PLACES[at + length - 1][1], draw(st.sampled_from(["ORG", "LOC"]))))
        at += max(1, length)
    return spans


@given(flat_spans())
def test_flat_spans_come_back(spans):
    tags, lost = encode(spans, PLACES)
    assert lost == []
    assert [(s.start, s.end, s.label) for s in decode([(tag, 1.0) for tag in tags], PLACES)] == spans


@given(TAGS)
def test_any_sequence_of_tags_is_read_as_spans_that_do_not_overlap(tags):
    spans = decode([(tag, 0.5) for tag in tags], PLACES)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = sum(start >= span.start and end <= span.end for span in spans for start, end in PLACES)
    assert covered == sum(tag != "O" for tag in tags)


def test_what_tags_cannot_say_is_given_back():
    spans = [(0, 5, "ORG"), (3, 6, "LOC"), (8, 9, "LOC")]
    tags, lost = encode(spans, PLACES)
    assert tags[:3] == ["B-ORG", "I-ORG", "O"]
    assert lost == [(3, 6, "LOC"), (8, 9, "LOC")]


def test_a_spans_score_is_its_least_certain_token():
    assert decode([("B-ORG", 0.9), ("I-ORG", 0.4)], PLACES[:2])[0].score == 0.4

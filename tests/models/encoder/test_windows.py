from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.encoder.windows import windows


@st.composite
def articles(draw):
    lengths = draw(st.lists(st.integers(1, 5), max_size=80))
    starts = draw(st.sets(st.integers(0, 80)))
    margin = draw(st.integers(0, 8))
    return lengths, starts, 2 * margin + draw(st.integers(5, 30)), margin


@given(articles())
def test_every_token_is_in_exactly_one_core(article):
    lengths, starts, size, margin = article
    found = windows(lengths, starts, size, margin)
    assert [token for window in found for token in range(window.core_start, window.core_stop)] == [*range(len(lengths))]


@given(articles())
def test_no_window_is_longer_than_the_encoder_reads_and_context_is_as_long_as_it_may_be(article):
    lengths, starts, size, margin = article
    sums = [0, *accumulate(lengths)]
    for window in windows(lengths, starts, size, margin):
        before = sums[window.core_start] - sums[window.start]
        behind = sums[window.stop] - sums[window.core_stop]
        assert sums[window.stop] - sums[window.start] <= size and before <= margin and behind <= margin
        assert window.start == 0 or before + lengths[window.start - 1] > margin
        assert window.stop == len(lengths) or behind + lengths[window.stop] > margin


def test_a_sentence_longer_than_a_window_is_read_in_overlapping_ones():
    found = windows([1] * 558, {0}, 254, 32)
    assert len(found) == 3
    assert all(later.start < earlier.core_stop for earlier, later in pairwise(found))


def test_a_core_ends_with_a_sentence_where_one_does():
    assert [window.core_stop for window in windows([1] * 30, {0, 4, 9, 18, 22}, 20, 4)] == [9, 18, 30]


def test_a_token_that_fits_nowhere_is_an_error():
    with pytest.raises(ValueError, match="9 pieces"):
        windows([1, 9], {0}, 12, 2)

from hypothesis import given
from hypothesis import strategies as st

from models.lexicon import LONGEST, Lexicon

SYLLABLES = st.lists(st.sampled_from("abc"), max_size=12)
WORDS = st.sets(st.lists(st.sampled_from("abc"), min_size=1, max_size=6).map("_".join), max_size=8)


@given(WORDS, SYLLABLES)
def test_words_are_the_longest_from_left_to_right(words, syllables):
    expected, at = [], 0
    while at < len(syllables):
        fitting = [length for length in range(2, LONGEST + 1)
                   if at + length <= len(syllables) and "_".join(syllables[at:at + length]) in words]
        length = max(fitting, default=1)
        expected += [True] + [False] * (length - 1)
        at += length
    assert Lexicon(words).starts(syllables) == expected

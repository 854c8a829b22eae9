from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.tokens import tokens, words_and_spaces

VIETNAMESE = st.text(st.sampled_from("aăâđêôơưuyAĐÔƯáàảãạốềựỷỹ 019.,/-%;:\n\r\t\u00a0\u0301\u0309"), max_size=60)


@given(st.one_of(st.text(max_size=80), VIETNAMESE))
def test_every_character_but_white_space_is_in_exactly_one_token(text):
    places = tokens(text)
    assert all(start < end for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    between = [text[a:b] for a, b in zip([0, *(end for _, end in places)], [*(s for s, _ in places), len(text)],
                                         strict=True)]
    assert all(not gap or gap.isspace() for gap in between)


@given(VIETNAMESE, st.integers(0, 20))
def test_a_stretch_gives_the_tokens_of_that_stretch(text, start):
    end = min(len(text), start + 20)
    if start <= end:
        assert tokens(text, start, end) == [(a + start, b + start) for a, b in tokens(text[start:end])]


def surfaces(text):
    return [text[start:end] for start, end in tokens(text)]


def test_glued_text_is_cut_where_the_kind_of_character_changes():
    assert surfaces("50ha") == ["50", "ha"]
    assert surfaces("TP.Huế") == ["TP", ".", "Huế"]
    assert surfaces("ViệtNam") == ["Việt", "Nam"]
    assert surfaces("15/11/2018") == ["15", "/", "11", "/", "2018"]


def test_numbers_keep_their_separators_and_acronyms_stay_whole():
    assert surfaces("1.234.567,5 tỷ") == ["1.234.567,5", "tỷ"]
    assert surfaces("UBND, HĐND") == ["UBND", ",", "HĐND"]


def test_decomposed_letters_are_not_torn_apart():
    assert surfaces("Uỷ ban") == ["Uỷ", "ban"]


@given(st.one_of(st.text(max_size=80), VIETNAMESE))
def test_words_and_spaces_give_the_text_back(text):
    words, spaces = words_and_spaces(text)
    assert "".join(word + " " * space for word, space in zip(words, spaces, strict=True)) == text

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from annotations.folding import fold


def test_old_and_new_tone_marks_fold_alike():
    for old, new in [("uỷ", "ủy"), ("hoá", "hóa"), ("khoẻ", "khỏe"), ("Thuý", "thúy"), ("TOÀ", "tòa")]:
        assert fold(old) == fold(new)


def test_syllables_that_are_written_one_way_only_stay():
    for syllable in ("quý", "quỳnh", "hoàn", "thuyền", "toán"):
        assert fold(syllable) == syllable


@given(st.text(max_size=40))
def test_decomposed_and_composed_text_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))

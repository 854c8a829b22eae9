import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.packages import blank

TOKENIZER = blank().tokenizer
SAMPLE = "Sáng 16/10, đồng chí Vũ Đình Khoát – Chủ tịch UBND thị xã làm việc với Đảng uỷ; chi 9,5 tỷ đồng (22.5%)."

PIECES = st.sampled_from([
    "Uỷ ban", "Ủy ban", "hoá", "hóa", "\r\n", "\n\n", "\u00a0", "\u2009", "😀", "👩‍🌾", "\ufeff", "\u200b", "\t",
    "  ", " ", "9,5 tỷ", "TP.Huế", "…", "“", "\u0301", "\u202e", "trước ngày 15/11/2018", "a" * 300, "\x00",
])
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))


@given(TEXTS)
def test_the_tokenizer_keeps_every_character(text):
    doc = TOKENIZER(text)
    assert doc.text == text
    assert [text[token.idx:token.idx + len(token)] for token in doc] == [token.text for token in doc]


@given(TEXTS, st.sampled_from(["NFC", "NFD"]))
@settings(max_examples=60, deadline=None)
def test_the_pipeline_keeps_every_character_and_its_offsets_are_true(nlp, text, form):
    text = unicodedata.normalize(form, text)
    doc = nlp(text)
    assert doc.text == text
    for span in [*doc.ents, *doc.spans["tasks"]]:
        assert text[span.start_char:span.end_char] == span.text == span.text.strip()


@pytest.mark.parametrize("text", [
    "", " ", "\n", SAMPLE, unicodedata.normalize("NFD", SAMPLE), SAMPLE.replace(" ", "\u00a0"),
    SAMPLE.replace("uỷ", "ủy"), SAMPLE.replace(", ", ",\r\n"), "😀" + SAMPLE + "👩‍🌾",
])
def test_forms_that_archives_hold(nlp, text):
    assert nlp(text).text == text


@pytest.mark.slow
def test_a_megabyte(nlp):
    text = (SAMPLE + " ") * (1_000_000 // (len(SAMPLE) + 1))
    assert nlp(text).text == text


def test_composed_and_decomposed_text_give_the_same_entities(nlp):
    found = [
        [(ent.label_, unicodedata.normalize("NFC", ent.text)) for ent in nlp(unicodedata.normalize(form, SAMPLE)).ents]
        for form in ("NFC", "NFD")
    ]
    assert found[0] == found[1] and found[0]


def test_underthesea_groups_tokens_into_words_and_rewrites_nothing(nlp):
    text = unicodedata.normalize("NFD", "Uỷ ban nhân dân  thành phố hoà giải.\nSở Y tế")
    doc = nlp(text)
    assert doc.text == text
    words = [word.text for word in doc._.words]
    assert "".join("".join(words).split()) == "".join(text.split())
    assert any(" " in word for word in words)
    assert all("\n" not in word for word in words)

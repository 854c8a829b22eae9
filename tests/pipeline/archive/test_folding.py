import doctest
import re
import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive import folding
from pipeline.archive.folding import match, plain, shadow, words

TEXTS = {
    "old": "Ủy ban huyện Đắk Song họp.", "new": "Uỷ ban huyện Đắk Song họp.", "short": "UBND huyện Đắk Song họp.",
    "long": "Ủy ban nhân dân huyện Đắk Song họp.", "bare": "uy ban huyen Dak Song hop",
    "other": "Hội đồng nhân dân họp.",
}
LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    " 0123456789,.-&/UBNDTP"
)


@pytest.fixture(scope="module")
def index():
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE search USING fts5 (text, content='', tokenize='unicode61 remove_diacritics 0')")
    for at, text in enumerate(TEXTS.values()):
        db.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", [at, shadow(text)])
    db.execute("CREATE VIRTUAL TABLE held USING fts5vocab(search, instance)")
    return db


def found(index, query):
    names = [*TEXTS]
    return {names[row] for (row,) in index.execute("SELECT rowid FROM search WHERE search MATCH ?", [match(query)])}


@pytest.mark.parametrize("query", ["uy ban", "ủy ban", "uỷ ban", "UY BAN", "UBND", "ubnd", "U\u0309y ban"])
def test_every_spelling_finds_every_other(index, query):
    assert found(index, query) == {"old", "new", "short", "long", "bare"}


def test_the_long_form_and_phrases(index):
    assert found(index, "ủy ban nhân dân") == {"short", "long"}
    assert found(index, '"nhân dân huyện"') == {"short", "long"}
    assert found(index, "HĐND") == {"other"}
    assert found(index, "dak song") == found(index, "Đắk Song") == {"old", "new", "short", "long", "bare"}
    assert found(index, "hô*") == {"other", "old", "new", "short", "long", "bare"}
    assert found(index, '"hội dân"') == set()


@pytest.mark.parametrize("query", [
    'ủy" OR "x', "NEAR(a b)", "text: ban", "a AND", "-ban", "^ban", "(", "' OR 1=1 --", "ban\x00x", '"', "*", "{a} : b",
])
def test_no_query_is_an_error(index, query):
    if expression := match(query):
        index.execute("SELECT rowid FROM search WHERE search MATCH ?", [expression]).fetchall()


def test_a_query_without_words_is_none():
    assert match("…!?") == match("") == match('""') == ""


@given(st.text(st.sampled_from(LETTERS + "\u0301\u0323\n\u00a0")))
def test_words_point_at_where_they_stand(text):
    last = 0
    for word in words(text):
        assert last <= word.start < word.end <= len(text)
        if text[word.start:word.end].isalnum() and word.word != plain(text[word.start:word.end]):
            assert plain(text[word.start:word.end]) not in {other.word for other in words(text)}  # written out
        last = word.start


@given(st.text(st.sampled_from(LETTERS)))
def test_decomposed_text_has_the_same_words(text):
    assert shadow(unicodedata.normalize("NFD", text)) == shadow(unicodedata.normalize("NFC", text))


@given(st.text(st.sampled_from(LETTERS)))
def test_sqlite_sees_the_same_words(index, text):
    index.execute("SAVEPOINT one")
    index.execute("INSERT INTO search (rowid, text) VALUES (100, ?)", [shadow(text)])
    held = [term for (term,) in index.execute("SELECT term FROM held WHERE doc = 100 ORDER BY offset")]
    index.execute("ROLLBACK TO one")
    assert held == [word.word for word in words(text)]


def test_no_abbreviation_is_a_syllable():
    initial = "b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|r|s|t|th|tr|v|x"
    syllable = re.compile(f"(?:{initial})?[aeiouy]{{1,3}}(?:c|ch|m|n|ng|nh|p|t)?")
    assert syllable.fullmatch("nghieng") and syllable.fullmatch("tu")
    assert [short for short in folding._table() if len(short) == 1 and syllable.fullmatch(short[0])] == []


def test_doctests():
    assert doctest.testmod(folding).failed == 0

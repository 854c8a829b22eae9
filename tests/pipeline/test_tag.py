"""Tagging a stream: what articles taught the vocabulary is forgotten with them, and nothing else changes."""

import pytest

import pipeline
import pipeline.tag
from annotations.errors import CongbaoError
from corpus.articles import Article
from pipeline.tag import tag_article, tag_or_error, tag_stream

WORDS = 40
ARTICLES = [
    Article(str(number), f"Ông Vũ Đình Khoát{number}, Chủ tịch UBND xã Kỳ{number}ạ, nhận {number + 2} tỷ đồng.")
    for number in range(WORDS)
]


@pytest.fixture
def fresh(monkeypatch):
    """A pipeline of its own, whose vocabulary knows many words from the beginning."""
    monkeypatch.setattr(pipeline.tag, "_WORDS", 0)
    nlp = pipeline.load()
    tag_article(nlp, ARTICLES[0])
    return nlp


def rows(documents):
    return [document.to_json() for document in documents]


def test_a_stream_teaches_the_vocabulary_nothing(fresh):
    before = set(fresh.vocab.strings)
    found = rows(tag_stream(fresh, ARTICLES, pytest.fail))
    assert set(fresh.vocab.strings) == before and not fresh.vocab.in_memory_zone
    assert found == rows(tag_article(fresh, article) for article in ARTICLES)
    assert len(set(fresh.vocab.strings) - before) > WORDS  # outside a stream they stay


def test_few_words_are_kept(fresh, monkeypatch):
    monkeypatch.setattr(pipeline.tag, "_WORDS", 1 << 13)
    before = set(fresh.vocab.strings)
    list(tag_stream(fresh, ARTICLES, pytest.fail))
    assert len(set(fresh.vocab.strings) - before) > WORDS


def test_an_article_that_fails_leaves_the_vocabulary_as_it_was(fresh, monkeypatch):
    before = set(fresh.vocab.strings)
    with monkeypatch.context() as patch:
        patch.setattr(pipeline.tag, "to_document", lambda *_: 1 / 0)
        assert isinstance(tag_or_error(fresh, ARTICLES[5]), CongbaoError)
    assert not fresh.vocab.in_memory_zone and set(fresh.vocab.strings) == before
    assert tag_or_error(fresh, ARTICLES[5]).to_json() == tag_article(fresh, ARTICLES[5]).to_json()


def test_the_zone_of_a_caller_is_left_to_the_caller(fresh):
    with fresh.memory_zone():
        inside = rows(tag_stream(fresh, ARTICLES[:3], pytest.fail))
        assert fresh.vocab.in_memory_zone
    assert inside == rows(tag_stream(fresh, ARTICLES[:3], pytest.fail))

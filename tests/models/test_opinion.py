"""A tagger that is told another's opinion learns how far to trust it."""

import random

import pytest

from models.features import Resources
from models.fitting import Settings, fit
from models.opinion import Opinion
from models.tagger import Tagger, tokenized
from tests.models.encoder.toy import documents

SETTINGS = Settings(max_iterations=30, folds=2, smallest_frequency=1, labels=("ORG",), layer=None)


def nonsense(count):
    """Articles of words that say nothing of themselves: one word of each is a body, by chance."""
    from annotations.document import Document, Entity

    chance, made = random.Random(0), []
    for number in range(count):
        words = [chance.choice("abcde") for _ in range(9)]
        at = chance.randrange(9)
        start = sum(len(word) + 1 for word in words[:at])
        text = " ".join(words)
        made.append(Document(f"n/{number}", text, entities=[
            Entity("e1", start, start + len(words[at]), "ORG", words[at]),
        ]))
    return made


def told(document, right=True):
    """The opinion that says the gold, or its opposite: the word behind."""
    tags = []
    for places in tokenized(document.text):
        row = ["O"] * len(places)
        for index, (start, _) in enumerate(places):
            if start == document.entities[0].start:
                row[index if right else (index + 1) % len(row)] = "B-ORG"
        tags.append(row)
    features = [[[f"e={tag}6"] for tag in row] for row in tags]
    return Opinion(tags, features, [[[] for _ in row] for row in tags])


def test_a_good_opinion_is_followed_and_none_is_needed():
    articles = nonsense(30)
    tagger = fit(articles, Resources({}, {}), SETTINGS, opinions=[told(article) for article in articles]).tagger
    fresh = nonsense(40)[30:]
    found = [tagger.predict(article.text, opinion=told(article)) for article in fresh]
    assert [[span.start for span in spans] for spans in found] == [[article.entities[0].start] for article in fresh]
    misled = [tagger.predict(article.text, opinion=told(article, right=False)) for article in fresh]
    assert all(
        spans and spans[0].start != article.entities[0].start for spans, article in zip(misled, fresh, strict=True)
    )


def test_the_same_without_an_opinion_comes_back_from_disk(tmp_path):
    articles = documents(8)
    fitted = fit(articles, Resources({}, {}), SETTINGS)
    fitted.tagger.to_disk(tmp_path)
    again = Tagger.from_disk(tmp_path)
    for article in articles:
        assert again.predict(article.text) == fitted.tagger.predict(article.text)
    assert again.predict("") == []


@pytest.mark.parametrize("text", ["", "\n \n", "một câu.\n\n\nhai câu."])
def test_sentences_without_tokens_are_passed_over(text):
    articles = nonsense(6)
    tagger = fit(articles, Resources({}, {}), SETTINGS, opinions=[told(article) for article in articles]).tagger
    places = [*tokenized(text), []]
    empty = Opinion([["O"] * len(row) for row in places], [[[]] * len(row) for row in places],
                    [[[]] * len(row) for row in places])
    assert isinstance(tagger.predict(text, places, empty), list)

import itertools
import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.articles import Article
from corpus.dedupe import jaccard, near_duplicates, shingles

WORDS = [
    "ủy", "ban", "nhân", "dân", "huyện", "xã", "họp", "bàn", "thu", "chi", "đường", "hộ", "nghèo", "năm", "quý", "vốn",
]


def runs(text):
    """Shingles the plain way; only for texts that folding leaves as they are."""
    words = text.split()
    return {tuple(words[at:at + 5]) for at in range(max(1, len(words) - 4))}


def overlap(first, second):
    return len(runs(first) & runs(second)) / len(runs(first) | runs(second))


def mutated(words, changes, chance):
    words = list(words)
    for _ in range(changes):
        words[chance.randrange(len(words))] = chance.choice(WORDS)
    return words


def collection(seed, size=40):
    """Articles in families: one text, and copies of it with more and more words changed."""
    chance = random.Random(seed)
    articles = []
    for family in range(size // 8):
        words = chance.choices(WORDS, k=chance.randrange(40, 160))
        articles += [
            Article(f"{family}/{changes}", " ".join(mutated(words, changes, chance))) for changes in range(8)
        ]
    return articles


def brute(articles, threshold):
    groups = [{article.id} for article in articles]
    for first, second in itertools.combinations(articles, 2):
        if overlap(first.text, second.text) >= threshold:
            one, other = (next(group for group in groups if item.id in group) for item in (first, second))
            if one is not other:
                groups.remove(other)
                one |= other
    return sorted(sorted(group) for group in groups if len(group) > 1)


def test_groups_are_those_of_all_pairs():
    joined = 0
    for seed in range(6):
        articles = collection(seed)
        expected = brute(articles, 0.7)
        joined += sum(map(len, expected))
        assert sorted(sorted(group) for group in near_duplicates(articles)) == expected
    assert 20 < joined < 6 * 40  # some are duplicates and some are not


PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30)


@given(PHRASES, PHRASES)
def test_similarity_is_that_of_the_sets(first, second):
    first, second = " ".join(first), " ".join(second)
    assert jaccard(shingles(first), shingles(second)) == overlap(first, second)


def test_case_punctuation_and_spelling_make_no_difference():
    first = "Uỷ ban nhân dân huyện, ngày 5/5: họp.\r\nHết"
    second = "ủy ban  nhân dân HUYỆN ngày 5 5 họp Hê\u0301t"
    assert np.array_equal(shingles(first), shingles(second))
    assert near_duplicates([Article("a", first), Article("b", second), Article("c", "khác hẳn")]) == [{"a", "b"}]


def test_no_articles_and_empty_ones():
    assert near_duplicates([]) == []
    assert near_duplicates([Article("a", "ủy ban")]) == []

"""How well mentions are joined across articles: an invented set with the right joins written by hand.

A pair is two mentions of people (or of bodies) that stand in different articles, or in one. It is right where both the
set and the archive hold that they are one.
"""

from itertools import combinations

import pytest

from tests.pipeline.archive import invented

FLOORS = {"people": (0.97, 0.93), "bodies": (0.97, 0.95)}


@pytest.fixture(scope="module")
def joined(tmp_path_factory):
    articles = invented.articles()
    db = invented.archive(tmp_path_factory.mktemp("set") / "a.db", [document for document, _ in articles.values()])
    found = {
        (key, mention): (person, body) for key, mention, person, body in db.execute(
            "SELECT articles.key, mention, person_id, organisation_id FROM mentions"
            " JOIN articles ON articles.id = article_id"
        )
    }
    yield db, articles, found
    db.close()


def pairs(groups):
    """The pairs of a mapping item -> group that are in one group; None is in none."""
    return {
        frozenset(pair) for pair in combinations(groups, 2) if groups[pair[0]] is not None
        and groups[pair[0]] == groups[pair[1]]
    }


def measured(joined, kind):
    """Precision, recall and number of gold pairs, over people or bodies."""
    _, articles, found = joined
    column = 0 if kind == "people" else 1
    gold = {
        (key, mention): meant for key, (_, writer) in articles.items()
        for mention, meant in (writer.who if kind == "people" else writer.which).items()
    }
    right, given = pairs(gold), pairs({item: found[item][column] for item in gold})
    return len(right & given) / len(given), len(right & given) / len(right), len(right), right ^ given


@pytest.mark.parametrize("kind", FLOORS)
def test_pairs(joined, kind):
    precision, recall, count, wrong = measured(joined, kind)
    assert count > 40
    assert precision >= FLOORS[kind][0], wrong
    assert recall >= FLOORS[kind][1], wrong


def test_nobody_in_particular_is_nobody(joined):
    _, articles, found = joined
    nobody = {
        (key, mention) for key, (_, writer) in articles.items() for mention, who in writer.who.items() if who is None
    }
    assert len(nobody) == 3
    assert {found[item][0] for item in nobody} == {None}


def test_every_link_has_a_score(joined):
    db, _, _ = joined
    scores = [row[0] for row in db.execute(
        "SELECT link_score FROM mentions WHERE person_id IS NOT NULL OR organisation_id IS NOT NULL"
    )]
    assert len(scores) > 100
    assert all(score is not None and 0 < score <= 1 for score in scores)

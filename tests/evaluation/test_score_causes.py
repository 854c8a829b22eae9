"""Errors by cause: every mistake is in exactly one error, and relations are wrong for the reason that is given."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given, settings
from rich.console import Console
from scoring_oracle import FLAT, corpora, distinct, links, shared

from annotations import Document, Entity, Relation
from evaluation import evaluate
from evaluation.causes import CAUSES, worst
from evaluation.listing import causes

TEXT = "Ông An, Chủ tịch UBND xã; Bí thư"
PLACES = {"An": (4, 6), "Chủ tịch": (8, 16), "UBND xã": (17, 24), "Bí thư": (26, 32)}
LABELS = {"An": "OFFICIAL", "Chủ tịch": "POSITION", "UBND xã": "ORG", "Bí thư": "POSITION"}


def document(relations=(), changed=None, without=()):
    labels = {**LABELS, **(changed or {})}
    entities = [
        Entity(name, *place, labels[name], name, score=0.5) for name, place in PLACES.items() if name not in without
    ]
    return Document("d", TEXT, entities=entities, relations=[Relation(*one) for one in relations])


@settings(max_examples=120, deadline=None)
@given(corpora())
def test_every_mistake_is_one_error(corpus):
    gold, predicted = corpus
    result = evaluate(gold, predicted, resamples=0)
    answers = {one.id: one for one in predicted}
    for one in gold:
        wanted, found = set(distinct(one)), set(distinct(answers[one.id]))
        own = [error for error in result.errors if error.document == one.id]
        missed = [tuple(error.gold) for error in own if error.gold]
        spurious = [tuple(error.predicted) for error in own if error.predicted]
        assert sorted(missed) == sorted(wanted - found)
        assert sorted(spurious) == sorted(found - wanted)
        for error in own:
            if error.cause in ("missed", "spurious"):
                assert (error.gold is None) == (error.cause == "spurious") != (error.predicted is None)
                continue
            assert shared(error.gold, error.predicted)
            assert (error.gold.label in FLAT) == (error.predicted.label in FLAT)
            same = (error.gold[:2] == error.predicted[:2], error.gold.label == error.predicted.label)
            assert error.cause == {(True, False): "label", (False, True): "boundary", (False, False): "both"}[same]
            assert error.score == distinct(answers[one.id])[tuple(error.predicted)].score
    counts = result.to_json(places=False)["errors"]["entities"]
    assert list(counts) == list(CAUSES)
    assert sum(sum(names.values()) for names in counts.values()) == len(result.errors)
    for cause in CAUSES:
        for name, number in counts[cause].items():
            assert number == sum(error.cause == cause and error.name == name for error in result.errors)
        assert list(counts[cause].values()) == sorted(counts[cause].values(), reverse=True)


@settings(max_examples=80, deadline=None)
@given(corpora(most=2))
def test_relations_are_wrong_for_the_reason_given(corpus):
    gold, predicted = corpus
    result = evaluate(gold, predicted, resamples=0)
    answers = {one.id: one for one in predicted}
    sides = {one.id: (one, answers[one.id]) for one in gold}
    for mistake in result.relation_mistakes:
        own, other = sides[mistake.document][:: 1 if mistake.kind == "missed" else -1]
        link = (*map(tuple, mistake.link[:2]), mistake.link.label)
        right = set(distinct(other))
        rest = links(other) - links(own)
        if link[0] not in right or link[1] not in right:
            assert mistake.cause == "ends"
        elif any(one[:2] == link[:2] for one in rest):
            assert mistake.cause == "label"
        else:
            assert mistake.cause == ("tail" if any(one[::2] == link[::2] for one in rest) else "nothing")
    counts = result.to_json(places=False)["errors"]["relations"]
    numbers = {kind: sum(sum(names.values()) for names in rows.values()) for kind, rows in counts.items()}
    assert numbers == {
        kind: sum(one.kind == kind for one in result.relation_mistakes) for kind in ("missed", "spurious")
    }


@pytest.mark.parametrize(("answer", "cause"), [
    (document(without=["Chủ tịch"]), "ends"), (document(changed={"An": "PERSON"}), "ends"),
    (document([("An", "Chủ tịch", "AT")]), "label"), (document([("An", "Bí thư", "HOLDS")]), "tail"),
    (document(), "nothing"),
])
def test_why_a_relation_is_missed(answer, cause):
    result = evaluate([document([("An", "Chủ tịch", "HOLDS")])], [answer], resamples=0)
    assert [(one.kind, one.cause) for one in result.relation_mistakes if one.kind == "missed"] == [("missed", cause)]


def test_another_right_tail_is_not_to_blame():
    gold = document([("An", "Chủ tịch", "HOLDS"), ("An", "Bí thư", "HOLDS")])
    result = evaluate([gold], [document([("An", "Bí thư", "HOLDS")])], resamples=0)
    assert [one.cause for one in result.relation_mistakes] == ["nothing"]


def test_the_surest_are_the_worst():
    def article(identity, *scores):
        entities = [Entity(f"e{at}", at, at + 1, "ORG", TEXT[at], score=score) for at, score in enumerate(scores)]
        return Document(identity, TEXT, entities=entities)

    gold = [Document(one, TEXT) for one in "ab"]
    result = evaluate(gold, [article("a", 0.2, None, 0.9), article("b", 0.5)], resamples=0)
    assert [error.score for error in worst(result.errors, 3)["spurious"]] == [0.9, 0.5, 0.2]
    assert worst(result.errors, 0)["spurious"] == []
    console = Console(width=200, file=StringIO(), record=True)
    console.print(causes(result, 1), soft_wrap=True)
    shown = console.export_text()
    assert "a:2 predicted ORG 'g' 0.90 | Ông An, Chủ tịch UBND xã; Bí thư" in shown and "0.50" not in shown
    assert next(line.split() for line in shown.splitlines() if line.strip().startswith("spurious "))[1] == "4"

"""Every figure of the fast scorer against the slow one, on random documents."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_oracle import (
    FLAT,
    LABELS,
    MISSION,
    corpora,
    distinct,
    entity_counts,
    links,
    part,
    relation_counts,
    shared,
)

from annotations import SCHEMA, Entity
from annotations.sentences import sentences
from evaluation import Score, evaluate
from evaluation.entities import STRATEGIES


def f1(counts):
    correct, incorrect, partial, missed, spurious = counts
    right = correct + Fraction(partial, 2)
    items = 2 * (correct + incorrect + partial) + missed + spurious
    return None if not items else float(2 * right / items)


@settings(max_examples=120, deadline=None)
@given(corpora())
def test_entities(corpus):
    gold, predicted = corpus
    result = evaluate(gold, predicted, resamples=0)
    rows = {"mission": MISSION, "flat": FLAT, **{label: (label,) for label in SCHEMA.labels}}
    for strategy in STRATEGIES:
        for row, labels in rows.items():
            expected = entity_counts(gold, predicted, strategy, labels)
            assert result.tally.total("entities", strategy, row).tolist() == expected, (strategy, row)
            score = result.score("entities", strategy, row)
            assert score == Score.of(expected)
            assert score.f1 == pytest.approx(f1(expected))
        for row, labels in (("mission", MISSION), ("flat", FLAT)):
            known = [f1(entity_counts(gold, predicted, strategy, (label,))) for label in labels]
            known = [value for value in known if value is not None]
            expected = sum(known) / len(known) if known else None
            assert result.f1("entities", strategy, row, "macro") == pytest.approx(expected)
            if strategy in ("strict", "type"):
                parts = [result.score("entities", strategy, label) for label in labels]
                assert sum(parts, Score()) == result.score("entities", strategy, row)


@settings(max_examples=80, deadline=None)
@given(corpora())
def test_relations(corpus):
    gold, predicted = corpus
    result = evaluate(gold, predicted, resamples=0)
    for mode in ("end_to_end", "found"):
        for strategy in ("strict", "relaxed"):
            for row in ("all", "AT", "OF", "DUE", "HOLDS"):
                for distance in ("all", "clause", "near", "far"):
                    key = (mode, strategy, row, distance)
                    correct, missed, spurious = relation_counts(gold, predicted, *key)
                    counted = result.tally.total("relations", *key)
                    assert counted.tolist() == [correct, 0, 0, missed, spurious], key


@settings(max_examples=80, deadline=None)
@given(corpora())
def test_values(corpus):
    gold, predicted = corpus
    result = evaluate(gold, predicted, resamples=0)
    answers = {document.id: document for document in predicted}

    def same(name, one, other):
        if name == "all":
            return all(same(each, one, other) for each in SCHEMA.attributes[one.label])
        first, second = getattr(one, name), getattr(other, name)
        return (first or "exact") == (second or "exact") if name == "bound" else first == second

    if not any(one.value or one.unit or one.bound for document in gold for one in document.entities):
        assert not result.tally.below("values")
        return
    for label, names in SCHEMA.attributes.items():
        for name in (*names, "all"):
            right = wrong = missed = spurious = 0
            for document in gold:
                wanted = {span: one for span, one in distinct(document).items() if span[2] == label}
                answer = distinct(answers[document.id])
                given_ = {span: one for span, one in answer.items() if span[2] == label}
                for span, one in wanted.items():
                    if span not in given_:
                        missed += 1
                    elif same(name, one, given_[span]):
                        right += 1
                    else:
                        wrong += 1
                spurious += sum(span not in wanted for span in given_)
            assert result.tally.total("values", "matched", label, name).tolist() == [right, wrong, 0, 0, 0]
            joint = [right, 0, 0, missed + wrong, spurious + wrong]
            assert result.tally.total("values", "joint", label, name).tolist() == joint


@settings(max_examples=80, deadline=None)
@given(corpora())
def test_confusion_adds_up(corpus):
    gold, predicted = corpus
    result = evaluate(gold, predicted, resamples=0)
    for which, strategy in (("same_span", "exact"), ("overlap", "partial")):
        names, matrix = result.confusion(which)
        at = {name: place for place, name in enumerate(names)}
        for label in FLAT:
            row, column = sum(matrix[at[label]]), sum(line[at[label]] for line in matrix)
            assert row == sum(span[2] == label for document in gold for span in distinct(document))
            assert column == sum(span[2] == label for document in predicted for span in distinct(document))
        assert matrix[-1][-1] == 0
        together = sum(matrix[at[one]][at[other]] for one in FLAT for other in FLAT)
        correct, _, partial, _, _ = entity_counts(gold, predicted, strategy, FLAT)
        assert together == correct + partial
    # One label for another at the same place: straight from the sets, where no place has two labels.
    _, matrix = result.confusion("same_span")
    answers = {document.id: document for document in predicted}
    places = [
        ({s[:2] for s in distinct(d) if s[2] in FLAT}, [s for s in distinct(d) if s[2] in FLAT])
        for document in gold for d in (document, answers[document.id])
    ]
    if all(len(alone) == len(spans) for alone, spans in places):
        expected = {}
        for document in gold:
            for one in distinct(document):
                for other in distinct(answers[document.id]):
                    if one[:2] == other[:2] and one[2] in FLAT and other[2] in FLAT:
                        expected[one[2], other[2]] = expected.get((one[2], other[2]), 0) + 1
        for one in FLAT:
            for other in FLAT:
                assert matrix[at[one]][at[other]] == expected.get((one, other), 0)


@settings(max_examples=80, deadline=None)
@given(corpora())
def test_slices(corpus):
    gold, predicted = corpus
    result = evaluate(gold, predicted, resamples=0)
    answers = {document.id: document for document in predicted}
    bounds = {
        "1-20": (0, 20), "21-40": (21, 40), "41-80": (41, 80), "81-160": (81, 160), "161+": (161, 10**9),
    }
    for kind, names in (("source", ("a", "b")), ("length", bounds)):
        for name in names:
            counts = [0, 0, 0, 0, 0]
            for document in gold:
                wanted = {span for span in distinct(document) if span[2] in FLAT}
                given_ = {span for span in distinct(answers[document.id]) if span[2] in FLAT}
                for span in wanted | given_:
                    if kind == "source":
                        inside = document.meta["source"] == name
                    else:
                        pieces = [(s, e) for s, e in sentences(document.text) if s <= span[0]]
                        start, end = pieces[-1]
                        low, high = bounds[name]
                        inside = low <= len(document.text[start:end].split()) <= high
                    if inside:
                        counts[0 if span in wanted & given_ else 3 if span in wanted else 4] += 1
            assert result.tally.total("slices", kind, name).tolist() == counts


@settings(max_examples=80, deadline=None)
@given(corpora())
def test_every_mistake_has_its_place(corpus):
    gold, predicted = corpus
    result = evaluate(gold, predicted, resamples=0)
    answers = {document.id: document for document in predicted}
    expected = set()
    for document in gold:
        wanted, given_ = set(distinct(document)), set(distinct(answers[document.id]))
        expected |= {(document.id, "missed", span) for span in wanted - given_}
        expected |= {(document.id, "spurious", span) for span in given_ - wanted}
        for mistake in result.mistakes:
            if mistake.document != document.id:
                continue
            others = given_ if mistake.kind == "missed" else wanted
            layer = ("TASK",) if mistake.span.label == "TASK" else FLAT
            touching = [other for other in others if other[2] in layer and shared(other, mistake.span)]
            if mistake.cause == "nothing":
                assert not touching and mistake.other is None
            else:
                assert mistake.other in touching
                same = [other[:2] == mistake.span[:2] for other in touching]
                assert (mistake.cause == "label") == any(same)
                if not any(same):
                    alike = any(other[2] == mistake.span.label for other in touching)
                    assert mistake.cause == ("boundary" if alike else "both")
    assert {(one.document, one.kind, tuple(one.span)) for one in result.mistakes} == expected
    assert len(result.mistakes) == len(expected)
    listed = result.to_json()["mistakes"]["relations"]
    told = {
        (row["document"], row["kind"], tuple(row["head"]), tuple(row["tail"]), row["label"]) for row in listed
    }
    wrong = set()
    for document in gold:
        wanted, given_ = links(document), links(answers[document.id])
        wrong |= {(document.id, "missed", *link) for link in wanted - given_}
        wrong |= {(document.id, "spurious", *link) for link in given_ - wanted}
    assert told == wrong
    assert len(listed) == len(wrong)
    texts = {document.id: document.text for document in gold}
    assert all(row["distance"] == part(texts[row["document"]], row["head"], row["tail"]) for row in listed)


@settings(max_examples=60, deadline=None)
@given(corpora())
def test_calibration(corpus):
    gold, predicted = corpus
    result = evaluate(gold, predicted, resamples=0)
    answers = {document.id: document for document in predicted}
    for label in LABELS:
        wanted = [(document.id, span) for document in gold for span in distinct(document) if span[2] == label]
        given_ = [
            (one.score, (document.id, span) in wanted)
            for document in answers.values() for span, one in distinct(document).items() if span[2] == label
        ]
        if not wanted and not given_:
            assert label not in result.calibration["entities"]
            continue
        found = result.calibration["entities"][label]
        assert found.gold == len(wanted)
        points = []
        for threshold in sorted({score for score, _ in given_}, reverse=True):
            above = [right for score, right in given_ if score >= threshold]
            if wanted:
                points.append((sum(above) / len(wanted), sum(above) / len(above)))
        recalls, precisions = found.curve()
        assert recalls.tolist() == pytest.approx([recall for recall, _ in points])
        assert precisions.tolist() == pytest.approx([precision for _, precision in points])
        for recall in (0.5, 0.8):
            reached = [precision for reach, precision in points if reach >= recall]
            assert found.precision_at(recall) == pytest.approx(max(reached) if reached else None)
        written = found.to_json()["curve"]
        for recall, precision in zip(written["recall"], written["precision"], strict=True):
            assert precision == pytest.approx(found.precision_at(recall))
        error = 0.0
        for low in range(10):
            inside = [
                one for one in given_ if low / 10 <= one[0] < (low + 1) / 10 or (low == 9 and one[0] == 1)
            ]
            if inside:
                gap = sum(score - right for score, right in inside) / len(inside)
                error += len(inside) / len(given_) * abs(gap)
        assert found.error == pytest.approx(error if given_ else None)


@settings(max_examples=60, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_order_and_duplicates_change_nothing(corpus, random):
    gold, predicted = corpus
    before = evaluate(gold, predicted, resamples=20, seed=1)
    for document in (*gold, *predicted):
        copies = [
            Entity("again" + one.id, one.start, one.end, one.label, one.text, one.value, one.unit, one.bound,
                   one.score)
            for one in document.entities
        ]
        document.entities = document.entities + copies
        random.shuffle(document.entities)
        document.relations = document.relations * 2
        random.shuffle(document.relations)
    after = evaluate(gold, predicted, resamples=20, seed=1)
    first, second = (json.loads(json.dumps(one.to_json(), allow_nan=False)) for one in (before, after))
    for row in (first, second):
        del row["date"], row["data"]["gold"]["duplicates"], row["data"]["predicted"]["duplicates"]
    assert first == second

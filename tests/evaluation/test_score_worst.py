"""The worst errors: ranked by what is surest, each kind its share, and asked again of later predictions."""

from __future__ import annotations

import pytest

from annotations import Document, Entity, InputError
from evaluation import evaluate
from evaluation.causes import Error
from evaluation.pairs import Span
from evaluation.worst import by_cause, still_made, worst_errors

TEXT = "Sở A họp với Sở B ở Xã C"
PLACES = {"Sở A": (0, 4), "Sở B": (13, 17), "Xã C": (20, 24), "họp": (5, 8)}


def document(*found):
    return Document("d", TEXT, entities=[
        Entity(f"e{at}", *PLACES[name], label, name, score=score) for at, (name, label, score) in enumerate(found)
    ])


def pairs(gold, predicted):
    return evaluate([gold], [predicted], resamples=0).pairs


def test_each_kind_has_its_share_and_the_surest_come_first():
    said = [Error("d", "spurious", None, Span(at, at + 1, "ORG"), at / 10) for at in range(6)]
    unsaid = [Error("d", "missed", Span(at, at + 1, "ORG"), None) for at in range(10, 13)]
    told = {10: 0.6, 11: None, 12: 0.99999}
    rows = worst_errors([*unsaid, *said], 6, lambda document, span: told[span.start])
    assert [(row["kind"], row["score"]) for row in rows] == [
        ("spurious", 0.5), ("spurious", 0.4), ("spurious", 0.3), ("spurious", 0.2), ("missed", 1.0), ("missed", 0.6),
    ]
    assert rows[0]["predicted"] == [5, 6, "ORG"] and rows[0]["gold"] is None and rows[0]["cause"] is None
    everything = worst_errors([*said, *unsaid], 50, lambda document, span: told[span.start])
    assert len(everything) == 9 and everything[-1]["score"] is None  # untold: last
    assert worst_errors([], 50, lambda document, span: 1.0) == []


def test_an_error_is_made_until_the_gold_span_is_found_or_the_spurious_one_is_gone():
    gold = document(("Sở A", "ORG", None), ("Sở B", "ORG", None))
    first = document(("Sở A", "LOC", 0.9), ("Xã C", "LOC", 0.8))
    rows = worst_errors(evaluate([gold], [first], resamples=0).errors, 9, lambda document, span: 0.5)
    assert [row["kind"] for row in rows] == ["label", "spurious", "missed"]
    assert still_made(rows, pairs(gold, first)) == [True, True, True]
    # Another wrong label is still the same error; another spurious span is not.
    second = document(("Sở A", "PERSON", 0.9), ("họp", "LOC", 0.8), ("Sở B", "ORG", 0.4))
    assert still_made(rows, pairs(gold, second)) == [True, False, False]
    # And gold that says otherwise today leaves no error.
    mended = document(("Sở A", "LOC", None), ("Xã C", "LOC", None))
    assert still_made(rows, pairs(mended, first)) == [False, False, False]
    with pytest.raises(InputError, match="no document 'e'"):
        still_made([{**rows[0], "document": "e"}], pairs(gold, first))


def test_every_error_needs_a_cause_that_is_described():
    rows = [{"kind": "missed", "cause": cause} for cause in ("border", None)]
    with pytest.raises(InputError, match="error 2 has the cause None"):
        by_cause({"causes": {"border": "…"}, "rows": rows})
    assert by_cause({"causes": {"border": "…", "list": "…"}, "rows": rows[:1]}) == {
        "border": {"errors": 1, "kinds": {"missed": 1}, "still": {}}, "list": {"errors": 0, "kinds": {}, "still": {}},
    }

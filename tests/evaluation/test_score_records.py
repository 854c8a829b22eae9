"""Records: whole tuples, their keys, and gold without any."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import Document, DocumentError
from evaluation import Score, evaluate


def document(records, identity="d"):
    return Document(identity, "Ông An, Chủ tịch UBND xã Bá", records=records)


AN = {"name": "Lê An", "position": "Chủ tịch", "organisation": "UBND xã Bá", "place": None, "score": 0.5,
      "evidence": [{"id": "e1", "start": 4, "end": 6}]}


def scores(gold, predicted):
    result = evaluate([document(gold)], [document(predicted)], resamples=0)
    return result.score("records", "officials", "whole"), result.score("records", "officials", "key")


def test_evidence_scores_case_and_spelling_do_not_count():
    other = {"name": "lê  An", "position": "CHỦ TỊCH", "organisation": "UBND xã Bá"}
    assert scores({"officials": [AN]}, {"officials": [other]}) == (Score(1, 0, 0), Score(1, 0, 0))
    old, new = {**AN, "position": "Uỷ viên"}, {**AN, "position": "Ủy viên"}
    assert scores({"officials": [old]}, {"officials": [new]})[0] == Score(1, 0, 0)


def test_a_wrong_body_leaves_the_key_right():
    other = {**AN, "organisation": "UBND xã Bê"}
    assert scores({"officials": [AN]}, {"officials": [other]}) == (Score(0, 1, 1), Score(1, 0, 0))


def test_equal_records_are_one():
    assert scores({"officials": [AN, AN]}, {"officials": [AN]}) == (Score(1, 0, 0), Score(1, 0, 0))


def test_missing_and_spurious():
    other = {**AN, "name": "Lê Ba"}
    assert scores({"officials": [AN]}, {"officials": [AN, other]})[0] == Score(1, 1, 0)
    assert scores({"officials": [AN, other]}, None)[0] == Score(0, 0, 2)
    assert scores({"officials": []}, {"officials": [AN]})[0] == Score(0, 1, 0)
    assert scores({}, {"officials": [AN]})[0] == Score(0, 1, 0)


def test_figures_and_deadlines():
    figure = {"indicator": None, "counted": "hộ", "value": 32, "unit": "hộ", "bound": "exact",
              "period": {"text": "năm 2018", "value": "2018"}, "body": None, "place": "xã Bá",
              "kind": "result"}
    task = {"date": "2018-11-15", "task": "giúp đỡ xã", "responsible": ["Sở A", "Sở B"],
            "sentence": {"start": 0, "end": 9}}
    gold = {"figures": [figure], "deadlines": [task]}
    period = {"text": "2018", "value": "2018"}
    found = {"figures": [{**figure, "value": 32.0, "bound": None, "period": period}],
             "deadlines": [{**task, "responsible": ["Sở A"], "sentence": {"start": 3, "end": 9}}]}
    result = evaluate([document(gold)], [document(found)], resamples=0)
    assert result.score("records", "figures", "whole") == Score(0, 1, 1)  # "exact" is not "not known"
    assert result.score("records", "figures", "key") == Score(1, 0, 0)
    assert result.score("records", "deadlines", "whole") == Score(0, 1, 1)
    assert result.score("records", "deadlines", "key") == Score(1, 0, 0)
    found["figures"][0]["bound"] = "exact"
    result = evaluate([document(gold)], [document(found)], resamples=0)
    assert result.score("records", "figures", "whole") == Score(1, 0, 0)


def test_gold_without_records_is_not_scored_and_says_so():
    result = evaluate([document(None)], [document({"officials": [AN]})], resamples=0)
    assert result.to_json()["records"] is None
    assert result.tally.below("records") == []
    half = evaluate([document(None), document({"officials": [AN]}, "e")],
                    [document({"officials": [AN]}), document({"officials": [AN]}, "e")], resamples=0)
    assert half.data["gold_records"] == 1
    assert half.score("records", "officials", "whole") == Score(1, 0, 0)


def test_a_record_without_known_fields_is_an_error():
    with pytest.raises(DocumentError, match="officials of 'd' has nothing to compare"):
        scores({"officials": [AN]}, {"officials": [{"ten": "Lê An"}]})


NAMES = st.sampled_from([None, "Lê An", "lê  an", "Bá"])
OFFICIALS = st.lists(st.fixed_dictionaries({
    "name": NAMES, "position": st.sampled_from([None, "Chủ tịch", {"text": "CHỦ TỊCH", "start": 1}]),
    "organisation": NAMES, "score": st.floats(0, 1),
}), max_size=5)


@settings(max_examples=80, deadline=None)
@given(OFFICIALS, OFFICIALS)
def test_records_against_every_pair(wanted, found):
    def plain(given):
        given = given["text"] if isinstance(given, dict) else given
        return None if given is None else " ".join(given.lower().split())

    def distinct(rows, fields):
        kept = []
        for row in rows:
            values = [plain(row[name]) for name in fields]
            if values not in kept:
                kept.append(values)
        return kept

    result = evaluate([document({"officials": wanted})], [document({"officials": found})], resamples=0)
    for part, fields in (("whole", ("name", "position", "organisation")), ("key", ("name", "position"))):
        gold, predicted = distinct(wanted, fields), distinct(found, fields)
        right = sum(one == other for one in gold for other in predicted)
        assert result.score("records", "officials", part) == Score(right, len(predicted) - right, len(gold) - right)

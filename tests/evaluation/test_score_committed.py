"""The agreement of annotators beside the score, and baselines beside relations."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from scoring_oracle import corpora

from annotations import Document, Entity, InputError
from annotations.agreement import agree
from evaluation import committed, evaluate
from evaluation.committed import agreement_on, baselines_on, ceiling, read_agreement
from evaluation.report import render
from evaluation.table import notes


@settings(max_examples=60, deadline=None)
@given(corpora())
def test_the_ceiling_is_the_score_of_one_annotator_by_the_other(corpus):
    """Pairwise F1 is F1 whoever is taken for the gold; the scorer must find the same figure for entities."""
    first, second = corpus
    found = ceiling(agree(first, second).to_json())
    result = evaluate(first, second, resamples=0)
    for key in [key for key in result.keys if key[:2] == ("entities", "strict")]:
        assert found[key] == pytest.approx(result.f1(*key)), key
    assert not any(key[:2] == ("entities", "strict") and key not in result.keys for key in found)


def article(label="ORG"):
    return Document("d", "Sở A họp", entities=[Entity("e", 0, 4, label, "Sở A")])


AGREEMENT = {
    "entities": {"ORG": {"both": 9, "first": 1, "second": 1}}, "attributes": {},
    "relations": {"all": {"both": 1, "first": 1, "second": 0}}, "note": "as a test.",
}


def test_agreement_is_known_by_the_texts(monkeypatch):
    result = evaluate([article()], [article()], resamples=0)
    assert result.agreement is None and "agreement" not in result.row("entities", "strict", "ORG")
    stored = {**AGREEMENT, "data": {"texts_sha256": result.data["texts_sha256"]}}
    monkeypatch.setattr(committed, "_results", lambda kind: (stored,) if kind == "agreement" else ())
    bounded = evaluate([article()], [article("LOC")], resamples=0)
    assert bounded.row("entities", "strict", "ORG")["agreement"] == 0.9
    assert bounded.to_json()["entities"]["strict"]["flat"]["micro"]["agreement"] == 0.9
    assert notes(bounded) == ["agree: F1 between two annotations of the same texts, as a test."]
    page = render(bounded)
    assert "<th>agree</th>" in page and "<td>0.900</td>" in page
    # Under a mapping of the gold the labels are others than those the annotators agreed on.
    assert evaluate([article()], [article()], gold_mapping={"ORG": "LOC"}, resamples=0).agreement is None
    assert "<th>agree</th>" not in render(result)


def test_what_is_committed_is_found():
    row = json.loads((committed.RESULTS / "agreement_dev.json").read_text("utf-8"))
    assert agreement_on(row["data"]["texts_sha256"]) == row and agreement_on("0" * 64) is None
    row = json.loads((committed.RESULTS / "baselines_dev.json").read_text("utf-8"))
    assert baselines_on(row["data"]["gold_sha256"]) == row and baselines_on("0" * 64) is None


@pytest.mark.parametrize("text", [
    "{", "[]", "{}", '{"entities": {"ORG": {"both": 1}}, "attributes": {}, "relations": {}}',
])
def test_no_agreement(tmp_path, text):
    path = tmp_path / "agreement.json"
    path.write_text(text)
    with pytest.raises(InputError, match="no agreement of annotators") as caught:
        read_agreement(path)
    assert str(path) in str(caught.value)

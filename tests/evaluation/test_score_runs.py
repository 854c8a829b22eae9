"""Several runs of one system: mean and spread."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_oracle import documents

from evaluation import evaluate
from evaluation.runs import Runs


@settings(max_examples=40, deadline=None)
@given(st.lists(documents(), min_size=2, max_size=4), documents())
def test_figures_against_the_statistics_module(answers, gold):
    results = [evaluate([gold], [answer], resamples=0) for answer in answers]
    runs = Runs([f"{at}" for at in range(len(answers))], results)
    figures = runs.figures()
    assert set(figures) == {key for result in results for key in [*result.keys, *result.macros]}
    for key, row in figures.items():
        known = [value for value in (result.f1(*key) for result in results) if value is not None]
        assert row["n"] == len(known)
        assert row["mean"] == (pytest.approx(statistics.mean(known)) if known else None)
        assert row["sd"] == (pytest.approx(statistics.stdev(known), abs=1e-12) if len(known) > 1 else None)
    written = runs.to_json()
    assert [run["name"] for run in written["runs"]] == [f"{at}" for at in range(len(answers))]
    assert written["figures"]["entities/strict/flat/macro"] == figures["entities", "strict", "flat", "macro"]
    assert written["documents"] == 1

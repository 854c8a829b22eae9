"""Intervals and p-values against scipy and against all swaps written out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats

from annotations import Document, Entity, InputError
from evaluation import evaluate
from evaluation.compare import compare
from evaluation.counts import f1_of
from evaluation.intervals import bootstrap, interval, over_seeds, permutation


def counts(rows):
    """Per-document (correct, missed, spurious) of one key as counts."""
    array = np.zeros((len(rows), 1, 5))
    for at, (correct, missed, spurious) in enumerate(rows):
        array[at, 0] = correct, 0, 0, missed, spurious
    return array


ONE = counts([(3, 1, 0), (5, 0, 2), (0, 4, 1), (2, 2, 2), (7, 1, 1), (1, 0, 0)])
OTHER = counts([(4, 0, 1), (5, 0, 0), (2, 2, 1), (1, 3, 2), (8, 0, 0), (1, 0, 1)])


def f1(correct, missed, spurious, axis=-1):
    correct, missed, spurious = (part.sum(axis=axis) for part in (correct, missed, spurious))
    return 2 * correct / (2 * correct + missed + spurious)


def test_bootstrap_draws_what_scipy_draws():
    ours = bootstrap(ONE, f1_of, 4000, seed=3)[:, 0]
    columns = (ONE[:, 0, 0], ONE[:, 0, 3], ONE[:, 0, 4])
    theirs = stats.bootstrap(columns, f1, paired=True, vectorized=True, n_resamples=4000, method="percentile",
                             rng=np.random.default_rng(3))
    assert np.sort(ours) == pytest.approx(np.sort(theirs.bootstrap_distribution))
    found = interval(ours)
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval))
    assert found.undefined == 0


def test_bootstrap_does_not_depend_on_the_batch(monkeypatch):
    whole = bootstrap(ONE, f1_of, 50, seed=1)
    monkeypatch.setattr("evaluation.intervals._CELLS", 7)
    assert bootstrap(ONE, f1_of, 50, seed=1) == pytest.approx(whole)


def test_precision_and_recall_have_intervals():
    gold, found = ([
        Document(f"{at}", TEXT * 4, entities=[
            Entity(f"e{place}", place, place + 2, "ORG", (TEXT * 4)[place:place + 2]) for place in places
        ])
        for at, places in enumerate(side)
    ] for side in (
        ([0, 2, 4], [0, 2], [0], [6, 8, 10, 12], [2]), ([0, 2], [0, 4], [0, 2, 8], [6, 8], [3]),
    ))
    result = evaluate(gold, found, resamples=2000, seed=5)
    row = result.row("entities", "strict", "ORG")
    right, wanted, given = np.array([2, 1, 1, 2, 0]), np.array([3, 2, 1, 4, 1]), np.array([2, 2, 3, 2, 1])
    for name, whole in (("precision", given), ("recall", wanted)):
        theirs = stats.bootstrap(
            (right, whole), lambda one, all_, axis=-1: one.sum(axis=axis) / all_.sum(axis=axis), paired=True,
            vectorized=True, n_resamples=2000, method="percentile", rng=np.random.default_rng(5),
        ).confidence_interval
        interval_ = row[f"{name}_interval"]
        assert (interval_["low"], interval_["high"]) == pytest.approx((theirs.low, theirs.high))
    assert row["f1_interval"] == result.intervals["entities", "strict", "ORG"].to_json()


def test_a_ratio_that_one_document_makes_up_has_no_interval():
    alone = articles([[(0, "ORG")], [], []])
    result = evaluate(articles([[(0, "ORG")], [(0, "ORG")], []]), alone)
    row = result.row("entities", "strict", "ORG")
    assert "recall_interval" in row and "precision_interval" not in row


def test_undefined_resamples_are_told():
    rare = counts([(1, 0, 0), (0, 0, 0), (0, 0, 0)])
    drawn = bootstrap(rare, f1_of, 3000, seed=0)[:, 0]
    found = interval(drawn)
    assert (found.low, found.high) == (1.0, 1.0)
    assert found.undefined == pytest.approx((2 / 3) ** 3, abs=0.03)


def test_permutation_against_every_swap():
    def difference(one, other):
        return float(f1_of(one.sum(axis=0))[0] - f1_of(other.sum(axis=0))[0])

    observed = abs(difference(ONE, OTHER))
    reached = 0
    for swaps in product([False, True], repeat=len(ONE)):
        mask = np.array(swaps)[:, None, None]
        reached += abs(difference(np.where(mask, OTHER, ONE), np.where(mask, ONE, OTHER))) >= observed - 1e-12
    exact = reached / 2 ** len(ONE)
    assert permutation(ONE, OTHER, f1_of, 20000, seed=0)[0] == pytest.approx(exact, abs=0.01)

    def statistic(*columns):
        return f1(*columns[:3]) - f1(*columns[3:])

    def packed(x, y, axis):
        split = [np.moveaxis(part, axis, -1).astype(int) for part in (x, y)]
        parts = [part // 10**place % 100 for part in split for place in (0, 2, 4)]
        return statistic(*parts)

    rows = [side[:, 0, 0] + 100 * side[:, 0, 3] + 10000 * side[:, 0, 4] for side in (ONE, OTHER)]
    theirs = stats.permutation_test(
        rows, packed, permutation_type="samples", vectorized=True, n_resamples=np.inf,
    )
    assert theirs.pvalue == pytest.approx(exact)


def test_equal_systems_do_not_differ():
    assert permutation(ONE, ONE, f1_of, 200, seed=0)[0] == 1
    assert np.isnan(permutation(counts([(0, 0, 0)]), counts([(1, 0, 0)]), f1_of, 20, seed=0)[0])


def test_a_clear_difference_has_a_small_p_value():
    good, bad = counts([(9, 1, 1)] * 20), counts([(2, 8, 8)] * 20)
    assert permutation(good, bad, f1_of, 999, seed=0)[0] == pytest.approx(1 / 1000)


def test_p_values_are_uniform_where_systems_are_alike():
    generator = np.random.default_rng(5)
    low = 0
    for trial in range(200):
        right = generator.binomial(10, 0.7, size=(2, 12))
        one, other = (counts([(n, 10 - n, 10 - n) for n in side]) for side in right)
        low += permutation(one, other, f1_of, 199, seed=trial)[0] <= 0.1
    assert low / 200 == pytest.approx(0.1, abs=0.06)


def test_over_seeds():
    found = over_seeds([{"f1": 0.7, "x": None}, {"f1": 0.8, "x": None}, {"f1": 0.9, "x": 0.5}])
    assert found["f1"] == {"mean": pytest.approx(0.8), "sd": pytest.approx(0.1), "n": 3}
    assert found["x"] == {"mean": 0.5, "sd": None, "n": 1}


TEXT = "Sở A giao Sở B"


def articles(found):
    """One document a set of spans."""
    return [
        Document(f"{at}", TEXT, entities=[
            Entity(f"e{start}", start, start + 4, label, TEXT[start:start + 4], score=0.5)
            for start, label in spans
        ])
        for at, spans in enumerate(found)
    ]


GOLD = articles([[(0, "ORG"), (10, "ORG")]] * 16)
GOOD = articles([[(0, "ORG"), (10, "ORG")]] * 15 + [[(0, "LOC")]])
POOR = articles([[(0, "ORG"), (10, "LOC")]] * 16)


def test_compare():
    first, second = evaluate(GOLD, POOR), evaluate(GOLD, list(reversed(GOOD)))
    found = compare(first, second, resamples=2000)
    row = found[("entities", "strict", "ORG")]
    assert row.first == pytest.approx(2 * 16 / (32 + 16)) and row.second == pytest.approx(60 / 62)
    assert row.delta == pytest.approx(row.second - row.first)
    assert row.interval.low < row.delta < row.interval.high
    assert row.p_value < 0.05
    macro = found[("entities", "strict", "flat", "macro")]
    assert macro.first == pytest.approx(first.f1("entities", "strict", "flat", "macro"))
    assert macro.second == pytest.approx(second.f1("entities", "strict", "flat", "macro"))
    back = compare(second, first, resamples=2000)[("entities", "strict", "ORG")]
    assert back.delta == pytest.approx(-row.delta)
    # Keys that only one of the two systems has are there with both values.
    assert found[("entities", "strict", "LOC")].second == 0
    text = found.to_json()
    assert len(text["systems"]) == 2 and text["differences"][0]["key"] == ["entities", "strict", "mission"]


def test_compare_pairs_documents_by_id():
    again = evaluate(list(reversed(GOLD)), GOOD)
    found = compare(evaluate(GOLD, GOOD), again, resamples=500)
    assert all(row.delta in (0, None) and row.p_value in (1, None) for row in found.differences)
    ranges = [row.interval for row in found.differences if row.delta == 0 and row.interval.low is not None]
    assert ranges and all(one.low == one.high == 0 for one in ranges)


def test_compare_refuses_different_gold():
    with pytest.raises(InputError, match="different gold"):
        compare(evaluate(GOLD, GOOD), evaluate(GOOD, GOOD))


def test_intervals_of_an_evaluation():
    result = evaluate(GOLD, GOOD, seed=4, resamples=500)
    row = result.row("entities", "strict", "ORG")
    assert row["f1_interval"]["low"] < row["f1"] <= row["f1_interval"]["high"]
    assert evaluate(GOLD, GOOD, seed=4, resamples=500).intervals == result.intervals
    assert bootstrap(ONE, f1_of, 50, seed=5).tolist() != bootstrap(ONE, f1_of, 50, seed=4).tolist()
    wider = evaluate(GOLD, GOOD, seed=4, resamples=500, confidence=0.99)
    assert wider.intervals["entities", "strict", "ORG"].low <= row["f1_interval"]["low"]
    # One document alone makes up this figure: resampling cannot say how far it might be off.
    assert ("entities", "strict", "LOC") not in result.intervals
    assert evaluate(GOLD[:1], GOOD[:1]).intervals == {}
    assert evaluate(GOLD, GOOD, resamples=0).intervals == {}

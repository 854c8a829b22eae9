"""Coreference scores: worked examples, brute force, and the committed results."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evaluation
from evaluation.coreference import MEASURES, b3, ceafe, conll, exact_match, muc, score, to_json, total

RESULTS = Path(evaluation.__file__).with_name("results")


@st.composite
def chains(draw):
    """A partition of some of the mentions 0 … 7."""
    owners = draw(st.lists(st.integers(-1, 4), min_size=8, max_size=8))
    found = {}
    for mention, owner in enumerate(owners):
        if owner >= 0:
            found.setdefault(owner, set()).add(mention)
    return list(found.values())


def test_bagga_and_baldwins_example():
    # Their figure: twelve mentions; the second answer joins the two large chains, the first a large and a small one.
    gold = [{1, 2, 3, 4, 5}, {6, 7}, {8, 9, 10, 11, 12}]
    small = [{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11, 12}]
    large = [{1, 2, 3, 4, 5, 8, 9, 10, 11, 12}, {6, 7}]
    assert muc(gold, small).precision == muc(gold, large).precision == 9 / 10
    assert muc(gold, small).recall == muc(gold, large).recall == 1
    assert b3(gold, small).precision == pytest.approx(16 / 21)
    assert b3(gold, large).precision == pytest.approx(7 / 12)


def test_luos_measure_pairs_chains_one_to_one():
    # The two halves of a chain: only one of them may be paired with it.
    counts = ceafe([{1, 2, 3, 4}], [{1, 2}, {3, 4}])
    assert (counts.recall, counts.precision) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


@given(chains(), chains())
def test_muc_counts_links_of_spanning_trees(gold, predicted):
    def kept(one, other):
        owner = {mention: index for index, chain in enumerate(other) for mention in chain}
        pieces = [len({owner.get(mention, ("alone", mention)) for mention in chain}) for chain in one]
        return sum(len(chain) - number for chain, number in zip(one, pieces, strict=True))

    counts = muc(gold, predicted)
    assert (counts.found, counts.right) == (kept(gold, predicted), kept(predicted, gold))


@given(chains(), chains())
def test_b3_asks_every_mention(gold, predicted):
    def chain_of(mention, side):
        return next((chain for chain in side if mention in chain), set())

    mentions = {mention for chain in gold for mention in chain}
    shares = [len(chain_of(one, gold) & chain_of(one, predicted)) / len(chain_of(one, gold)) for one in mentions]
    counts = b3(gold, predicted)
    assert counts.found == pytest.approx(sum(shares))
    assert counts.gold == len(mentions)


@given(chains(), chains())
def test_ceafe_is_the_best_of_all_pairings(gold, predicted):
    few, many = sorted((gold, predicted), key=len)
    best = max(
        sum(2 * len(one & other) / (len(one) + len(other)) for one, other in zip(few, order, strict=False))
        for order in permutations(many, len(few))
    )
    assert ceafe(gold, predicted).found == pytest.approx(best)


@given(chains())
def test_what_is_right_scores_one_and_nothing_scores_nothing(gold):
    several = [chain for chain in gold if len(chain) > 1]
    assert conll(score(gold, gold)) == (1 if several else None)
    assert conll(score(gold, [])) == (0 if several else None)


@given(chains(), chains())
def test_sides_may_be_exchanged(gold, predicted):
    for name in MEASURES:
        one, other = score(gold, predicted)[name], score(predicted, gold)[name]
        assert one.recall == pytest.approx(other.precision)


def test_singletons_count_where_asked_for():
    gold, predicted = [{1, 2}, {3}], [{1, 2}, {3}, {4}]
    assert conll(score(gold, predicted)) == 1
    assert score(gold, predicted, singletons=True)["b3"].precision == 3 / 4


def test_a_mention_in_two_chains_is_an_error():
    with pytest.raises(ValueError, match="two chains"):
        score([{1, 2}, {2, 3}], [])


def test_counts_of_documents_are_added_up_before_ratios():
    both = total([score([{1, 2}], [{1, 2}]), score([{1, 2, 3}], [])])
    assert both["muc"].recall == 1 / 3
    assert to_json(both)["muc"] == {"precision": 1.0, "recall": 0.3333, "f1": 0.5}


def test_the_baseline_joins_equal_texts():
    assert exact_match([(1, "ubnd"), (2, "sở"), (3, "ubnd")]) == [{1, 3}, {2}]


def test_committed_scores_follow_from_each_other():
    result = json.loads((RESULTS / "coreference.json").read_text("utf-8"))
    found = 0
    for kinds in result["scores"].values():
        for systems in kinds.values():
            for scores in systems.values():
                for row in scores.values():
                    assert row["conll"] == pytest.approx(sum(row[name]["f1"] for name in MEASURES) / 3, abs=2e-4)
                    for name in MEASURES:
                        given_recall, given_precision = row[name]["recall"], row[name]["precision"]
                        mean = 2 * given_recall * given_precision / (given_recall + given_precision)
                        assert row[name]["f1"] == pytest.approx(mean, abs=2e-4)
                    found += 1
    assert found == 2 * 2 * 2 * len(result["articles"])

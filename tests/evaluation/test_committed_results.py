"""What the README and the cards say is what the committed JSON says."""

from __future__ import annotations

import pytest

from evaluation.baselines import BASELINES as NAMES
from evaluation.overview.page import PLOTTED, experiments, render
from evaluation.overview.write import OVERVIEW, committed_results, is_of
from evaluation.relations import DISTANCES
from evaluation.worst import by_cause
from pipeline import shipping
from pipeline.packages import PACKAGES, shipped
from pipeline.training import card_of, package_hash
from pipeline.worst import NUMBER, WORST

BASELINES, AGREEMENT = (shipping.read_json(path) for path in (shipping.BASELINES, shipping.AGREEMENT))
README = shipping.README.read_text("utf-8")
FOLDERS = [PACKAGES / name for name in shipped()]
EVALUATIONS = [shipping.read_json(folder / "evaluation.json") for folder in FOLDERS]


def rows(found):
    """Every row of counts in a result, however deep."""
    if isinstance(found, dict):
        if {"f1", "tp", "fp", "fn"} <= found.keys() or {"f1", "both", "first", "second"} <= found.keys():
            yield found
        for part in found.values():
            yield from rows(part)


def test_the_readme_is_made_from_the_results():
    assert shipping.with_results(README) == README, "run `congbao baselines --gold real/dev --ship`"


def test_every_system_has_its_row():
    table = README.partition(shipping.OPENS)[2].partition(shipping.CLOSES)[0]
    names = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")][2:]
    shown = [f"`{folder.name}`" for folder in FOLDERS]
    assert [name.split(" ")[0] for name in names] == [*NAMES, *shown, "two"]
    flat = next(line for line in table.splitlines() if line.startswith("| rules")).split("|")[2]
    counts = BASELINES["systems"]["rules"]["entities"]["strict"]["flat"]["micro"]
    assert flat.split()[0] == f"{2 * counts['tp'] / (2 * counts['tp'] + counts['fp'] + counts['fn']):.3f}"


def test_the_report_is_made_from_the_results():
    results = committed_results()
    assert OVERVIEW.read_text("utf-8") == render(results, shipping.packages()), "run `congbao results`"
    for name, kind in experiments(results):
        if kind in PLOTTED:
            plot = shipping.RESULTS / f"{name}.svg"
            assert is_of(plot, results[name]), f"{plot.name} is of other figures: run `congbao results`"


def test_another_figure_would_be_noticed(monkeypatch):
    changed = dict(AGREEMENT, sets={**AGREEMENT["sets"], "flat": {"f1": 0.5}})
    read = shipping.read_json
    monkeypatch.setattr(shipping, "read_json", lambda path: changed if path == shipping.AGREEMENT else read(path))
    assert shipping.with_results(README) != README


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_cards_are_made_from_the_evaluations(folder):
    evaluation = shipping.read_json(folder / "evaluation.json")
    assert (folder / "README.md").read_text("utf-8") == card_of(folder), "run `congbao results`"
    assert evaluation["package"]["sha256"] == package_hash(folder), "the evaluation is of other weights"


def test_the_worst_errors_were_read_and_are_checked_against_what_is_shipped():
    listed = shipping.read_json(WORST)
    assert len(listed["rows"]) == NUMBER and listed["counts"] == by_cause(listed)
    assert sum(row["errors"] for row in listed["counts"].values()) == NUMBER
    weights = {name: row["sha256"] for name, row in listed["checked"].items()}
    assert weights == {folder.name: package_hash(folder) for folder in FOLDERS}, "run `python -m pipeline.worst check`"
    assert all(row["still"].keys() == weights.keys() for row in listed["rows"])


def test_all_are_scored_on_the_same_gold():
    for evaluation in EVALUATIONS:
        assert evaluation["data"]["gold_sha256"] == BASELINES["data"]["gold_sha256"]
        assert evaluation["package"]["scored_on"] == BASELINES["set"] == AGREEMENT["set"]
    assert {found["data"]["texts_sha256"] for found in (*EVALUATIONS, BASELINES, AGREEMENT)} == {
        AGREEMENT["data"]["texts_sha256"]
    }


@pytest.mark.parametrize("result", [BASELINES, AGREEMENT, *EVALUATIONS], ids=["baselines", "agreement", *shipped()])
def test_every_f1_follows_from_its_counts(result):
    found = list(rows(result))
    assert len(found) > 20
    for row in found:
        right, *wrong = (row[name] for name in (("tp", "fp", "fn") if "tp" in row else ("both", "first", "second")))
        whole = 2 * right + sum(wrong)
        assert row["f1"] == (pytest.approx(2 * right / whole) if whole else None)


def test_the_parts_of_a_set_add_up():
    for name in NAMES:
        system = BASELINES["systems"][name]
        for one in [system["three"], *([system["entities"]["strict"]["flat"]] if "entities" in system else [])]:
            labels = one.get("labels") or system["entities"]["strict"]["labels"]
            for column in ("tp", "fp", "fn"):
                assert one["micro"][column] == sum(row[column] for row in labels.values())
        for mode in system.get("relations", {}).values():
            relations = mode["strict"]["relations"].values()
            assert mode["strict"]["micro"]["tp"] == sum(row["all"]["tp"] for row in relations)
    for evaluation in EVALUATIONS:
        for row in evaluation["relations"]["given"]["strict"]["relations"].values():
            assert row["all"]["tp"] == sum(row[part]["tp"] for part in DISTANCES)
    flat = AGREEMENT["sets"]["flat"]["both"] + AGREEMENT["entities"]["TASK"]["both"]
    assert flat == AGREEMENT["entities"]["all"]["both"]


def test_results_hold_no_text():
    for path in (*shipping.RESULTS.glob("*.json"), *(folder / "evaluation.json" for folder in FOLDERS)):
        assert '"text"' not in path.read_text("utf-8")
    assert "disagreements" not in AGREEMENT and "mistakes" not in BASELINES

"""``RESULTS.md``: made from the JSON, and only from it."""

from __future__ import annotations

import json

import pytest

from annotations import InputError
from evaluation import evaluate
from evaluation.overview import render, write_overview
from evaluation.overview.write import is_of

CURVE = {"system": "toy", "gold": "real/dev", "points": [
    {"documents": documents, "share": share, "seed": seed, "overall": overall, "f1": {"ORG": overall, "TASK": task}}
    for documents, share, seed, overall, task in (
        (20, 1.0, 1, 0.75, 0.4), (10, 0.5, 2, 0.72, None), (10, 0.5, 1, 0.68, None), (5, 0.25, 1, 0.5, None),
    )
]}
TRANSFER = {"rows": [
    {"train": ["real/train", "open/train"], "gold": "real/dev", "overall": 0.9, "mission": 0.92, "deadline": 0.8},
    {"train": ["open/train"], "gold": "real/dev", "overall": 0.7, "sha256": "f" * 64, "f1": {"ORG": 0.6}},
]}
BAKEOFF = {"rows": [
    {"system": "crf", "seeds": [1, 2], "overall": [0.88, 0.9], "mission": [0.9, 0.9], "deadline": [0.8, None],
     "task": [0.5, 0.6], "mean": {"overall": 0.89}, "sd": {"overall": 0.014},
     "syllables_per_second": 61234.5, "megabytes": 13.25, "memory_mb": 310,
     "parts": {"tokenizer": 1.5, "congbao_tagger": 20.25}},
]}
THROUGHPUT = {
    "rows": [{"system": "sm", "engine": "processes", "jobs": jobs, "articles_per_second": 41.23 * jobs,
              "output_sha256": "ab" * 32} for jobs in (1, 2)],
    "memory": [{"articles": 10000, "mb": 312}], "estimates": [{"articles": 1000000, "hours": 3.4}],
}
ROBUSTNESS = {"rows": [{"kind": "random Unicode", "inputs": 50000, "failures": 0},
                       {"kind": "zip bomb", "inputs": 3, "failures": 1}]}


def lines(name, row):
    return render({name: row}, {}).splitlines()


def test_learning_curve():
    found = lines("learning_curve", CURVE)
    assert "| documents | share | runs | overall | ORG | TASK |" in found
    assert "| 10 | 0.500 | 2 | 0.700 ± 0.028 | 0.700 ± 0.028 | – |" in found
    assert "| 20 | 1.000 | 1 | 0.750 | 0.750 | 0.400 |" in found
    assert "The last doubling changed overall F1 by +5.0 points." in found
    assert "![Learning curve](results/learning_curve.svg)" in found
    assert "## Learning curve: enc" in lines("learning_curve_enc", CURVE)
    dated = lines("learning_curve", {**CURVE, "date": "2026-11-24T12:14:20+00:00"})
    assert any(line.endswith("The training set had 20 articles on 2026-11-24.") for line in dated)
    alone = {**CURVE, "points": CURVE["points"][:1]}
    assert not any("doubling" in line for line in lines("learning_curve", alone))


def test_transfer():
    found = lines("transfer", TRANSFER)
    assert "| train | gold | overall | mission | deadline | ORG |" in found
    assert "| real/train + open/train | real/dev | 0.900 | 0.920 | 0.800 | – |" in found
    assert "| open/train | real/dev | 0.700 | – | – | 0.600 |" in found


def test_bakeoff():
    found = lines("bakeoff", {**BAKEOFF, "ner_syllables_per_second": 2785})
    assert "| crf | 2 | 0.890 ± 0.014 | 0.900 ± 0.000 | 0.800 | 0.550 ± 0.071 | 61,234 | 13.2 | 310 |" in found
    assert "As fast as it gets." in lines("bakeoff", {**BAKEOFF, "note": "As fast as it gets."})
    assert "Of crf a syllable costs, in microseconds: tokenizer 1.500, tagger 20.2." in found
    assert "underthesea's recogniser alone, in the same run: 2,785 syllables/s." in found


def test_throughput():
    found = lines("throughput", THROUGHPUT)
    assert "| sm | processes | 2 | 82.5 | `abababababab` |" in found and "The 2 runs wrote the same bytes." in found
    assert "| 10,000 | 312 |" in found and "| 1,000,000 | 3.4 |" in found
    rows = [*THROUGHPUT["rows"], {"system": "sm", "output_sha256": "cd" * 32}]
    assert "The 3 runs wrote 2 different outputs." in lines("throughput", {"rows": rows})


def test_what_records_are_joined_by():
    ratios = {"precision": 1.0, "recall": 0.5, "f1": 0.667}
    chains = {"muc": ratios, "b3": {"f1": 0.7}, "ceafe": {"f1": 0.8}, "conll": 0.722}
    found = lines("coreference", {
        "articles": {"held": 15}, "scores": {"held": {"people": {"equal_texts": {"chains": chains}}}},
    })
    assert "| held, people, equal texts | 15 | 0.667 | 0.700 | 0.800 | 0.722 |" in found
    assert "| places below a province | 40 | 1.000 | 0.500 | 0.667 |" in lines(
        "places", {"drawn": {"below": {**ratios, "mentions": 40}}})
    assert "| held | 35 | 1.000 | 0.500 | 0.667 |" in lines("issuers", {"parts": {"held": {**ratios, "deadlines": 35}}})


WORST = {
    "system": "toy", "weights_sha256": "a1" * 32, "gold": "real/dev", "errors": 40,
    "causes": {"border": "ends too early", "person": "told elsewhere"},
    "checked": {"toy": {"sha256": "b2" * 32, "date": "2026-01-01"}},
    "counts": {"border": {"errors": 1, "kinds": {"boundary": 1}, "still": {"toy": 0}},
               "person": {"errors": 2, "kinds": {"label": 1, "missed": 1}, "still": {"toy": 1}}},
}


def test_worst_errors():
    found = lines("worst_errors", WORST)
    assert "## Worst errors" in found and "| cause | errors | of which | toy still | about |" in found
    rows = [line for line in found if line.startswith(("| border", "| person", "| all"))]
    assert rows == [
        "| person | 2 | label 1, missed 1 | 1 | told elsewhere |",
        "| border | 1 | boundary 1 | 0 | ends too early |",
        "| all | 3 | – | 1 | – |",
    ]
    assert any("toy (weights `a1a1a1a1a1a1`)" in line for line in found)
    assert "Still made, as checked with the weights toy `b2b2b2b2b2b2`:" in found
    changed = lines("worst_errors", {**WORST, "changed": {"border": "more of them annotated"}})
    assert "| border | 1 | boundary 1 | 0 | ends too early | more of them annotated |" in changed
    assert "| person | 2 | label 1, missed 1 | 1 | told elsewhere | – |" in changed


def test_robustness():
    found = lines("robustness", ROBUSTNESS)
    assert "50,003 inputs, 1 failures." in found and "| zip bomb | 3 | 1 |" in found
    more = {
        **ROBUSTNESS, "date": "2026-11-24T10:00:00", "seed": 4, "model": {"name": "sm", "version": "1"},
        "versions": {"python": "3.11.7"},
        "lengths": [{"shape": "prose", "µs a character at 1,000": 50.0, "growth": 1.1}],
        "giants": [{"kind": "10 MB line", "seconds": 312.5, "megabytes": 1900}],
        "outputs": [{"way": way, "output_sha256": "ab" * 32} for way in ("1 process", "Ray")],
        "memory_over": "real articles", "memory": [{"articles": 500, "mb": 410.5}, {"articles": 10000, "mb": 412.0}],
    }
    found = lines("robustness", more)
    assert any(line.startswith("50,003 inputs, 1 failures. Seed 4, sm 1, Python 3.11.7, 2026-11-24.") for line in found)
    assert "| prose | 50.0 | 1.100 |" in found and "| 10 MB line | 312 | 1,900 |" in found
    assert "The same articles tagged in 2 ways gave the same bytes:" in found
    assert "Memory over 10,000 real articles: 410 MB after 500, 412 MB at the end:" in found
    more["outputs"][1]["output_sha256"] = "cd" * 32
    assert "The same articles tagged in 2 ways gave 2 different outputs:" in lines("robustness", more)


@pytest.mark.parametrize(("name", "row", "told"), [
    ("learning_curve", {"points": []}, "learning_curve.json"), ("transfer", {"rows": [{"train": ["a"]}]}, "'gold'"),
    ("bakeoff", {}, "'rows'"), ("robustness_long", {"rows": [{"kind": "x", "inputs": 1}]}, "robustness_long.json"),
    ("throughput", {"rows": 3}, "TypeError"), ("worst_errors", {"rows": []}, "'checked'"),
])
def test_another_shape_is_refused(name, row, told):
    with pytest.raises(InputError, match="the shapes are in") as caught:
        render({name: row}, {})
    assert told in str(caught.value)


def test_other_files_are_left_alone():
    assert render({"corpus": {"x": 1}, "values_dev": {}}, {}) == render({}, {})


def test_packages_beside_baselines():
    from test_score_causes import document

    def result(answer):
        return evaluate([document([("An", "Chủ tịch", "HOLDS")])], [answer], given=[answer], considered=[answer],
                        tokens={"d": [(0, 6), (8, 16), (17, 32)]}, resamples=0).to_json()

    right, empty = result(document([("An", "Chủ tịch", "HOLDS")])), result(document())
    baselines = {"systems": {"rules": {"relations": empty["relations"], "candidates": empty["candidates"]}}}
    found = render({"baselines_dev": baselines}, {"toy": right}).splitlines()
    assert "| relation, distance | gold | toy | rules |" in found
    assert found.count("| HOLDS, clause | 1 | 1.000 | 0.000 |") == 2  # end to end, and on gold entities
    assert "| rules, relations never considered | 1 | 1 | 100.00 % | HOLDS 1 |" in found
    assert "| toy, entities lost to tokens | 4 | 3 | 75.00 % | OFFICIAL 1, POSITION 1, ORG 1 |" in found
    assert "| toy, entities | 4 | 0.500 | 1.000 | 1.000 |" in found  # all right, each given one half
    wrong = render({}, {"toy": empty}).splitlines()
    assert "| toy, relations missed, nothing | 1 | HOLDS 1 |" in wrong


def test_plots_are_drawn_once_and_carry_what_they_were_drawn_from(tmp_path):
    pytest.importorskip("matplotlib")
    folder = tmp_path / "results"
    folder.mkdir()
    for name, row in (("learning_curve", CURVE), ("bakeoff", BAKEOFF), ("transfer", TRANSFER)):
        (folder / f"{name}.json").write_text(json.dumps(row))
    overview = tmp_path / "RESULTS.md"
    assert [path.name for path in write_overview({}, overview, folder)] == [
        "RESULTS.md", "learning_curve.svg", "bakeoff.svg",
    ]
    plot = folder / "learning_curve.svg"
    assert is_of(plot, CURVE) and not is_of(plot, BAKEOFF) and "<svg" in plot.read_text("utf-8")
    assert "training documents" in plot.read_text("utf-8")
    before = plot.read_text("utf-8")
    assert write_overview({}, overview, folder) == [overview]
    plot.unlink()
    write_overview({}, overview, folder)
    assert plot.read_text("utf-8") == before  # the same JSON gives the same bytes
    (folder / "learning_curve.json").write_text(json.dumps({**CURVE, "system": "other"}))
    assert write_overview({}, overview, folder) == [overview, plot]


def test_plots_need_matplotlib(monkeypatch):
    import sys

    from evaluation.overview.plots import draw

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(InputError, match=r"congbao\[train\]"):
        draw("bakeoff", BAKEOFF)

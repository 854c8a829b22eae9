"""What was read by hand, and the results made from it."""

import doctest
import importlib
import json
import pkgutil

import pytest

import pipeline.places
import pipeline.records
from corpus.articles import articles_folder
from pipeline.records.benchmark import MEASURED, READ, RESULTS, main

MODULES = [
    found.name for package in (pipeline.places, pipeline.records)
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_what_was_read_holds_offsets_and_no_text():
    files = sorted((READ / "coreference").glob("*.json"))
    assert len(files) == 40
    for path in files:
        row = json.loads(path.read_text("utf-8"))
        assert row.keys() == {"id", "sha256", "set", "part", "people", "bodies"}
        spans = [span for kind in ("people", "bodies") for chain in row[kind] for span in chain]
        assert all(isinstance(end, int) for span in spans for end in span)
        assert len(set(map(tuple, spans))) == len(spans), path
    for name, rows, keys in (
        ("places/real_train.json", "mentions", {"id", "sha256", "start", "end", "unit", "drawn"}),
        ("issuers.json", "deadlines", {"id", "sha256", "deadline", "issuer", "part"}),
    ):
        found = json.loads((READ / name).read_text("utf-8"))
        assert found.keys() == {"about", rows}
        assert all(row.keys() == keys for row in found[rows])


def test_rules_beat_equal_texts_on_what_they_were_not_made_on():
    scores = json.loads((RESULTS / "coreference.json").read_text("utf-8"))["scores"]
    for part in ("held", "fresh"):
        for kind in ("people", "bodies"):
            rules, texts = (scores[part][kind][name]["chains"]["conll"] for name in ("rules", "equal_texts"))
            assert rules > texts


@pytest.mark.slow
@pytest.mark.skipif(
    articles_folder() is None,
    reason="the articles' licences do not let us ship their texts: set CONGBAO_ARTICLES where they are",
)
@pytest.mark.parametrize("name", MEASURED)
def test_the_committed_results_are_what_comes_out(name):
    committed = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
    assert MEASURED[name]() == committed, "run `python -m pipeline.records.benchmark --ship`"


def test_wrong_usage_is_told(capsys):
    assert main(["--all"]) == 2
    assert "usage" in capsys.readouterr().err

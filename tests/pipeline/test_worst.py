"""Listing the worst errors of a package, and asking shipped ones again: on the toy set."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from annotations.document import Document, write_jsonl
from annotations.errors import ModelError
from evaluation.pairs import Span
from models.features import Resources
from models.fitting import Settings, fit
from pipeline import worst
from pipeline.packages import assemble, load_package
from pipeline.systems import model_system
from pipeline.training import package_hash
from tests.models.encoder.toy import documents


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A package named ``toy``, and gold in which it misses one body and finds another too much."""
    path = tmp_path_factory.mktemp("worst")
    tagger = fit(documents(), Resources({}, {}), Settings(max_iterations=20, folds=2, smallest_frequency=1)).tagger
    assemble(tagger, None, {"name": "toy", "version": "0"}).to_disk(path / "toy")
    first, *rest = documents(4)
    quiet = replace(first.entities[0], id="new", start=10, end=12, text=first.text[10:12], label="LOC")
    kept = [entity for entity in first.entities if not (entity.label == "QUANTITY" or entity.start < 12)]
    changed = replace(first, entities=[quiet, *kept])
    with (path / "gold.jsonl").open("w", encoding="utf-8") as file:
        write_jsonl([changed, *rest], file)
    return path


@pytest.fixture
def listed(folder):
    return worst.list_worst(str(folder / "toy"), str(folder / "gold.jsonl"))


def test_the_list_says_where_and_how_sure_but_nothing_of_the_text(folder, listed):
    assert (listed["system"], listed["documents"], listed["errors"]) == ("toy", 4, 2)
    assert listed["weights_sha256"] == package_hash(folder / "toy")
    assert {row["kind"] for row in listed["rows"]} == {"both", "spurious"}
    assert all(0 < row["score"] <= 1 and row["document"] == "toy/0" for row in listed["rows"])
    assert "Khoát" not in json.dumps(listed, ensure_ascii=False)


def test_what_is_not_said_has_the_least_probability_of_the_tags_instead(folder):
    nlp = load_package(folder / "toy")
    before = model_system(nlp).predict(_bare()).entities
    listener = worst.Listener(nlp)
    answer = listener.listen(model_system(nlp).predict, _bare())
    assert answer.entities == before  # listening changes nothing
    name = answer.entities[0]
    alone, wide = (listener.sureness("toy/0", Span(*place, "LOC")) for place in ((0, 5), (0, name.end)))
    assert 0 < wide <= alone <= 1
    assert listener.sureness("toy/0", Span(0, 5, "TASK")) is None  # no sentence with a deadline: nobody was asked
    assert listener.sureness("other", Span(0, 5, "LOC")) is None
    with pytest.raises(ModelError, match="do not fit its tokens"):
        listener.listen(lambda document: document, _bare())


def test_what_shipped_packages_still_do(folder, listed, monkeypatch):
    monkeypatch.setattr(worst, "PACKAGES", folder)
    monkeypatch.setattr(worst, "load_package", lambda name: load_package(folder / name))
    listed["causes"] = {"border": "…"}
    for row in listed["rows"]:
        row["cause"] = "border"
    checked = worst.check(listed, ["toy"])
    assert checked["checked"]["toy"]["sha256"] == package_hash(folder / "toy")
    assert checked["counts"]["border"]["still"] == {"toy": 2}
    lines = worst.show(checked)
    assert len(lines) == 2 and lines[0].startswith("1 [border]  toy/0:")


def test_wrong_usage_and_missing_lists_are_told(tmp_path, capsys):
    assert worst.main(["list"]) == 2 and "usage" in capsys.readouterr().err
    assert worst.main(["show", str(tmp_path / "none.json")]) == 1
    assert "python -m pipeline.worst list" in capsys.readouterr().err


def _bare():
    first = documents(1)[0]
    return Document(first.id, first.text)

"""The commands: files in, tables, JSON and a report out."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from annotations import Document, Entity, write_jsonl
from pipeline.cli.compare import compare
from pipeline.cli.evaluate import evaluate

APP = typer.Typer()
APP.command("evaluate")(evaluate)
APP.command("compare")(compare)


def article(identity, label):
    return Document(identity, "Sở A họp", entities=[Entity("e", 0, 4, label, "Sở A")])


@pytest.fixture
def files(tmp_path):
    for name, labels in (("gold", "ORG ORG ORG"), ("good", "ORG ORG ORG"), ("poor", "ORG LOC LOC")):
        with (tmp_path / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            write_jsonl([article(f"{at}", label) for at, label in enumerate(labels.split())], file)
    return tmp_path


def run(*arguments):
    found = CliRunner().invoke(APP, [str(argument) for argument in arguments])
    return found.exit_code, found.output


def test_evaluate(files):
    code, text = run("evaluate", files / "gold.jsonl", files / "poor.jsonl", "--to", files / "out.json",
                     "--html", files / "out.html", "--resamples", 50, "--seed", 3)
    assert code == 0, text
    assert "Entities (strict)" in text
    row = json.loads((files / "out.json").read_text("utf-8"))
    assert row["seed"] == 3 and row["entities"]["strict"]["labels"]["ORG"]["tp"] == 1
    assert "<h2>Mistakes</h2>" in (files / "out.html").read_text("utf-8")


def test_json_and_mapping(files):
    (files / "labels.json").write_text('{"LOC": "ORG"}')
    code, text = run("evaluate", files / "gold.jsonl", files / "poor.jsonl", "--json",
                     "--mapping", files / "labels.json")
    assert code == 0, text
    assert json.loads(text)["entities"]["strict"]["flat"]["micro"]["tp"] == 3


def test_wrong_usage(files):
    assert run("evaluate", files / "gold.jsonl")[0] == 2
    assert run("evaluate", files / "gold.jsonl", files / "good.jsonl", "--model", "x")[0] == 2


def test_compare(files):
    code, text = run("compare", files / "gold.jsonl", files / "poor.jsonl", files / "good.jsonl", "--json",
                     "--resamples", 100)
    assert code == 0, text
    rows = {tuple(row["key"]): row for row in json.loads(text)["differences"]}
    assert rows["entities", "strict", "ORG"]["delta"] == pytest.approx(0.5)
    code, text = run("compare", files / "gold.jsonl", files / "poor.jsonl", files / "good.jsonl")
    assert code == 0 and "+0.500" in text

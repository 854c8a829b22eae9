"""The golden list of what others build on. A change here is a change of the interface: say so in the commit."""

import importlib.metadata
import json
from pathlib import Path

import typer

from annotations.schema import SCHEMA
from pipeline.cli import app

GOLDEN = json.loads(Path(__file__).with_name("public_surface.json").read_text("utf-8"))


def entry_points(group):
    found = importlib.metadata.entry_points(group=group)
    return sorted(point.name for point in found if point.value.startswith("pipeline."))


def commands(group, prefix=""):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield prefix + name


def test_labels_attributes_and_relations():
    assert GOLDEN["labels"] == list(SCHEMA.labels)
    assert GOLDEN["attributes"] == {label: list(names) for label, names in SCHEMA.attributes.items()}
    assert GOLDEN["relations"] == {
        name: [sorted(kind.heads), sorted(kind.tails)] for name, kind in SCHEMA.relations.items()
    }


def test_components_and_tokenizers():
    assert GOLDEN["components"] == entry_points("spacy_factories")
    assert GOLDEN["tokenizers"] == entry_points("spacy_tokenizers")


def test_a_packages_pipeline(nlp):
    assert GOLDEN["pipeline"] == nlp.pipe_names


def test_commands():
    assert GOLDEN["commands"] == sorted(commands(typer.main.get_command(app)))


def test_public_names():
    import annotations
    import evaluation
    import pipeline
    from pipeline import normalize

    assert GOLDEN["annotations"] == sorted(annotations.__all__)
    assert GOLDEN["evaluation"] == sorted(evaluation.__all__)
    assert GOLDEN["normalize"] == sorted(normalize.__all__)
    assert callable(pipeline.load)

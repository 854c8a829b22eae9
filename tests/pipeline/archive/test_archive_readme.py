"""Every SQL query of the archive's README runs and answers; every command of it exists."""

import re
import shlex
from pathlib import Path

import click
import pytest
import typer

import pipeline.archive
from pipeline.archive import store
from pipeline.cli import app

README = (Path(pipeline.archive.__file__).parent / "README.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    shlex.split(line, comments=True) for block in re.findall(r"```\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines() if line.startswith("congbao ")
]


def test_there_are_some():
    assert len(QUERIES) >= 7 and len(COMMANDS) >= 15


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: " ".join(query.split())[:40])
def test_a_query_answers(toys, query):
    db = store.open_archive(toys, read_only=True)
    try:
        assert db.execute(query).fetchall()
    finally:
        db.close()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_is_one(command):
    """Its arguments are parsed; it is not run."""
    at, arguments = typer.main.get_command(app), command[1:]
    context = click.Context(at)
    while isinstance(at, click.Group):
        name, at, arguments = at.resolve_command(context, list(arguments))
        context = click.Context(at, parent=context, info_name=name)
    at.parse_args(context, list(arguments))


def test_every_command_has_an_example():
    archive = typer.main.get_command(app).commands["archive"]
    names = {(name,) for name in archive.commands if name != "ask"}
    names |= {("ask", name) for name in archive.commands["ask"].commands}
    assert names <= {tuple(command[2:4]) for command in COMMANDS} | {(command[2],) for command in COMMANDS}

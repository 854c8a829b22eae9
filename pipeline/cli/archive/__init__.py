"""``congbao archive``: the newsroom's archive, one file a command."""

from __future__ import annotations

import typer

from pipeline.cli.archive import ask
from pipeline.cli.archive.add import add
from pipeline.cli.archive.export import export
from pipeline.cli.archive.retag import retag
from pipeline.cli.archive.serve import serve
from pipeline.cli.archive.status import status
from pipeline.cli.archive.watch import watch

app = typer.Typer(no_args_is_help=True, help="Tag articles into an archive that can be searched and asked.")
app.command()(add)
app.command()(watch)
app.command()(retag)
app.command()(status)
app.command()(serve)
app.command()(export)
app.add_typer(ask.app, name="ask")

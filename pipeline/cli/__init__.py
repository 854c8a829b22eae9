"""The command line ``congbao``: one file a command, a thin typer function over a plain one.

Nothing heavy is imported before a command needs it, so that ``congbao --help`` answers at once.
"""

from __future__ import annotations

import sys

import typer

from annotations.errors import CongbaoError
from pipeline.cli import annotate, archive, corpus, models, train
from pipeline.cli.baselines import baselines
from pipeline.cli.compare import compare
from pipeline.cli.demo import demo
from pipeline.cli.evaluate import evaluate
from pipeline.cli.results import results
from pipeline.cli.tag import tag
from pipeline.cli.values import values

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Officials, organisations, quantities and deadlines from Vietnamese government news.",
)
app.command()(tag)
app.command()(evaluate)
app.command()(compare)
app.command()(baselines)
app.command()(values)
app.command()(results)
app.command()(demo)
app.add_typer(train.app, name="train")
app.add_typer(corpus.app, name="corpus")
app.add_typer(annotate.app, name="annotate")
app.add_typer(archive.app, name="archive")
app.command("models")(models.models)


def run() -> None:
    """Run the command line; an error of ours is one line on standard error and exit code 1."""
    try:
        app()
    except CongbaoError as error:
        print(f"congbao: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # The reader (head, less) has gone: what was written is complete up to there.
        sys.stderr.close()
        sys.exit(1)

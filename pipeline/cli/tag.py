"""``congbao tag``: articles in, documents out."""

from __future__ import annotations

import sys
from contextlib import closing, suppress
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.report import Report
from pipeline.cli.stopping import Stopping
from pipeline.writers import Format, write

READER_GONE = 141
"""Exit code where what reads the output has gone: that of a program which SIGPIPE ended."""


class Engine(str, Enum):
    """What runs the tagging."""

    local = "local"
    ray = "ray"


def tag(
    paths: Annotated[list[str], typer.Argument(
        metavar="PATH…", help="Files (.txt, .html, .jsonl, .parquet …), folders of them, or - for standard input.",
    )],
    model: Annotated[str, typer.Option(help="A shipped package, or the folder of another.")] = "vi_gov_news_sm",
    to: Annotated[str | None, typer.Option(help="Write here instead of to standard output.")] = None,
    format: Annotated[Format | None, typer.Option(help="By default as the name of --to says, else jsonl.")] = None,
    min_score: Annotated[float, typer.Option(min=0, max=1, help="Leave out what is less probable.")] = 0.0,
    jobs: Annotated[int | None, typer.Option(
        min=1, help="Processes that tag: by default 1, with ray one a core. What is written is the same.",
    )] = None,
    engine: Annotated[Engine, typer.Option(
        help="ray: many files, into a folder of shards, on this machine or a cluster (pipeline/cluster/README.md).",
    )] = Engine.local,
) -> None:
    """Tag articles: officials, organisations, quantities, deadlines, their relations and records."""
    if engine is Engine.ray:
        from pipeline.cli.tag_ray import tag_with_ray

        tag_with_ray(paths, model, to, format, min_score, jobs)
        return
    kind = format or _kind(to)
    if kind is Format.parquet and to is None:
        raise typer.BadParameter("Parquet cannot be written to standard output: name a file with --to")
    report = Report(sys.stderr)
    with Stopping() as stopping:
        from corpus.readers import read_paths
        from pipeline.workers import tag_with_jobs

        documents = tag_with_jobs(model, read_paths(paths), report.failed, jobs or 1, min_score)
        try:
            with closing(report.counted(stopping.until(documents))) as counted:
                write(counted, kind, None if to is None else Path(to))
        except BrokenPipeError:
            with suppress(OSError):  # standard error may go the same way
                report.say(f"what reads the output has gone; {report.done} articles were written whole")
            raise typer.Exit(READER_GONE) from None
    report.close()
    if stopping.signal:
        report.say(f"interrupted; the {report.done} articles written are whole")
        raise typer.Exit(stopping.exit_code)
    if report.failures or not report.done:
        raise typer.Exit(1)


def _kind(to: str | None) -> Format:
    suffix = Path(to).suffix.lstrip(".").lower() if to else ""
    return Format(suffix) if suffix in {kind.value for kind in Format} - {Format.table.value} else Format.jsonl

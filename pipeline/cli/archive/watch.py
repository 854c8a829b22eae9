"""``congbao archive watch``: new articles of folders and feeds, as they come."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.cli.archive.options import DEFAULT, Archive, Batch, Jobs, Model
from pipeline.cli.archive.report import Report
from pipeline.cli.archive.running import tagging
from pipeline.cli.stopping import Stopping


def watch(
    sources: Annotated[list[str], typer.Argument(
        metavar="SOURCE…", help="Folders, files, or addresses of feeds.",
    )],
    db: Archive = DEFAULT,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 300.0,
    model: Model = "vi_gov_news_sm",
    jobs: Jobs = 1,
    batch: Batch = 50,
) -> None:
    """Add what is new, until stopped (Ctrl-C, SIGTERM)."""
    from pipeline.archive.ingest import Count, Ingest
    from pipeline.archive.store import open_archive
    from pipeline.archive.watch import every as each
    from pipeline.archive.watch import watch as keep_watching

    archive = open_archive(db, create=True)
    report = Report(sys.stderr)
    stopping = Stopping()

    def run() -> Ingest:
        tag = tagging(stopping, model, jobs)
        return Ingest(archive, tag, report.failed, batch, report.progress, lambda: bool(stopping.signal))

    def looked(count: Count) -> None:
        if count.added or count.failed:
            report.end(count)

    try:
        with stopping:
            keep_watching(sources, run, stopping.until(each(every)), report.failed, looked)
    finally:
        archive.close()
    report.say("stopped")

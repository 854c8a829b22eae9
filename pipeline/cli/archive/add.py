"""``congbao archive add``: articles into the archive, tagged on the way in."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.cli.archive.options import DEFAULT, Archive, Batch, Jobs, Model
from pipeline.cli.archive.report import Report
from pipeline.cli.archive.running import leave, tagging
from pipeline.cli.stopping import Stopping


def add(
    paths: Annotated[list[str], typer.Argument(
        metavar="PATH…",
        help="Files (.txt, .html, .jsonl, feeds, .zip), folders of them, addresses of feeds, or - for standard input.",
    )],
    db: Archive = DEFAULT,
    model: Model = "vi_gov_news_sm",
    jobs: Jobs = 0,
    batch: Batch = 50,
) -> None:
    """Add articles. A text that is held is passed over, so a run that was stopped is simply started again."""
    from corpus.readers import read_paths
    from pipeline.archive import ahead
    from pipeline.archive.ingest import Ingest
    from pipeline.archive.quarantine import everything_in
    from pipeline.archive.store import open_archive

    archive = open_archive(db, create=True)
    report = Report(sys.stderr, ahead.count(paths))
    try:
        with Stopping() as stopping:
            tag = tagging(stopping, model, jobs)
            ingest = Ingest(archive, tag, report.failed, batch, report.progress, lambda: bool(stopping.signal))
            count = ingest.add(read_paths(paths), everything_in(paths))
    finally:
        archive.close()
    report.end(count)
    leave(stopping, report)

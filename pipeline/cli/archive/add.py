"""``congbao archive add``: articles into the archive, tagged on the way in, or tagged already."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.archive.options import DEFAULT, Archive, Batch, Jobs, Model
from pipeline.cli.archive.report import Report
from pipeline.cli.archive.running import leave, tagging
from pipeline.cli.stopping import Stopping

if TYPE_CHECKING:
    import sqlite_utils

    from pipeline.archive.ingest import Count


def add(
    paths: Annotated[list[str] | None, typer.Argument(
        metavar="PATH…",
        help="Files (.txt, .html, .jsonl, feeds, .zip), folders of them, addresses of feeds, or - for standard input.",
    )] = None,
    from_parquet: Annotated[list[str] | None, typer.Option(
        metavar="PATH",
        help="Documents that are tagged already, added as they are: the folder of `tag --engine ray`, or the file of "
             "`tag --to x.parquet`. May be given several times.",
    )] = None,
    db: Archive = DEFAULT,
    model: Model = "vi_gov_news_sm",
    jobs: Jobs = 0,
    batch: Batch = 50,
) -> None:
    """Add articles. A text that is held is passed over, so a run that was stopped is simply started again."""
    if bool(paths) == bool(from_parquet):
        raise typer.BadParameter("name articles, or tagged ones with --from-parquet: the one or the other")
    from pipeline.archive import ahead
    from pipeline.archive.store import open_archive

    archive = open_archive(db, create=True)
    report = Report(sys.stderr, ahead.count(paths) if paths else None)
    try:
        with Stopping() as stopping:
            if from_parquet:
                from pipeline.archive import tagged

                count = tagged.add(
                    archive, from_parquet, report.failed, batch, report.progress, lambda: bool(stopping.signal),
                )
            else:
                count = _tag_and_add(archive, paths or [], report, stopping, model, jobs, batch)
    finally:
        archive.close()
    report.end(count)
    leave(stopping, report)


def _tag_and_add(
    archive: sqlite_utils.Database, paths: list[str], report: Report, stopping: Stopping, model: str, jobs: int,
    batch: int,
) -> Count:
    from corpus.readers import read_paths
    from pipeline.archive.ingest import Ingest
    from pipeline.archive.quarantine import everything_in

    tag = tagging(stopping, model, jobs)
    ingest = Ingest(archive, tag, report.failed, batch, report.progress, lambda: bool(stopping.signal))
    return ingest.add(read_paths(paths), everything_in(paths))

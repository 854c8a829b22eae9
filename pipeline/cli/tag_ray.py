"""``congbao tag --engine ray``: files of articles in, a folder of shards out."""

from __future__ import annotations

import sys
import time

import typer

from pipeline.cli.report import Report
from pipeline.cli.stopping import Stopping
from pipeline.writers import Format


def tag_with_ray(
    paths: list[str], model: str, to: str | None, format: Format | None, min_score: float, actors: int | None,
) -> None:
    """Tag files into a folder of shards, and say what was done.

    Args:
        paths: files or folders of JSONL and Parquet.
        model: see :func:`pipeline.load`.
        to: the folder.
        format: jsonl or parquet; None for both.
        min_score: entities less probable than this are left out.
        actors: processes that tag; None for one a core.
    """
    if to is None:
        raise typer.BadParameter("name the folder for the shards with --to")
    if format not in (None, Format.jsonl, Format.parquet):
        raise typer.BadParameter("shards are jsonl or parquet")
    from pipeline.cluster.engine import connected, tag_to_shards
    from pipeline.cluster.shards import FORMATS

    report = Report(sys.stderr)
    run = _Run(report)
    started = time.monotonic()
    # Ray sets signal handlers of its own when it is connected, so ours come after.
    with connected(actors), Stopping() as stopping:
        shards = tag_to_shards(
            paths, to, report.failed, model=model, min_score=min_score, actors=actors, planned=run.planned,
            formats=FORMATS if format is None else (format.value,),
        )
        for shard in stopping.until(shards):
            run.articles += shard.articles
            run.failed += shard.failed
            run.left -= 1
            report.say(f"{shard.shard}: {shard.articles} articles, {shard.failed} failed; {run.left} shards to do")
    rate = run.articles / (time.monotonic() - started)
    failed = f", {run.failed} failed (see {to}/failures)" if run.failed else ""
    report.say(f"{run.articles} articles tagged{failed}, {rate:,.1f} articles/s; {run.before} shards were done before")
    if stopping.signal:
        report.say("interrupted; run the same command again to go on")
        raise typer.Exit(stopping.exit_code)
    if report.failures or run.failed or not (run.articles or run.before):
        raise typer.Exit(1)


class _Run:
    """Counts of a run."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.articles = self.failed = self.before = self.left = 0

    def planned(self, before: int, todo: int) -> None:
        """Say how much there is to do."""
        self.before, self.left = before, todo
        self._report.say(f"{todo} shards to do, {before} done before")

"""What the commands that tag into an archive have in common."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from annotations.errors import CongbaoError
from pipeline.cli.report import Report
from pipeline.cli.stopping import Stopping

if TYPE_CHECKING:
    from annotations.document import Document
    from corpus.articles import Article
    from pipeline.archive.ingest import Tag


def tagging(stopping: Stopping, model: str, jobs: int) -> Tag:
    """How articles are tagged, until the command is stopped.

    Args:
        stopping: ends the stream of documents.
        model: see :func:`pipeline.load`.
        jobs: processes; 0 for one a processor.
    """
    from pipeline.workers import tag_with_jobs

    def tag(
        articles: Iterable[Article | CongbaoError], failed: Callable[[CongbaoError], None],
    ) -> Iterator[Document]:
        return stopping.until(tag_with_jobs(model, articles, failed, jobs or _processors()))

    return tag


def leave(stopping: Stopping, report: Report) -> None:
    """End a command with the exit code that says how it went.

    Raises:
        typer.Exit: it was stopped (the code is a shell's for the signal), or some articles failed (1).
    """
    if stopping.signal:
        report.say("interrupted; what is written is whole, and starting again goes on from there")
        raise typer.Exit(stopping.exit_code)
    if report.failures:
        raise typer.Exit(1)


def _processors() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

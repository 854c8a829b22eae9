"""``congbao archive retag``: the articles of an archive, tagged anew."""

from __future__ import annotations

import sys

from pipeline.cli.archive.options import DEFAULT, Archive, Batch, Jobs, Model
from pipeline.cli.archive.report import Report
from pipeline.cli.archive.running import leave, tagging
from pipeline.cli.stopping import Stopping


def retag(
    db: Archive = DEFAULT,
    model: Model = "vi_gov_news_sm",
    jobs: Jobs = 0,
    batch: Batch = 50,
) -> None:
    """Tag the articles that another model or version tagged. Texts and corrections stay."""
    from pipeline.archive.retag import Retag, model_of
    from pipeline.archive.store import open_archive

    archive = open_archive(db)
    try:
        with Stopping() as stopping:
            report = Report(sys.stderr, what="tagged anew")
            run = Retag(
                archive, tagging(stopping, model, jobs), model_of(model), report.failed, batch, report.progress,
                lambda: bool(stopping.signal),
            )
            report.total = run.waiting()
            count = run.run()
    finally:
        archive.close()
    report.end(count)
    leave(stopping, report)

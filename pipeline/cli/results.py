"""``congbao results``: the committed figures as one report to read."""

from __future__ import annotations

import typer


def results() -> None:
    """Write evaluation/RESULTS.md and its plots anew from the committed JSON; prints what was written."""
    from pipeline.shipping import write_results

    for path in write_results():
        typer.echo(path)

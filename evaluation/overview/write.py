"""Writing ``RESULTS.md`` and its plots from what is committed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluation.committed import RESULTS
from evaluation.overview.page import PLOTTED, experiments, fingerprint, render

Row = dict[str, Any]
OVERVIEW = RESULTS.with_name("RESULTS.md")


def committed_results(folder: Path = RESULTS) -> dict[str, Row]:
    """The JSON of a folder by name, without suffix."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}


def write_overview(packages: Mapping[str, Row], overview: Path = OVERVIEW, folder: Path = RESULTS) -> list[Path]:
    """Write the report anew, and the plots whose JSON has changed.

    Args:
        packages: by name, the ``evaluation.json`` of each shipped package.
        overview: the Markdown file; plots go into ``folder``, which is ``results`` beside it.
        folder: where the JSON lies.

    Returns:
        What was written, the report first.

    Raises:
        InputError: a file lacks what its kind must have, or a plot is to be drawn and matplotlib is not installed.
    """
    results = committed_results(folder)
    overview.write_text(render(results, packages), "utf-8")
    written = [overview]
    for name, kind in experiments(results):
        path = folder / f"{name}.svg"
        if kind in PLOTTED and not is_of(path, results[name]):
            from evaluation.overview.plots import draw

            path.write_text(draw(kind, results[name]), "utf-8")
            written.append(path)
    return written


def is_of(plot: Path, row: Row) -> bool:
    """Whether a plot is there and was drawn from this JSON."""
    return plot.is_file() and fingerprint(row) in plot.read_text("utf-8")

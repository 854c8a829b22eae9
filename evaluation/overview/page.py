"""The whole report from the committed JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from annotations.errors import InputError
from evaluation.overview import systems
from evaluation.overview.experiments import EXPERIMENTS

Row = dict[str, Any]
PLOTTED = ("learning_curve", "bakeoff")
"""Kinds of experiments that have a plot beside their table."""
HEAD = """# Results

Generated from the JSON in `evaluation/results` and in the packages; not to be edited. What the figures mean is in
[README.md](README.md). Distances: `clause`, no semicolon between the two ends; `near`, at most 50 syllables between
them; `far`, beyond."""


def render(results: Mapping[str, Row], packages: Mapping[str, Row]) -> str:
    """The report as Markdown.

    Args:
        results: by name of the file in ``results/``, without suffix.
        packages: by name, the ``evaluation.json`` of each shipped package.

    Raises:
        InputError: a file lacks what its kind must have; names file and key.
    """
    baselines = results.get("baselines_dev", {}).get("systems", {})
    beside = {**packages, **baselines}
    sections = [
        ("Relations by distance", systems.by_distance(beside)),
        ("Calibration", systems.calibration(packages)),
        ("What can never be found", systems.lost(beside)),
        ("Errors by cause", systems.errors(packages)),
    ]
    for name, kind in experiments(results):
        title, section = EXPERIMENTS[kind]
        rest = name.removeprefix(kind).strip("_").replace("_", " ")
        try:
            lines = section(results[name])
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"no {title.lower()}", file=f"evaluation/results/{name}.json",
                             why=f"{type(error).__name__}: {error}",
                             hint="the shapes are in evaluation/README.md") from None
        if kind in PLOTTED:
            lines = [f"![{title}](results/{name}.svg)", "", *lines]
        sections.append((f"{title}: {rest}" if rest else title, lines))
    parts = [HEAD, *("\n".join([f"## {title}", "", *lines]).rstrip() for title, lines in sections if lines)]
    return "\n\n".join(parts) + "\n"


def experiments(results: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    """Name and kind of each experiment, kind by kind: ``learning_curve_enc`` is a ``learning_curve``."""
    for kind in EXPERIMENTS:
        for name in sorted(results):
            if name == kind or name.startswith(f"{kind}_"):
                yield name, kind


def fingerprint(row: Row) -> str:
    """SHA-256 of an experiment: what a plot carries to say what it was drawn from."""
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()

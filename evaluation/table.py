"""Results as tables for the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from evaluation.compare import Comparison
from evaluation.counts import Key, shown
from evaluation.entities import STRATEGIES, label_sets
from evaluation.intervals import Interval
from evaluation.relations import DISTANCES
from evaluation.result import Evaluation
from evaluation.runs import Runs

WIDTH = 120
"""Characters of a line where the output is no terminal."""


def between(interval: Interval | None) -> str:
    """An interval as it is printed.

    >>> between(Interval(0.1, 0.25)), between(Interval(None, None)), between(None)
    ('[0.100, 0.250]', '', '')
    """
    if interval is None or interval.low is None or interval.high is None:
        return ""
    return f"[{interval.low:.3f}, {interval.high:.3f}]"


def console() -> Console:
    """Where tables go: as wide as the terminal; where there is none, wide enough for all columns."""
    return Console() if sys.stdout.isatty() else Console(width=WIDTH)


def tables(evaluation: Evaluation) -> RenderableType:
    """The result as tables: entities, strategies, values, relations, records; the ceiling beside the score."""
    entities: list[tuple[str, Key]] = []
    for name in label_sets(evaluation.schema):
        entities.append((f"{name}, micro", ("entities", "strict", name)))
        entities.append((f"{name}, macro", ("entities", "strict", name, "macro")))
    entities += [(label, ("entities", "strict", label)) for label in evaluation.schema.labels]
    parts: list[RenderableType] = [
        _counts(evaluation, "Entities (strict)", entities),
        _counts(evaluation, "Entities, all flat labels, by strategy",
                [(strategy, ("entities", strategy, "flat")) for strategy in STRATEGIES]),
    ]
    if not evaluation.data.get("gold_values"):
        parts.append(Text("Attributes: not scored, the gold has none."))
    else:
        parts.append(_counts(evaluation, "Attributes", [
            (f"{label} {name}" if which == "joint" else "  on spans found", ("values", which, label, name))
            for label, names in evaluation.schema.attributes.items()
            for name in (*names, *(("all",) if len(names) > 1 else ())) for which in ("joint", "matched")
        ]))
    for mode in dict.fromkeys(key[1] for key in evaluation.tally.below("relations")):
        start = ("relations", mode)
        parts += [_counts(evaluation, f"Relations, {mode.replace('_', ' ')}", [
            ("all", (*start, "strict", "all", "all")), ("all, macro", (*start, "strict", "macro")),
            ("all, relaxed", (*start, "relaxed", "all", "all")),
            *((name, (*start, "strict", name, "all")) for name in evaluation.schema.relations),
        ]), _distances(evaluation, mode)]
    if evaluation.data.get("gold_records"):
        parts.append(_counts(evaluation, "Records", [
            (", ".join(key[1:]), key) for key in sorted(evaluation.tally.below("records"))
        ]))
    else:
        parts.append(Text("Records: not scored, the gold has none."))
    parts += [Text(line) for line in notes(evaluation)]
    return Group(*parts)


def notes(evaluation: Evaluation) -> list[str]:
    """What is to be known beside the figures: what can never be found, and what the ceiling is."""
    schema, found = evaluation.schema, []
    for first, rest, what, names in (
        ("candidates", ("all",), "relations are never considered", schema.relations),
        ("tokens", (), "entities are lost to tokens", schema.labels),
    ):
        gold = evaluation.score(first, "all", *rest)
        if gold.recall is None:
            continue
        parts = [(name, evaluation.score(first, name, *rest)) for name in names]
        listed = ", ".join(f"{name} {part.fn:g} of {part.tp + part.fn:g}" for name, part in parts if part.fn)
        found.append(f"{gold.fn:g} of {gold.tp + gold.fn:g} gold {what}{listed and ': '}{listed}.")
    if evaluation.agreement is not None:
        about = evaluation.agreement.get("note", "")
        found.append(f"agree: F1 between two annotations of the same texts{about and ', '}{about or '.'}")
    return found


def _distances(evaluation: Evaluation, mode: str) -> Table:
    table = titled("  by distance, F1 and number of gold")
    for part in DISTANCES:
        table.add_column(part, justify="right", no_wrap=True)
        table.add_column("gold", justify="right", no_wrap=True)
    for name in ("all", *evaluation.schema.relations):
        cells = []
        for part in DISTANCES:
            score = evaluation.score("relations", mode, "strict", name, part)
            cells += [shown(score.f1), f"{score.tp + score.fn:g}"]
        table.add_row(name, *cells)
    return table


def _counts(evaluation: Evaluation, title: str, rows: Iterable[tuple[str, Key]]) -> Table:
    given = list(rows)
    bounded = any(key in evaluation.ceiling for _, key in given)
    table = titled(title)
    for name in ("gold", "found", "right", "P", "R", "F1"):
        table.add_column(name, justify="right", no_wrap=True)
    if evaluation.intervals:
        table.add_column(f"{evaluation.confidence:.0%} interval", no_wrap=True)
    if bounded:
        table.add_column("agree", justify="right", no_wrap=True)
    for name, key in given:
        more = [between(evaluation.intervals.get(key))] if evaluation.intervals else []
        if bounded:
            more.append(f"{evaluation.ceiling[key]:.3f}" if key in evaluation.ceiling else "")
        if key[-1] == "macro":
            table.add_row(name, "", "", "", "", "", shown(evaluation.f1(*key)), *more)
            continue
        score = evaluation.score(*key)
        numbers = (f"{number:g}" for number in (score.tp + score.fn, score.tp + score.fp, score.tp))
        table.add_row(name, *numbers, shown(score.precision), shown(score.recall), shown(score.f1), *more)
    return table


def runs_table(runs: Runs, *, everything: bool = False) -> Table:
    """Several runs as a table: mean and standard deviation of F1.

    Args:
        runs: of one system.
        everything: all figures; else those of :func:`headline`.
    """
    table = titled(f"F1 of {len(runs.results)} runs on {len(runs.results[0].pairs)} documents")
    for name in ("mean", "sd", "runs", *runs.names):
        table.add_column(name, justify="right", overflow="fold")
    for key, row in runs.figures().items():
        if everything or headline(key):
            table.add_row(
                " ".join(key) if everything else readable(key), shown(row["mean"]), shown(row["sd"]), f"{row['n']}",
                *(shown(result.f1(*key)) for result in runs.results),
            )
    return table


def differences(comparison: Comparison, *, everything: bool = False) -> Table:
    """The comparison as a table.

    Args:
        comparison: of two systems.
        everything: all figures; else those of :func:`headline`.
    """
    table = titled(f"F1 on {len(comparison.first.pairs)} documents")
    for at, one in enumerate((comparison.first, comparison.second), 1):
        table.add_column(one.name or f"system {at}", justify="right")
    table.add_column("delta", justify="right", no_wrap=True)
    table.add_column(f"{comparison.first.confidence:.0%} interval", no_wrap=True)
    table.add_column("p", justify="right", no_wrap=True)
    for row in comparison.differences:
        if everything or headline(row.key):
            table.add_row(
                " ".join(row.key) if everything else readable(row.key), shown(row.first), shown(row.second),
                "n/a" if row.delta is None else f"{row.delta:+.3f}", between(row.interval),
                "n/a" if row.p_value is None else f"{row.p_value:.4f}",
            )
    return table


def headline(key: Key) -> bool:
    """Whether a figure is among those that are shown unasked.

    >>> headline(("entities", "strict", "ORG")), headline(("entities", "type", "ORG"))
    (True, False)
    """
    match key:
        case ("entities", "strict", *_) | ("values", "joint", _, "all") | ("records", _, "whole"):
            return True
        case ("relations", _, "strict", _, "all") | ("relations", _, "strict", "macro"):
            return True
    return False


def readable(key: Key) -> str:
    """The name of a headline figure.

    >>> readable(("entities", "strict", "flat", "macro")), readable(("values", "joint", "DATE", "all"))
    ('flat, macro', 'DATE with value')
    >>> readable(("relations", "end_to_end", "strict", "HOLDS", "all"))
    'HOLDS, end to end'
    """
    match key:
        case ("values", "joint", label, "all"):
            return f"{label} with value"
        case ("relations", mode, _, row, *_):
            name = {"all": "relations", "macro": "relations, macro"}.get(row, row)
            return f"{name}, {mode.replace('_', ' ')}"
        case ("records", kind, _):
            return f"records: {kind}"
    return ", ".join(key[2:])


def titled(title: str) -> Table:
    """An empty table with a title and a column of names."""
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", overflow="fold")
    return table

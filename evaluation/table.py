"""Results as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evaluation.compare import Comparison
from evaluation.counts import Key, shown
from evaluation.entities import STRATEGIES, label_sets
from evaluation.intervals import Interval
from evaluation.relations import DISTANCES
from evaluation.result import Evaluation


def between(interval: Interval | None) -> str:
    """An interval as it is printed.

    >>> between(Interval(0.1, 0.25)), between(Interval(None, None)), between(None)
    ('[0.100, 0.250]', '', '')
    """
    if interval is None or interval.low is None or interval.high is None:
        return ""
    return f"[{interval.low:.3f}, {interval.high:.3f}]"


def tables(evaluation: Evaluation) -> RenderableType:
    """The result as tables: entities, strategies, values, relations, records."""
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
            for name in names for which in ("joint", "matched")
        ]))
    for mode in dict.fromkeys(key[1] for key in evaluation.tally.below("relations")):
        start = ("relations", mode)
        parts.append(_counts(evaluation, f"Relations, {mode.replace('_', ' ')}", [
            ("all", (*start, "strict", "all", "all")), ("all, macro", (*start, "strict", "macro")),
            ("all, relaxed", (*start, "relaxed", "all", "all")),
            *((f"all, {part}", (*start, "strict", "all", part)) for part in DISTANCES),
            *((name, (*start, "strict", name, "all")) for name in evaluation.schema.relations),
        ]))
    if evaluation.data.get("gold_records"):
        parts.append(_counts(evaluation, "Records", [
            (", ".join(key[1:]), key) for key in sorted(evaluation.tally.below("records"))
        ]))
    else:
        parts.append(Text("Records: not scored, the gold has none."))
    return Group(*parts)


def _counts(evaluation: Evaluation, title: str, rows: Iterable[tuple[str, Key]]) -> Table:
    table = _table(title)
    for name in ("gold", "found", "right", "P", "R", "F1"):
        table.add_column(name, justify="right", no_wrap=True)
    if evaluation.intervals:
        table.add_column(f"{evaluation.confidence:.0%} interval", no_wrap=True)
    for name, key in rows:
        interval = [between(evaluation.intervals.get(key))] if evaluation.intervals else []
        if key[-1] == "macro":
            table.add_row(name, "", "", "", "", "", shown(evaluation.f1(*key)), *interval)
            continue
        score = evaluation.score(*key)
        numbers = (f"{number:g}" for number in (score.tp + score.fn, score.tp + score.fp, score.tp))
        table.add_row(
            name, *numbers, shown(score.precision), shown(score.recall), shown(score.f1), *interval,
        )
    return table


def differences(comparison: Comparison, *, everything: bool = False) -> Table:
    """The comparison as a table.

    Args:
        comparison: of two systems.
        everything: all figures; else those of :func:`headline`.
    """
    table = _table(f"F1 on {len(comparison.first.pairs)} documents")
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
            return f"{'relations' if row == 'all' else row}, {mode.replace('_', ' ')}"
        case ("records", kind, _):
            return f"records: {kind}"
    return ", ".join(key[2:])


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    return table

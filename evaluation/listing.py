"""The errors of a result for the terminal: how many by cause, and the worst of each with its surroundings."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evaluation.causes import Error, count_errors, count_relation_errors, worst
from evaluation.result import Evaluation
from evaluation.table import titled

AROUND = 40
"""Characters shown on either side of an error."""


def causes(evaluation: Evaluation, number: int) -> RenderableType:
    """What goes wrong, how often by cause and label, and the worst errors on entities in their places.

    Args:
        evaluation: its documents' texts are quoted.
        number: most errors of each cause to list.
    """
    counts = count_relation_errors(evaluation.relation_mistakes)
    relations = {f"{kind}: {cause}": names for kind, rows in counts.items() for cause, names in rows.items()}
    texts = {pair.id: pair.text for pair in evaluation.pairs}
    parts: list[RenderableType] = [
        _counts("Errors on entities, by cause", count_errors(evaluation.errors)),
        _counts("Errors on relations, by cause", relations),
    ]
    for cause, errors in worst(evaluation.errors, number).items():
        lines = [quoted(error, texts[error.document]) for error in errors]
        parts.append(Text("\n".join([cause, *lines, ""]) if lines else f"{cause}: none\n"))
    return Group(*parts)


def _counts(title: str, rows: Mapping[str, Mapping[str, int]]) -> Table:
    table = titled(title)
    table.add_column("errors", justify="right", no_wrap=True)
    table.add_column("of which", overflow="fold")
    for cause, names in rows.items():
        table.add_row(cause, str(sum(names.values())), ", ".join(f"{name} {count}" for name, count in names.items()))
    return table


def quoted(error: Error, text: str) -> str:
    """An error in one line: place, what was wanted, what was found, and what stands around.

    >>> from evaluation.pairs import Span
    >>> quoted(Error("d", "boundary", Span(4, 8, "ORG"), Span(4, 13, "ORG"), 0.91), "Hôm Sở A họp ở đây")
    "  d:4 gold ORG 'Sở A', predicted ORG 'Sở A họp ' 0.91 | Hôm Sở A họp ở đây"
    """
    spans = [(side, span) for side, span in (("gold", error.gold), ("predicted", error.predicted)) if span is not None]
    said = ", ".join(f"{side} {span.label} {text[span.start:span.end]!r}" for side, span in spans)
    score = "" if error.score is None else f" {error.score:.2f}"
    start, end = min(span.start for _, span in spans), max(span.end for _, span in spans)
    around = " ".join(text[max(0, start - AROUND):end + AROUND].split())
    return f"  {error.document}:{start} {said}{score} | {around}"

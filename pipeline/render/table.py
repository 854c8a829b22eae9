"""A document's records as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from annotations.document import Document
from pipeline.render import wording


def tables(document: Document) -> Group:
    """Who holds which office, which figures, what is due when."""
    return Group(*_parts(document))


def _parts(document: Document) -> Iterator[RenderableType]:
    records = document.records or {}
    yield Text(f"\n{document.id}", style="bold")
    empty = True
    if officials := records.get("officials"):
        table = _table("Who holds which office", "name", "office", "score")
        for row in officials:
            table.add_row(escape(row["name"]), escape(wording.office(row)), _score(row["score"]))
        yield table
        empty = False
    if figures := records.get("figures"):
        table = _table("Which figures", "of what", "value", "when", "of whom", "score")
        for row in figures:
            value = wording.amount(row["value"], row["unit"], row["bound"])
            table.add_row(
                escape(wording.about(row)), escape(value), escape(wording.period(row)), escape(wording.whose(row)),
                _score(row["score"]),
            )
        yield table
        empty = False
    if deadlines := records.get("deadlines"):
        table = _table("What is due when", "by", "what", "who", "score")
        for row in deadlines:
            table.add_row(
                escape(row["date"] or f"? ({row['written']})"), escape(row["task"] or "—"),
                escape(", ".join(row["responsible"])) or "—", _score(row["score"]),
            )
        yield table
        empty = False
    if empty:
        yield Text("  nothing found", style="dim")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="italic", show_edge=False, pad_edge=False)
    for name in columns:
        table.add_column(name, justify="right" if name in ("score", "value") else "left", overflow="fold")
    return table


def _score(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}"

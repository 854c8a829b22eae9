"""Answers of ``congbao archive ask``: as tables that fit 80 columns, or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

Row = dict[str, Any]
_SENTENCE = 160  # characters of a sentence that stands for a task


def say(line: str) -> None:
    """A line on standard error."""
    print(f"congbao: {line}", file=sys.stderr)


@dataclass
class Answer:
    """Rows that answer a question.

    Attributes:
        kind: how they are shown: people, holders, holders_on, figures, due.
        rows: all of them.
        limit: how many are shown; 0 is all.
    """

    kind: str
    rows: Sequence[Row]
    limit: int = 0

    def show(self, as_json: bool) -> None:
        """Print them on standard output; says on standard error how many are left out."""
        shown = self.rows[:self.limit] if self.limit else self.rows
        if as_json:
            print(json.dumps([_plain(row) for row in shown], ensure_ascii=False, indent=1))
        elif shown:
            from rich.console import Console

            console = Console(highlight=False, soft_wrap=False)
            for part in _SHOWN[self.kind](shown):
                console.print(part)
        if len(shown) < len(self.rows):
            say(f"{len(shown)} of {len(self.rows)} shown; --limit 0 shows all")


def _people(rows: Sequence[Row]) -> list[RenderableType]:
    from rich.text import Text

    parts: list[RenderableType] = []
    for row in rows:
        head = Text(row["name"], style="bold")
        head.append(f"  {_articles(row['articles'])}, {_span(row)}  {row['key']}", style="dim")
        parts += [Text() if parts else Text(end=""), head]
        if not row["offices"]:
            parts.append(Text("no office seen", style="dim"))
            continue
        table = _table(("office", 1), ("first seen", 0), ("last seen", 0), ("articles", 0), ("score", 0))
        for office in row["offices"]:
            table.add_row(
                _two(office["position"], office["body"]), *_seen(office), str(office["articles"]),
                _score(office["score"]),
            )
        parts.append(table)
    return parts


def _holders(rows: Sequence[Row], likely: bool = False) -> list[RenderableType]:
    from rich.text import Text

    parts: list[RenderableType] = []
    last, table = None, None
    for row in rows:
        if table is None or (row["position"], row["organisation_id"], row["body"]) != last:
            last = row["position"], row["organisation_id"], row["body"]
            parts += [Text() if parts else Text(end=""), Text(f"{_capital(row['position'])}, {row['body']}", "bold")]
            score = "held it" if likely else "score"
            table = _table(("person", 1), ("first seen", 0), ("last seen", 0), ("articles", 0), (score, 0))
            parts.append(table)
        table.add_row(row["name"], *_seen(row), str(row["articles"]), _score(row["score"]))
    return parts


def _figures(rows: Sequence[Row]) -> list[RenderableType]:
    from pipeline.render.wording import amount

    table = _table(("when", 0), ("how much, of what, of whom, where it is written", 1), ("score", 0))
    for row in rows:
        value = row["value"] if row["high"] is None else [row["value"], row["high"]]
        said = amount(value, row["unit"], row["bound"]) if row["value"] is not None else row["written"]
        whose = ", ".join(filter(None, (row["organisation"] or row["body"], row["place_name"] or row["place"])))
        about = " ".join((row["indicator"] or f"({row['counted'] or '?'})").split())
        target = row["kind"] == "target"
        table.add_row(
            _two(row["due"] or row["period"] or row["period_written"] or "", "target" if target else None),
            _lines(said or "?", " – ".join(filter(None, (about, whose))), _source(row)), _score(row["score"]),
        )
    return [table]


def _due(rows: Sequence[Row]) -> list[RenderableType]:
    table = _table(("due", 0), ("what, who owes it, where it is written", 1), ("score", 0))
    for row in rows:
        owing = "; ".join(who["name"] for who in row["owing"])
        asks = f"asked by {row['issuer']}" if row["issuer"] else ""
        table.add_row(
            _two(row["day"] or _cut(row["written"] or "?", 20), row["bound"] if row["day"] else None),
            _lines(_task(row), " – ".join(filter(None, (owing, asks))), _source(row)), _score(row["score"]),
        )
    return [table]


def _task(row: Row) -> str:
    if row["task"]:
        return _capital(row["task"])
    what = "to be reached" if row["kind"] == "target" else "no task found"
    return f"({what}) {_cut(row['sentence'] or row['written'] or '', _SENTENCE)}"


_SHOWN: dict[str, Callable[[Sequence[Row]], list[RenderableType]]] = {
    "people": _people, "holders": _holders, "holders_on": lambda rows: _holders(rows, True), "figures": _figures,
    "due": _due,
}


def _table(*columns: tuple[str, int]) -> Table:
    """A table whose columns of share 0 are as wide as they must be."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=any(ratio for _, ratio in columns))
    for name, ratio in columns:
        right = name in ("articles", "score", "held it")
        table.add_column(
            name, ratio=ratio or None, justify="right" if right else "left", overflow="fold", no_wrap=not ratio,
        )
    return table


def _two(first: str, second: str | None) -> Text:
    """A line, and a fainter one below it."""
    from rich.text import Text

    text = Text(first)
    return text.append(f"\n{second}", style="dim") if second else text


def _lines(first: str, second: str, source: str) -> Text:
    """Two lines, and a fainter one: where it is written."""
    return _two("\n".join(filter(None, (" ".join(first.split()), second))), source)


def _source(row: Row) -> str:
    return f"{row['date'] or '?'} {row['key']}"


def _seen(row: Row) -> tuple[str, str]:
    return ("once", "") if row.get("former") else (row["first_seen"] or "?", row["last_seen"] or "?")


def _span(row: Row) -> str:
    first, last = row["first_seen"], row["last_seen"]
    return "undated" if not first else first if first == last else f"{first} to {last}"


def _articles(number: int) -> str:
    return f"{number:,} article{'' if number == 1 else 's'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cut(text: str, length: int) -> str:
    from pipeline.archive.headline import cut

    return cut(" ".join(text.split()), length)


def _score(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}"


def _plain(row: Row) -> Row:
    """A row as JSON has it: lists are lists."""
    plain = {
        name: json.loads(value) if name == "evidence" and isinstance(value, str) else value
        for name, value in row.items()
    }
    if "offices" in plain:
        plain["offices"] = [_plain(office) for office in plain["offices"]]
    return plain

"""``congbao values``: how many values of annotated spans the normaliser reads right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from annotations.document import Document

EVERY = "all"
"""The row that sums up the labels."""


def values(
    gold: Annotated[str, typer.Argument(metavar="SET", help="Annotated documents: a set (real/dev), or a file.")],
    to: Annotated[Path | None, typer.Option(help="Write the result here, as JSON.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Read the values of annotated quantities, dates and deadlines and count those that are right."""
    from evaluation.reading import read_documents, write_json

    result = {"set": gold, **score_values(read_documents(gold))}
    if to is not None:
        write_json(result, to)
    if json:
        write_json(result)
    else:
        from rich.console import Console

        console = Console()
        console.print(_scores(result))
        console.print(_misses(result))


def score_values(documents: Iterable[Document]) -> dict[str, Any]:
    """Read every span whose label carries a value and compare it with the gold.

    Args:
        documents: annotated ones; ``meta["date"]`` is the article's own date where it is known.

    Returns:
        ``data`` (hashes, numbers), ``versions``, ``date``, ``scores`` by label (and "all") and attribute, and
        ``misses``: document, offsets, label, attribute, gold and read. No text is in it.
    """
    from annotations.schema import SCHEMA
    from evaluation.counts import ratio
    from evaluation.pairs import pair
    from evaluation.provenance import annotations_hash, texts_hash, today, versions
    from evaluation.values import differing

    given = list(documents)
    pairs, _, _ = pair(given, map(with_values, given))
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    misses = []
    for one in pairs:
        for span, wanted in one.gold.spans.items():
            read = one.predicted.spans[span]
            wrong = differing(span.label, wanted, read)
            for name in SCHEMA.attributes.get(span.label, ()):
                for label in (span.label, EVERY):
                    total[label, name] += 1
                    right[label, name] += name not in wrong
            misses += [
                {"document": one.id, "start": span.start, "end": span.end, "label": span.label,
                 "attribute": name, "gold": getattr(wanted, name), "read": getattr(read, name)}
                for name in wrong
            ]
    gold_sides = [one.gold for one in pairs]
    return {
        "data": {
            "texts_sha256": texts_hash(gold_sides), "gold_sha256": annotations_hash(gold_sides),
            "documents": len(pairs), "dated": sum(bool(one.meta.get("date")) for one in given),
            "spans": total[EVERY, "value"],
        },
        "versions": versions(), "date": today(),
        "scores": {
            label: {
                name: {"right": right[label, name], "of": total[label, name],
                       "share": ratio(right[label, name], total[label, name])}
                for name in ("value", "unit", "bound") if (label, name) in total
            }
            for label in (*SCHEMA.attributes, EVERY)
        },
        "misses": misses,
    }


def with_values(document: Document) -> Document:
    """A copy whose spans carry the attributes that are read from the text, and no relations."""
    from annotations.schema import SCHEMA
    from pipeline.normalize.context import TimeContext
    from pipeline.normalize.spans import read_span

    context = TimeContext(document.text, document.meta.get("date"))
    entities = [replace(entity) for entity in document.entities]
    for entity in entities:
        if entity.label in SCHEMA.attributes:
            for name, value in read_span(context, entity.start, entity.end, entity.label).items():
                setattr(entity, name, value)
    return replace(document, entities=entities, relations=[], records=None)


def _scores(result: dict[str, Any]) -> Table:
    from evaluation.counts import shown

    data = result["data"]
    table = _table(f"{data['spans']} spans of {data['documents']} documents of {result['set']}")
    for name in ("attribute", "right", "of", "share"):
        table.add_column(name, justify="left" if name == "attribute" else "right")
    for label, row in result["scores"].items():
        for name, score in row.items():
            table.add_row(label, name, str(score["right"]), str(score["of"]), shown(score["share"]))
    return table


def _misses(result: dict[str, Any]) -> Table:
    table = _table(f"{len(result['misses'])} misses")
    for name in ("span", "label", "attribute", "gold", "read"):
        table.add_column(name, overflow="fold")
    for miss in result["misses"]:
        table.add_row(
            miss["document"], f"{miss['start']}-{miss['end']}", miss["label"], miss["attribute"],
            str(miss["gold"]), str(miss["read"]),
        )
    return table


def _table(title: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", overflow="fold")
    return table

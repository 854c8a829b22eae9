"""``congbao baselines``: all baselines on the same annotated documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.evaluate import Gold, Train

if TYPE_CHECKING:
    from rich.table import Table


def baselines(
    gold: Gold,
    train: Train = "real/train",
    seed: Annotated[int, typer.Option(help="Of the bootstrap.")] = 0,
    to: Annotated[Path | None, typer.Option(help="Write the figures here, as JSON.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    ship: Annotated[bool, typer.Option("--ship", help="Write evaluation/results and the README anew.")] = False,
) -> None:
    """Score every baseline on the same annotated documents."""
    from evaluation.baselines import score_baselines
    from evaluation.reading import check_folders, read_documents, write_json
    from pipeline.cli.sources import tell
    from pipeline.systems import with_records

    check_folders(to)
    found = score_baselines(with_records(read_documents(gold)), lambda: read_documents(train), tell, seed=seed)
    result = {"set": gold, "train": train, **found}
    if ship:
        from pipeline.shipping import ship_baselines

        for path in ship_baselines(result):
            tell(str(path))
    if to is not None:
        write_json(result, to)
    if json:
        write_json(result)
    else:
        from evaluation.table import console

        console().print(_table(result))


def _table(result: dict[str, Any]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from evaluation.counts import shown

    table = Table(
        title=f"F1 on {result['documents']} documents of {result['set']}", title_justify="left", title_style="bold",
        box=SIMPLE_HEAD, pad_edge=False,
    )
    table.add_column("")
    for name in ("all nine labels", "persons, bodies, places", "relations", "on gold entities"):
        table.add_column(name, justify="right")
    for name, row in result["systems"].items():
        entities, relations = row.get("entities"), row.get("relations")
        found = (
            entities and entities["strict"]["flat"], row["three"],
            relations and relations["end_to_end"]["strict"], relations and relations["given"]["strict"],
        )
        table.add_row(name, *(shown(figures["micro"]["f1"] if figures else None) for figures in found))
    return table

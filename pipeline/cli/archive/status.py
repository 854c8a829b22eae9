"""``congbao archive status``: what an archive holds, and what it could not take in."""

from __future__ import annotations

from typing import Any

from pipeline.cli.archive.options import DEFAULT, Archive, AsJson

_SHOWN = 20  # rows of quarantine and of sources


def status(db: Archive = DEFAULT, as_json: AsJson = False) -> None:
    """Count what is held, and name what is in quarantine."""
    import json

    from pipeline.archive.status import status as state
    from pipeline.archive.store import open_archive

    archive = open_archive(db, read_only=True)
    try:
        found = state(archive, db)
    finally:
        archive.close()
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _show(found)


def _show(found: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    days = f", {found['first']} to {found['last']}" if found["first"] else ""
    console.print(f"{found['bytes'] / 1e6:,.1f} MB{days}; {found['duplicates']:,} near-duplicates", highlight=False)
    for title, rows in (
        ("rows", found["rows"].items()),
        ("models", [(f"{row['name']} {row['version']}", row["articles"]) for row in found["models"]]),
        ("sources", [(row["source"] or "", row["articles"]) for row in found["sources"]]),
    ):
        table = Table(title, "", box=None, pad_edge=False)
        for name, number in list(rows)[:_SHOWN]:
            table.add_row(Text(name), f"{number:,}")
        if len(rows) > _SHOWN:
            table.add_row(f"… {len(rows) - _SHOWN:,} more: --json", "")
        console.print(table)
    for row in found["quarantine"][:_SHOWN]:
        why = f": {row['why']}" if row["why"] else ""
        console.print(Text(f"in quarantine: {row['source']}: {row['what']}{why} (tries: {row['tries']})"))
    if len(found["quarantine"]) > _SHOWN:
        console.print(f"… {len(found['quarantine']) - _SHOWN:,} more in quarantine: --json", highlight=False)

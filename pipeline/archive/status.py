"""What an archive holds, in numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlite_utils

_COUNTED = (
    "articles", "mentions", "relations", "people", "organisations", "offices", "figures", "deadlines",
    "corrections", "quarantine",
)


def status(db: sqlite_utils.Database, path: Path) -> dict[str, Any]:
    """The state of an archive.

    Returns:
        ``rows`` by table, ``duplicates``, ``first`` and ``last`` day, articles by ``models`` and ``sources``,
        ``bytes`` of the file and its log, and ``quarantine``: what could not be added, and why.
    """
    first, last, duplicates = db.execute(
        "SELECT min(date), max(date), count(duplicate_of) FROM articles"
    ).fetchone()
    return {
        "rows": {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED},
        "duplicates": duplicates, "first": first, "last": last,
        "models": list(db.query(
            "SELECT model AS name, model_version AS version, count(*) AS articles FROM articles GROUP BY 1, 2"
        )),
        "sources": list(db.query("SELECT source, count(*) AS articles FROM articles GROUP BY 1 ORDER BY 2 DESC, 1")),
        "bytes": sum(
            file.stat().st_size for file in (path, path.with_name(f"{path.name}-wal")) if file.is_file()
        ),
        "quarantine": list(db.query("SELECT source, what, why, at, tries FROM quarantine ORDER BY at DESC, id")),
    }

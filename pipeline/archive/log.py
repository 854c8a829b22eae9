"""The log of editors' corrections: the table ``corrections``."""

from __future__ import annotations

import json
from typing import Any

import sqlite_utils

from pipeline.archive.store import now


def write(
    db: sqlite_utils.Database, action: str, kind: str, detail: dict[str, Any], editor: str | None, **columns: Any,
) -> int:
    """Write a correction to the log.

    Args:
        db: the archive.
        action: what is done.
        kind: to what.
        detail: what the action needs beside.
        editor: who does it.
        columns: others of ``corrections``.

    Returns:
        Its number.
    """
    row = {
        "at": now(), "editor": editor, "action": action, "kind": kind, "detail": json.dumps(detail, ensure_ascii=False),
        **columns,
    }
    names = ", ".join(f'"{name}"' for name in row)
    cursor = db.conn.execute(
        f"INSERT INTO corrections ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()),
    )
    return int(cursor.lastrowid or 0)


def history(
    db: sqlite_utils.Database, *, kind: str | None = None, key: str | None = None, article_id: int | None = None,
) -> list[dict[str, Any]]:
    """The log of corrections, the newest last, those undone too.

    Args:
        db: the archive.
        kind: person, organisation, mention, relation or article; all by default.
        key: of a person or body.
        article_id: of an article.
    """
    rows = db.query(
        "SELECT corrections.*, articles.id AS article_id, articles.key AS article, articles.title FROM corrections"
        " LEFT JOIN articles USING (sha256) WHERE (:kind IS NULL OR kind = :kind)"
        " AND (:key IS NULL OR corrections.key = :key) AND (:article IS NULL OR articles.id = :article)"
        " ORDER BY corrections.id", {"kind": kind, "key": key, "article": article_id},
    )
    return [row | {"detail": json.loads(row["detail"])} for row in rows]

"""Writing tagged articles into the archive's tables, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlite_utils

from annotations.document import Document
from pipeline.archive import duplicates, folding, rows
from pipeline.archive.duplicates import Sketch
from pipeline.archive.store import now

FOUND = ("mentions", "relations", "offices", "figures", "deadlines")
"""Tables of what was found in an article, which tagging it anew replaces; ``assignments`` go with deadlines."""


@dataclass(frozen=True)
class Prepared:
    """A tagged article, ready to be written: all that can be computed before the write lock is taken.

    Attributes:
        article: columns of ``articles``.
        found: rows of the other tables, by table.
        sketch: what it is compared with others by.
        title: folded, for the full-text index.
        text: folded, likewise.
    """

    article: dict[str, Any]
    found: dict[str, list[dict[str, Any]]]
    sketch: Sketch
    title: str
    text: str


def prepare(document: Document) -> Prepared:
    """Compute an article's rows, signature and folded words."""
    found, article = rows.found(document), rows.article(document)
    return Prepared(
        article | found.pop("articles")[0], found, duplicates.sketch(document.text),
        folding.shadow(article["title"] or ""), folding.shadow(document.text),
    )


def insert(db: sqlite_utils.Database, prepared: Prepared) -> int | None:
    """Write a new article.

    Returns:
        Its id; None where its text is held already (another writer has added it).
    """
    article = prepared.article
    if db.execute("SELECT 1 FROM articles WHERE sha256 = ?", [article["sha256"]]).fetchone():
        return None
    if db.execute("SELECT 1 FROM articles WHERE key = ?", [article["key"]]).fetchone():
        article = article | {"key": f"{article['key']}@{article['sha256'][:12]}"}
    original, similarity = duplicates.original(db, prepared.sketch)
    article_id = _insert(db, "articles", [
        article | {"duplicate_of": original, "similarity": similarity, "added_at": now()}
    ])
    db.execute(
        "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", [article_id, prepared.title, prepared.text],
    )
    duplicates.keep(db, article_id, prepared.sketch)
    insert_found(db, article_id, prepared.found)
    db.execute("DELETE FROM quarantine WHERE source = ?", [prepared.article["key"]])
    return article_id


def insert_found(db: sqlite_utils.Database, article_id: int, found: dict[str, list[dict[str, Any]]]) -> None:
    """Write what was found in an article."""
    for table in FOUND[:-1]:
        _insert(db, table, [row | {"article_id": article_id} for row in found[table]])
    for deadline in found["deadlines"]:
        row = {name: value for name, value in deadline.items() if name != "assignments"}
        deadline_id = _insert(db, "deadlines", [row | {"article_id": article_id}])
        _insert(db, "assignments", [
            row | {"article_id": article_id, "deadline_id": deadline_id} for row in deadline["assignments"]
        ])


def replace(db: sqlite_utils.Database, article_id: int, document: Document) -> None:
    """Write what a newer model found in an article held, in place of what is there."""
    for table in FOUND:
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", [article_id])
    found = rows.found(document)
    insert_found(db, article_id, found)
    changed = found["articles"][0]
    columns = ", ".join(f"{name} = :{name}" for name in changed)
    db.execute(f"UPDATE articles SET {columns} WHERE id = :id", changed | {"id": article_id})


def _insert(db: sqlite_utils.Database, table: str, found: Sequence[dict[str, Any]]) -> int:
    """Write rows of one table; the id of the row where it is one."""
    if not found:
        return 0
    columns = ", ".join(f'"{name}"' for name in found[0])
    marks = ", ".join(f":{name}" for name in found[0])
    cursor = db.conn.cursor()
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
    if len(found) == 1:
        return cursor.execute(statement, found[0]).lastrowid or 0
    cursor.executemany(statement, found)
    return 0

"""The archive's file: made, opened, written to under SQLite's own locks.

The tables are described in ``schema.sql`` beside this file. A writer holds the write lock for one transaction
at a time and waits for another's; readers are never kept waiting (write-ahead log).
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import sqlite_utils

from annotations.document import Document, Entity, Relation
from annotations.errors import CongbaoError
from pipeline.archive import folding, places, rows

DEFAULT = "congbao.db"
SCHEMA_VERSION = 1
PATIENCE = 60.0
"""Seconds a writer waits for another one's transaction."""
_SCHEMA = Path(__file__).with_name("schema.sql")


class ArchiveError(CongbaoError):
    """An archive cannot be opened, read or written."""


def open_archive(
    path: Path | str, *, create: bool = False, read_only: bool = False, patience: float = PATIENCE,
) -> sqlite_utils.Database:
    """Open an archive.

    Args:
        path: the file.
        create: make it where there is none.
        read_only: nothing can be written through what is returned.
        patience: seconds to wait for another writer.

    Returns:
        The database; its connection commits by itself outside :func:`writing`.

    Raises:
        ArchiveError: there is no such file, it is no archive, or one of another version of the schema.
    """
    file = Path(path)
    if not file.is_file() and not create:
        raise ArchiveError("no archive", file=str(path), hint="make one with congbao archive add")
    db = None
    try:
        connection = sqlite3.connect(
            f"{file.resolve().as_uri()}?mode={'ro' if read_only else 'rwc' if create else 'rw'}",
            uri=True, timeout=patience, isolation_level=None,
        )
        db = sqlite_utils.Database(connection)
        db.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            _write_ahead(db, patience)
            db.execute("PRAGMA synchronous = NORMAL")  # with a write-ahead log: whole after a crash
        if create:
            _create(db, path)
        version = _version(db)
        if version != SCHEMA_VERSION:
            raise ArchiveError(
                "an archive of another version" if version else "not an archive", file=str(path),
                why=f"its schema is {version}, this congbao's is {SCHEMA_VERSION}" if version else None,
                hint="add the articles to a new file",
            )
        if not read_only:
            _complete(db)
            _refold(db)
    except BaseException as error:
        if db is not None:
            db.close()
        if isinstance(error, sqlite3.Error):
            raise ArchiveError("the archive cannot be opened", file=str(path), why=str(error)) from None
        raise
    return db


@contextmanager
def writing(db: sqlite_utils.Database) -> Iterator[sqlite_utils.Database]:
    """One transaction: all of what is written in it, or nothing.

    The write lock is taken at the start, so that what is read inside is not out of date when it is written.

    Raises:
        ArchiveError: another writer kept the lock for longer than this one waits, or the disk is full.
    """
    try:
        db.execute("BEGIN IMMEDIATE")
        yield db
        db.execute("COMMIT")
    except BaseException as error:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            locked = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY if hasattr(error, "sqlite_errorcode") else (
                "locked" in str(error))
            raise ArchiveError(
                "the archive cannot be written", why=str(error),
                hint="another writer is at work; start again when it is done, nothing is lost" if locked else None,
            ) from None
        raise


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def document(db: sqlite_utils.Database, article_id: int) -> Document:
    """An article with its mentions and relations, as it was tagged.

    Its records are what :func:`pipeline.records.build_records` makes of it.

    Raises:
        ArchiveError: there is no such article.
    """
    row = next(db.query("SELECT * FROM articles WHERE id = ?", [article_id]), None)
    if row is None:
        raise ArchiveError(f"no article {article_id}")
    entities = [
        Entity(
            found["mention"], found["start"], found["end"], found["label"], found["text"],
            decoded(found["label"], found["value"]), found["unit"], found["bound"], found["score"],
        )
        for found in db.query("SELECT * FROM mentions WHERE article_id = ? ORDER BY id", [article_id])
    ]
    relations = [
        Relation(found["head"], found["tail"], found["label"], found["score"])
        for found in db.query("SELECT * FROM relations WHERE article_id = ?", [article_id])
    ]
    return Document(
        row["key"], row["text"], rows.meta(row), entities, relations,
        model={"name": row["model"], "version": row["model_version"]},
    )


def decoded(label: str, value: Any) -> Any:
    """A mention's value as it was tagged: a pair is kept as JSON."""
    return json.loads(value) if label == "QUANTITY" and isinstance(value, str) else value


def _version(db: sqlite_utils.Database) -> int | None:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return None
    found = db.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    return found[0] if found else None


def _write_ahead(db: sqlite_utils.Database, patience: float) -> None:
    """Turn the write-ahead log on; SQLite does not wait for others there."""
    until = time.monotonic() + patience
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _create(db: sqlite_utils.Database, path: Path | str) -> None:
    """Make the tables where the file is empty: all of them or none."""
    with writing(db):
        if db.execute("SELECT 1 FROM sqlite_master").fetchone():
            return
        db.executescript(_SCHEMA.read_text("utf-8"))
        places.fill(db)
        db.conn.executemany(
            "INSERT INTO meta VALUES (?, ?)", [("schema_version", SCHEMA_VERSION), ("folding", folding.VERSION)],
        )


def _complete(db: sqlite_utils.Database) -> None:
    """Make the tables that an archive lacks which nothing was added to in earlier days."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'appearances'").fetchone():
        return
    with writing(db):
        for statement in _SCHEMA.read_text("utf-8").split(";\n"):
            if " IF NOT EXISTS " in statement:
                db.execute(statement)


def _refold(db: sqlite_utils.Database) -> None:
    """Write the full-text index anew where it was folded by other rules."""
    if db.execute("SELECT value FROM meta WHERE key = 'folding'").fetchone()[0] == folding.VERSION:
        return
    with writing(db):
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
        for row in db.execute("SELECT id, title, text FROM articles"):
            index(db, *row)
        db.execute("UPDATE meta SET value = ? WHERE key = 'folding'", [folding.VERSION])


def index(db: sqlite_utils.Database, article_id: int, title: str | None, text: str) -> None:
    """Enter an article in the full-text index."""
    db.execute(
        "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
        [article_id, folding.shadow(title or ""), folding.shadow(text)],
    )

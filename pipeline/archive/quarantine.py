"""What could not be read or tagged: kept with its reason until it can be."""

from __future__ import annotations

from collections.abc import Iterable, Set
from pathlib import Path
from typing import NamedTuple

import sqlite_utils

from annotations.errors import CongbaoError
from pipeline.archive.store import now


class Failure(NamedTuple):
    """A row of ``quarantine``.

    Attributes:
        source: the article's id, or the file (with its line) or address that gave none.
        what: what is wrong.
        why: the cause.
    """

    source: str
    what: str
    why: str | None

    @classmethod
    def of(cls, error: CongbaoError, key: str | None = None) -> Failure:
        """What an error says.

        Args:
            error: of reading or tagging.
            key: the id of the article, where there is one.
        """
        file = error.file or ""
        return cls(key or (f"{file}:{error.line}" if error.line is not None else file), error.what, error.why)


def keep(db: sqlite_utils.Database, failures: Iterable[Failure]) -> None:
    """Write failures; one that has failed before is counted."""
    db.conn.executemany(
        "INSERT INTO quarantine (source, what, why, at) VALUES (?, ?, ?, ?) ON CONFLICT (source, what)"
        " DO UPDATE SET tries = tries + 1, why = excluded.why, at = excluded.at",
        [(*failure, now()) for failure in failures],
    )


def release(db: sqlite_utils.Database, sources: Iterable[str], failures: Set[Failure]) -> None:
    """Take out what failed before and, its source having been read to the end, has not failed again.

    Args:
        db: the archive.
        sources: what was read: files and addresses (with their lines and members); all in a folder where one ends
            in ``/``.
        failures: of that reading.
    """
    again = {(failure.source, failure.what) for failure in failures}
    for source in sources:
        inside = [source] if source.endswith("/") else [f"{source}:", f"{source}!"]
        begins = " OR ".join("substr(source, 1, ?) = ?" for _ in inside)
        rows = db.execute(
            f"SELECT id, source, what FROM quarantine WHERE source = ? OR {begins}",
            [source, *(part for start in inside for part in (len(start), start))],
        ).fetchall()
        db.conn.executemany(
            "DELETE FROM quarantine WHERE id = ?", [(row,) for row, at, what in rows if (at, what) not in again],
        )


def everything_in(paths: Iterable[str]) -> list[str]:
    """Files, folders and addresses as sources for :func:`release`, with all that is in the folders."""
    return [source for path in paths for source in (path, str(Path(path)), f"{Path(path)}/")]

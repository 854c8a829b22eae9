"""Deadlines as an iCalendar file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import sqlite_utils

from pipeline.archive import calendar
from pipeline.archive.exports.files import whole

NAME = "congbao"
"""What calendars show as the file's name."""


def export(
    db: sqlite_utils.Database, to: Path, *, since: str | None = None, before: str | None = None,
    body: Sequence[int] | None = None,
) -> int:
    """Write the deadlines that have a day; those of near-duplicate articles are left out.

    Args:
        db: the archive.
        to: the file.
        since: the first day.
        before: the day after the last.
        body: ``organisations.id`` of bodies that any of owes it; all by default.

    Returns:
        How many.

    Raises:
        InputError: it cannot be written.
        ModelError: icalendar is not installed.
    """
    found = calendar.due(db, since=since, before=before, body=body)
    content = calendar.feed(found, name=NAME)
    with whole(to) as file:
        file.write(content)
    return len(found)

"""``congbao archive export``: the archive for other programs."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.archive.dates import first, following, read
from pipeline.cli.archive.options import DEFAULT, Archive

if TYPE_CHECKING:
    import sqlite_utils


class Kind(str, Enum):
    """What an archive is written as."""

    parquet = "parquet"
    csv = "csv"
    ftm = "ftm"
    ical = "ical"


def export(
    format: Annotated[Kind, typer.Option(
        help="parquet, csv: a folder with one file a table; ftm: FollowTheMoney entities, one JSON object a line; "
             "ical: a calendar of the deadlines.",
    )],
    to: Annotated[Path, typer.Option(help="The folder, or the file.")],
    only: Annotated[str | None, typer.Option(metavar="TABLES", help="parquet, csv: articles,offices,…")] = None,
    body: Annotated[str | None, typer.Option(metavar="NAME", help="ical: owed by this body.")] = None,
    before: Annotated[str | None, typer.Option(
        parser=read, metavar="DATE", help="ical: due before this day, month or year.",
    )] = None,
    after: Annotated[str | None, typer.Option(
        parser=read, metavar="DATE", help="ical: due after this day, month or year.",
    )] = None,
    db: Archive = DEFAULT,
) -> None:
    """Write the archive for other programs. What editors have hidden is left out."""
    if only is not None and format not in (Kind.parquet, Kind.csv):
        raise typer.BadParameter("--only chooses among the tables of parquet and csv")
    if (body or before or after) and format is not Kind.ical:
        raise typer.BadParameter("--body, --before and --after are for ical")
    tables = [name.strip() for name in (only or "").split(",") if name.strip()]
    if format in (Kind.parquet, Kind.csv):
        from pipeline.archive.exports.tables import TABLES

        if unknown := [name for name in tables if name not in TABLES]:
            raise typer.BadParameter(f"no table {', '.join(unknown)}; known are {', '.join(TABLES)}")
    from pipeline.archive.store import open_archive

    archive = open_archive(db, read_only=True)
    try:
        if format is Kind.ftm:
            from pipeline.archive.exports import ftm

            _written(to, ftm.export(archive, to), "entities")
        elif format is Kind.ical:
            _calendar(archive, to, body, before, after)
        else:
            from pipeline.archive.exports import tables as exported

            exported.export(archive, format.value, to, tables, _written)
    finally:
        archive.close()


def _calendar(
    archive: sqlite_utils.Database, to: Path, body: str | None, before: str | None, after: str | None,
) -> None:
    from pipeline.archive.exports import calendar
    from pipeline.cli.archive.names import bodies

    chosen = None if body is None else bodies(archive, body)
    _written(to, calendar.export(archive, to, since=following(after), before=first(before), body=chosen), "deadlines")


def _written(file: Path, count: int, what: str = "rows") -> None:
    print(f"{file}: {count:,} {what}", file=sys.stderr)

"""Parquet: one row an article; columns ``text``, and ``id``, ``meta`` (or ``date``, ``title`` …) where known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from annotations.decoding import loads
from annotations.errors import CongbaoError, InputError
from corpus.articles import Article
from corpus.readers.feed import in_vietnam
from corpus.readers.jsonl import META, article

if TYPE_CHECKING:
    import pyarrow as pa

_READ = 64  # rows in memory at once


def read(path: Path, name: str) -> Iterator[Article | CongbaoError]:
    """Read a table of articles; a row that is none is an error that names it (as ``file:row``, from 1).

    ``meta`` is a struct, a map or a string of JSON. Days and times become ISO days.
    """
    yield from read_rows(path, str(path), name)


def read_rows(
    source: Path | BinaryIO, file: str, name: str, first: int = 0, count: int | None = None,
) -> Iterator[Article | CongbaoError]:
    """Read some rows.

    Args:
        source: the file, by its path or open.
        file: named in errors.
        name: an article without an id gets this and its row's number.
        first: rows that are passed over.
        count: rows that are read; None for all.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source) as table:
            columns = [column for column in ("id", "text", "meta", *META) if column in table.schema_arrow.names]
            if "text" not in columns:
                has = ", ".join(table.schema_arrow.names)
                yield InputError("no articles in this table", file=file, why=f"no column 'text'; it has: {has}")
                return
            groups, at = _groups(table, first)
            last = None if count is None else first + count
            for batch in table.iter_batches(batch_size=_READ, columns=columns, row_groups=groups):
                for index in range(batch.num_rows):
                    if last is not None and at == last:
                        return
                    at += 1
                    if at > first:
                        yield _article(batch.slice(index, 1), file, at, name)
    except (pa.ArrowException, OSError) as error:
        yield InputError("damaged Parquet file", file=file, why=str(error))


def _groups(table: Any, first: int) -> tuple[list[int], int]:
    """The row groups from the one that holds a row on, and the rows before them."""
    before = 0
    for group in range(table.num_row_groups):
        rows = table.metadata.row_group(group).num_rows
        if before + rows > first:
            return [*range(group, table.num_row_groups)], before
        before += rows
    return [], before


def _article(batch: pa.RecordBatch, file: str, line: int, name: str) -> Article | CongbaoError:
    try:
        row = _plain(batch.to_pylist()[0])
        if isinstance(row.get("meta"), str):
            row["meta"] = loads(row["meta"])
        elif isinstance(row.get("meta"), list):  # a map
            row["meta"] = dict(row["meta"])
    except ValueError as error:
        return InputError("cannot be read", file=file, line=line, why=str(error))
    return article(row, file, line, f"{name}:{line}")


def _plain(value: Any) -> Any:
    """A value as JSON has it: days as ISO strings, without what a table fills gaps with."""
    if isinstance(value, datetime):
        return in_vietnam(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain for key, item in value.items() if (plain := _plain(item)) is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or (isinstance(value, float) and value != value):
        return None
    return value if isinstance(value, (str, int, float)) else str(value)

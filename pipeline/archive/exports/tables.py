"""The archive's tables as Parquet or CSV, one file a table.

Columns are those of ``schema.sql``, with the lasting keys beside the numbers, which are good within one archive:
``article`` (``articles.key``), ``person`` (``people.key``), ``organisation_key``, and the official names of places.
A mention's value, which may be a number, a range or a time, is text as ``value``, and ``number`` where it is one.

Left out: people and bodies that an editor has hidden, and the offices of such people. Mentions, assignments, figures
and deadlines stay, as the words stand in the article, without a link to who is hidden.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import sqlite_utils

from annotations.errors import InputError
from pipeline.archive.exports.files import at_one_moment, folder, whole

_ROWS = 16384  # of a row group, or of a piece of CSV
_LONG = 256  # likewise where a row holds a text
_ARTICLE = " JOIN articles ON articles.id = {0}.article_id"
_PERSON = " LEFT JOIN people ON people.id = {0}.person_id AND NOT people.hidden"
_BODY = " LEFT JOIN organisations ON organisations.id = {0}.organisation_id AND NOT organisations.hidden"
_SHOWN_PERSON = ("people.id AS person_id", "people.key AS person")
_SHOWN_BODY = ("organisations.id AS organisation_id", "organisations.key AS organisation_key")
_NUMBERS = frozenset({
    "id", "article_id", "deadline_id", "person_id", "organisation_id", "duplicate_of", "start", "end", "sentence_start",
    "sentence_end", "year", "syllables", "articles",
})
_REALS = frozenset({"score", "link_score", "lowest_score", "similarity", "high", "number"})
_TRUTHS = frozenset({"former", "confirmed"})


@dataclass(frozen=True)
class Table:
    """A table that is exported.

    Attributes:
        columns: in SQL; a bare name is a column of the table.
        joined: SQL behind the table's name, up to the order.
        order: SQL.
        source: the table or view read.
        real: columns that are real here and text elsewhere.
        long: a row holds a text.
    """

    columns: tuple[str, ...]
    joined: str
    order: str
    source: str
    real: frozenset[str] = frozenset()
    long: bool = False

    @property
    def names(self) -> list[str]:
        """The columns of the file."""
        return [column.rpartition(" AS ")[2].rpartition(".")[2].strip('"') for column in self.columns]

    @property
    def schema(self) -> pa.Schema:
        """The types of the columns."""
        return pa.schema([(name, self._type(name)) for name in self.names])

    def sql(self) -> str:
        """The query."""
        shown = ", ".join(
            column if "." in column or " AS " in column else f'{self.source}."{column}"' for column in self.columns
        )
        return f"SELECT {shown} FROM {self.source}{self.joined.format(self.source)} ORDER BY {self.order}"

    def _type(self, name: str) -> pa.DataType:
        if name in self.real or name in _REALS:
            return pa.float64()
        return pa.int64() if name in _NUMBERS else pa.bool_() if name in _TRUTHS else pa.string()


def _columns(written: str) -> tuple[str, ...]:
    return tuple(written.split())


TABLES: dict[str, Table] = {
    "articles": Table(
        (*_columns(
            "id key sha256 title date year source url province text syllables meta model model_version lowest_score"
            " duplicate_of"
        ), "firsts.key AS duplicate_of_key", *_columns("similarity added_at")),
        " LEFT JOIN articles AS firsts ON firsts.id = articles.duplicate_of", "articles.id", "articles", long=True,
    ),
    "mentions": Table(
        (
            *_columns("id article_id"), "articles.key AS article", *_columns("mention start end label text folded"),
            "CAST(mentions.value AS TEXT) AS value",
            "CASE WHEN typeof(mentions.value) IN ('integer', 'real') THEN mentions.value END AS number",
            *_columns("unit bound score"), *_SHOWN_PERSON, *_SHOWN_BODY, *_columns("place_code link_score"),
        ), _ARTICLE + _PERSON + _BODY, "mentions.id", "mentions",
    ),
    "relations": Table(
        ("article_id", "articles.key AS article", *_columns("head tail label score")),
        _ARTICLE, "relations.article_id, head, tail, relations.label", "relations",
    ),
    "people": Table(_columns("id key name folded confirmed score"), " WHERE NOT hidden", "people.id", "people"),
    "organisations": Table(
        _columns("id key name folded place_code confirmed score"), " WHERE NOT hidden", "organisations.id",
        "organisations",
    ),
    "places": Table(_columns("code name folded level parent now status official"), "", "places.code", "places"),
    "offices": Table(
        (
            *_columns("id article_id"), "articles.key AS article", *_SHOWN_PERSON,
            *_columns("name position folded_position"), *_SHOWN_BODY, *_columns("organisation place place_code former"),
            "offices.date", *_columns("mention start end evidence score"),
        ),
        f"{_ARTICLE}{_BODY} LEFT JOIN people ON people.id = {{0}}.person_id WHERE NOT coalesce(people.hidden, 0)",
        "offices.id", "offices",
    ),
    "figures": Table(
        (
            *_columns("id article_id"), "articles.key AS article",
            *_columns("indicator counted folded written value high unit bound period period_written body"),
            *_SHOWN_BODY, *_columns("place place_code"), "places.name AS place_name", *_columns("kind due"),
            "figures.date", *_columns("mention start end evidence score"),
        ),
        f"{_ARTICLE}{_BODY} LEFT JOIN places ON places.code = {{0}}.place_code", "figures.id", "figures",
        frozenset({"value"}),
    ),
    "deadlines": Table(
        (
            *_columns("id article_id"), "articles.key AS article",
            *_columns("day value written bound kind task responsible"), *_SHOWN_BODY, "issuer", "deadlines.date",
            *_columns("mention start end sentence_start sentence_end evidence score"),
        ), _ARTICLE + _BODY, "deadlines.id", "deadlines",
    ),
    "assignments": Table(
        (
            *_columns("deadline_id article_id"), "articles.key AS article", *_columns("mention label name"),
            *_SHOWN_BODY, *_SHOWN_PERSON,
        ), _ARTICLE + _PERSON + _BODY, "assignments.deadline_id, assignments.mention", "assignments",
    ),
    "tasks": Table(
        _columns("id day task responsible body written score article_id article title date url sentence"), "",
        "tasks.id", "tasks",
    ),
    "offices_held": Table(
        (
            "person_id", "people.key AS person_key", *_columns("person position"), *_SHOWN_BODY,
            *_columns("body first_seen last_seen articles score"),
        ), f" JOIN people ON people.id = {{0}}.person_id{_BODY}",
        "people.key, offices_held.position, offices_held.organisation_id, offices_held.body", "offices_held",
    ),
}
"""What is exported, by the name of the file."""
Rows = Iterator[Sequence[tuple[Any, ...]]]


def export(
    db: sqlite_utils.Database, kind: str, to: Path, only: Sequence[str] = (),
    written: Callable[[Path, int], None] = lambda file, rows: None,
) -> None:
    """Write tables, one after the other, none of them held in memory.

    Args:
        db: the archive.
        kind: ``parquet`` or ``csv``; CSV with a byte order mark, without which spreadsheets take it for another code.
        to: folder, which is made where there is none; files of that name in it are replaced.
        only: names of :data:`TABLES`; all by default.
        written: told of each file and its rows.

    Raises:
        InputError: there is no such table, or a file cannot be written.
    """
    if unknown := [name for name in only if name not in TABLES]:
        raise InputError(f"no table {', '.join(unknown)}", hint=f"known are: {', '.join(TABLES)}")
    folder(to)
    with at_one_moment(db):
        for name, table in TABLES.items():
            if only and name not in only:
                continue
            file = to / f"{name}.{kind}"
            with whole(file) as out:
                count = (_parquet if kind == "parquet" else _csv)(table, _read(db, table), out)
            written(file, count)


def _read(db: sqlite_utils.Database, table: Table) -> Rows:
    cursor = db.conn.execute(table.sql())
    while rows := cursor.fetchmany(_LONG if table.long else _ROWS):
        yield rows


def _parquet(table: Table, read: Rows, out: BinaryIO) -> int:
    count, schema = 0, table.schema
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in read:
            columns = [
                pa.array([bool(value) for value in column] if pa.types.is_boolean(field.type) else column, field.type)
                for column, field in zip(zip(*rows, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(columns, schema))
            count += len(rows)
    return count


def _csv(table: Table, read: Rows, out: BinaryIO) -> int:
    count = 0
    with io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True) as text:
        writer = csv.writer(text)
        writer.writerow(table.names)
        for rows in read:
            writer.writerows(rows)
            count += len(rows)
    return count

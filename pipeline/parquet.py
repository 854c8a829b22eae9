"""Documents as a Parquet table, and back without loss.

Columns: ``id``, ``text``, ``meta`` (JSON), ``entities`` and ``relations`` (lists of structs, as in the JSON of
:mod:`annotations.document`; a value, which may be a number, a range or a time, is JSON), ``records`` (JSON) and
``model``. So ``SELECT id, e.text FROM 'tagged.parquet', UNNEST(entities) AS t(e) WHERE e.label = 'ORG'`` works.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from annotations.document import Document
from annotations.errors import DocumentError, InputError

_ROWS = 256  # documents of a row group, fewer where they are long
_LENGTH = 4_000_000  # code points of a row group
_READ = 64  # rows in memory at once

SCHEMA = pa.schema([
    pa.field("id", pa.string(), nullable=False),
    pa.field("text", pa.string(), nullable=False),
    pa.field("meta", pa.string(), nullable=False),
    pa.field("entities", pa.list_(pa.struct([
        ("id", pa.string()), ("start", pa.int64()), ("end", pa.int64()), ("label", pa.string()), ("text", pa.string()),
        ("value", pa.string()), ("unit", pa.string()), ("bound", pa.string()), ("score", pa.float64()),
    ])), nullable=False),
    pa.field("relations", pa.list_(pa.struct([
        ("head", pa.string()), ("tail", pa.string()), ("label", pa.string()), ("score", pa.float64()),
    ])), nullable=False),
    pa.field("records", pa.string()),
    pa.field("model", pa.struct([("name", pa.string()), ("version", pa.string())])),
])


def write_documents(documents: Iterable[Document], to: Path) -> None:
    """Write documents into a file, which is there once it is whole: a Parquet file without its end is none.

    Raises:
        InputError: it cannot be written.
    """
    part = to.with_name(f"{to.name}.part")
    with _writing(to):
        file = part.open("wb")
    try:
        try:
            write_table(documents, file, str(to))
        finally:
            with _writing(to):
                file.close()
        with _writing(to):
            part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def write_table(documents: Iterable[Document], file: BinaryIO, name: str) -> int:
    """Write documents into an open file.

    Args:
        documents: read one by one.
        file: open for writing bytes.
        name: of the file, for errors.

    Returns:
        How many were written.

    Raises:
        InputError: they cannot be written.
    """
    count = 0
    with _writing(name):
        writer = pq.ParquetWriter(file, SCHEMA, compression="zstd")
    try:
        for group in _groups(documents):
            with _writing(name):
                writer.write_table(pa.Table.from_pylist([_row(document) for document in group], SCHEMA))
            count += len(group)
    finally:
        with _writing(name):
            writer.close()
    return count


def read_documents(source: Path | BinaryIO, name: str | None = None) -> Iterator[Document]:
    """Read what :func:`write_documents` wrote.

    Args:
        source: a file, by its path or open.
        name: of an open file, for errors.

    Raises:
        DocumentError: it is no such file.
    """
    name = name or str(source)
    try:
        with pq.ParquetFile(source) as file:
            if missing := set(SCHEMA.names) - set(file.schema_arrow.names):
                raise DocumentError("no table of documents", file=name, why=f"without {', '.join(sorted(missing))}")
            line = 0
            for batch in file.iter_batches(batch_size=_READ, columns=SCHEMA.names):
                for row in batch.to_pylist():
                    line += 1
                    for column in ("meta", "records"):
                        row[column] = json.loads(row[column] or "null")
                    for entity in row["entities"]:
                        entity["value"] = json.loads(entity["value"] or "null")
                    yield Document.from_json(row, name, line)
    except (OSError, ValueError) as error:  # pyarrow's own errors are of these kinds
        raise DocumentError("cannot be read as Parquet", file=name, why=str(error)) from None


def _groups(documents: Iterable[Document]) -> Iterator[list[Document]]:
    group: list[Document] = []
    length = 0
    for document in documents:
        group.append(document)
        length += len(document.text)
        if len(group) == _ROWS or length > _LENGTH:
            yield group
            group, length = [], 0
    if group:
        yield group


def _row(document: Document) -> dict[str, Any]:
    row = document.to_json()
    row["id"] = document.id.encode("utf-8", "backslashreplace").decode()  # a file's name may hold half a surrogate
    row["meta"] = json.dumps(document.meta)
    row["records"] = None if document.records is None else _json(document.records)
    for entity in row["entities"]:
        entity["value"] = None if entity.get("value") is None else _json(entity["value"])
    return row


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def _writing(to: Path | str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError("cannot be written", file=str(to), why=error.strerror or str(error)) from None

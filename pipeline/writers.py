"""Tagged documents as JSONL, CSV, a page, tables or Parquet, written so that a run that ends early leaves whole ones.

What is written for a document goes out in one piece. Where a piece cannot be written whole (the disk is full), a
file is cut back to the piece before it.
"""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from annotations.errors import InputError

if TYPE_CHECKING:
    from annotations.document import Document

STDOUT = "standard output"


class Format(str, Enum):
    """What tagged articles are written as."""

    jsonl = "jsonl"
    csv = "csv"
    html = "html"
    table = "table"
    parquet = "parquet"


def write(documents: Iterable[Document], kind: Format, to: Path | None = None) -> None:
    """Write documents as they come.

    Args:
        documents: read one by one.
        kind: Parquet needs a file; it is there once all are written.
        to: file to write, or None for standard output; in UTF-8 whatever the locale.

    Raises:
        InputError: it cannot be written; what was written ends with a whole document.
        BrokenPipeError: what reads standard output has gone.
    """
    if kind is Format.parquet:
        from pipeline.parquet import write_documents

        if to is None:
            raise InputError("Parquet cannot be written to standard output", hint="name a file with --to")
        write_documents(documents, to)
        return
    with Output(to) as output:
        for piece in _PIECES[kind](documents, output.terminal):
            output.write(piece)


class Output:
    """A file, or standard output, that takes whole pieces only.

    Args:
        to: file to write; None for standard output.

    Raises:
        InputError: it cannot be opened.
    """

    def __init__(self, to: Path | None = None) -> None:
        self.name = STDOUT if to is None else str(to)
        if to is None and sys.stdout is None:
            raise InputError("cannot be written", file=self.name, why="it is closed")
        self.terminal = to is None and sys.stdout.isatty()
        if to is None:
            # Unbuffered: what a buffer could not write it would write again when the program ends.
            sys.stdout.flush()
            self._file: Any = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer)
        else:
            try:
                self._file = to.open("wb", buffering=0)
            except OSError as error:
                raise InputError("cannot be written", file=self.name, why=error.strerror) from None
        self._owned = to is not None

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        if self._owned:
            self._file.close()

    def write(self, piece: str) -> None:
        """Write a piece.

        Raises:
            InputError: it cannot be written whole.
            BrokenPipeError: what reads the output has gone.
        """
        # Half a surrogate pair, as a file's name may hold one, becomes the escape that JSON has for it.
        rest = memoryview(piece.encode("utf-8", "backslashreplace"))
        end = self._end()
        try:
            while rest:
                rest = rest[self._file.write(rest):]
        except BrokenPipeError:
            raise
        except OSError as error:
            hint = None
            if end is not None:
                self._file.truncate(end)
                hint = "it ends with a whole article"
            raise InputError("cannot be written", file=self.name, why=error.strerror, hint=hint) from None

    def _end(self) -> int | None:
        """The length of the file that is written; None where it is none, or others may append to it too."""
        try:
            status = os.fstat(self._file.fileno())
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode) or (not self._owned and _appends(self._file.fileno())):
            return None
        return status.st_size


def _appends(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:
        return True
    return bool(fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_APPEND)


def _jsonl(documents: Iterable[Document], terminal: bool) -> Iterator[str]:
    for document in documents:
        yield json.dumps(document.to_json(), ensure_ascii=False) + "\n"


def _csv(documents: Iterable[Document], terminal: bool) -> Iterator[str]:
    from pipeline.render.rows import COLUMNS, rows

    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for document in documents:
        writer.writerows(rows(document))
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def _html(documents: Iterable[Document], terminal: bool) -> Iterator[str]:
    from pipeline.render.page import page

    yield from page(documents)


def _table(documents: Iterable[Document], terminal: bool) -> Iterator[str]:
    from rich.console import Console

    from pipeline.render.table import tables

    console = Console() if terminal else Console(file=io.StringIO(), width=120)
    for document in documents:
        with console.capture() as captured:
            console.print(tables(document))
        yield captured.get()


_PIECES: dict[Format, Callable[[Iterable[Document], bool], Iterator[str]]] = {
    Format.jsonl: _jsonl, Format.csv: _csv, Format.html: _html, Format.table: _table,
}

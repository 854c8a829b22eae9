"""``congbao tag``: articles in, documents out."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from annotations.errors import CongbaoError, InputError, Skipped

if TYPE_CHECKING:
    from annotations.document import Document


class Format(str, Enum):
    """What tagged articles are written as."""

    jsonl = "jsonl"
    csv = "csv"
    html = "html"
    table = "table"


def tag(
    paths: Annotated[list[str], typer.Argument(
        metavar="PATH…", help="Files (.txt, .html, .jsonl), folders of them, or - for standard input.",
    )],
    model: Annotated[str, typer.Option(help="A shipped package, or the folder of another.")] = "vi_gov_news_sm",
    to: Annotated[Path | None, typer.Option(help="Write here instead of to standard output.")] = None,
    format: Annotated[Format | None, typer.Option(help="By default as the name of --to says, else jsonl.")] = None,
    min_score: Annotated[float, typer.Option(min=0, max=1, help="Leave out what is less probable.")] = 0.0,
) -> None:
    """Tag articles: officials, organisations, quantities, deadlines, their relations and records."""
    import pipeline
    from corpus.readers import read_paths

    nlp = pipeline.load(model, min_score)
    from pipeline.tag import tag_stream

    report = Report(sys.stderr)
    documents = report.counted(tag_stream(nlp, read_paths(paths), report.failed))
    kind = format or _kind(to)
    if to is None:
        WRITERS[kind](documents, sys.stdout)
    else:
        try:
            with to.open("w", encoding="utf-8", newline="") as file:
                WRITERS[kind](documents, file)
        except OSError as error:
            raise InputError("cannot be written", file=str(to), why=error.strerror) from None
    report.close()
    if report.failures or not report.done:
        raise typer.Exit(1)


def _kind(to: Path | None) -> Format:
    suffix = to.suffix.lstrip(".").lower() if to else ""
    return Format(suffix) if suffix in {"jsonl", "csv", "html"} else Format.jsonl


class Report:
    """What happens, on standard error: a line an article that failed, progress on a terminal, a sum at the end.

    Args:
        out: where to.
    """

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.done = self.failures = self.syllables = 0
        self.started = time.monotonic()
        self._shown = 0.0

    def failed(self, error: CongbaoError) -> None:
        """Name an input that gave no document, or was left out."""
        self._clear()
        print(f"congbao: {error}", file=self.out)
        self.failures += not isinstance(error, Skipped)

    def counted(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Pass documents on, counting them."""
        for document in documents:
            self.done += 1
            self.syllables += document.text.count(" ") + 1
            yield document
            if self.out.isatty() and time.monotonic() - self._shown > 0.2:
                self._shown = time.monotonic()
                print(f"\r{self._sum()}", end="", file=self.out, flush=True)

    def close(self) -> None:
        """Print the sum."""
        self._clear()
        print(self._sum(), file=self.out)

    def _sum(self) -> str:
        seconds = max(time.monotonic() - self.started, 1e-9)
        failed = f", {self.failures} failed" if self.failures else ""
        return f"{self.done} articles tagged{failed}, {self.syllables / seconds:,.0f} syllables/s"

    def _clear(self) -> None:
        if self.out.isatty():
            print("\r\033[K", end="", file=self.out)


def _write_jsonl(documents: Iterable[Document], file: TextIO) -> None:
    for document in documents:
        file.write(json.dumps(document.to_json(), ensure_ascii=False) + "\n")
        file.flush()


def _write_csv(documents: Iterable[Document], file: TextIO) -> None:
    from pipeline.render.rows import COLUMNS, rows

    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    for document in documents:
        writer.writerows(rows(document))


def _write_html(documents: Iterable[Document], file: TextIO) -> None:
    from pipeline.render.page import page

    for piece in page(documents):
        file.write(piece)


def _write_table(documents: Iterable[Document], file: TextIO) -> None:
    from rich.console import Console

    from pipeline.render.table import tables

    console = Console(file=file, width=None if file.isatty() else 120)
    for document in documents:
        console.print(tables(document))


WRITERS: dict[Format, Callable[[Iterable[Document], TextIO], None]] = {
    Format.jsonl: _write_jsonl, Format.csv: _write_csv, Format.html: _write_html, Format.table: _write_table,
}

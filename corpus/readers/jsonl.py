"""JSONL: one JSON object a line with ``text``, and ``id`` and ``meta`` (``date``, ``title``) where known."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from annotations.decoding import loads
from annotations.errors import CongbaoError, InputError
from corpus.articles import Article, full_text

LONGEST = 50_000_000
"""Bytes of a line. The longest article is a hundredth of that; a packed file may hold any."""
_HALF = re.compile("[\ud800-\udfff]")
META = ("title", "date", "source", "url")
"""What may stand beside the text instead of in ``meta``."""


def read(path: Path, name: str) -> Iterator[Article | CongbaoError]:
    """Read a file of articles; a line that is none is an error that names it, the others are read."""
    try:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
            yield from read_lines(_lines(file), str(path), name)
    except (lzma.LZMAError, EOFError) as error:
        yield InputError("damaged xz file", file=str(path), why=str(error))


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Lines of a file; of one that is too long no more than shows that it is: a packed file may hold a huge one."""
    while line := file.readline(LONGEST + 1):
        yield line
        while len(line) > LONGEST and not line.endswith(b"\n") and (line := file.readline(LONGEST + 1)):
            pass


def read_lines(lines: Iterable[bytes], file: str, name: str, first: int = 1) -> Iterator[Article | CongbaoError]:
    """Read lines of JSON.

    Args:
        lines: as bytes.
        file: named in errors.
        name: an article without an id gets this and its line's number.
        first: the number of the first of the lines.
    """
    for number, raw in enumerate(lines, first):
        if len(raw) > LONGEST:
            yield InputError("too long", file=file, line=number, why=f"more than {LONGEST:,} bytes in one line")
            continue
        if not raw.strip():
            continue
        try:
            row = loads(raw.decode("utf-8"))
        except ValueError as error:
            yield InputError("not JSON in UTF-8", file=file, line=number, why=str(error), hint="one object a line")
            continue
        yield article(row, file, number, f"{name}:{number}")


def is_object(line: bytes) -> bool:
    """Whether a line is a JSON object."""
    try:
        return isinstance(loads(line.decode("utf-8")), dict)
    except ValueError:
        return False


def article(row: Any, file: str, line: int, fallback: str) -> Article | CongbaoError:
    """The article of a decoded object, or the error that says why it is none.

    Args:
        row: as JSON has it.
        file: named in errors.
        line: named in errors, from 1.
        fallback: the article's id where the object gives none.
    """
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return InputError("no article", file=file, line=line, why="'text' is missing or not a string")
    text, identity = row["text"], row.get("id", fallback)
    if not isinstance(identity, (str, int)) or identity == "":
        return InputError("no article", file=file, line=line, why="'id' is neither a string nor a number")
    meta = row.get("meta") or {}
    if not isinstance(meta, dict):
        return InputError("no article", file=file, line=line, why="'meta' is not an object")
    beside = {key: row[key] for key in META if row.get(key)}
    for name, said in (("text", text), ("id", row.get("id")), *beside.items(), *meta.items()):
        if isinstance(said, str) and _HALF.search(said):
            return InputError("not Unicode text", file=file, line=line, why=f"{name!r} holds half a surrogate pair")
    # A title given beside the text, and not in meta, is part of the article (as in the project's collections).
    title = beside.get("title", "")
    return Article(str(identity), full_text(title if isinstance(title, str) else "", text), {**beside, **meta})

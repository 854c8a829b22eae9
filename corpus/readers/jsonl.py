"""JSONL: one JSON object a line with ``text``, and ``id`` and ``meta`` (``date``, ``title``) where known."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotations.errors import CongbaoError, InputError
from corpus.articles import Article, full_text

_META = ("title", "date", "source", "url")


def read(path: Path, name: str) -> Iterator[Article | CongbaoError]:
    """Read a file of articles; a line that is none is an error that names it, the others are read."""
    try:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as lines:
            yield from read_lines(lines, str(path), name)
    except (lzma.LZMAError, EOFError) as error:
        yield InputError("damaged xz file", file=str(path), why=str(error))


def read_lines(lines: Iterable[bytes], file: str, name: str) -> Iterator[Article | CongbaoError]:
    """Read lines of JSON.

    Args:
        lines: as bytes.
        file: named in errors.
        name: an article without an id gets this and its line's number.
    """
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw.decode("utf-8"))
        except ValueError as error:
            yield InputError("not JSON in UTF-8", file=file, line=number, why=str(error), hint="one object a line")
            continue
        yield _article(row, file, number, f"{name}:{number}")


def is_object(line: bytes) -> bool:
    """Whether a line is a JSON object."""
    try:
        return isinstance(json.loads(line.decode("utf-8")), dict)
    except ValueError:
        return False


def _article(row: Any, file: str, line: int, fallback: str) -> Article | CongbaoError:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return InputError("no article", file=file, line=line, why="'text' is missing or not a string")
    text = row["text"]
    if any("\ud800" <= char <= "\udfff" for char in text):
        return InputError("not Unicode text", file=file, line=line, why="'text' holds half a surrogate pair")
    identity = row.get("id", fallback)
    if not isinstance(identity, (str, int)) or identity == "":
        return InputError("no article", file=file, line=line, why="'id' is neither a string nor a number")
    meta = row.get("meta") or {}
    if not isinstance(meta, dict):
        return InputError("no article", file=file, line=line, why="'meta' is not an object")
    beside = {key: row[key] for key in _META if row.get(key)}
    # A title given beside the text, and not in meta, is part of the article (as in the project's collections).
    title = beside.get("title", "")
    return Article(str(identity), full_text(title if isinstance(title, str) else "", text), {**beside, **meta})

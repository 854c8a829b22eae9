"""How many articles there are to read, for saying how long it will take."""

from __future__ import annotations

import lzma
import zipfile
from collections.abc import Iterable
from pathlib import Path

from corpus.readers import reader_of

_CHUNK = 1 << 20  # bytes


def count(paths: Iterable[str]) -> int | None:
    """The number of articles of files and folders, by their names and lines, without reading them as articles.

    Returns:
        The number; None where it cannot be told beforehand: feeds, standard input, JSONL in an archive.
    """
    total = 0
    for given in paths:
        path = Path(given)
        files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
        for file in files:
            found = _in_file(file)
            if found is None:
                return None
            total += found
    return total


def _in_file(file: Path) -> int | None:
    name = file.name.lower()
    if reader_of(name) is None:
        return 0 if file.is_file() else None
    if name.endswith((".txt", ".html", ".htm")):
        return 1
    try:
        if name.endswith((".jsonl", ".ndjson")):
            return _lines(file, False)
        if name.endswith(".jsonl.xz"):
            return _lines(file, True)
        if name.endswith(".zip"):
            with zipfile.ZipFile(file) as archive:
                names = [member.filename.lower() for member in archive.infolist()]
            return None if any(member.endswith((".jsonl", ".xz", ".xml", ".rss", ".atom")) for member in names) else (
                sum(member.endswith((".txt", ".html", ".htm")) for member in names))
    except (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return 0  # the reader will say what is wrong with it
    return None


def _lines(file: Path, packed: bool) -> int:
    lines, last = 0, b"\n"
    with lzma.open(file) if packed else file.open("rb") as raw:
        while piece := raw.read(_CHUNK):
            lines += piece.count(b"\n")
            last = piece[-1:]
    return lines + (last != b"\n")

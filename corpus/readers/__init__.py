"""Reading what a newsroom has: text files, pages, JSONL, Parquet, feeds, archives, folders of them, standard input.

An article that cannot be read is an error in the stream, not the end of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from annotations.errors import CongbaoError, InputError, Skipped
from corpus.articles import Article
from corpus.encodings import with_remarks
from corpus.readers import feed, html, jsonl, parquet, text
from corpus.readers import zip as archive

Read = Iterator[Article | CongbaoError]

Reader = Callable[[Path, str], Read]

READERS: dict[str, Reader] = {
    ".txt": text.read, ".html": html.read, ".htm": html.read,
    ".jsonl": jsonl.read, ".ndjson": jsonl.read, ".jsonl.xz": jsonl.read,
    ".parquet": parquet.read,
    ".rss": feed.read, ".atom": feed.read, ".xml": feed.read, ".zip": archive.read,
}
STDIN = "-"


def read_paths(paths: Iterable[str | Path]) -> Read:
    """The articles of files and folders, one after the other.

    Args:
        paths: files (.txt, .html, .jsonl, .jsonl.xz, .parquet, .rss, .atom, .xml, .zip), folders (read through,
            in the order of their names), the address of a feed (http, https), or ``-`` for standard input: JSONL
            where its first line is a JSON object, else one text.

    Yields:
        An :class:`Article`, or the error that stands for one that could not be read. Before an article in an old
        encoding stands a :class:`annotations.errors.Remark`, see :mod:`corpus.encodings`.
    """
    return with_remarks(_paths(paths))


def _paths(paths: Iterable[str | Path]) -> Read:
    for given in paths:
        if str(given) == STDIN:
            yield from _stdin()
            continue
        if str(given).startswith(("http://", "https://")):
            yield from feed.read_url(str(given))
            continue
        path = Path(given)
        if path.is_dir():
            yield from _folder(path)
        elif not path.exists():
            yield InputError("no such file", file=str(path), hint="check the path")
        else:
            yield from _file(path, stem(path.name))


def reader_of(name: str) -> Reader | None:
    """The reader for files of a name; None for another kind of file."""
    return next((reader for suffix, reader in READERS.items() if name.lower().endswith(suffix)), None)


def stem(path: str) -> str:
    """A file's path without the suffix that says its kind: the id of the article in it.

    >>> stem("2019/tin.JSONL.xz"), stem("tin.pdf")
    ('2019/tin', 'tin.pdf')
    """
    return next((path[:-len(suffix)] for suffix in READERS if path.lower().endswith(suffix)), path) or path


def _file(path: Path, name: str) -> Read:
    reader = reader_of(path.name)
    if reader is None:
        yield InputError("not a kind of file that is read", file=str(path), hint=f"known are: {', '.join(READERS)}")
        return
    yield from guarded(reader, path, name)


def guarded(reader: Reader, path: Path, name: str) -> Read:
    """What a reader gives; whatever goes wrong in a library it uses is the error that ends this file, not the run."""
    try:
        yield from reader(path, name)
    except OSError as error:
        yield InputError("cannot be read", file=str(path), why=error.strerror or str(error))
    except Exception as error:  # the bytes may be anything, and libraries say so in many ways
        yield InputError("cannot be read", file=str(path), why=f"{type(error).__name__}: {error}")


def _folder(folder: Path) -> Read:
    try:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path, folder))
    except OSError as error:
        yield InputError("cannot be read", file=str(folder), why=error.strerror or str(error))
        return
    known = [path for path in files if reader_of(path.name)]
    if not known:
        yield InputError(
            "no articles in this folder", file=str(folder),
            why=f"{len(files)} files, none of a known kind", hint=f"known are: {', '.join(READERS)}",
        )
        return
    for path in files:
        if reader_of(path.name):
            yield from _file(path, stem(path.relative_to(folder).as_posix()))
        else:
            yield Skipped("left out", file=str(path), why="not a kind of file that is read")


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _stdin() -> Read:
    raw = sys.stdin.buffer
    first = raw.readline()
    if jsonl.is_object(first):
        yield from jsonl.read_lines(_chain(first, raw), "standard input", "stdin")
    else:
        yield from text.decode(first + raw.read(), "standard input", "stdin")


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest

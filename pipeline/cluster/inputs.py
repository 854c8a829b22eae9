"""What a cluster reads: JSONL and Parquet files, on this machine or wherever fsspec reaches, cut into units.

A unit is a run of lines or rows of one file, and becomes one shard. It is known by the bytes in it, so that a
second run knows which units are done.
"""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, cast

import fsspec
from fsspec.implementations.local import LocalFileSystem

from annotations.errors import CongbaoError, InputError, Skipped
from corpus.articles import Article
from corpus.encodings import with_remarks
from corpus.readers import jsonl, parquet, stem

PARQUET, XZ = ".parquet", ".xz"
SUFFIXES = (".jsonl", ".ndjson", ".jsonl.xz", PARQUET)
_CHUNK = 1 << 20  # bytes


@dataclass(frozen=True)
class Input:
    """A file of articles.

    Attributes:
        url: its path on this machine, or its address with fsspec.
        name: its path in the folder that was given, without suffix; articles without an id are named by it.
        size: bytes.
    """

    url: str
    name: str
    size: int


@dataclass(frozen=True)
class Unit:
    """A run of lines or rows of a file.

    Attributes:
        url: of the file.
        name: see :class:`Input`.
        first: lines or rows before it.
        count: lines or rows in it.
        offset: bytes before it; None where a file can be read from its beginning only.
        sha256: of its bytes; of all the file's where its own cannot be told apart. Hexadecimal.
    """

    url: str
    name: str
    first: int
    count: int
    offset: int | None
    sha256: str

    @property
    def shard(self) -> str:
        """A name for what is made of it, the same in every run."""
        place = hashlib.sha256(self.url.encode("utf-8", "surrogateescape")).hexdigest()[:8]
        readable = "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "_" for char in self.name)
        return f"{readable[-60:]}-{place}-{self.first:010d}"


def locate(path: str) -> tuple[Any, str]:
    """The file system of a path or address, and the path in it.

    Raises:
        InputError: fsspec has no such file system, or the library that reaches it is missing.
    """
    try:
        return cast(tuple[Any, str], fsspec.core.url_to_fs(path))
    except (ImportError, ValueError) as error:
        raise InputError("cannot be reached", file=path, why=str(error)) from None


def address(files: Any, path: str) -> str:
    """The path or address that :func:`locate` takes, from any machine and any folder."""
    return path if isinstance(files, LocalFileSystem) else str(files.unstrip_protocol(path))


def find(paths: Iterable[str]) -> Iterator[Input | CongbaoError]:
    """The files of articles under some paths.

    Args:
        paths: files, or folders that are read through in the order of their names; on this machine, or addresses
            of fsspec (``s3://…``, ``gs://…``, ``hdfs://…``) where its library is installed.

    Yields:
        Files, an error a path that cannot be read, and :class:`Skipped` for a file of another kind in a folder.
    """
    for given in paths:
        try:
            yield from _find(given)
        except CongbaoError as error:
            yield error
        except OSError as error:
            yield InputError("cannot be read", file=given, why=str(error))


def _find(given: str) -> Iterator[Input | CongbaoError]:
    files, root = locate(given)
    if not files.isdir(root):
        if not files.exists(root):
            yield InputError("no such file", file=given, hint="check the path")
        elif not root.lower().endswith(SUFFIXES):
            yield InputError(
                "not a kind of file that a cluster reads", file=given, hint=f"known are: {', '.join(SUFFIXES)}",
            )
        else:
            yield Input(address(files, root), stem(root.rsplit("/", 1)[-1]), files.size(root))
        return
    for path, facts in sorted(files.find(root, detail=True).items()):
        inside = path[len(root):].lstrip("/")
        if any(part.startswith(".") for part in inside.split("/")):
            continue
        if path.lower().endswith(SUFFIXES):
            yield Input(address(files, path), stem(inside), facts["size"])
        else:
            yield Skipped("left out", file=address(files, path), why="not a kind of file that a cluster reads")


def plan(given: Input, size: int) -> Iterator[Unit | CongbaoError]:
    """Cut a file into units.

    Args:
        given: the file; it is read through once.
        size: lines or rows of a unit.

    Yields:
        Units, then the error that keeps the rest of the file from being read, if any.
    """
    try:
        if given.url.lower().endswith(PARQUET):
            yield from _plan_table(given, size)
        else:
            yield from _plan_lines(given, size)
    except CongbaoError as error:
        yield error
    except (OSError, EOFError, ValueError, lzma.LZMAError) as error:
        yield InputError("cannot be read", file=given.url, why=str(error))


def _plan_table(given: Input, size: int) -> Iterator[Unit]:
    import pyarrow.parquet as pq

    with _opened(given.url) as file:
        rows = pq.ParquetFile(file).metadata.num_rows
    digest = hashlib.sha256()
    with _opened(given.url) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    for first in range(0, rows, size):
        yield Unit(given.url, given.name, first, min(size, rows - first), None, digest.hexdigest())


def _plan_lines(given: Input, size: int) -> Iterator[Unit]:
    packed = given.url.lower().endswith(XZ)
    first = at = 0
    with _lines(given.url) as lines:
        while True:
            digest, count, length = hashlib.sha256(), 0, 0
            try:
                for line in islice(lines, size):
                    digest.update(line)
                    count += 1
                    length += len(line)
            finally:  # what stands before a damage is read
                if count:
                    yield Unit(given.url, given.name, first, count, None if packed else at, digest.hexdigest())
            if count < size:
                return
            first, at = first + count, at + length


def read(unit: Unit) -> Iterator[Article | CongbaoError]:
    """The articles of a unit, and errors for those that are none; as :func:`corpus.readers.read_paths` has them."""
    return with_remarks(_read(unit))


def _read(unit: Unit) -> Iterator[Article | CongbaoError]:
    try:
        if unit.url.lower().endswith(PARQUET):
            with _opened(unit.url) as file:
                yield from parquet.read_rows(file, unit.url, unit.name, unit.first, unit.count)
            return
        with _lines(unit.url, unit.offset or 0) as lines:
            passed = 0 if unit.offset is not None else unit.first
            chosen = islice(lines, passed, passed + unit.count)
            yield from jsonl.read_lines(chosen, unit.url, unit.name, unit.first + 1)
    except (OSError, EOFError, lzma.LZMAError) as error:
        yield InputError("cannot be read", file=unit.url, why=str(error))


@contextmanager
def _opened(url: str) -> Iterator[BinaryIO]:
    files, path = locate(url)
    with files.open(path, "rb") as file:
        yield file


@contextmanager
def _lines(url: str, offset: int = 0) -> Iterator[BinaryIO]:
    with _opened(url) as file:
        if url.lower().endswith(XZ):
            with lzma.open(file) as unpacked:
                yield cast(BinaryIO, unpacked)
        else:
            file.seek(offset)
            yield file

"""Plain text: one file, one article, every character kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.errors import CongbaoError, InputError
from corpus.articles import Article
from corpus.encodings import legacy


def read(path: Path, name: str) -> Iterator[Article | CongbaoError]:
    """Read a text file in UTF-8; line ends and a byte order mark are kept as they are."""
    yield from decode(path.read_bytes(), str(path), name)


def decode(raw: bytes, file: str, name: str) -> Iterator[Article | CongbaoError]:
    """An article from bytes in UTF-8, or the error that says where they are none."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        font = legacy(raw.decode("latin-1"))
        yield InputError(
            "not in UTF-8", file=file, line=line, why=f"byte 0x{raw[error.start]:02x} at byte {error.start}",
            hint=f"it looks like {font}: convert it first (UniKey, uvconv)" if font else
            "convert it to UTF-8 first (iconv -f …)",
        )
        return
    yield Article(name, text)

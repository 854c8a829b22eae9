"""Documents as JSON lines, the project's own format (:mod:`annotations.document`)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from annotations.document import Document, read_jsonl, write_jsonl
from annotations.formats import files


def read(path: Path) -> list[Document]:
    """Read a file of documents.

    Raises:
        DocumentError: naming the file and line; also where the file cannot be read.
    """
    files.read_text(path)  # says what is wrong with a file that is missing or in another encoding
    return list(read_jsonl(path))


def write(documents: Iterable[Document], path: Path) -> None:
    """Write documents, one JSON object a line."""
    lines = io.StringIO()
    write_jsonl(documents, lines)
    files.write_text(path, lines.getvalue())

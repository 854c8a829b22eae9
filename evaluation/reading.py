"""Reading what is scored, by name or from files; writing results."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from annotations import formats
from annotations.document import Document
from annotations.errors import InputError


def read_documents(name: str | Path, format: str | None = None) -> list[Document]:
    """Read gold or predicted documents.

    Args:
        name: a file, or a folder where the format is one of folders; or an annotated set that
            :func:`corpus.load.load` knows, such as ``real/dev``.
        format: one of :mod:`annotations.formats`; by default told by the name.

    Raises:
        InputError: there is nothing to read, or a set whose texts are not all on this machine.
        DocumentError: a document is not what it must be; names file and line.
    """
    path = Path(name)
    documents = formats.read(path, format) if path.exists() else _set(str(name))
    if not documents:
        raise InputError("no documents", file=str(path), why="it is empty", hint="give a file with documents")
    return documents


def _set(name: str) -> list[Document]:
    from corpus.load import load

    loaded = load(name)
    if loaded.missing:
        raise InputError(f"{len(loaded.missing)} texts of {name} are not on this machine",
                         why=f"the first is {loaded.missing[0]}",
                         hint="a set is scored whole or not at all; corpus/load.py says where texts lie")
    return loaded.documents


def write_json(row: dict[str, Any], path: Path | None = None) -> None:
    """Write a result as JSON, indented, to a file or to standard output."""
    text = json.dumps(row, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, "utf-8")

"""Reading what is scored, by name or from files; writing results."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from annotations.document import Document, read_jsonl
from annotations.errors import InputError

FORMATS = {".conll": "conll", ".iob": "conll", ".ann": "brat", ".spacy": "docbin"}
"""Formats of :mod:`annotations.formats` that a file's name tells; every other file is JSON lines."""


def read_documents(name: str | Path, format: str | None = None) -> list[Document]:
    """Read gold or predicted documents.

    Args:
        name: a file; a folder, where the format is one of folders; or an annotated set that
            :func:`corpus.load.load` knows, such as ``real/dev``.
        format: ``jsonl`` or a format of :mod:`annotations.formats`; by default told by the name.

    Raises:
        InputError: there is nothing to read, or a set whose texts are not all on this machine.
        DocumentError: a document is not what it must be; names file and line.
    """
    path = Path(name)
    if not path.exists():
        documents = _set(str(name))
    else:
        kind = format or FORMATS.get(path.suffix.lower(), "brat" if path.is_dir() else "jsonl")
        documents = list(read_jsonl(path)) if kind == "jsonl" else _other(path, kind)
    if not documents:
        raise InputError("no documents", file=str(path), why="it is empty", hint="give a file with documents")
    return documents


def _other(path: Path, kind: str) -> list[Document]:
    from annotations import formats

    return list(formats.read(path, kind))  # type: ignore[attr-defined,unused-ignore]


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

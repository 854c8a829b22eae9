"""Formats in and out: every module reads and writes one of them, to and from documents.

============ ==================== ============================================================
format       path                 what it cannot hold
============ ==================== ============================================================
jsonl        .jsonl               (nothing: the project's own)
brat         folder or .ann       spans that begin or end at a line end
label_studio .json                (nothing)
docbin       .spacy               spans inside a token, overlapping flat spans
writing      folder or .ann       scores; spans across a sentence end
standoff     folder               texts and most of meta, on purpose; read by joining with texts
conll        .conll .iob .bio     all but flat labels; white space of the text
============ ==================== ============================================================
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from annotations.document import Document
from annotations.errors import InputError

FORMATS = ("jsonl", "brat", "label_studio", "docbin", "writing", "standoff", "conll")
SUFFIXES = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "label_studio", ".spacy": "docbin",
    ".conll": "conll", ".iob": "conll", ".iob2": "conll", ".bio": "conll",
}
"""What a file's name tells; the first of a format is how its files are named here."""
_WRITING = re.compile(r"(?:#.*\n|\s)*\[\d+\]")  # comments, then the number of a sentence


def read(path: str | Path, format: str | None = None) -> list[Document]:
    """Read annotated documents.

    Args:
        path: a file, or the folder of a format that is one.
        format: one of ``FORMATS``; by default told by the name and, for ``.ann`` files, by the first line.

    Raises:
        InputError: there is no such file or format.
        DocumentError: the file is damaged; names file and line, and nothing is half read.
    """
    path = Path(path)
    if not path.exists():
        raise InputError("no such file or folder", file=str(path), hint="check the path")
    kind = known(format) if format else told(path)
    if kind == "standoff":
        raise InputError(
            "stand-off annotations hold no text", file=str(path), hint="join them: congbao corpus rehydrate",
        )
    documents: list[Document] = _function("read", kind)(path)
    return documents


def write(
    documents: Iterable[Document], path: str | Path, format: str | None = None, *, drop_layers: bool = False
) -> None:
    """Write annotated documents.

    Args:
        documents: to write; nothing is written where one of them cannot be.
        path: a file, or the folder of a format that is one.
        format: one of ``FORMATS``; by default told by the name.
        drop_layers: leave out tasks, relations, attributes and scores, which CoNLL cannot say.

    Raises:
        InputError: there is no such format.
        DocumentError: the format cannot say what a document holds.
    """
    path = Path(path)
    if drop_layers:
        from annotations.formats.conll import flat_only

        documents = map(flat_only, documents)
    _function("write", known(format) if format else told(path))(documents, path)


def path_in(folder: Path, name: str, format: str) -> Path:
    """Where documents go in a folder: a file with the suffix of the format, or a folder of its own.

    >>> path_in(Path("out"), "dev", "docbin").as_posix(), path_in(Path("out"), "dev", "brat").as_posix()
    ('out/dev.spacy', 'out/dev')
    """
    suffix = next((suffix for suffix, kind in SUFFIXES.items() if kind == known(format)), "")
    return folder / f"{name}{suffix}"


def known(format: str) -> str:
    """A format's name.

    Raises:
        InputError: there is no such format.
    """
    if format not in FORMATS:
        raise InputError(f"no format {format!r}", hint=f"known are: {', '.join(FORMATS)}")
    return format


def told(path: Path) -> str:
    """The format that a file's name or a folder's content tells.

    Raises:
        InputError: it tells none.
    """
    if kind := SUFFIXES.get(path.suffix.lower()):
        return kind
    if annotated := [path] if path.suffix == ".ann" else sorted(path.rglob("*.ann")):
        written = (file.read_text("utf-8", "replace") for file in annotated if file.is_file())
        opening = next((text for text in written if text.strip()), "")
        return "writing" if _WRITING.match(opening) else "brat"
    if any(path.rglob("*.json")):
        return "standoff"
    raise InputError(
        "the format cannot be told from the name", file=str(path), hint=f"name it: {', '.join(FORMATS)}",
    )


def _function(name: str, format: str) -> Callable[..., Any]:
    # Imported when asked for: the DocBin format needs spaCy, which takes a second to import.
    if format in ("writing", "standoff"):
        module, name = "folders", f"{name}_{format}"
    else:
        module = format
    function: Callable[..., Any] = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    return function


__all__ = ["FORMATS", "known", "path_in", "read", "told", "write"]

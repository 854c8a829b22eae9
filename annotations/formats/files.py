"""What the formats that live in files share: names, encodings, and what stands beside text and annotation."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotations.decoding import loads
from annotations.document import Document
from annotations.errors import DocumentError

_LONGEST = 200  # bytes; file systems allow 255, and a suffix follows
_UNSAFE = re.compile(r"[^\w.\- ]")
_ANNOTATED = ("text", "entities", "relations")


def file_name(identity: str) -> str:
    """A document's id as the name of a file, without suffix.

    A slash becomes two underscores; what file systems forbid, one. Long names are cut, and told apart by a
    hash.

    >>> file_name("portal/tin-1"), file_name("../a:b")
    ('portal__tin-1', '_.__a_b')
    """
    name = _UNSAFE.sub("_", identity.replace("/", "__"))
    if name[:1] in {".", " "}:
        name = "_" + name[1:]
    if len(name.encode()) > _LONGEST:
        short = name.encode()[:_LONGEST].decode("utf-8", "ignore")
        name = f"{short}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"
    return name


def named(documents: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Documents with the names of their files.

    Raises:
        DocumentError: two would be written to one file.
    """
    used: dict[str, str] = {}
    for document in documents:
        name = file_name(document.id)
        if name in used:
            raise DocumentError(
                f"{document.id!r} and {used[name]!r} would be written to one file",
                why=f"both are named {name}", hint="give them other ids",
            )
        used[name] = document.id
        yield name, document


def read_text(path: Path) -> str:
    """A file's text, every character kept.

    Raises:
        DocumentError: it is missing or not in UTF-8.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError("cannot be read", file=str(path), why=error.strerror or str(error)) from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        why = f"byte 0x{raw[error.start]:02x} at byte {error.start}"
        raise DocumentError("not in UTF-8", file=str(path), line=line, why=why) from None


def write_text(path: Path, text: str) -> None:
    """Write a text, every character kept: no line end is translated.

    Raises:
        DocumentError: it holds half a surrogate pair, or the file cannot be written.
    """
    try:
        path.write_bytes(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        what = "not Unicode text"
        raise DocumentError(what, file=str(path), offset=error.start, why=error.reason) from None
    except OSError as error:
        raise DocumentError("cannot be written", file=str(path), why=error.strerror or str(error)) from None


def beside(document: Document) -> dict[str, Any]:
    """What a document holds beside its text, entities and relations: id, meta, records, model."""
    return {key: value for key, value in document.to_json().items() if key not in _ANNOTATED}


def write_beside(path: Path, document: Document) -> None:
    """Write :func:`beside` as a JSON file."""
    write_text(path, json.dumps(beside(document), ensure_ascii=False, indent=1) + "\n")


def read_beside(path: Path, identity: str) -> dict[str, Any]:
    """Read what :func:`write_beside` wrote; an id alone where there is no such file.

    Raises:
        DocumentError: the file is damaged.
    """
    if not path.is_file():
        return {"id": identity}
    try:
        row = loads(read_text(path))
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise DocumentError("not JSON", file=str(path), line=line, why=str(error)) from None
    if not isinstance(row, dict):
        raise DocumentError("no description of a document", file=str(path), why="a JSON object is needed")
    return {"id": identity} | {key: value for key, value in row.items() if key not in _ANNOTATED}


def pairs(path: Path) -> Iterator[tuple[Path, Path, str]]:
    """The annotated texts of a folder, read through: files ``x.ann`` with ``x.txt`` beside them.

    A text without an annotation file has not been annotated and is left out.

    Args:
        path: a folder, or one ``.ann`` file.

    Yields:
        (annotation, text, name of the document) in the order of the names.

    Raises:
        DocumentError: there is no annotation, or one without a text.
    """
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise DocumentError("no annotations", file=str(path), why="no .ann file in this folder")
    for file in files:
        text = file.with_suffix(".txt")
        if not text.is_file():
            what = "an annotation without its text"
            raise DocumentError(what, file=str(file), why=f"there is no {text.name}")
        name = file.relative_to(path).with_suffix("") if path.is_dir() else Path(file.stem)
        yield file, text, name.as_posix()

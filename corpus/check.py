"""Checking annotated sets: every error in them, where they lie, and whether their texts are at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotations import formats
from annotations.decoding import loads
from annotations.document import Document
from annotations.errors import CongbaoError, DocumentError
from annotations.formats import standoff
from annotations.validate import validate
from corpus.articles import Article
from corpus.rehydrate import rehydrate


@dataclass
class Checked:
    """What a check found.

    Attributes:
        documents: how many were checked.
        errors: all of them, each naming its file and what else is known of the place.
    """

    documents: int = 0
    errors: list[CongbaoError] = field(default_factory=list)


def check(path: Path, texts: Iterable[Article | CongbaoError] = (), format: str | None = None) -> Checked:
    """Check an annotated set against the schema.

    Of JSONL every bad line and of stand-off every bad file is named; a file of another format that cannot be
    read is one error.

    Args:
        path: a folder of stand-off annotations, or a file or folder of any format.
        texts: articles, for stand-off annotations: their offsets cannot be checked without.
        format: of :mod:`annotations.formats`; by default told by the name.
    """
    checked = Checked()
    if not path.exists():
        checked.errors.append(DocumentError("no such file or folder", file=str(path), hint="check the path"))
        return checked
    try:
        kind = formats.known(format) if format else formats.told(path)
        if kind == "standoff":
            found: Iterable[tuple[Document, str]] = _joined(path, texts, checked.errors)
        elif kind == "jsonl":
            found = _lines(path, checked.errors)
        else:
            found = [(document, str(path)) for document in formats.read(path, kind)]
    except CongbaoError as error:
        checked.errors.append(error)
        return checked
    seen: dict[str, str] = {}
    for document, file in found:
        checked.documents += 1
        if document.id in seen:
            why = f"also in {seen[document.id]}"
            checked.errors.append(DocumentError(f"id {document.id!r} is used twice", file=file, why=why))
        seen[document.id] = file
        checked.errors += validate(document, file=file)
    return checked


def _lines(path: Path, errors: list[CongbaoError]) -> Iterator[tuple[Document, str]]:
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                yield Document.from_json(loads(raw.decode("utf-8")), str(path), number), f"{path}:{number}"
            except DocumentError as error:
                errors.append(error)
            except ValueError as error:
                errors.append(DocumentError("not JSON in UTF-8", file=str(path), line=number, why=str(error)))


def _joined(
    folder: Path, texts: Iterable[Article | CongbaoError], errors: list[CongbaoError]
) -> Iterator[tuple[Document, str]]:
    annotated = read_standoff(folder, errors)
    joined = rehydrate(annotated, texts)
    errors += joined.errors
    errors += [
        DocumentError(f"the text of {item.id} was not found", file=item.file, why="its offsets cannot be checked")
        for item in joined.missing
    ]
    files = {(item.id, item.sha256): item.file or "" for item in annotated}
    for document in joined.documents:
        yield document, files[document.id, document.sha256]


def read_standoff(folder: Path, errors: list[CongbaoError]) -> list[standoff.Standoff]:
    """The stand-off annotations of a folder, read through; a damaged file is added to the errors."""
    found = []
    for file in sorted(folder.rglob("*.json")):
        try:
            found.append(standoff.read(file))
        except DocumentError as error:
            errors.append(error)
    return found

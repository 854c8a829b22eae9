"""Stand-off annotations: all of a document but its text.

Articles whose licence does not let us ship them are annotated in this form: one JSON file an article
with the id, the SHA-256 of the text, offsets, labels, values and relations. :func:`join` puts text and
annotation together again and checks the hash and every span.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotations.decoding import loads
from annotations.document import Document
from annotations.errors import DocumentError

KEPT_META = ("date", "source", "annotation")


@dataclass
class Standoff:
    """An annotation without its text.

    Attributes:
        id: of the article.
        sha256: of its text in UTF-8, hexadecimal.
        row: the JSON object of the document, without text or surfaces.
        file: where it was read from, for errors.
    """

    id: str
    sha256: str
    row: dict[str, Any] = field(repr=False)
    file: str | None = None


def from_document(document: Document) -> Standoff:
    """The stand-off form of a document; of its meta only what holds no text of the article is kept."""
    row = document.to_json()
    for entity in row["entities"]:
        del entity["text"]
    meta = {key: document.meta[key] for key in KEPT_META if key in document.meta}
    row = {
        "id": document.id, "sha256": document.sha256, "meta": meta,
        "entities": row["entities"], "relations": row["relations"],
    }
    return Standoff(document.id, document.sha256, row)


def dumps(standoff: Standoff) -> str:
    """The file's text: an entity or relation a line, so that a change shows as one line."""
    head = {key: standoff.row[key] for key in ("id", "sha256", "meta")}
    lines = json.dumps(head, ensure_ascii=False)[:-1]
    for name in ("entities", "relations"):
        items = ",\n".join(json.dumps(item, ensure_ascii=False) for item in standoff.row[name])
        lines += f',\n"{name}": [\n{items}\n]' if items else f',\n"{name}": []'
    return lines + "}\n"


def read(path: Path) -> Standoff:
    """Read one stand-off file.

    Raises:
        DocumentError: it is no stand-off annotation.
    """
    try:
        row = loads(path.read_bytes().decode("utf-8"))
    except ValueError as error:
        raise DocumentError("not JSON in UTF-8", file=str(path), why=str(error)) from None
    if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in ("id", "sha256")):
        raise DocumentError("not a stand-off annotation", file=str(path), why="'id' or 'sha256' is missing")
    return Standoff(row["id"], row["sha256"], row, str(path))


def read_folder(folder: Path) -> Iterator[Standoff]:
    """Read the stand-off files of a folder, in the order of their names."""
    for path in sorted(folder.glob("*.json")):
        yield read(path)


def join(standoff: Standoff, text: str) -> Document:
    """Put an annotation and its text together.

    Args:
        standoff: the annotation.
        text: of the article, exactly as it was annotated.

    Raises:
        DocumentError: the text is another one, or a span or relation is not one of it.
    """
    document = Document(standoff.id, text)
    if document.sha256 != standoff.sha256:
        raise DocumentError(
            f"the text of {standoff.id} is not the one that was annotated", file=standoff.file,
            why=f"its SHA-256 is {document.sha256[:12]}…, {standoff.sha256[:12]}… was annotated",
            hint="give the text unchanged: no trimming, no normalisation of Unicode or line ends",
        )
    row = {key: value for key, value in standoff.row.items() if key != "sha256"}
    return Document.from_json({**row, "text": text}, standoff.file)

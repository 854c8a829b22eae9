"""Reading what is scored, by name or from files; writing results."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotations import formats
from annotations.document import Document
from annotations.errors import DocumentError, InputError


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


def read_predictions(name: str | Path, gold: Iterable[Document], format: str | None = None) -> list[Document]:
    """Read predictions for gold documents.

    CoNLL keeps tokens and no white space, so predictions in it are laid along the texts of the gold; in every
    other format a text must be the gold's to the character.

    Args:
        name: as for :func:`read_documents`.
        gold: the documents they were made for.
        format: as for :func:`read_documents`.

    Raises:
        InputError: there is nothing to read.
        DocumentError: a document is not what it must be, or its tokens are not those of the gold's text.
    """
    found = read_documents(name, format)
    path = Path(name)
    if not path.exists() or (format or formats.told(path)) != "conll":
        return found
    texts = {document.id: document.text for document in gold}
    return [laid_along(document, texts.get(document.id, document.text)) for document in found]


def laid_along(document: Document, text: str) -> Document:
    """A document with its spans where the same characters stand in a text that has other white space.

    Args:
        document: its spans begin and end with characters that are no white space.
        text: has the same characters in the same order.

    Raises:
        DocumentError: it has others; names the offset into the text.

    >>> from annotations import Entity
    >>> found = laid_along(Document("d", "Sở A , họp", entities=[Entity("e", 7, 10, "TASK", "họp")]), "Sở A,\\nhọp")
    >>> found.entities[0].start, found.entities[0].text
    (6, 'họp')
    """
    if document.text == text:
        return document
    here = [at for at, char in enumerate(document.text) if not char.isspace()]
    there = [at for at, char in enumerate(text) if not char.isspace()]
    both = min(len(here), len(there))
    apart = next((at for at in range(both) if document.text[here[at]] != text[there[at]]), both)
    if apart < max(len(here), len(there)):
        offset = there[apart] if apart < len(there) else len(text)
        place = here[apart] if apart < len(here) else len(document.text)
        raise DocumentError(
            f"the tokens of {document.id!r} are not those of the gold's text", offset=offset,
            why=f"gold {text[offset:offset + 20]!r}, predicted {document.text[place:place + 20]!r}",
            hint="tag the text as given; were tokens respelt, joined with underscores or left out?",
        )
    place_of = dict(zip(here, there, strict=True))
    entities = []
    for entity in document.entities:
        start, end = place_of[entity.start], place_of[entity.end - 1] + 1
        entities.append(replace(entity, start=start, end=end, text=text[start:end]))
    return replace(document, text=text, entities=entities)


def _set(name: str) -> list[Document]:
    from corpus.load import load

    loaded = load(name)
    if loaded.missing:
        raise InputError(f"{len(loaded.missing)} texts of {name} are not on this machine",
                         why=f"the first is {loaded.missing[0]}",
                         hint="a set is scored whole or not at all; corpus/load.py says where texts lie")
    return loaded.documents


def check_folders(*paths: Path | None) -> None:
    """Make sure that files can be written before anything is scored.

    Raises:
        InputError: the folder of one of them does not exist.
    """
    for path in paths:
        if path is not None and not path.parent.is_dir():
            raise InputError("no such folder", file=str(path.parent), hint="make it first")


def write_text(text: str, path: Path) -> None:
    """Write a file.

    Raises:
        InputError: it cannot be written.
    """
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InputError("cannot be written", file=str(path), why=error.strerror or str(error)) from None


def write_json(row: dict[str, Any], path: Path | None = None) -> None:
    """Write a result as JSON, indented, to a file or to standard output.

    Raises:
        InputError: the file cannot be written.
    """
    text = json.dumps(row, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    if path is None:
        sys.stdout.write(text)
    else:
        write_text(text, path)

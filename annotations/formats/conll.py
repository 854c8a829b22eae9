"""CoNLL columns with one tag a token, for flat labels.

Written are a token, a tab and its IOB2 tag a line, a blank line between sentences, and before every document
``-DOCSTART- id``, with a tab and its meta as JSON where it has any::

    -DOCSTART- portal/tin-1	{"date": "2018-11-11"}

    UBND	B-ORG
    phường	I-ORG
    họp	O

Read are two to four columns, the token first and the tag last, parted by tabs or, where a line has none, by
spaces; tags as IOB1, IOB2, BIOES or BILOU with any labels. The text is rebuilt from the tokens, with single
spaces between them and a line end between sentences: white space and line ends of an original are not kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotations.decoding import loads
from annotations.document import Document
from annotations.errors import DocumentError
from annotations.formats import files
from annotations.schema import SCHEMA
from annotations.sentences import sentences
from annotations.tokens import tokens

START = "-DOCSTART-"
_TAG = re.compile(r"O|([BIESLU])-(\S+)")
_OPENS, _CLOSES = frozenset("BSU"), frozenset("ESLU")
_FEWEST, _MOST = 2, 4  # columns
_FILLERS = frozenset({"O", "-X-", "_", "-"})  # what CoNLL-2003 has in the other columns of -DOCSTART-


def read(path: Path) -> list[Document]:
    """Read a file of tagged tokens.

    Raises:
        DocumentError: naming the file and line: another number of columns, a tag that is none.
    """
    text = files.read_text(path)
    reader = _Reader(path.stem)
    for number, line in enumerate(text.split("\n"), 1):
        try:
            reader.line(line.removesuffix("\r"))
        except ValueError as error:
            what = f"cannot read {line[:80]!r}"
            raise DocumentError(what, file=str(path), line=number, why=str(error)) from None
    return [Document.from_json(row, str(path)) for row in reader.rows()]


def write(documents: Iterable[Document], path: Path, drop_layers: bool = False) -> None:
    """Write documents as tagged tokens.

    Args:
        documents: in the order of the file.
        path: the file.
        drop_layers: leave out what one tag a token cannot say: tasks, relations, attributes, scores.

    Raises:
        DocumentError: naming the document and offset: something cannot be said (and is not to be left out),
            a span is not at the edges of tokens, overlaps another one or crosses a sentence end.
    """
    if drop_layers:
        documents = map(flat_only, documents)
    files.write_text(path, "".join(map(dumps, documents)))


def flat_only(document: Document) -> Document:
    """A document with its flat entities alone: no tasks, relations, attributes, scores or records."""
    entities = [
        replace(entity, value=None, unit=None, bound=None, score=None)
        for entity in document.entities if entity.label not in SCHEMA.layers
    ]
    return Document(document.id, document.text, document.meta, entities)


def dumps(document: Document) -> str:
    """A document's lines.

    Raises:
        DocumentError: see :func:`write`.
    """
    _refuse(document)
    tags = _tags(document)
    meta = f"\t{json.dumps(document.meta, ensure_ascii=False)}" if document.meta else ""
    lines = [f"{START} {document.id}{meta}", ""]
    for start, end in sentences(document.text):
        places = tokens(document.text, start, end)
        lines += [f"{document.text[slice(*place)]}\t{tags.get(place, 'O')}" for place in places]
        lines.append("")
    return "\n".join(lines) + "\n"


def _refuse(document: Document) -> None:
    found: list[tuple[int | None, str]] = []
    if document.id != document.id.strip() or re.search(r"[\t\r\n]", document.id):
        found.append((None, "an id with a tab, line end or white space at its edge"))
    if document.relations:
        found.append((None, f"{len(document.relations)} relations"))
    for entity in document.entities:
        if entity.label in SCHEMA.layers:
            found.append((entity.start, f"{entity.label}, a layer of its own"))
        elif any(given is not None for given in (entity.value, entity.unit, entity.bound, entity.score)):
            found.append((entity.start, f"value, unit, bound or score of a {entity.label}"))
    if found:
        offset, what = found[0]
        raise DocumentError(
            f"{document.id!r} holds what one tag a token cannot say", offset=offset, why=what,
            hint="leave it out with --drop-layers, or choose another format",
        )


def _tags(document: Document) -> dict[tuple[int, int], str]:
    tags: dict[tuple[int, int], str] = {}
    places = [tokens(document.text, start, end) for start, end in sentences(document.text)]
    starts = {place[0]: (number, at) for number, one in enumerate(places) for at, place in enumerate(one)}
    ends = {place[1]: (number, at) for number, one in enumerate(places) for at, place in enumerate(one)}
    for entity in document.entities:
        first, last = starts.get(entity.start), ends.get(entity.end)
        why = None
        if first is None or last is None:
            why = "it is not at the edges of tokens"
        elif first[0] != last[0]:
            why = "it crosses a sentence end"
        else:
            covered = places[first[0]][first[1]:last[1] + 1]
            if any(place in tags for place in covered):
                why = "it overlaps another entity"
            tags |= dict.fromkeys(covered, f"I-{entity.label}") | {covered[0]: f"B-{entity.label}"}
        if why:
            raise DocumentError(
                f"{entity.label} {entity.text[:40]!r} of {document.id} cannot be tagged",
                offset=entity.start, why=why, hint="run `congbao corpus validate`",
            )
    return tags


@dataclass
class _Row:
    """A document while it is read."""

    id: str
    meta: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)


class _Reader:
    """Reads lines; keeps the entity that may go on."""

    def __init__(self, stem: str) -> None:
        self.stem = stem
        self.found: list[_Row] = []
        self.separator = ""  # what stands between the last token and the next
        self.open: dict[str, Any] | None = None

    def rows(self) -> Iterator[dict[str, Any]]:
        for row in self.found:
            yield {"id": row.id, "text": row.text, "meta": row.meta, "entities": row.entities}

    def line(self, line: str) -> None:
        if line.startswith(START):
            self._start(line[len(START):])
        elif not line.strip():
            self.separator, self.open = "\n", None
        else:
            self._token(line)

    def _start(self, rest: str) -> None:
        identity, _, meta = rest.strip().partition("\t")
        if set(rest.split()) <= _FILLERS:
            identity, meta = f"{self.stem}:{len(self.found) + 1}", ""
        if any(row.id == identity for row in self.found):
            raise ValueError(f"id {identity!r} is used twice")
        self.found.append(_Row(identity, loads(meta) if meta.startswith("{") else {}))
        self.open = None

    def _token(self, line: str) -> None:
        columns = line.split("\t") if "\t" in line else line.split()
        if not _FEWEST <= len(columns) <= _MOST:
            raise ValueError(f"{len(columns)} columns, not {_FEWEST} to {_MOST}")
        tag = _TAG.fullmatch(columns[-1].strip())
        if tag is None:
            raise ValueError(f"{columns[-1]!r} is no tag (O, or B-, I-, E-, S- and a label)")
        token = columns[0].strip()
        if not token:
            raise ValueError("no token")
        if not self.found:
            self.found.append(_Row(self.stem))
        row = self.found[-1]
        start = len(row.text) + len(self.separator) if row.text else 0
        row.text += f"{self.separator}{token}" if row.text else token
        self.separator = " "
        prefix, label = tag.groups()
        goes_on = self.open is not None and self.open["label"] == label and prefix not in _OPENS
        if prefix is None:
            self.open = None
        elif goes_on and self.open is not None:
            self.open["end"] = len(row.text)
        else:
            identity = f"e{len(row.entities) + 1}"
            self.open = {"id": identity, "start": start, "end": len(row.text), "label": label}
            row.entities.append(self.open)
        if prefix in _CLOSES:
            self.open = None

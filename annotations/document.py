"""The document: a text with the entities, relations and records found in it, gold or predicted.

One JSON object a line is what ``congbao tag`` writes, what the scorer reads and what a corpus ships::

    {"id": "…", "text": "…", "meta": {"date": "2018-11-11", …},
     "entities": [{"id": "e1", "start": 0, "end": 12, "label": "OFFICIAL", "text": "…", "score": 0.97}, …],
     "relations": [{"head": "e1", "tail": "e2", "label": "HOLDS", "score": 0.91}, …],
     "records": {"officials": […], "figures": […], "deadlines": […]},
     "model": {"name": …, "version": …}}

Offsets are code points into ``text`` exactly as given, end exclusive.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from annotations.decoding import loads
from annotations.errors import DocumentError
from annotations.schema import SCHEMA

Value = float | int | list[float] | str | None


@dataclass(slots=True)
class Entity:
    """A labelled span.

    Attributes:
        id: unique within its document.
        start: first code point.
        end: one past the last code point.
        label: a label of the schema, or of a foreign one.
        text: the characters between them.
        value: a number or [lo, hi] for a QUANTITY, an ISO 8601 string for a time, None where unknown.
        unit: unit of a QUANTITY.
        bound: how the number bounds what it measures.
        score: probability that the entity is right; None for gold.
    """

    id: str
    start: int
    end: int
    label: str
    text: str
    value: Value = None
    unit: str | None = None
    bound: str | None = None
    score: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The entity as a JSON object; attributes its label does not carry are left out."""
        row: dict[str, Any] = {
            "id": self.id, "start": self.start, "end": self.end, "label": self.label, "text": self.text,
        }
        carried = SCHEMA.attributes.get(self.label, ())
        for name in ("value", "unit", "bound"):
            given = getattr(self, name)
            if given is not None or name in carried:
                row[name] = given
        if self.score is not None:
            row["score"] = self.score
        return row


@dataclass(slots=True)
class Relation:
    """A directed, labelled pair of entities, by their ids."""

    head: str
    tail: str
    label: str
    score: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The relation as a JSON object."""
        row: dict[str, Any] = {"head": self.head, "tail": self.tail, "label": self.label}
        if self.score is not None:
            row["score"] = self.score
        return row


@dataclass(slots=True)
class Document:
    """A text with what is annotated or predicted in it; see the module's description of the JSON."""

    id: str
    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    entities: list[Entity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    records: dict[str, list[dict[str, Any]]] | None = None
    model: dict[str, Any] | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def by_id(self) -> dict[str, Entity]:
        """The entities by their ids."""
        return {entity.id: entity for entity in self.entities}

    def to_json(self) -> dict[str, Any]:
        """The document as a JSON object."""
        row: dict[str, Any] = {
            "id": self.id, "text": self.text, "meta": self.meta,
            "entities": [entity.to_json() for entity in self.entities],
            "relations": [relation.to_json() for relation in self.relations],
        }
        if self.records is not None:
            row["records"] = self.records
        if self.model is not None:
            row["model"] = self.model
        return row

    @classmethod
    def from_json(cls, row: Any, file: str | None = None, line: int | None = None) -> Document:
        """A document from its JSON object.

        Only the shape is checked here (names, types, offsets within the text, ids that are unique and
        known); whether labels and relations fit a schema is for :func:`annotations.validate.validate`.

        Args:
            row: the decoded JSON.
            file: named in errors.
            line: named in errors, from 1.

        Raises:
            DocumentError: naming the file, line, offset and cause.
        """
        try:
            return _read(row)
        except DocumentError as error:
            raise DocumentError(
                error.what, file=file, line=line, offset=error.offset, why=error.why, hint=error.hint
            ) from None


def _read(row: Any) -> Document:
    if not isinstance(row, dict):
        raise DocumentError("not a document", why=f"a JSON object is needed, not {type(row).__name__}")
    identity, text = row.get("id"), row.get("text")
    if not isinstance(text, str):
        raise DocumentError("no text", why="'text' is missing or not a string", hint="give every line a 'text'")
    if not isinstance(identity, str) or not identity:
        raise DocumentError("no id", why="'id' is missing, empty or not a string")
    document = Document(identity, text)
    for name, kind in (("meta", dict), ("entities", list), ("relations", list), ("records", dict), ("model", dict)):
        if row.get(name) is not None and not isinstance(row[name], kind):
            raise DocumentError(f"'{name}' of {identity} is no {kind.__name__}")
    document.meta = row.get("meta") or {}
    document.records, document.model = row.get("records"), row.get("model")
    document.entities = [_entity(item, text) for item in row.get("entities") or []]
    known = document.by_id()
    if len(known) < len(document.entities):
        raise DocumentError(f"an entity id of {identity} is used twice")
    for item in row.get("relations") or []:
        try:
            relation = Relation(item["head"], item["tail"], item["label"], _score(item))
        except (KeyError, TypeError) as error:
            raise DocumentError(f"a relation of {identity} lacks head, tail or label", why=str(error)) from None
        for end in (relation.head, relation.tail):
            if end not in known:
                raise DocumentError(f"relation {relation.label} of {identity} names an unknown entity {end!r}")
        document.relations.append(relation)
    return document


def _entity(item: Any, text: str) -> Entity:
    try:
        start, end, label, identity = item["start"], item["end"], item["label"], item["id"]
    except (KeyError, TypeError) as error:
        raise DocumentError("an entity lacks id, start, end or label", why=str(error)) from None
    whole = isinstance(start, int) and isinstance(end, int) and not isinstance(start, bool)
    if not whole or not 0 <= start < end <= len(text):
        raise DocumentError(
            f"entity {identity!r} lies outside the text",
            offset=start if isinstance(start, int) else None,
            why=f"[{start}, {end}) in a text of {len(text)} code points",
        )
    surface = text[start:end]
    if item.get("text", surface) != surface:
        raise DocumentError(
            f"entity {identity!r} is not what stands there", offset=start,
            why=f"{item['text']!r} is annotated, {surface!r} is in the text",
            hint="offsets are code points into the text as given; was the text normalised?",
        )
    if not isinstance(label, str) or not isinstance(identity, str):
        raise DocumentError("an entity's id and label must be strings", offset=start)
    value = item.get("value")
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        raise DocumentError(f"entity {identity!r} has no finite value", offset=start, why=repr(value))
    return Entity(identity, start, end, label, surface, value, item.get("unit"), item.get("bound"), _score(item))


def _score(item: dict[str, Any]) -> float | None:
    score = item.get("score")
    if score is not None and not (isinstance(score, (int, float)) and 0 <= score <= 1):
        raise DocumentError("a score is no probability", why=repr(score), hint="give a number from 0 to 1")
    return score


def read_jsonl(path: Path) -> Iterator[Document]:
    """Read documents, one JSON object a line.

    Raises:
        DocumentError: naming the file and line, at the first line that is no document, and where an id
            is used twice.
    """
    seen: dict[str, int] = {}
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                row = loads(raw.decode("utf-8"))
            except ValueError as error:
                raise DocumentError("not JSON in UTF-8", file=str(path), line=number, why=str(error)) from None
            document = Document.from_json(row, str(path), number)
            if document.id in seen:
                raise DocumentError(
                    f"id {document.id!r} is used twice", file=str(path), line=number,
                    why=f"first on line {seen[document.id]}",
                )
            seen[document.id] = number
            yield document


def write_jsonl(documents: Iterable[Document], file: TextIO) -> int:
    """Write documents, one JSON object a line.

    Returns:
        How many were written.
    """
    count = 0
    for document in documents:
        file.write(json.dumps(document.to_json(), ensure_ascii=False) + "\n")
        count += 1
    return count

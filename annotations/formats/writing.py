"""The format annotators write in: a block a sentence, a line an entity or relation (guidelines, section 5).

Surfaces are copied from the sentence in the order of the text and turned into offsets here::

    [3]
    OFFICIAL a = Nguyễn Văn An
    POSITION b = Chủ tịch
    QUANTITY q = 13 tỷ đồng | 13000000000; VND; over
    HOLDS a b

``~~`` stands for a left-out middle, `` @2`` behind a surface for its second occurrence. TASK surfaces,
which may overlap the rest, are sought from the start of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotations.document import Document, Entity, Relation, Value
from annotations.errors import DocumentError
from annotations.schema import SCHEMA
from annotations.sentences import sentences

_BLOCK = re.compile(r"\[(\d+)\]")
_ENTITY = re.compile(r"([A-Z]+)\s+(\w+)\s*=\s*(.+?)(?:\s+\|\s*(.+))?")
_RELATION = re.compile(r"([A-Z_]+)\s+(\w+)\s+(\w+)")
_NTH = re.compile(r"(.+) @(\d+)")


def show(text: str) -> Iterator[str]:
    """The sentences of an article, numbered as the format numbers them."""
    for number, (start, end) in enumerate(sentences(text), 1):
        yield f"[{number}] {text[start:end]}"


def loads(written: str, document: Document, file: str | None = None) -> tuple[Document, list[DocumentError]]:
    """Read an annotation of a text.

    Args:
        written: the annotation.
        document: the article; its entities and relations are replaced.
        file: named in errors.

    Returns:
        The document with what could be read, and an error for every line that could not.
    """
    reader = _Reader(document.text)
    errors = []
    for number, raw in enumerate(written.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        try:
            reader.line(line)
        except ValueError as error:
            errors.append(DocumentError(f"cannot read {line[:80]!r}", file=file, line=number, why=str(error)))
    document.entities, document.relations = reader.entities, reader.relations
    return document, errors


def dumps(document: Document) -> str:
    """Write a document in the format.

    Raises:
        DocumentError: an entity crosses a sentence end or holds a line end, which the format cannot say.
    """
    places = sentences(document.text)
    lines: list[str] = []
    names: dict[str, tuple[int, str]] = {}
    for number, (start, end) in enumerate(places, 1):
        inside = [entity for entity in document.entities if start <= entity.start and entity.end <= end]
        if not inside:
            continue
        lines.append(f"[{number}]")
        cursor = start
        for key, entity in enumerate(sorted(inside, key=lambda item: (item.label in SCHEMA.layers, item.start)), 1):
            names[entity.id] = (number, f"k{key}")
            layer = entity.label in SCHEMA.layers
            nth = _occurrence(document.text, entity, start if layer else cursor)
            surface = entity.text + (f" @{nth}" if nth > 1 else "")
            lines.append(f"{entity.label} k{key} = {surface}" + _attributes(entity))
            cursor = cursor if layer else entity.end
        for relation in document.relations:
            head, tail = names.get(relation.head), names.get(relation.tail)
            if head and tail and head[0] == tail[0] == number:
                lines.append(f"{relation.label} {head[1]} {tail[1]}")
    for entity in document.entities:
        if entity.id not in names:
            raise DocumentError(f"{entity.label} {entity.text!r} crosses a sentence end", offset=entity.start)
    for relation in document.relations:
        if names[relation.head][0] != names[relation.tail][0]:
            raise DocumentError(f"{relation.label} joins two sentences")
    return "\n".join(lines) + "\n"


def _occurrence(text: str, entity: Entity, start: int) -> int:
    nth, at = 1, text.find(entity.text, start)
    while at < entity.start:
        nth, at = nth + 1, text.find(entity.text, at + 1)
    return nth


def _attributes(entity: Entity) -> str:
    if entity.label not in SCHEMA.attributes:
        return ""
    value = entity.value
    if isinstance(value, list):
        shown = "..".join(f"{number:.17g}" for number in value)
    else:
        shown = "?" if value is None else f"{value:.17g}" if isinstance(value, (int, float)) else value
    if entity.label != "QUANTITY":
        return f" | {shown}"
    return f" | {shown}; {entity.unit or ''}; {entity.bound or 'exact'}"


class _Reader:
    """Reads lines one after the other; keeps where it is in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = sentences(text)
        self.entities: list[Entity] = []
        self.relations: list[Relation] = []
        self.keys: dict[str, Entity] = {}
        self.start, self.end, self.cursor = -1, -1, -1

    def line(self, line: str) -> None:
        if block := _BLOCK.fullmatch(line):
            number = int(block[1])
            if not 1 <= number <= len(self.places):
                raise ValueError(f"the article has {len(self.places)} sentences")
            self.start, self.end = self.places[number - 1]
            self.cursor, self.keys = self.start, {}
        elif self.start < 0:
            raise ValueError("no [sentence] stands before it")
        elif entity := _ENTITY.fullmatch(line):
            self.entity(*entity.groups())
        elif relation := _RELATION.fullmatch(line):
            self.relation(*relation.groups())
        else:
            raise ValueError("not a line of the format")

    def entity(self, label: str, key: str, surface: str, given: str | None) -> None:
        if label not in SCHEMA.labels:
            raise ValueError(f"unknown label {label}")
        if key in self.keys:
            raise ValueError(f"{key} is used twice in this sentence")
        nth = 1
        if numbered := _NTH.fullmatch(surface):
            surface, nth = numbered[1], int(numbered[2])
        layer = label in SCHEMA.layers
        at = self.find(surface, self.start if layer else self.cursor)
        for _ in range(nth - 1):
            at = at and self.find(surface, at[0] + 1)
        if at is None:
            raise ValueError("its surface is not found, or out of order")
        item = Entity(f"e{len(self.entities) + 1}", *at, label, self.text[slice(*at)])
        if label in SCHEMA.attributes:
            if given is None:
                raise ValueError(f"{label} needs a value behind |")
            item.value, item.unit, item.bound = _values(label, given)
        if not layer:
            self.cursor = at[1]
        self.entities.append(item)
        self.keys[key] = item

    def relation(self, label: str, head: str, tail: str) -> None:
        for key in (head, tail):
            if key not in self.keys:
                raise ValueError(f"{key} names nothing in this sentence")
        ends = self.keys[head], self.keys[tail]
        if label not in SCHEMA.between(ends[0].label, ends[1].label):
            raise ValueError(f"{label} cannot join {ends[0].label} to {ends[1].label}")
        self.relations.append(Relation(ends[0].id, ends[1].id, label))

    def find(self, surface: str, start: int) -> tuple[int, int] | None:
        head, gap, tail = surface.partition("~~")
        head, tail = (head.strip(), tail.strip()) if gap else (surface, "")
        at = self.text.find(head, start, self.end)
        if at < 0:
            return None
        if not gap:
            return at, at + len(head)
        last = self.text.find(tail, at + len(head), self.end)
        return (at, last + len(tail)) if last >= 0 else None


def _values(label: str, given: str) -> tuple[Value, str | None, str | None]:
    if label != "QUANTITY":
        return None if given.strip() == "?" else given.strip(), None, None
    parts = [part.strip() for part in given.split(";")]
    if len(parts) not in (2, 3):
        raise ValueError("QUANTITY needs 'value; unit' or 'value; unit; bound'")
    bound = parts[2] if len(parts) == 3 and parts[2] else "exact"
    if bound not in SCHEMA.bounds:
        raise ValueError(f"unknown bound {bound!r}")
    if parts[0] == "?":
        return None, parts[1], bound
    numbers = [float(number) for number in parts[0].split("..")]
    return (numbers[0] if len(numbers) == 1 else numbers), parts[1], bound

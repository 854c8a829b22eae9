"""Whether a document keeps to the schema: labels, flat spans, attributes, relations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotations.document import Document, Entity
from annotations.errors import DocumentError
from annotations.schema import SCHEMA, Schema
from annotations.sentences import sentences

_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_POINT = rf"(?:{_DAY}|\d{{4}}-(?:0[1-9]|1[0-2])|\d{{4}}-(?:Q[1-4]|H[12])|\d{{4}})"
_TIME = {"DATE": re.compile(rf"{_POINT}(?:/{_POINT})?"), "DEADLINE": re.compile(_DAY)}


def validate(document: Document, schema: Schema = SCHEMA, file: str | None = None) -> list[DocumentError]:
    """All breaches of the schema, each naming the document, the offset and the cause.

    Offsets, ids and the ends of relations are checked where a document is read; here it is whether they
    mean something: known labels, flat spans that do not overlap, no white space at a span's edge, values
    in their form, relations between labels that may have them and within one sentence, no INDICATOR
    without MEASURES and no TASK without DUE.

    Args:
        document: to check.
        schema: to check it against.
        file: named in the errors.
    """
    found = [*_spans(document, schema), *_relations(document, schema)]
    return [
        DocumentError(f"{document.id}: {what}", file=file, offset=offset, why=why)
        for offset, what, why in sorted(found, key=lambda item: item[0])
    ]


def _spans(document: Document, schema: Schema) -> Iterator[tuple[int, str, str]]:
    last: dict[bool, Entity] = {}
    for entity in sorted(document.entities, key=lambda item: (item.start, item.end)):
        name = f"{entity.label} {entity.text[:40]!r}"
        if entity.label not in schema.labels:
            yield entity.start, name, "the label is not in the schema"
        if entity.text != entity.text.strip():
            yield entity.start, name, "white space at its edge"
        if entity.label in schema.flat:
            before = last.get(True)
            if before and before.end > entity.start:
                yield entity.start, name, f"overlaps {before.label} {before.text[:40]!r} at {before.start}"
            if not before or entity.end > before.end:
                last[True] = entity
        yield from ((entity.start, name, why) for why in _attributes(entity, schema))


def _attributes(entity: Entity, schema: Schema) -> Iterator[str]:
    carried = schema.attributes.get(entity.label, ())
    for attribute in ("value", "unit", "bound"):
        if attribute not in carried and getattr(entity, attribute) is not None:
            yield f"carries no {attribute}"
    if "bound" in carried:
        if entity.bound not in schema.bounds:
            yield f"unknown bound {entity.bound!r}"
        if not entity.unit:
            yield "has no unit"
        pair = entity.value if isinstance(entity.value, list) else [entity.value, entity.value]
        if entity.value is not None and not (
            len(pair) == 2 and all(isinstance(number, (int, float)) for number in pair) and pair[0] <= pair[1]  # type: ignore[operator]
        ):
            yield f"value {entity.value!r} is neither a number nor [lo, hi]"
    elif carried and entity.value is not None and not (
        isinstance(entity.value, str) and _TIME[entity.label].fullmatch(entity.value)
    ):
        yield f"value {entity.value!r} is not in the form of a {entity.label}"


def _relations(document: Document, schema: Schema) -> Iterator[tuple[int, str, str]]:
    known = document.by_id()
    places = sentences(document.text)
    seen = set()
    for relation in document.relations:
        head, tail = known[relation.head], known[relation.tail]
        name = f"{relation.label} {head.text[:30]!r} -> {tail.text[:30]!r}"
        if relation.label not in schema.relations:
            yield head.start, name, "the relation is not in the schema"
        elif relation.label not in schema.between(head.label, tail.label):
            yield head.start, name, f"cannot join {head.label} to {tail.label}"
        if not any(start <= head.start < end and start <= tail.start < end for start, end in places):
            yield head.start, name, "its ends stand in two sentences"
        key = (relation.head, relation.tail, relation.label)
        if key in seen:
            yield head.start, name, "is given twice"
        seen.add(key)
    for label, (needed, end) in schema.needs.items():
        held = {getattr(relation, end) for relation in document.relations if relation.label == needed}
        for entity in document.entities:
            if entity.label == label and entity.id not in held:
                yield entity.start, f"{label} {entity.text[:40]!r}", f"has no {needed}"

"""From a spaCy Doc to the document of :mod:`annotations`."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

from annotations.document import Document, Entity, Relation
from pipeline.extensions import attribute, entities, stored_relations, text_of


def to_document(doc: Doc, identity: str, meta: dict[str, Any] | None = None) -> Document:
    """What a pipeline found in a Doc, as a document.

    Args:
        doc: run through a pipeline.
        identity: the document's id.
        meta: kept as given.
    """
    text = text_of(doc)
    document = Document(identity, text, meta or {})
    ids = {}
    for number, span in enumerate(entities(doc), 1):
        name, start, end = f"e{number}", span.start_char, span.end_char
        ids[span.start, span.end, span.label_] = name
        document.entities.append(Entity(
            name, start, end, span.label_, text[start:end],
            *(attribute(kind, span) for kind in ("value", "unit", "bound", "score")),
        ))
    for label, head, tail, score in stored_relations(doc):
        if tuple(head) in ids and tuple(tail) in ids:
            document.relations.append(Relation(ids[tuple(head)], ids[tuple(tail)], label, score))
    document.records = doc._.records
    return document

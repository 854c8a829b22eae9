"""From a spaCy Doc to the document of :mod:`annotations`."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

from annotations.document import Document, Entity, Relation
from pipeline.extensions import entities


def to_document(doc: Doc, identity: str, meta: dict[str, Any] | None = None) -> Document:
    """What a pipeline found in a Doc, as a document.

    Args:
        doc: run through a pipeline.
        identity: the document's id.
        meta: kept as given.
    """
    document = Document(identity, doc.text, meta or {})
    ids = {}
    for number, span in enumerate(entities(doc), 1):
        name = f"e{number}"
        ids[span.start, span.end, span.label_] = name
        document.entities.append(Entity(
            name, span.start_char, span.end_char, span.label_, span.text,
            span._.value, span._.unit, span._.bound, span._.score,
        ))
    for relation in doc._.relations:
        head, tail = (ids[span.start, span.end, span.label_] for span in (relation.head, relation.tail))
        document.relations.append(Relation(head, tail, relation.label, relation.score))
    document.records = doc._.records
    return document

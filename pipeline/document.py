"""From a spaCy Doc to the document of :mod:`annotations`, and back into a Doc."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc, SpanGroup
from spacy.vocab import Vocab

from annotations.document import Document, Entity, Relation
from annotations.errors import DocumentError
from annotations.schema import SCHEMA
from pipeline.components.sentences import Sentences
from pipeline.extensions import TASKS, Edges, entities, set_relations
from pipeline.tokenizer import SyllableTokenizer


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


def to_doc(document: Document, vocab: Vocab) -> Doc:
    """A Doc with a document's entities, tasks, values and relations set; its sentences too.

    Args:
        document: gold or predicted.
        vocab: of the pipeline the Doc is for.

    Raises:
        DocumentError: a span is not at the edges of tokens; nothing is dropped silently.
    """
    doc = Sentences()(SyllableTokenizer(vocab)(document.text))
    spans = {}
    edges = Edges(doc)
    for entity in document.entities:
        span = edges.span(entity.start, entity.end, entity.label)
        if span is None:
            raise DocumentError(
                f"{entity.label} {entity.text[:40]!r} of {document.id} is not at the edges of tokens",
                offset=entity.start,
            )
        span._.value, span._.unit, span._.bound = entity.value, entity.unit, entity.bound
        span._.score = entity.score
        spans[entity.id] = span
    doc.set_ents([span for span in spans.values() if span.label_ not in SCHEMA.layers])
    layers = [span for span in spans.values() if span.label_ in SCHEMA.layers]
    doc.spans[TASKS] = SpanGroup(doc, name=TASKS, spans=layers)
    set_relations(doc, [
        (item.label, spans[item.head], spans[item.tail], item.score if item.score is not None else 1.0)
        for item in document.relations
    ])
    doc._.date = document.meta.get("date")
    return doc

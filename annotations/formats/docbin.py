"""spaCy DocBin: documents as Docs, for spaCy's own training and tools.

Flat entities are ``doc.ents``, tasks ``doc.spans["tasks"]``, ids of entities span ids. Values, scores,
relations, meta and records lie in ``doc.user_data`` under the keys that the pipeline's extensions use, so
that ``ent._.value`` and ``doc._.relations`` work on a Doc read from such a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.vocab import Vocab

from annotations.document import Document, Entity
from annotations.errors import DocumentError
from annotations.schema import SCHEMA
from annotations.sentences import sentences
from annotations.tokens import words_and_spaces

TASKS = "tasks"
_CHECK = "run `congbao corpus validate`"
_RELATIONS = "congbao.relations"
_ID, _META, _MODEL = "congbao.id", "congbao.meta", "congbao.model"
_RECORDS, _DATE = ("._.", "records", None, None), ("._.", "date", None, None)
ATTRIBUTES = ("value", "unit", "bound", "score")
# Heads are left out: with them DocBin would derive sentence starts from a parse that is not there.
_SAVED = ("ENT_IOB", "ENT_TYPE", "ENT_ID", "SENT_START")


def read(path: Path) -> list[Document]:
    """Read a ``.spacy`` file: ``doc.ents``, ``doc.spans["tasks"]`` and what :func:`to_doc` stores.

    Raises:
        DocumentError: the file is damaged, or a relation names no entity; names the file and the Doc.
    """
    vocab = Vocab()
    try:
        docs = list(DocBin().from_disk(path).get_docs(vocab))
    except OSError as error:
        raise DocumentError("cannot be read", file=str(path), why=error.strerror or str(error)) from None
    except Exception as error:  # the bytes may be anything, and spaCy says so in many ways
        raise DocumentError("not a DocBin", file=str(path), why=f"{type(error).__name__}: {error}") from None
    found = []
    for number, doc in enumerate(docs, 1):
        try:
            found.append(to_document(doc, f"{path.stem}:{number}"))
        except DocumentError as error:
            what = f"Doc {number}: {error.what}"
            raise DocumentError(what, file=str(path), offset=error.offset, why=error.why) from None
    return found


def write(documents: Iterable[Document], path: Path) -> None:
    """Write documents as a DocBin with user data.

    Raises:
        DocumentError: a span is not at the edges of tokens, overlaps another flat one or is given twice.
    """
    vocab = Vocab()
    packed = DocBin(attrs=_SAVED, store_user_data=True)
    for document in documents:
        packed.add(to_doc(document, vocab))
    try:
        packed.to_disk(path)
    except OSError as error:
        raise DocumentError("cannot be written", file=str(path), why=error.strerror or str(error)) from None


def to_doc(document: Document, vocab: Vocab) -> Doc:
    """A document as a Doc.

    Args:
        document: gold or predicted.
        vocab: shared vocabulary.

    Raises:
        DocumentError: naming the document and the offset of a span that a Doc cannot hold.
    """
    words, spaces = words_and_spaces(document.text)
    edges = [0]
    for word, space in zip(words, spaces, strict=True):
        edges.append(edges[-1] + len(word) + space)
    opening = {start for start, _ in sentences(document.text)}
    # Given to the Doc at once: set token by token, or sought with ``char_span``, each call walks the whole Doc.
    starts: list[bool | int | None] = [index == 0 or start in opening for index, start in enumerate(edges[:-1])]
    doc = Doc(vocab, words=words, spaces=spaces, sent_starts=starts)
    first = {start: index for index, start in enumerate(edges[:-1])}
    last = {start + len(word): index + 1 for index, (start, word) in enumerate(zip(edges, words, strict=False))}
    spans: dict[str, Span] = {}
    for entity in document.entities:
        spans[entity.id] = _span(doc, entity, first.get(entity.start), last.get(entity.end), document.id)
    if len({(span.start, span.end, span.label) for span in spans.values()}) < len(spans):
        raise DocumentError(f"an entity of {document.id} is given twice", hint=_CHECK)
    layers = [span for span in spans.values() if span.label_ in SCHEMA.layers]
    try:
        doc.set_ents([span for span in spans.values() if span.label_ not in SCHEMA.layers])
    except ValueError as error:
        raise DocumentError(f"entities of {document.id} overlap", why=str(error)) from None
    doc.spans[TASKS] = SpanGroup(doc, name=TASKS, spans=layers)
    ends = {name: [span.start, span.end, span.label_] for name, span in spans.items()}
    stored: dict[Any, Any] = doc.user_data
    stored[_RELATIONS] = [
        [item.label, ends[item.head], ends[item.tail], item.score] for item in document.relations
    ]
    stored[_ID], stored[_META], stored[_MODEL] = document.id, document.meta, document.model
    stored[_DATE], stored[_RECORDS] = document.meta.get("date"), document.records
    return doc


def _span(doc: Doc, entity: Entity, first: int | None, last: int | None, identity: str) -> Span:
    if first is None or last is None:
        raise DocumentError(
            f"{entity.label} {entity.text[:40]!r} of {identity} is not at the edges of tokens",
            offset=entity.start, hint=_CHECK,
        )
    span = Span(doc, first, last, label=entity.label, span_id=entity.id)
    stored: dict[Any, Any] = doc.user_data
    for name in ATTRIBUTES:
        given = getattr(entity, name)
        if given is not None:
            stored[attribute_key(span, name)] = given
    return span


def attribute_key(span: Span, name: str) -> tuple[Any, ...]:
    """Where an attribute of a span lies in the user data, here and in the pipeline.

    spaCy keeps ``span._.name`` by the span's place alone. A task may stand on the very place of a flat
    entity, so its own attributes are kept apart.
    """
    place = ("._.", name, span.start_char, span.end_char)
    return ("congbao.layer", *place, span.label_) if span.label_ in SCHEMA.layers else place


def to_document(doc: Doc, fallback: str) -> Document:
    """A Doc as a document.

    Args:
        doc: made by :func:`to_doc`, by the pipeline, or any Doc with entities.
        fallback: the document's id where the Doc has none.

    Raises:
        DocumentError: a relation's end is no entity of the Doc.
    """
    stored: dict[Any, Any] = doc.user_data
    row: dict[str, Any] = {"id": stored.get(_ID, fallback), "text": doc.text}
    row |= {"meta": stored.get(_META), "model": stored.get(_MODEL), "records": stored.get(_RECORDS)}
    row["entities"] = list(_entities(doc))
    ids = {tuple(item.pop("tokens")): item["id"] for item in row["entities"]}
    row["relations"] = []
    for label, head, tail, score in stored.get(_RELATIONS, ()):
        for end in (head, tail):
            if tuple(end) not in ids:
                what = f"relation {label} names {end[2]} of tokens {end[0]} to {end[1]}"
                raise DocumentError(what, why="there is no such entity")
        relation = {"head": ids[tuple(head)], "tail": ids[tuple(tail)], "label": label, "score": score}
        row["relations"].append(relation)
    # msgpack gave lists back as tuples.
    return Document.from_json(json.loads(json.dumps(row)))


def _entities(doc: Doc) -> Iterator[dict[str, Any]]:
    stored: dict[Any, Any] = doc.user_data
    spans = [*doc.ents]
    if TASKS in doc.spans:
        spans += doc.spans[TASKS]
    spans.sort(key=lambda span: (span.start, -span.end, span.label_ in SCHEMA.layers))
    for number, span in enumerate(spans, 1):
        item = {
            "id": span.id_ or f"e{number}", "start": span.start_char, "end": span.end_char,
            "label": span.label_, "tokens": (span.start, span.end, span.label_),
        }
        for name in ATTRIBUTES:
            item[name] = stored.get(attribute_key(span, name))
        yield item

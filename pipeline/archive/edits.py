"""Editors' corrections of what a model found in an article, applied to a document: as it was tagged, or tagged anew.

A correction points at a mention by its offsets and label. What an editor said is right stands with the score 1, also
where another model does not find it; what it overlaps gives way, and leaves it the relations it may have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from annotations.document import Document, Entity, Relation
from annotations.errors import CongbaoError
from annotations.formats import standoff
from annotations.schema import SCHEMA
from annotations.validate import validate

MENTION, RELATION, ARTICLE = "mention", "relation", "article"
_SPAN_ALONE = replace(SCHEMA, needs={})  # whether it has the relations it needs is told later
Span = tuple[int, int, str]
"""Start, end, label."""


class CorrectionError(CongbaoError):
    """A correction that cannot be: of something that is not there, or that the schema does not know."""


@dataclass
class Edit:
    """A correction of an article.

    Attributes:
        action: accept reject relabel add.
        kind: mention, relation or article.
        span: of the mention; of a relation its head, with the relation's label.
        detail: what the action needs beside, see :mod:`pipeline.archive.corrections`.
        id: its number in the log; 0 for one that is not written yet.
    """

    action: str
    kind: str
    span: Span
    detail: dict[str, Any] = field(default_factory=dict)
    id: int = 0

    @property
    def now(self) -> Span:
        """Where the mention is since."""
        return _span_of(self.detail["to"]) if self.action == "relabel" else self.span

    @property
    def pair(self) -> tuple[Span, Span, str]:
        """Head, tail and label of the relation."""
        start, end, label = self.span
        return (start, end, self.detail["head"]), _span_of(self.detail["tail"]), label


def applied(document: Document, edits: Iterable[Edit]) -> Document:
    """A document with corrections, in their order; its records are those of before and have to be built anew."""
    found = replace(document, entities=list(document.entities), relations=list(document.relations))
    for edit in edits:
        if edit.kind == ARTICLE:
            _restore(found, edit.detail["standoff"], 1.0)
        elif edit.kind == RELATION:
            _relation(found, edit)
        elif edit.action == "reject":
            _remove(found, edit.span)
        elif edit.action == "relabel":
            _put(found, edit.now, edit.detail["to"], instead=edit.span)
        else:
            _put(found, edit.span, edit.detail)
    found.entities.sort(key=lambda entity: (entity.start, entity.end))
    return found


def reverted(document: Document, edit: Edit) -> Document:
    """A document without what one correction did to it; others are to be applied again."""
    found = replace(document, entities=list(document.entities), relations=list(document.relations))
    was = edit.detail["was"]
    if edit.kind == ARTICLE:
        _restore(found, was, None)
    elif edit.kind == RELATION:
        _relation(found, replace(edit, action="reject"))
    elif edit.action == "accept":
        own = find(found, edit.span)
        if own and was["entities"]:
            found.entities[found.entities.index(own)] = replace(own, score=was["entities"][0].get("score"))
    else:
        _remove(found, edit.now)
    if edit.kind == RELATION or edit.action in ("reject", "relabel"):
        _give_back(found, was)
    found.entities.sort(key=lambda entity: (entity.start, entity.end))
    return found


def state(document: Document, *spans: Span) -> dict[str, Any]:
    """Some mentions with their relations, as JSON that no id stands in."""
    touched = [entity for entity in document.entities if _ends(entity) in spans]
    ids = {entity.id for entity in touched}
    known = document.by_id()
    return {
        "entities": [entity.to_json() for entity in touched],
        "relations": [
            {"head": _ends(known[one.head]), "tail": _ends(known[one.tail]), "label": one.label, "score": one.score}
            for one in document.relations if one.head in ids or one.tail in ids
        ],
    }


def whole(document: Document) -> dict[str, Any]:
    """All mentions and relations of a document, without texts."""
    row = standoff.from_document(document).row
    return {"entities": row["entities"], "relations": row["relations"]}


def check(document: Document, entity: Entity, but: str | None = None) -> None:
    """Check that a mention may stand where it is put.

    Args:
        document: what stands there already.
        entity: to be added.
        but: id of a mention that it takes the place of.

    Raises:
        CorrectionError: it lies outside the text, its label or value is none, or it overlaps another mention.
    """
    if not 0 <= entity.start < entity.end <= len(document.text):
        raise CorrectionError(
            "a mention outside the text", offset=entity.start,
            why=f"[{entity.start}, {entity.end}) in a text of {len(document.text)} code points",
        )
    breaches = validate(Document(document.id, document.text, entities=[entity]), _SPAN_ALONE)
    if breaches:
        raise CorrectionError("not a mention of the schema", offset=entity.start, why=breaches[0].why)
    for other in document.entities:
        if other.id != but and _overlap(entity, other) and _one_layer(entity.label, other.label):
            raise CorrectionError(
                f"overlaps {other.label} {other.text[:40]!r}", offset=other.start,
                hint="reject that mention first, or give it other borders",
            )


def check_relation(document: Document, relation: Relation) -> None:
    """Check that two mentions may be related.

    Raises:
        CorrectionError: the schema does not allow it, or they stand in two sentences.
    """
    known = document.by_id()
    pair = [known[relation.head], known[relation.tail]]
    breaches = validate(replace(document, entities=pair, relations=[relation]), _SPAN_ALONE)
    own = [breach for breach in breaches if relation.label in breach.what]
    if own:
        raise CorrectionError("not a relation of the schema", offset=pair[0].start, why=own[0].why)


def find(document: Document, span: Span) -> Entity | None:
    """The mention of a span and label."""
    return next((entity for entity in document.entities if _ends(entity) == span), None)


def _span_of(row: dict[str, Any]) -> Span:
    return row["start"], row["end"], row["label"]


def _overlap(one: Entity, other: Entity) -> bool:
    return one.start < other.end and other.start < one.end


def _one_layer(one: str, other: str) -> bool:
    return one == other if one in SCHEMA.layers else other in SCHEMA.flat


def _put(document: Document, span: Span, detail: dict[str, Any], instead: Span | None = None) -> None:
    """Let a mention stand, in place of what it overlaps."""
    start, end, label = span
    attributes = {name: detail[name] for name in SCHEMA.attributes.get(label, ()) if name in detail}
    own = find(document, span)
    if own is None:
        replaced = (instead and find(document, instead)) or None
        name = replaced.id if replaced else _free(document)
        own = Entity(name, start, end, label, document.text[start:end], score=1.0)
        gone = [
            entity for entity in document.entities
            if entity is replaced or (_overlap(own, entity) and _one_layer(label, entity.label))
        ]
        document.entities = [entity for entity in document.entities if entity not in gone] + [own]
        _rejoin(document, {entity.id for entity in gone}, own)
    else:
        document.entities[document.entities.index(own)] = own = replace(own, score=1.0)
    for name, value in attributes.items():
        setattr(own, name, value)


def _rejoin(document: Document, gone: set[str], own: Entity) -> None:
    """Give a mention the relations of those it stands for, as far as it may have them."""
    known = document.by_id()
    kept: dict[tuple[str, str, str], Relation] = {}
    for relation in document.relations:
        head, tail = (own.id if end in gone else end for end in (relation.head, relation.tail))
        if head != tail and head in known and tail in known and relation.label in SCHEMA.between(
            known[head].label, known[tail].label,
        ):
            kept.setdefault((head, tail, relation.label), replace(relation, head=head, tail=tail))
    document.relations = list(kept.values())


def _remove(document: Document, span: Span) -> None:
    entity = find(document, span)
    if entity:
        document.entities.remove(entity)
        document.relations = [one for one in document.relations if entity.id not in (one.head, one.tail)]


def _relation(document: Document, edit: Edit) -> None:
    *ends, label = edit.pair
    head, tail = (find(document, end) for end in ends)
    if head and tail:
        same = head.id, tail.id, label
        document.relations = [one for one in document.relations if (one.head, one.tail, one.label) != same]
        if edit.action != "reject":
            document.relations.append(Relation(head.id, tail.id, label, 1.0))


def _restore(document: Document, rows: dict[str, Any], score: float | None) -> None:
    """Put all mentions and relations of a document back as they were."""
    own = Document.from_json({"id": document.id, "text": document.text, **rows})
    document.entities, document.relations = own.entities, own.relations
    if score is not None:
        document.entities = [replace(entity, score=score) for entity in own.entities]
        document.relations = [replace(relation, score=score) for relation in own.relations]


def _give_back(document: Document, rows: dict[str, Any]) -> None:
    """Put some mentions and their relations back, where nothing else stands now."""
    for row in rows["entities"]:
        entity = Entity(**{"text": document.text[row["start"]:row["end"]], **row})
        here = find(document, _ends(entity))
        if here:
            document.entities[document.entities.index(here)] = replace(entity, id=here.id)
        elif not any(_overlap(entity, other) and _one_layer(entity.label, other.label) for other in document.entities):
            document.entities.append(replace(entity, id=_free(document, entity.id)))
    held = {(one.head, one.tail, one.label) for one in document.relations}
    for row in rows["relations"]:
        head, tail = (find(document, (start, end, label)) for start, end, label in (row["head"], row["tail"]))
        if head and tail and (head.id, tail.id, row["label"]) not in held:
            document.relations.append(Relation(head.id, tail.id, row["label"], row["score"]))


def _ends(entity: Entity) -> Span:
    return entity.start, entity.end, entity.label


def _free(document: Document, wanted: str | None = None) -> str:
    """An id that no mention has."""
    taken = {entity.id for entity in document.entities}
    if wanted and wanted not in taken:
        return wanted
    return next(name for number in range(1, len(taken) + 2) if (name := f"e{number}") not in taken)

"""Gold beside predicted: which document answers which, and whether both can be scored at all.

Nothing is dropped in silence: an id that is missing or double, texts that differ, an offset outside the
text and a label nobody knows are errors that name the document and the offset. What a label mapping sends
to nothing is counted, and so are duplicates, which stand for one item.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from annotations.document import Document, Entity
from annotations.errors import DocumentError, InputError
from annotations.schema import SCHEMA, Schema
from annotations.sentences import sentences

Mapped = Mapping[str, "str | None"]
MAPPINGS = Path(__file__).with_name("mappings")


class Span(NamedTuple):
    """Where an item stands and what it is called; two items alike in these three are one item."""

    start: int
    end: int
    label: str


class Link(NamedTuple):
    """A relation by what it joins, not by ids."""

    head: Span
    tail: Span
    label: str


@dataclass(slots=True)
class Side:
    """One document as the scorer sees it: sets of spans and links.

    Attributes:
        document: where they come from.
        spans: each distinct span and the entity that stands for it, in the order of the text.
        links: each distinct relation and its score.
    """

    document: Document
    spans: dict[Span, Entity]
    links: dict[Link, float | None]


@dataclass
class Pair:
    """A gold document and its prediction."""

    gold: Side
    predicted: Side

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Start and end of every sentence."""
        return sentences(self.text)

    @property
    def id(self) -> str:
        """The id both share."""
        return self.gold.document.id

    @property
    def text(self) -> str:
        """The text both share."""
        return self.gold.document.text

    @property
    def source(self) -> str:
        """Where the article came from: ``meta.source``, else the part of its id before the first slash."""
        return str(self.gold.document.meta.get("source") or self.id.split("/", 1)[0])


@dataclass
class Notes:
    """What happened to one side before it was scored.

    Attributes:
        entities: distinct spans.
        relations: distinct relations.
        duplicates: items left out because an equal one is there already.
        dropped: items a mapping sent to nothing, by their foreign label.
    """

    entities: int = 0
    relations: int = 0
    duplicates: int = 0
    dropped: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, object]:
        """As JSON."""
        return {
            "entities": self.entities, "relations": self.relations, "duplicates": self.duplicates,
            "dropped_by_mapping": dict(sorted(self.dropped.items())),
        }


def read_mapping(name: str | Path, schema: Schema = SCHEMA) -> dict[str, str | None]:
    """Read a label mapping, a JSON object ``{"foreign label": "our label" or null}``.

    Entity and relation labels stand in the same object. null leaves the label out of the evaluation.

    Args:
        name: a file, or the name of one in ``mappings/`` (``three``).
        schema: whose labels may stand on the right.

    Raises:
        InputError: it is no such object, or names a label the schema does not have.
    """
    path = Path(name)
    if not path.exists() and (MAPPINGS / f"{name}.json").is_file():
        path = MAPPINGS / f"{name}.json"
    try:
        mapping = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("no label mapping", file=str(path), why=str(error)) from None
    if not isinstance(mapping, dict):
        raise InputError("no label mapping", file=str(path), why="a JSON object is needed",
                         hint='write {"PER": "PERSON", "MISC": null}')
    for foreign, ours in mapping.items():
        if ours is not None and ours not in (*schema.labels, *schema.relations):
            raise InputError(f"{foreign!r} is mapped to an unknown label {ours!r}", file=str(path),
                             hint=f"labels are {', '.join([*schema.labels, *schema.relations])}")
    return mapping


def pair(
    gold: Iterable[Document],
    predicted: Iterable[Document],
    schema: Schema = SCHEMA,
    mapping: Mapped | None = None,
    gold_mapping: Mapped | None = None,
) -> tuple[list[Pair], Notes, Notes]:
    """Bring gold and predicted documents together by id, in the order of the gold.

    Args:
        gold: documents with unique ids.
        predicted: documents with the same ids and texts, in any order.
        schema: whose labels are known.
        mapping: foreign label of the prediction -> label of the schema, or None to leave it out.
        gold_mapping: the same for the gold.

    Returns:
        The pairs, and notes on the gold and on the predicted side.

    Raises:
        DocumentError: naming the document, and the offset where one is to blame.
    """
    answers = _by_id(predicted, "predicted")
    wanted = _by_id(gold, "gold")
    if missing := wanted.keys() - answers.keys():
        raise DocumentError(f"document {min(missing)!r} has no prediction",
                            why=f"{len(missing)} of {len(wanted)} gold documents lack one",
                            hint="predict every gold document, those without entities too")
    if foreign := answers.keys() - wanted.keys():
        raise DocumentError(f"document {min(foreign)!r} is not in the gold",
                            why=f"{len(foreign)} of {len(answers)} predicted documents are not",
                            hint="give the gold those predictions were made for")
    gold_notes, notes = Notes(), Notes()
    pairs = []
    for identity, document in wanted.items():
        answer = answers[identity]
        if document.text != answer.text:
            raise _texts_differ(document, answer)
        pairs.append(Pair(_side(document, schema, gold_mapping, gold_notes, "gold"),
                          _side(answer, schema, mapping, notes, "predicted")))
    return pairs, gold_notes, notes


def _by_id(documents: Iterable[Document], which: str) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for document in documents:
        if document.id in found:
            raise DocumentError(f"id {document.id!r} is used twice among the {which} documents")
        found[document.id] = document
    return found


def _texts_differ(gold: Document, predicted: Document) -> DocumentError:
    length = min(len(gold.text), len(predicted.text))
    offset = next((at for at in range(length) if gold.text[at] != predicted.text[at]), length)
    return DocumentError(
        f"gold and predicted text of {gold.id!r} differ", offset=offset,
        why=f"gold {gold.text[offset:offset + 20]!r}, predicted {predicted.text[offset:offset + 20]!r}",
        hint="predict on the text as given; was it normalised, stripped or re-encoded?",
    )


def _side(document: Document, schema: Schema, mapping: Mapped | None, notes: Notes, which: str) -> Side:
    by_id: dict[str, Span | None] = {}
    spans: dict[Span, Entity] = {}
    labels = schema.labels
    # Of equal spans the surest stands for all, so that the order of a file never changes a figure.
    for entity in sorted(document.entities, key=_order):
        if entity.id in by_id:
            raise _wrong(document, which, f"entity id {entity.id!r} is used twice", entity.start)
        if not 0 <= entity.start < entity.end <= len(document.text):
            raise _wrong(document, which, f"entity {entity.id!r} lies outside the text", entity.start,
                         f"[{entity.start}, {entity.end}) in a text of {len(document.text)} code points")
        label = _mapped(document, which, entity.label, labels, mapping, entity.start)
        if label is None:
            notes.dropped[entity.label] += 1
            by_id[entity.id] = None
            continue
        span = by_id[entity.id] = Span(entity.start, entity.end, label)
        if span in spans:
            notes.duplicates += 1
        else:
            spans[span] = entity
    links: dict[Link, float | None] = {}
    for relation in document.relations:
        try:
            head, tail = by_id[relation.head], by_id[relation.tail]
        except KeyError as error:
            what = f"relation {relation.label} names an unknown entity {error}"
            raise _wrong(document, which, what) from None
        offset = head.start if head else None
        name = _mapped(document, which, relation.label, schema.relations, mapping, offset)
        if name is None or head is None or tail is None:
            notes.dropped[relation.label] += 1
            continue
        link = Link(head, tail, name)
        if link in links:
            notes.duplicates += 1
            known, given = links[link], relation.score
            links[link] = given if known is None else known if given is None else max(known, given)
        else:
            links[link] = relation.score
    notes.entities += len(spans)
    notes.relations += len(links)
    return Side(document, spans, links)


def _order(entity: Entity) -> tuple[int, int, str, float, str]:
    return entity.start, entity.end, entity.label, -(entity.score or 0), entity.id


def _mapped(document: Document, which: str, label: str, known: Sequence[str] | Mapping[str, object],
            mapping: Mapped | None, offset: int | None) -> str | None:
    if mapping is not None and label in mapping:
        label_or_none = mapping[label]
        if label_or_none is None:
            return None
        label = label_or_none
    if label not in known:
        raise _wrong(document, which, f"unknown label {label!r}", offset,
                     f"known are {', '.join(known)}", "map it to one of them, or to null")
    return label


def _wrong(document: Document, which: str, what: str, offset: int | None = None, why: str | None = None,
           hint: str | None = None) -> DocumentError:
    return DocumentError(f"{which} document {document.id!r}: {what}", offset=offset, why=why, hint=hint)

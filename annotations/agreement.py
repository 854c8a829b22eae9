"""How far two annotations of the same texts agree, and where they do not.

Two annotators are compared as equals: pairwise F1 is ``2 both / (2 both + only first + only second)``, the
same whichever is called the first (Hripcsak & Rothschild 2005, https://doi.org/10.1197/jamia.M1733). Cohen's
kappa is over tokens and flat labels, O included; as most tokens are O for both, it is the milder figure.

>>> first = Document("a", "Bà An ở Huế", {}, [Entity("1", 3, 5, "PERSON", "An"), Entity("2", 8, 11, "LOC", "Huế")])
>>> second = Document("a", "Bà An ở Huế", {}, [Entity("1", 0, 5, "PERSON", "Bà An"), Entity("2", 8, 11, "LOC", "Huế")])
>>> found = agree([first], [second])
>>> found.entities["LOC"].f1, found.entities["PERSON"].f1, found.entities["all"].f1
(1.0, 0.0, 0.5)
>>> for place in found.disagreements:
...     print(place)
a, offset 0: PERSON 'An' / PERSON 'Bà An'
"""

from __future__ import annotations

import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from annotations.document import Document, Entity, Value
from annotations.errors import DocumentError
from annotations.schema import SCHEMA, Schema
from annotations.tokens import tokens

ALL = "all"
Span = tuple[int, int, str]


@dataclass
class Count:
    """Items that both annotated alike, and those of one alone."""

    both: int = 0
    first: int = 0
    second: int = 0

    @property
    def f1(self) -> float | None:
        """Pairwise F1; None where neither annotated anything."""
        whole = 2 * self.both + self.first + self.second
        return 2 * self.both / whole if whole else None

    def to_json(self) -> dict[str, Any]:
        """The counts and their F1."""
        return {**asdict(self), "f1": self.f1}


@dataclass(frozen=True)
class Disagreement:
    """One place where the two differ.

    Attributes:
        document: its id.
        offset: where, in code points.
        kind: ``entity``, ``attribute`` or ``relation``.
        first: what the first annotated, in words; None for nothing.
        second: what the second did.
    """

    document: str
    offset: int
    kind: str
    first: str | None
    second: str | None

    def __str__(self) -> str:
        """``document, offset N: first / second``."""
        return f"{self.document}, offset {self.offset}: {self.first or '–'} / {self.second or '–'}"


@dataclass
class Agreement:
    """What :func:`agree` found.

    Attributes:
        documents: how many were compared.
        unpaired: ids that only one of the two annotated; not compared.
        entities: span and label, by label, and ``all`` (TASK included).
        attributes: span, label, value, unit and bound together, by label, and ``all``.
        relations: both ends and the label, by label, and ``all``.
        tokens: over how many kappa is.
        kappa: Cohen's; None where there is no token, or one label alone.
        disagreements: in the order of the documents and of their texts.
    """

    documents: int = 0
    unpaired: list[str] = field(default_factory=list)
    entities: dict[str, Count] = field(default_factory=dict)
    attributes: dict[str, Count] = field(default_factory=dict)
    relations: dict[str, Count] = field(default_factory=dict)
    tokens: int = 0
    kappa: float | None = None
    disagreements: list[Disagreement] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The result as a JSON object."""
        row: dict[str, Any] = {"documents": self.documents, "unpaired": self.unpaired}
        for name in ("entities", "attributes", "relations"):
            row[name] = {label: count.to_json() for label, count in getattr(self, name).items()}
        row |= {"tokens": self.tokens, "kappa": self.kappa}
        return row | {"disagreements": [asdict(item) for item in self.disagreements]}


def agree(first: Iterable[Document], second: Iterable[Document], schema: Schema = SCHEMA) -> Agreement:
    """Compare two annotations of the same documents.

    Args:
        first: one annotator's documents.
        second: another's; paired by id.
        schema: tells layers and attributes.

    Raises:
        DocumentError: two documents of one id have different texts.
    """
    ours, theirs = ({document.id: document for document in side} for side in (first, second))
    found = Agreement(unpaired=sorted(ours.keys() ^ theirs.keys()))
    labels: tuple[list[str], list[str]] = ([], [])
    totals = _totals(schema)
    for identity in ours:
        if identity not in theirs:
            continue
        pair = ours[identity], theirs[identity]
        if pair[0].text != pair[1].text:
            raise DocumentError(
                f"the two annotations of {identity} have different texts", why="agreement is about the same text",
            )
        found.documents += 1
        _entities(pair, totals["entities"], found, schema)
        _attributes(pair, totals["attributes"], found, schema)
        _relations(pair, totals["relations"], found)
        for side, document in zip(labels, pair, strict=True):
            side += _token_labels(document, schema)
    found.entities, found.attributes, found.relations = totals.values()
    found.tokens, found.kappa = len(labels[0]), _kappa(*labels)
    order = {identity: number for number, identity in enumerate(ours)}
    found.disagreements.sort(key=lambda item: (order[item.document], item.offset, item.kind))
    return found


def _totals(schema: Schema) -> dict[str, dict[str, Count]]:
    rows = {"entities": schema.labels, "attributes": tuple(schema.attributes), "relations": tuple(schema.relations)}
    return {name: {label: Count() for label in (ALL, *labels)} for name, labels in rows.items()}


def _count(totals: dict[str, Count], label: str, column: str) -> None:
    for row in (ALL, label):
        count = totals.setdefault(row, Count())
        setattr(count, column, getattr(count, column) + 1)


def _key(entity: Entity) -> Span:
    return entity.start, entity.end, entity.label


def _named(entity: Entity) -> str:
    return f"{entity.label} {' '.join(entity.text.split())!r}"


def _entities(
    pair: tuple[Document, Document], totals: dict[str, Count], found: Agreement, schema: Schema
) -> None:
    ours, theirs = ({_key(entity): entity for entity in document.entities} for document in pair)
    for key in ours.keys() & theirs.keys():
        _count(totals, key[2], "both")
    alone = [ours[key] for key in sorted(ours.keys() - theirs.keys())]
    left = [theirs[key] for key in sorted(theirs.keys() - ours.keys())]
    for entity in alone:
        _count(totals, entity.label, "first")
        # What overlaps it in the same layer is the other's reading of the same place.
        other = next((
            item for item in left if item.start < entity.end and entity.start < item.end
            and (item.label in schema.layers) == (entity.label in schema.layers)
        ), None)
        offset = entity.start
        if other is not None:
            left.remove(other)
            _count(totals, other.label, "second")
            offset = min(offset, other.start)
        said = None if other is None else _named(other)
        found.disagreements.append(Disagreement(pair[0].id, offset, "entity", _named(entity), said))
    for entity in left:
        _count(totals, entity.label, "second")
        found.disagreements.append(Disagreement(pair[0].id, entity.start, "entity", None, _named(entity)))


def _attributes(
    pair: tuple[Document, Document], totals: dict[str, Count], found: Agreement, schema: Schema
) -> None:
    ours, theirs = (
        {_key(entity): entity for entity in document.entities if entity.label in schema.attributes}
        for document in pair
    )
    for key in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(key), theirs.get(key)
        if mine and other and _said(mine) == _said(other):
            _count(totals, key[2], "both")
            continue
        if mine:
            _count(totals, key[2], "first")
        if other:
            _count(totals, key[2], "second")
        if mine and other:
            first, second = (
                f"{_named(item)} = {'; '.join(str(getattr(item, name)) for name in schema.attributes[key[2]])}"
                for item in (mine, other)
            )
            found.disagreements.append(Disagreement(pair[0].id, key[0], "attribute", first, second))


def _said(entity: Entity) -> tuple[Hashable, ...]:
    """Attributes as they are compared: 5 is 5.0, no bound is ``exact``, composed letters as decomposed."""
    unit = None if entity.unit is None else unicodedata.normalize("NFC", entity.unit)
    return _comparable(entity.value), unit, entity.bound or "exact"


def _comparable(value: Value) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def _relations(pair: tuple[Document, Document], totals: dict[str, Count], found: Agreement) -> None:
    sides: list[dict[tuple[str, Span, Span], str]] = []
    for document in pair:
        known = document.by_id()
        sides.append({
            (item.label, _key(known[item.head]), _key(known[item.tail])):
                f"{item.label} {_named(known[item.head])} -> {_named(known[item.tail])}"
            for item in document.relations
        })
    ours, theirs = sides
    for key in sorted(ours.keys() | theirs.keys()):
        both = key in ours and key in theirs
        _count(totals, key[0], "both" if both else "first" if key in ours else "second")
        if not both:
            offset = min(key[1][0], key[2][0])
            said = ours.get(key), theirs.get(key)
            found.disagreements.append(Disagreement(pair[0].id, offset, "relation", *said))


def _token_labels(document: Document, schema: Schema) -> list[str]:
    places = tokens(document.text)
    labels: dict[int, str] = defaultdict(lambda: "O")
    for entity in sorted(document.entities, key=lambda item: (item.start, item.end), reverse=True):
        if entity.label not in schema.layers:
            labels |= dict.fromkeys(range(entity.start, entity.end), entity.label)
    return [next((labels[at] for at in range(start, end) if at in labels), "O") for start, end in places]


def _kappa(first: list[str], second: list[str]) -> float | None:
    if len({*first, *second}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a kappa that is not defined would be a warning and nan
        return float(cohen_kappa_score(first, second))

"""Relation baselines, given the entities: the nearest tail, rules, and the majority of a label pair."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from annotations.document import Document, Entity, Relation
from annotations.schema import SCHEMA, Schema
from annotations.sentences import sentences

RULES = Path(__file__).with_name("relation_rules.json")
Kind = tuple[str, str, str, bool, bool, bool]


def candidates(document: Document, schema: Schema = SCHEMA) -> Iterator[tuple[Entity, Entity, str]]:
    """Head, tail and relation of every pair in one sentence that the schema allows to be related."""
    starts = [start for start, _ in sentences(document.text)]
    by_sentence: dict[int, list[Entity]] = {}
    for entity in document.entities:
        by_sentence.setdefault(bisect_right(starts, entity.start), []).append(entity)
    for entities in by_sentence.values():
        for head in entities:
            for tail in entities:
                for relation in schema.between(head.label, tail.label):
                    yield head, tail, relation


def gap(one: Entity, other: Entity) -> int:
    """Characters between two entities; 0 where they touch or overlap."""
    return max(0, max(one.start, other.start) - min(one.end, other.end))


def nearest_tails(document: Document, schema: Schema = SCHEMA) -> dict[tuple[str, str], str]:
    """(id of a head, relation) -> id of the nearest tail; of two as near, the one first in the text."""
    nearest: dict[tuple[str, str], tuple[int, int, str]] = {}
    for head, tail, label in candidates(document, schema):
        found = (gap(head, tail), tail.start, tail.id)
        nearest[head.id, label] = min(found, nearest.get((head.id, label), found))
    return {key: tail for key, (_, _, tail) in nearest.items()}


def consider(document: Document, schema: Schema = SCHEMA) -> Document:
    """The document with every relation that a baseline may choose from."""
    relations = [Relation(head.id, tail.id, label) for head, tail, label in candidates(document, schema)]
    return replace(document, relations=relations, records=None)


def parted(document: Document, one: Entity, other: Entity) -> bool:
    """Whether a semicolon stands between two entities."""
    first, second = sorted((one, other), key=lambda entity: entity.start)
    return ";" in document.text[first.end:second.start]


class NearestRelations:
    """Each head is joined to the nearest tail of its sentence, for every relation it may have.

    >>> text = "Ông An, Chủ tịch UBND xã; Phó Giám đốc"
    >>> given = Document("d", text, entities=[
    ...     Entity("a", 4, 6, "OFFICIAL", "An"), Entity("b", 8, 16, "POSITION", "Chủ tịch"),
    ...     Entity("c", 17, 24, "ORG", "UBND xã"), Entity("d", 26, 38, "POSITION", "Phó Giám đốc")])
    >>> [(one.label, one.head, one.tail) for one in NearestRelations().predict(given).relations]
    [('HOLDS', 'a', 'b'), ('AT', 'b', 'c'), ('AT', 'd', 'c')]
    """

    def __init__(self, schema: Schema = SCHEMA) -> None:
        self.schema = schema

    def predict(self, document: Document) -> Document:
        """The document with its entities and the relations found between them."""
        nearest = nearest_tails(document, self.schema)
        relations = [Relation(head, tail, label) for (head, label), tail in nearest.items()]
        return replace(document, relations=relations, records=None, model={"name": "nearest", "version": "1"})


class RuleRelations:
    """Each head is joined to the nearest tail on the side and within the reach that ``relation_rules.json`` names.

    >>> text = "Chủ tịch UBND xã, ông An; Phó Giám đốc"
    >>> given = Document("d", text, entities=[
    ...     Entity("a", 0, 8, "POSITION", "Chủ tịch"), Entity("b", 9, 16, "ORG", "UBND xã"),
    ...     Entity("c", 22, 24, "OFFICIAL", "An"), Entity("d", 26, 38, "POSITION", "Phó Giám đốc")])
    >>> [(one.label, one.head, one.tail) for one in RuleRelations().predict(given).relations]
    [('AT', 'a', 'b'), ('HOLDS', 'c', 'a')]
    """

    def __init__(self, schema: Schema = SCHEMA) -> None:
        self.schema = schema

    @cached_property
    def _rules(self) -> dict[str, list[dict[str, Any]]]:
        rules: dict[str, list[dict[str, Any]]] = json.loads(RULES.read_text("utf-8"))["rules"]
        return rules

    def predict(self, document: Document) -> Document:
        """The document with its entities and the relations the rules find between them."""
        tails: dict[tuple[str, str], list[tuple[Entity, Entity]]] = {}
        for head, tail, label in candidates(document, self.schema):
            tails.setdefault((head.id, label), []).append((head, tail))
        relations = []
        for (head_id, label), pairs in tails.items():
            for rule in self._rules.get(label, ()):
                found = [
                    (gap(head, tail), tail.start, tail.id) for head, tail in pairs
                    if gap(head, tail) <= rule["gap"] and (rule["tail"] == "right") == (head.start < tail.start)
                    and not (rule["clause"] and parted(document, head, tail))
                ]
                if found:
                    relations.append(Relation(head_id, min(found)[2], label))
                    break
        return replace(document, relations=relations, records=None, model={"name": "rules", "version": "2"})


class MajorityRelations:
    """Joins every pair whose kind is related more often than not in the training documents.

    The kind of a pair is its two labels, whether a semicolon stands between, which comes first, and whether
    the tail is the nearest one the head may have. The share of related pairs of that kind is the score.
    """

    def __init__(self, schema: Schema = SCHEMA) -> None:
        self.schema = schema
        self.shares: dict[Kind, float] = {}

    def fit(self, documents: Iterable[Document]) -> MajorityRelations:
        """Count how often the pairs of each kind are related; returns itself."""
        seen: Counter[Kind] = Counter()
        related: Counter[Kind] = Counter()
        for document in documents:
            gold = {(relation.head, relation.tail, relation.label) for relation in document.relations}
            for head, tail, label, kind in self._kinds(document):
                seen[kind] += 1
                related[kind] += (head.id, tail.id, label) in gold
        self.shares = {kind: related[kind] / seen[kind] for kind in seen}
        return self

    def predict(self, document: Document) -> Document:
        """The document with its entities and the relations found between them."""
        relations = []
        for head, tail, label, kind in self._kinds(document):
            share = self.shares.get(kind, 0.0)
            if share > 0.5:
                relations.append(Relation(head.id, tail.id, label, share))
        return replace(document, relations=relations, records=None, model={"name": "majority", "version": "1"})

    def _kinds(self, document: Document) -> Iterator[tuple[Entity, Entity, str, Kind]]:
        nearest = nearest_tails(document, self.schema)
        for head, tail, label in candidates(document, self.schema):
            apart, before = parted(document, head, tail), head.start <= tail.start
            kind = (label, head.label, tail.label, apart, before, nearest[head.id, label] == tail.id)
            yield head, tail, label, kind

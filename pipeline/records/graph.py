"""A document's relations as they are walked: from an entity along a relation to others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from annotations.document import Document, Entity


class Graph:
    """Looks up what an entity is joined to.

    Args:
        document: with entities and relations.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        known = document.by_id()
        self._tails: dict[tuple[str, str], list[tuple[Entity, float | None]]] = defaultdict(list)
        for relation in document.relations:
            self._tails[relation.head, relation.label].append((known[relation.tail], relation.score))
        for found in self._tails.values():
            found.sort(key=lambda item: item[0].start)

    def labelled(self, *labels: str) -> list[Entity]:
        """The entities of some labels, in the order of the text."""
        found = [entity for entity in self.document.entities if entity.label in labels]
        return sorted(found, key=lambda entity: (entity.start, entity.end))

    def tails(self, head: Entity, relation: str) -> list[tuple[Entity, float | None]]:
        """What a relation joins an entity to, each with the relation's score."""
        return self._tails.get((head.id, relation), [])

    def tail(self, head: Entity, relation: str, *labels: str) -> tuple[Entity | None, float | None]:
        """The most probable tail of one of some labels (of any, where none is named); None where none is."""
        found = [item for item in self.tails(head, relation) if not labels or item[0].label in labels]
        if not found:
            return None, None
        return max(found, key=lambda item: (item[1] if item[1] is not None else 1.0, -item[0].start))


def evidence(entities: Iterable[Entity | None]) -> list[dict[str, Any]]:
    """Where a record came from: the entities' ids and places, each once, in the order of the text."""
    once = {entity.id: entity for entity in entities if entity is not None}
    ordered = sorted(once.values(), key=lambda entity: (entity.start, entity.end))
    return [{"id": entity.id, "start": entity.start, "end": entity.end} for entity in ordered]


def least(scores: Iterable[float | None]) -> float | None:
    """The smallest score; None for gold, which has none."""
    given = [score for score in scores if score is not None]
    return min(given) if given else None


def shown(entity: Entity | None) -> str | None:
    """An entity's text on one line."""
    return " ".join(entity.text.split()) if entity else None

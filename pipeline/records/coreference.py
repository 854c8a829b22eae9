"""Which mentions of an article are one person or one body, and what each is called at its fullest."""

from __future__ import annotations

from annotations.document import Entity
from pipeline.records.bodies import fullest, join_bodies
from pipeline.records.graph import Graph, shown
from pipeline.records.names import fullest_name
from pipeline.records.people import PEOPLE, join_people
from pipeline.records.words import words


class Coreference:
    """The persons and bodies of an article.

    Args:
        graph: of the article.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.bodies = join_bodies(graph.document)
        self.people = join_people(graph, self.bodies)
        self._names: dict[str, str | None] = {}
        self._chains = {mention.id: chain for chain in (*self.bodies, *self.people) for mention in chain}

    def chain(self, entity: Entity) -> list[Entity]:
        """The mentions of what an entity names, in the order of the text; itself alone where nothing was joined."""
        return self._chains.get(entity.id, [entity])

    def canonical(self, entity: Entity | None) -> str | None:
        """What an entity names, by its fullest form in the article.

        An office is its holder where the article has exactly one, else the office with its body or place.
        """
        if entity is None:
            return None
        first = self.chain(entity)[0].id
        if first not in self._names:
            self._names[first] = self._name(self.chain(entity))
        if self._names[first]:
            return self._names[first]
        if entity.label == "POSITION":
            seat, _ = self._graph.tail(entity, "AT")
            return " ".join(filter(None, (shown(entity), self.canonical(seat))))
        return shown(entity)

    @staticmethod
    def _name(chain: list[Entity]) -> str | None:
        """The fullest form of a body's or person's name; None for what is named by neither."""
        if chain[0].label == "ORG":
            return shown(fullest(chain))
        named = [mention for mention in chain if mention.label in PEOPLE]
        return fullest_name(named) if named else None

    def key(self, entity: Entity | None) -> str | None:
        """One value for all mentions of what an entity names; places are compared by name."""
        if entity is None:
            return None
        return self.chain(entity)[0].id if entity.id in self._chains else " ".join(words(entity.text))

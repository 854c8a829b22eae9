"""Where records play: the official codes of their places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotations.document import Entity
from pipeline.places import Unit
from pipeline.records.coreference import Coreference
from pipeline.records.graph import Graph, evidence

Units = Mapping[str, Unit]


def codes(units: Units, coreference: Coreference, *where: Entity | None) -> dict[str, str | None]:
    """The codes of the first of some entities whose administrative unit is known, or is that of its body.

    Args:
        units: mention id -> unit, as :func:`pipeline.places.link` gives them.
        coreference: of the article.
        where: a place or body of a record, the one that says most first.

    Returns:
        ``place_code`` (official code before July 2025) and ``place_code_now`` (since); None where unknown.
    """
    known = (
        units[mention.id] for entity in where if entity for mention in (entity, *coreference.chain(entity))
        if mention.id in units
    )
    unit = next(known, None)
    return {"place_code": unit.code if unit else None, "place_code_now": unit.code_now if unit else None}


def places(graph: Graph, units: Units) -> list[dict[str, Any]]:
    """A record for every administrative unit that the article names, in the order of the text."""
    found: dict[Unit, list[Entity]] = {}
    for entity in graph.labelled("LOC"):
        if entity.id in units:
            found.setdefault(units[entity.id], []).append(entity)
    return [
        {
            "name": unit.name, "level": unit.level, "key": unit.key,
            "place_code": unit.code, "place_code_now": unit.code_now,
            "score": max((mention.score for mention in mentions if mention.score is not None), default=None),
            "evidence": evidence(mentions),
        }
        for unit, mentions in found.items()
    ]

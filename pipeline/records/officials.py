"""Who holds which office, where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from annotations.document import Entity
from pipeline.records.coreference import Coreference
from pipeline.records.graph import Graph, evidence, least, shown
from pipeline.records.people import Office, Offices, is_former
from pipeline.records.places import Units, codes
from pipeline.records.words import words


@dataclass
class _Held:
    """An office as the mentions of one person say it."""

    office: Office
    position: Entity
    body: Entity | None
    place: Entity | None
    former: bool
    parts: list[Entity | None] = field(default_factory=list)
    scores: list[float | None] = field(default_factory=list)


def officials(graph: Graph, coreference: Coreference, units: Units) -> list[dict[str, Any]]:
    """A record for every office that a person is said to hold; all mentions of one office are one record.

    ``name`` is the fullest form of the name in the article, ``written`` the forms met; ``positions`` are all offices
    of that person. ``former`` says that the article speaks of the office as one that was held. An official with no
    office in reach still has a record, without position, so that no name is lost.
    """
    offices = Offices(graph, coreference.bodies)
    people: dict[str, list[Entity]] = defaultdict(list)
    for person in graph.labelled("OFFICIAL"):
        people[coreference.key(person) or ""].append(person)
    found = []
    for mentions in people.values():
        held = _held(graph, mentions, offices)
        titles = list(dict.fromkeys(_title(item, coreference) for item in held))
        found += [_record(item, mentions, titles, coreference, units) for item in held]
        if not held:
            found.append(_nameless(mentions, coreference))
    return sorted(found, key=lambda record: record["evidence"][0]["start"])


def _held(graph: Graph, mentions: list[Entity], offices: Offices) -> list[_Held]:
    """The offices of one person, those that may be one joined: "Giám đốc" is "Giám đốc Sở Y tế"."""
    said = []
    for person in mentions:
        for position, score in graph.tails(person, "HOLDS"):
            body, at_body = graph.tail(position, "AT", "ORG")
            place, at_place = graph.tail(position, "AT", "LOC")
            said.append(_Held(
                offices.of(position), position, body, place, is_former(graph.document.text, position),
                [person, position, body, place], [least([person.score, score, at_body, at_place])],
            ))
    found: list[_Held] = []
    for item in sorted(said, key=lambda item: item.body is None and item.place is None):
        same = next((other for other in found if offices.same(other.office, item.office)), None)
        if same is None:
            found.append(item)
            continue
        same.parts += item.parts
        same.scores += item.scores
        same.former &= item.former
        same.place = same.place or item.place
        if item.body and (same.body is None or len(words(item.body.text)) > len(words(same.body.text))):
            same.body = item.body
    return found


def _record(
    held: _Held, mentions: list[Entity], titles: list[str], coreference: Coreference, units: Units,
) -> dict[str, Any]:
    ids = {part.id for part in held.parts if part}
    return {
        "name": coreference.canonical(mentions[0]),
        "written": list(dict.fromkeys(shown(mention) for mention in mentions if mention.id in ids)),
        "position": shown(held.position), "positions": titles, "former": held.former,
        "organisation": shown(held.body), "organisation_canonical": coreference.canonical(held.body),
        "place": shown(held.place), **codes(units, coreference, held.place, held.body),
        "score": max((score for score in held.scores if score is not None), default=None),
        "evidence": evidence(held.parts),
    }


def _nameless(mentions: list[Entity], coreference: Coreference) -> dict[str, Any]:
    """The record of an official of whom no office is said."""
    return {
        "name": coreference.canonical(mentions[0]),
        "written": list(dict.fromkeys(shown(mention) for mention in mentions)),
        "position": None, "positions": [], "former": False, "organisation": None, "organisation_canonical": None,
        "place": None, "place_code": None, "place_code_now": None,
        "score": max((mention.score for mention in mentions if mention.score is not None), default=None),
        "evidence": evidence(mentions),
    }


def _title(held: _Held, coreference: Coreference) -> str:
    return " ".join(filter(None, (shown(held.position), coreference.canonical(held.body) or shown(held.place))))

"""Who holds which office, where."""

from __future__ import annotations

from typing import Any

from annotations.document import Entity
from annotations.folding import fold
from pipeline.records.graph import Graph, evidence, least, shown


def officials(graph: Graph) -> list[dict[str, Any]]:
    """A record for every office a person is said to hold; several mentions of one are one record.

    ``name`` is the fullest form of the name in the article, ``written`` the forms met. An official with
    no office in reach still has a record, without position, so that no name is lost.
    """
    people = graph.labelled("OFFICIAL")
    full = full_names(people)
    found: dict[tuple[str, str | None, str | None, str | None], dict[str, Any]] = {}
    for person in people:
        name = full[person.id]
        for position, body, place, scores in _offices(graph, person):
            key = (fold(name), _folded(position), _folded(body), _folded(place))
            record = found.setdefault(key, {
                "name": name, "written": [], "position": shown(position), "organisation": shown(body),
                "place": shown(place), "parts": [], "score": None,
            })
            record["parts"] += [person, position, body, place]
            if shown(person) not in record["written"]:
                record["written"].append(shown(person))
            score = least([person.score, *scores])
            record["score"] = max(filter(None, (record["score"], score)), default=None)
    held = {key[0] for key in found if key[1] is not None}
    records = [record for key, record in found.items() if key[1] is not None or key[0] not in held]
    for record in records:
        record["evidence"] = evidence(record.pop("parts"))
    return records


def _offices(
    graph: Graph, person: Entity,
) -> list[tuple[Entity | None, Entity | None, Entity | None, list[float | None]]]:
    offices: list[tuple[Entity | None, Entity | None, Entity | None, list[float | None]]] = []
    for position, score in graph.tails(person, "HOLDS"):
        body, at_body = graph.tail(position, "AT", "ORG")
        place, at_place = graph.tail(position, "AT", "LOC")
        offices.append((position, body, place, [score, at_body, at_place]))
    return offices or [(None, None, None, [])]


def full_names(people: list[Entity]) -> dict[str, str]:
    """The fullest form of each mention's name: "Xuân" is "Lê Anh Xuân" where one such name is in the article.

    A short form joins the longest name that ends in it; where two different names do, the one mentioned
    last before it.

    Args:
        people: mentions, in the order of the text.

    Returns:
        Mention id -> name.
    """
    forms: dict[str, list[tuple[int, str]]] = {}
    for person in people:
        forms.setdefault(fold(shown(person) or ""), []).append((person.start, shown(person) or ""))
    out = {}
    for person in people:
        own = fold(shown(person) or "")
        longer = [form for form in forms if form != own and form.endswith(" " + own)]
        if longer:
            longest = max(longer, key=lambda form: _nearest_before(forms[form], person.start))
            own = next((form for form in forms if form.endswith(" " + longest)), longest)
        out[person.id] = forms[own][0][1]
    return out


def _nearest_before(mentions: list[tuple[int, str]], offset: int) -> tuple[bool, int]:
    before = [start for start, _ in mentions if start < offset]
    return (True, before[-1]) if before else (False, -mentions[0][0])


def _folded(entity: Entity | None) -> str | None:
    text = shown(entity)
    return None if text is None else fold(text)

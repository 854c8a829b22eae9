"""FollowTheMoney entities, one JSON object a line, for Aleph, OpenSanctions' tools and others that read them.

==============  ====================================================================================================
Article         an article: title, day, address; not its text
PublicBody      a body of the state, the Party or a unit; Organization: one that belongs to none (a firm, a newspaper)
Person          a person, with all forms of the name that articles write; ``position``: offices in no body that is
                told apart ("Bí thư, Thị ủy")
Position        an office in a body
Occupancy       that a person is said to hold it; ``date``: the first and the last day an article says so. When it
                began or ended is not known, so ``startDate`` and ``endDate`` are not given; ``status`` is ``ended``
                where articles say only that it was held once; ``proof``: the articles
==============  ====================================================================================================

An entity's id is made of the lasting key of what it is, so that the same person has the same id in every export of
an archive. People and bodies that an editor has hidden, and their offices, are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlite_utils

from annotations.folding import fold
from pipeline.archive import bodies, positions
from pipeline.archive.exports.files import at_one_moment, whole
from pipeline.archive.headline import headline
from pipeline.archive.localities import localities
from pipeline.normalize.iso import days

COUNTRY, LANGUAGE = "vn", "vie"
Entity = dict[str, Any]
_OFFICES = """
SELECT organisations.key AS body, organisations.name AS body_name, organisations.place_code AS place,
       offices.position, people.key AS person, offices.former, offices.date, articles.key AS article
FROM organisations
JOIN offices ON offices.organisation_id = organisations.id
JOIN people ON people.id = offices.person_id AND NOT people.hidden
JOIN articles ON articles.id = offices.article_id
WHERE offices.position IS NOT NULL AND NOT organisations.hidden
ORDER BY organisations.key, offices.id
"""
_ELSEWHERE = """
SELECT DISTINCT folded_position, coalesce(organisation, place) FROM offices
WHERE person_id = ? AND folded_position IS NOT NULL AND organisation_id IS NULL ORDER BY 1, 2
"""


def identifier(kind: str, *key: str) -> str:
    """The id of an entity, of its kind and lasting key."""
    return f"congbao-{hashlib.sha256(json.dumps([kind, *key]).encode()).hexdigest()[:32]}"


def export(db: sqlite_utils.Database, to: Path) -> int:
    """Write all entities: articles, bodies, people, then offices with who held them.

    Args:
        db: the archive.
        to: the file.

    Returns:
        How many.

    Raises:
        InputError: it cannot be written.
    """
    count = 0
    with at_one_moment(db), whole(to) as file:
        for entity in entities(db):
            file.write((json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n").encode())
            count += 1
    return count


def entities(db: sqlite_utils.Database) -> Iterator[Entity]:
    """All entities, each once."""
    for row in db.query(
        "SELECT key, title, date, source, url, substr(text, 1, 240) AS opening FROM articles ORDER BY id"
    ):
        yield _entity("Article", identifier("article", row["key"]), {
            "title": [headline(row)], "publishedAt": _dates([row["date"]]), "publisher": [row["source"]],
            "sourceUrl": [_address(row["url"])], "language": [LANGUAGE], "country": [COUNTRY],
        })
    for row in db.query("SELECT id, key, name, place_code FROM organisations WHERE NOT hidden ORDER BY key"):
        yield _entity(_kind(row["name"], row["place_code"]), identifier("organisation", row["key"]), {
            "name": [row["name"]], **_names_of_body(_other_names(db, "organisation_id", "'ORG'", row), row),
            "country": [COUNTRY], "address": [_place(row["place_code"])],
        })
    for row in db.query("SELECT id, key, name FROM people WHERE NOT hidden ORDER BY key"):
        yield _entity("Person", identifier("person", row["key"]), {
            "name": [row["name"]], "alias": _other_names(db, "person_id", "'OFFICIAL', 'PERSON'", row),
            "position": [
                ", ".join(filter(None, (_capital(position), body)))
                for position, body in db.execute(_ELSEWHERE, [row["id"]])
            ],
        })
    yield from _offices(db)


def _offices(db: sqlite_utils.Database) -> Iterator[Entity]:
    """Offices with who held them, body by body."""
    for body, rows in groupby(db.query(_OFFICES), lambda row: str(row["body"])):
        held: dict[str, dict[str, list[Entity]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            office = positions.read(row["position"])
            if office:  # else it is a rank or a degree, which nobody holds after another
                held[office.title][row["person"]].append(row)
        for title in sorted(held):
            first = next(iter(held[title].values()))[0]
            post = identifier("position", title, body)
            yield _entity("Position", post, {
                "name": [f"{_capital(title)}, {first['body_name']}"], "country": [COUNTRY],
                "organization": [identifier("organisation", body)], "subnationalArea": [_place(first["place"])],
            })
            for person in sorted(held[title]):
                yield _occupancy(person, post, held[title][person])


def _occupancy(person: str, post: str, said: list[Entity]) -> Entity:
    dated = sorted(day for row in said if not row["former"] for day in _dates([row["date"]]))
    articles = list(dict.fromkeys(row["article"] for row in said))
    return _entity("Occupancy", identifier("occupancy", person, post), {
        "holder": [identifier("person", person)], "post": [post],
        "date": list(dict.fromkeys([*dated[:1], *dated[-1:]])),
        "status": ["ended"] if all(row["former"] for row in said) else [],
        "proof": [identifier("article", article) for article in articles],
    })


def _entity(schema: str, name: str, properties: dict[str, Iterable[str | None]]) -> Entity:
    kept = {key: [value for value in values if value] for key, values in properties.items()}
    return {"id": name, "schema": schema, "properties": {key: values for key, values in kept.items() if values}}


def _kind(name: str, place: str | None) -> str:
    """A body that belongs to a unit, or to the country, is a public one."""
    read = bodies.read(name)
    return "PublicBody" if place or (read and read.level is not None) else "Organization"


def _other_names(db: sqlite_utils.Database, column: str, labels: str, row: Entity) -> list[str]:
    """How else articles write a name, each spelling once; a single word is no name."""
    found: dict[str, str] = {fold(row["name"]): row["name"]}
    for written, folded in db.execute(
        f"SELECT text, folded FROM mentions WHERE {column} = ? AND label IN ({labels}) AND folded IS NOT NULL"
        " GROUP BY folded ORDER BY folded", [row["id"]],
    ):
        if len(folded.split()) > 1:
            found.setdefault(folded, " ".join(written.split()))
    return list(found.values())[1:]


def _names_of_body(names: list[str], row: Entity) -> dict[str, list[str]]:
    """Names apart from those that any body of its kind is called by: "UBND huyện"."""
    own = {name for name in names if row["place_code"] is None or ((read := bodies.read(name)) and read.named)}
    return {"alias": [name for name in names if name in own], "weakAlias": [name for name in names if name not in own]}


def _place(code: str | None) -> str | None:
    unit = localities().get(code)
    names = []
    while unit:
        names.append(unit.name)
        unit = localities().get(unit.parent)
    return ", ".join(names) or None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _dates(given: Iterable[str | None]) -> list[str]:
    """Days, months and years: FollowTheMoney has no quarters."""
    return [day for day in given if day and len(day) in (4, 7, 10) and days(day)]


def _address(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) and not any(map(str.isspace, url)) else None

"""Who is said to hold which office, from when to when: of a person, of a body, in an office on a day.

What the pages, ``congbao archive ask`` and the exports say of offices comes from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import sqlite_utils

from pipeline.archive import folding, identity, positions, search
from pipeline.archive.holders import holders
from pipeline.archive.names import group_key, name_key

MOST = 200
"""Bodies that one name may mean."""
# As the view offices_held, with the words as written and the article each office was first and last seen in.
_OFFICES = """
SELECT offices.person_id, people.key, people.name AS person, offices.position,
       organisations.id AS organisation_id,
       coalesce(organisations.name, offices.organisation, offices.place) AS body,
       min(CASE WHEN NOT offices.former THEN offices.date END) AS first_seen,
       max(CASE WHEN NOT offices.former THEN offices.date END) AS last_seen,
       min(offices.former) AS former,
       count(DISTINCT offices.article_id) AS articles, max(offices.score) AS score,
       offices.article_id, offices.evidence
FROM offices
LEFT JOIN people ON people.id = offices.person_id
LEFT JOIN organisations ON organisations.id = offices.organisation_id AND NOT organisations.hidden
WHERE offices.folded_position IS NOT NULL AND NOT coalesce(people.hidden, 0) AND {condition}
GROUP BY offices.person_id, offices.folded_position, offices.organisation_id,
         CASE WHEN offices.organisation_id IS NULL THEN coalesce(offices.organisation, offices.place) END
"""


def of_person(db: sqlite_utils.Database, person: int) -> list[dict[str, Any]]:
    """The offices of a person (``people.id``), the earliest first.

    Returns:
        ``position`` as written, ``body`` and ``organisation_id`` (None where hidden or not known), ``first_seen`` and
        ``last_seen``: days of the articles that say it is held; ``former``: 1 where all say that it was once;
        ``articles``, ``score``, and ``article_id`` with ``evidence`` of one that says so.
    """
    return list(db.query(
        f"{_OFFICES.format(condition='offices.person_id = ?')}"
        " ORDER BY first_seen IS NULL, first_seen, last_seen, offices.folded_position", [person],
    ))


def of_body(db: sqlite_utils.Database, organisation: int, limit: int = -1) -> list[dict[str, Any]]:
    """Who is in the offices of a body (``organisations.id``), the last seen first; as :func:`of_person`."""
    return list(db.query(
        f"{_OFFICES.format(condition='offices.organisation_id = ?')}"
        " ORDER BY last_seen DESC, first_seen DESC, offices.id LIMIT ?", [organisation, limit],
    ))


def who(db: sqlite_utils.Database, name: str) -> list[dict[str, Any]]:
    """The people of a name, each with the offices held over time.

    Args:
        db: the archive.
        name: in any spelling, with or without marks; the name that an editor gave, or one that articles write. Where
            it is nobody's whole name, everybody whose name has all of its words.

    Returns:
        People that no editor has hidden, those of most articles first: ``id``, ``key``, ``name``, ``confirmed``,
        ``score``, the number of ``articles``, ``first_seen`` and ``last_seen`` of these, and ``offices``.
    """
    asked = folding.shadow(name)
    if not asked:
        return []
    found = search.people(db, name, limit=-1)
    own = {row["id"] for row in found if folding.shadow(row["name"]) == asked}
    own |= {row for (row,) in db.execute(  # a name that an article writes, of one who is called otherwise
        "SELECT DISTINCT person_id FROM appearances WHERE name = ? AND person_id IS NOT NULL",
        [group_key(name_key(name))],
    )}
    chosen = json.dumps(sorted(own or {row["id"] for row in found}))
    people = list(db.query(
        "SELECT people.id, people.key, people.name, confirmed, people.score,"
        " count(DISTINCT article_id) AS articles, min(date) AS first_seen, max(date) AS last_seen"
        " FROM people LEFT JOIN mentions ON person_id = people.id LEFT JOIN articles ON articles.id = article_id"
        " WHERE people.id IN (SELECT value FROM json_each(?)) AND NOT hidden GROUP BY people.id"
        " ORDER BY articles DESC, people.name, people.key", [chosen],
    ))
    return [row | {"offices": of_person(db, row["id"])} for row in people]


def held(db: sqlite_utils.Database, position: str, body: str, on: str | None = None) -> list[dict[str, Any]]:
    """Who held an office.

    Args:
        db: the archive.
        position: of the office, in any spelling, with or without marks.
        body: name of the body, likewise. Of several that it may mean, each that has the office; without ``on`` also
            those that articles call exactly so without saying whose they are ("Thị ủy"), by these words.
        on: a day, month or year.

    Returns:
        Of each body and title people by ``first_seen``, with ``former`` (1 where articles say only that it was held
        once); with ``on`` the likeliest first, ``score`` being the probability that it was this person then.
    """
    found: list[dict[str, Any]] = []
    for organisation in identity.bodies(db, body)[:MOST]:
        said = of_body(db, organisation["id"])
        for title in _titles(position, {row["position"] for row in said}):
            about = {"position": title, "body": organisation["name"], "organisation_id": organisation["id"]}
            rows = [about | asdict(one) | {"former": 0} for one in holders(db, title, organisation["id"], on)]
            if on is None:
                rows += _former(said, title, {row["person_id"] for row in rows}, about)
                rows.sort(key=lambda row: (row["first_seen"] or "0", row["last_seen"] or "", row["key"]))
            found += rows
    return found + ([] if on else _as_written(db, position, body))


def titles_of(db: sqlite_utils.Database, organisation: int) -> list[str]:
    """The offices that articles name in a body (``organisations.id``), in one spelling, those named most first."""
    counted: dict[str, int] = {}
    for row in of_body(db, organisation):
        if office := positions.read(row["position"]):
            counted[office.title] = counted.get(office.title, 0) + row["articles"]
    return sorted(counted, key=lambda title: (-counted[title], title))


def _titles(asked: str, written: Iterable[str]) -> list[str]:
    """The titles, among those that articles write, that a reader's words mean."""
    own = positions.read(asked)
    wanted = {folding.shadow(asked), folding.shadow(own.title) if own else ""}
    titles = {office.title for words in written if (office := positions.read(words))}
    return sorted(title for title in titles if folding.shadow(title) in wanted)


def _as_written(db: sqlite_utils.Database, position: str, body: str) -> list[dict[str, Any]]:
    """Who held an office in bodies of a name that articles leave open which they are."""
    asked = folding.shadow(body)
    names = [name for (name,) in db.execute(
        "SELECT DISTINCT coalesce(organisation, place) FROM offices"
        " WHERE organisation_id IS NULL AND person_id IS NOT NULL AND coalesce(organisation, place) IS NOT NULL"
    ) if folding.shadow(name) == asked]
    said = list(db.query(
        _OFFICES.format(condition=(
            "offices.organisation_id IS NULL AND offices.person_id IS NOT NULL"
            " AND coalesce(offices.organisation, offices.place) IN (SELECT value FROM json_each(?))"
        )) + " ORDER BY first_seen IS NULL, first_seen, last_seen, people.key",
        [json.dumps(names, ensure_ascii=False)],
    )) if names else []
    return [
        {
            "position": title, "body": row["body"], "organisation_id": None, "person_id": row["person_id"],
            "key": row["key"], "name": row["person"], "first_seen": row["first_seen"], "last_seen": row["last_seen"],
            "articles": row["articles"], "score": row["score"], "former": row["former"],
        }
        for title in _titles(position, {row["position"] for row in said}) for row in said
        if (office := positions.read(row["position"])) and office.title == title
    ]


def _former(
    said: Sequence[dict[str, Any]], title: str, known: set[int], about: dict[str, Any],
) -> list[dict[str, Any]]:
    """People who are only said to have held an office once."""
    rows: dict[int, dict[str, Any]] = {}
    for row in said:
        office = positions.read(row["position"])
        if row["former"] and row["person_id"] and row["person_id"] not in known and office and office.title == title:
            rows.setdefault(row["person_id"], about | {
                "person_id": row["person_id"], "key": row["key"], "name": row["person"], "first_seen": None,
                "last_seen": None, "articles": row["articles"], "score": row["score"], "former": 1,
            })
    return list(rows.values())

"""One person, one body across articles: which row of ``people`` and ``organisations`` a mention is.

What an article names is told from the article alone (``appearances.py``). People are then joined name by name
(``people.py``), offices without a person resolved through who held them (``holders.py``), and the editors' word obeyed
(``rulings.py``). Whatever an article touches is told anew from all articles held, so the result depends neither on
the order articles come in nor on how many come at once; all else is left alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlite_utils

from annotations.document import Document, Entity, Relation
from pipeline.archive import appearances, organisations, persons, records, rulings, search
from pipeline.archive.appearances import Found, Source
from pipeline.archive.bodies import Body, home, parts, read
from pipeline.archive.bodies import key as body_key
from pipeline.archive.holders import Holder, holders
from pipeline.archive.localities import localities
from pipeline.archive.rulings import Ruling
from pipeline.records.words import words

__all__ = ["Holder", "bodies", "holders", "join"]
_AT_ONCE = 200  # articles whose rows are in memory


def join(db: sqlite_utils.Database, article_ids: Sequence[int]) -> None:
    """Give the mentions and records of articles their person and body, and join them with those of all others.

    Runs inside the transaction that writes the articles, added or tagged anew.

    Args:
        db: the archive.
        article_ids: articles whose mentions and records have neither yet.
    """
    said = rulings.load(db, rulings.ORGANISATION)
    touched = persons.Touched()
    for at in range(0, len(article_ids), _AT_ONCE):
        ids = article_ids[at:at + _AT_ONCE]
        named_before = _forget(db, ids, touched)
        for article in _articles(db, ids):
            _write(db, article, said, touched)
        organisations.renew(db, named_before, said)
    persons.renew(db, touched)


def bodies(db: sqlite_utils.Database, name: str, place: str | None = None) -> list[dict[str, Any]]:
    """The bodies that a reader's words mean, those named in most articles first.

    Args:
        db: the archive.
        name: of a body, in any spelling, with or without marks and abbreviations: "UBND huyện Krông Nô", "so y te".
        place: name or code of the unit it is in, or lies in.

    Returns:
        Rows of ``organisations`` with the number of ``articles``; the body that bears exactly this name alone where
        there is one.
    """
    found = search.organisations(db, name, limit=_AT_ONCE)
    exact = read(name)
    keys = {body_key(" ".join(exact.core), home(unit.code)) for unit in exact.units} if exact else set()
    if keys:
        own = list(db.query(
            "SELECT * FROM organisations WHERE key IN (SELECT value FROM json_each(?)) AND NOT hidden",
            [json.dumps(sorted(keys), ensure_ascii=False)],
        ))
        found = own or found
    if place:
        known = localities()
        codes = {place} | {unit.code for unit in known.named(words(place))}
        found = [row for row in found if any(known.within(row["place_code"] or "", code) for code in codes)]
    return found


def _forget(db: sqlite_utils.Database, ids: Sequence[int], touched: persons.Touched) -> set[str]:
    """Take out what was told from articles before; gives the keys of the bodies they named."""
    marks = ", ".join("?" * len(ids))
    named: set[str] = set()
    for name, office, person, facts in db.execute(
        f"SELECT name, office, person_id, facts FROM appearances WHERE article_id IN ({marks})", ids,
    ).fetchall():
        touched.add(name, office)
        touched.people.add(person)
        if name is None and office is None:
            written = json.loads(facts)["written"]
            organisations.count(db, written, -1)
            named |= written.keys()
    touched.offices |= {
        office for (office,) in db.execute(f"SELECT office FROM held WHERE article_id IN ({marks})", ids)
    }
    db.execute(f"DELETE FROM held WHERE article_id IN ({marks})", ids)
    db.execute(f"DELETE FROM appearances WHERE article_id IN ({marks})", ids)
    return named


class _Article(NamedTuple):
    """An article as it was tagged."""

    id: int
    sha256: str
    source: Source


def _articles(db: sqlite_utils.Database, ids: Sequence[int]) -> Iterator[_Article]:
    marks = ", ".join("?" * len(ids))
    entities: dict[int, list[Entity]] = defaultdict(list)
    places: dict[int, dict[str, str]] = defaultdict(dict)
    for row in db.execute(
        'SELECT article_id, mention, start, "end", label, text, place_code FROM mentions'
        f' WHERE article_id IN ({marks}) ORDER BY start, "end"', ids,
    ):
        entities[row[0]].append(Entity(*row[1:6]))
        if row[4] == "LOC" and row[6]:
            places[row[0]][row[1]] = row[6]
    relations: dict[int, list[Relation]] = defaultdict(list)
    for row in db.execute(
        f"SELECT article_id, head, tail, label, score FROM relations WHERE article_id IN ({marks})", ids,
    ):
        relations[row[0]].append(Relation(*row[1:]))
    for own, sha256, text, date in db.execute(
        f"SELECT id, sha256, text, date FROM articles WHERE id IN ({marks})", ids,
    ).fetchall():
        document = Document(str(own), text, {"date": date}, entities[own], relations[own])
        yield _Article(own, sha256, Source(document, places[own], date))


def _write(
    db: sqlite_utils.Database, article: _Article, said: Sequence[Ruling], touched: persons.Touched,
) -> None:
    """Enter what an article names: its bodies, and the appearances of people in it."""
    found = appearances.analyse(article.source, lambda body: rulings.key_of_body(body.key, article.sha256, said))
    entities = article.source.document.by_id()
    keys = {mention: rulings.key_of_body(body.key, article.sha256, said) for mention, body in found.bodies.items()}
    written, ids = _bodies(db, article, found.bodies, keys, said)
    linked = {mention: (ids[keys[mention]], body) for mention, body in found.bodies.items()}
    db.conn.executemany(
        "UPDATE mentions SET organisation_id = ?, place_code = ?, link_score = ? WHERE article_id = ? AND mention = ?",
        [
            (organisation, body.place, body.score, article.id, mention)
            for mention, (organisation, body) in linked.items() if entities[mention].label == "ORG"
        ],
    )
    records.link_bodies(db, article.id, entities, linked)
    read_as = sorted({body.key for body in found.bodies.values()})
    _appearances(db, article.id, found, {"written": written, "read": read_as}, touched)


def _bodies(
    db: sqlite_utils.Database, article: _Article, found: dict[str, Body], keys: dict[str, str], said: Sequence[Ruling],
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """The bodies an article names: key -> names in full, and key -> id."""
    named: dict[str, set[str]] = {key: set() for key in sorted(set(keys.values()))}
    sure: dict[str, float] = {}
    for entity in article.source.document.entities:
        if entity.label != "ORG" or entity.id not in found:
            continue
        body, key = found[entity.id], keys[entity.id]
        sure[key] = min(sure.get(key, 1.0), body.score)
        if parts(key)[0] == body.core:
            named[key].update(organisations.display(body, entity.text, article.source.date))
    written = {key: sorted(names) for key, names in named.items()}
    organisations.count(db, written, 1)
    return written, {key: organisations.ensure(db, key, sure.get(key), said) for key in written}


def _appearances(
    db: sqlite_utils.Database, article_id: int, found: Found, named: dict[str, Any], touched: persons.Touched,
) -> None:
    rows: list[tuple[Any, ...]] = [(article_id, 0, None, None, json.dumps(named, ensure_ascii=False))]
    held = set()
    for number, person in enumerate([*found.people, *found.offices], 1):
        offices = [post.office for post in person.posts if post.office and not post.former]
        name = person.group if person.full else None
        office = None if name else next(iter(offices), None)
        if name is None and office is None:
            continue
        rows.append((article_id, number, name, office, person.facts()))
        touched.add(name, office)
        if name:
            touched.offices.update(offices)
            held |= {(office, article_id, number) for office in offices}
    db.conn.executemany(
        "INSERT INTO appearances (article_id, number, name, office, facts) VALUES (?, ?, ?, ?, ?)", rows,
    )
    db.conn.executemany("INSERT INTO held VALUES (?, ?, ?)", sorted(held))

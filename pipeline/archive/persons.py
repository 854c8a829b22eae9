"""The rows of ``people``, and which of them the mentions and records of articles are.

All appearances of a name are joined anew when one of them changes; what comes out as it was is not written again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlite_utils

from annotations.folding import fold
from pipeline.archive import holders, rulings
from pipeline.archive.people import Id, Unit, people
from pipeline.archive.posts import Appearance
from pipeline.archive.rulings import Group


@dataclass
class Touched:
    """What has to be told anew.

    Attributes:
        names: of people, without marks.
        offices: whose holders, or whose mentions without a name, may be others than before.
        people: ids of people who may have lost an appearance.
    """

    names: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    people: set[int | None] = field(default_factory=set)

    def add(self, name: str | None, office: str | None) -> None:
        """Take in an appearance."""
        if name:
            self.names.add(name)
        if office:
            self.offices.add(office)


class Link(NamedTuple):
    """An appearance as it is linked in the archive.

    Attributes:
        person: id of the person; None for none.
        score: how sure.
    """

    person: int | None
    score: float | None


def renew(db: sqlite_utils.Database, touched: Touched) -> None:
    """Join the appearances of some names anew, then resolve the offices that they touch.

    Args:
        db: the archive.
        touched: what changed; the offices of people who changed are added to it.
    """
    said = rulings.load(db, rulings.PERSON)
    joined = rulings.names_joined(said)
    done: set[str] = set()
    for name in sorted(touched.names):
        if name in done:
            continue
        names = {name}.union(*(group for group in joined if name in group))
        done |= names
        _renew_names(db, names, said, touched)
    _remove_nameless(db, touched)
    for office in sorted(touched.offices):
        _renew_office(db, office)


def units(db: sqlite_utils.Database, names: Iterable[str]) -> dict[Id, tuple[Unit, Link]]:
    """The appearances of some names, with their links."""
    found = {}
    for name in names:
        for article_id, number, facts, person, score, date, sha256, source in db.execute(
            "SELECT article_id, number, facts, person_id, link_score, articles.date, sha256, source FROM appearances"
            " JOIN articles ON articles.id = article_id WHERE name = ?", [name],
        ):
            appearance = Appearance.of(facts)
            order = (date or "9999", sha256, appearance.start)
            unit = Unit((article_id, number), order, appearance, holders.ordinal(date), source)
            found[unit.id] = unit, Link(person, score)
    return found


def _renew_names(db: sqlite_utils.Database, names: set[str], said: Sequence[rulings.Ruling], touched: Touched) -> None:
    known = units(db, names)
    by_name: dict[str, list[Unit]] = defaultdict(list)
    for unit, _ in known.values():
        by_name[unit.appearance.group].append(unit)
    apart = rulings.parted(said, [unit for unit, _ in known.values()])
    found = [person for name in sorted(by_name) for person in people(by_name[name], apart)]
    groups = rulings.obeyed(found, said)
    ids = _write_people(db, groups)
    changes = [
        (unit, Link(ids[at], score)) for at, group in enumerate(groups) for unit, score in _scored(group)
        if known[unit.id][1] != Link(ids[at], score)
    ]
    _assign(db, ((unit.id, unit.appearance.mentions, link) for unit, link in changes))
    for unit, _ in changes:
        touched.offices.update(post.office for post in unit.appearance.posts if post.office)
        touched.people.add(known[unit.id][1].person)


def _scored(group: Group) -> Iterator[tuple[Unit, float]]:
    for unit, score in group.units:
        yield unit, 1.0 if group.known.confirmed else score


def _write_people(db: sqlite_utils.Database, groups: Sequence[Group]) -> list[int]:
    """The ids of people, whose rows are made or changed where they differ."""
    ids = []
    for key, group in zip(_keys(groups), groups, strict=True):
        name = group.known.name or _name(group)
        score = 1.0 if group.known.confirmed else round(min(score for _, score in group.units), 3)
        row = (name, fold(name), int(group.known.hidden), int(group.known.confirmed), score)
        held = db.execute(
            "SELECT id, name, folded, hidden, confirmed, score FROM people WHERE key = ?", [key],
        ).fetchone()
        if held is None:
            cursor = db.conn.execute(
                "INSERT INTO people (key, name, folded, hidden, confirmed, score) VALUES (?, ?, ?, ?, ?, ?)",
                [key, *row],
            )
            ids.append(int(cursor.lastrowid or 0))
            continue
        if held[1:] != row:
            db.execute(
                "UPDATE people SET name = ?, folded = ?, hidden = ?, confirmed = ?, score = ? WHERE id = ?",
                [*row, held[0]],
            )
        ids.append(int(held[0]))
    return ids


def _keys(groups: Sequence[Group]) -> list[str]:
    """The keys of people: the editors', else the name; of several of a name the earliest has it bare.

    A later one's has a part of the hash of its first article, so that it does not change with the others.
    """
    keys: list[str | None] = [group.known.key for group in groups]
    taken = {key for key in keys if key}
    order = sorted(range(len(groups)), key=lambda at: groups[at].units[0][0].order)
    for at in order:
        if keys[at]:
            continue
        first = groups[at].units[0][0]
        bare = "-".join(first.appearance.name.split())
        choices = (bare, f"{bare}~{first.order[1][:8]}", f"{bare}~{first.order[1][:8]}.{first.order[2]}")
        keys[at] = next(key for key in choices if key not in taken)
        taken.add(str(keys[at]))
    return [str(key) for key in keys]


def _name(group: Group) -> str:
    """The form of the name that is written most often; capitals throughout only where there is no other."""
    written = Counter(" ".join(unit.appearance.written.split()) for unit, _ in group.units)
    return max(written, key=lambda name: (not name.isupper(), not name.islower(), written[name], name))


def _remove_nameless(db: sqlite_utils.Database, touched: Touched) -> None:
    """Take out people whom no article names in full any more; what was resolved to them is resolved anew."""
    for person in sorted(touched.people - {None}, key=int):  # type: ignore[arg-type]
        named = "SELECT 1 FROM appearances WHERE person_id = ? AND name IS NOT NULL LIMIT 1"
        if db.execute(named, [person]).fetchone():
            continue
        offices = db.execute("SELECT office FROM appearances WHERE person_id = ?", [person])
        touched.offices |= {office for (office,) in offices}
        db.execute("DELETE FROM people WHERE id = ?", [person])


def _renew_office(db: sqlite_utils.Database, office: str) -> None:
    """Resolve the mentions of an office that has no full name beside it."""
    rows = db.execute(
        "SELECT article_id, number, facts, person_id, link_score, date FROM appearances"
        " JOIN articles ON articles.id = article_id WHERE office = ?", [office],
    ).fetchall()
    if not rows:
        return
    seen = holders.seen_in(db, office)
    changes = []
    for article_id, number, facts, person, score, date in rows:
        appearance = Appearance.of(facts)
        post = next(post for post in appearance.posts if post.office == office)
        found = holders.resolve(seen, holders.ordinal(date), appearance.group, post.sole)
        link = Link(found[0], round(found[1] * post.sure, 3)) if found else Link(None, None)
        if link != Link(person, score):
            changes.append(((article_id, number), appearance.mentions, link))
    _assign(db, changes)


def _assign(db: sqlite_utils.Database, links: Iterable[tuple[Id, Sequence[str], Link]]) -> None:
    """Link appearances, and the mentions and records they are made of."""
    own, mentions, records = [], [], []
    for (article_id, number), ids, link in links:
        own.append((link.person, link.score, article_id, number))
        mentions += [(link.person, link.score, article_id, mention) for mention in ids]
        records += [(link.person, article_id, mention) for mention in ids]
    for table, column, rows in (("appearances", "number", own), ("mentions", "mention", mentions)):
        db.conn.executemany(
            f"UPDATE {table} SET person_id = ?, link_score = ? WHERE article_id = ? AND {column} = ?", rows,
        )
    for table in ("offices", "assignments"):
        db.conn.executemany(f"UPDATE {table} SET person_id = ? WHERE article_id = ? AND mention = ?", records)

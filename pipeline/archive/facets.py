"""What articles found can be narrowed by: filters, and facets with the number of articles of each value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlite_utils

FACETS = ("person", "organisation", "place", "label", "year", "source")


@dataclass
class Filters:
    """What articles must have: any of one list, and all of the lists.

    Attributes:
        person: keys of people named.
        organisation: keys of bodies named.
        place: codes of units named; units inside one count for it.
        label: labels of mentions.
        year: of publication.
        source: where it was published.
        since: first day, 2018-11-15; also 2018-11 or 2018.
        until: last day, month or year.
        duplicates: near-duplicates of others too.
    """

    person: Sequence[str] = ()
    organisation: Sequence[str] = ()
    place: Sequence[str] = ()
    label: Sequence[str] = ()
    year: Sequence[int] = ()
    source: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    duplicates: bool = True


@dataclass
class Facet:
    """A value of a facet.

    Attributes:
        value: what the filter takes.
        name: what a reader sees.
        count: articles.
    """

    value: Any
    name: str
    count: int


@dataclass
class Where:
    """A condition on ``articles`` in SQL."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """One more that must hold."""
        self.parts.append(condition)
        self.values += values

    def __str__(self) -> str:
        """The condition; always true where there is none."""
        return " AND ".join(self.parts) or "1"


_FEW = 10  # an archive has this many times more articles than are few of it
_NAMED = "articles.id IN (SELECT article_id FROM mentions WHERE "
INSIDE = (
    "WITH RECURSIVE inside (code) AS (SELECT value FROM json_each(?) UNION"
    " SELECT places.code FROM places JOIN inside ON places.parent = inside.code OR places.now = inside.code)"
)
"""SQL: the table ``inside`` of some units, given as a JSON list of codes, and of all that lie in them."""


def where(filters: Filters) -> Where:
    """The condition that filters make. Values are parameters, whatever they hold."""
    found = Where()
    for table, keys in (("people", filters.person), ("organisations", filters.organisation)):
        if keys:
            column = "person_id" if table == "people" else "organisation_id"
            chosen = f"SELECT id FROM {table} WHERE key IN (SELECT value FROM json_each(?)) AND NOT hidden"
            found.add(f"{_NAMED}{column} IN ({chosen}))", _list(filters.person if table == "people" else keys))
    if filters.place:
        found.add(f"{_NAMED}place_code IN ({INSIDE} SELECT code FROM inside))", _list(filters.place))
    if filters.label:
        found.add(f"{_NAMED}label IN (SELECT value FROM json_each(?)))", _list(filters.label))
    for column, values in (("year", filters.year), ("source", filters.source)):
        if values:
            found.add(f"articles.{column} IN (SELECT value FROM json_each(?))", _list(values))
    if filters.since:
        found.add("articles.date >= ?", filters.since)
    if filters.until:  # 2018-11 has all of its days
        found.add("articles.date <= ? || '~'", filters.until)
    if not filters.duplicates:
        found.add("articles.duplicate_of IS NULL")
    return found


def facets(db: sqlite_utils.Database, ids: Sequence[int], size: int) -> dict[str, list[Facet]]:
    """The values that most of some articles have, by facet.

    Args:
        db: the archive.
        ids: of the articles.
        size: the most values of a facet.
    """
    count = db.execute("SELECT count(*) FROM articles").fetchone()[0]
    all_of_them, few = len(ids) == count, len(ids) * _FEW < count
    own = _list(ids)
    return {
        name: [Facet(*row) for row in db.execute(
            _COUNTS[name].format(among="" if all_of_them else _among(name, few)),
            [size] if all_of_them else [own, size],
        )]
        for name in FACETS
    }


def _among(facet: str, few: bool) -> str:
    """That an article is one of some, in SQL: of few the mentions are looked up, else an index is read through."""
    column = "id" if facet in ("year", "source") else "article_id"
    return f"AND {'' if few else '+'}{column} IN (SELECT value FROM json_each(?))"


def _linked(column: str, table: str, key: str) -> str:
    own = "id" if key == "key" else key
    visible = "" if key == own else f"AND NOT {table}.hidden"
    return (
        f"SELECT {table}.{key}, {table}.name, count FROM (SELECT {column} AS own, count(*) AS count FROM"
        f" (SELECT DISTINCT {column}, article_id FROM mentions WHERE {column} IS NOT NULL {{among}}) GROUP BY {column})"
        f" JOIN {table} ON {table}.{own} = own {visible} ORDER BY count DESC, name LIMIT ?"
    )


def _own(column: str, order: str) -> str:
    return (
        f"SELECT {column}, CAST({column} AS TEXT), count(*) FROM articles WHERE {column} IS NOT NULL {{among}}"
        f" GROUP BY {column} ORDER BY {order} LIMIT ?"
    )


_COUNTS = {
    "person": _linked("person_id", "people", "key"),
    "organisation": _linked("organisation_id", "organisations", "key"),
    "place": _linked("place_code", "places", "code"),
    "label": (
        "SELECT label, label, count(*) AS count FROM (SELECT DISTINCT label, article_id FROM mentions WHERE 1 {among})"
        " GROUP BY label ORDER BY count DESC, label LIMIT ?"
    ),
    "year": _own("year", "year DESC"),
    "source": _own("source", "count(*) DESC, source"),
}


def _list(values: Sequence[Any]) -> str:
    # A lone surrogate is no text for SQLite, and equals nothing that is held.
    return json.dumps([
        value.encode("utf-8", "replace").decode() if isinstance(value, str) else value for value in values
    ])

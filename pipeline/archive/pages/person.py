"""A person's page: offices over time, what is asked of them, articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlite_utils

from pipeline.archive import calendar, corrections, offices, search
from pipeline.archive.pages import charts, lists
from pipeline.archive.pages.query import Query, one, rows
from pipeline.archive.pages.view import Moved

_DUE = 20
_NAMESAKES = 30


def data(query: Query) -> dict[str, Any]:
    """The person, the offices they are said to hold, others of the name, deadlines, articles."""
    person = found(query, "people", "person")
    articles, pages = lists.mentioning(query, "person_id = :id", id=person["id"])
    return {
        "person": person, "today": query.today().isoformat(),
        "offices": offices.of_person(query.db, person["id"]),
        "namesakes": namesakes(query.db, "people", person),
        "candidates": candidates(query, search.people, person),
        "deadlines": calendar.due(query.db, person=person["id"], newest=True, limit=_DUE),
        "articles": articles,
        "pages": pages,
    }


def dress(query: Query, data: dict[str, Any]) -> dict[str, Any]:
    """The offices as bars over the years."""
    return {"chart": charts.bars(data["offices"])}


def found(query: Query, table: str, kind: str) -> dict[str, Any]:
    """The person or body that an address names by its number, or by its lasting key.

    Raises:
        LookupError: there is none, or it is hidden.
        Moved: named by its key.
    """
    key = query.text("key")
    if "id" not in query.parts and key:
        now = corrections.current_key(query.db, "person" if table == "people" else "organisation", key)
        row = one(query.db, f"SELECT id FROM {table} WHERE key = ?", now or key)
        if row:
            raise Moved(f"/{kind}/{row['id']}")
    row = one(query.db, f"SELECT * FROM {table} WHERE id = ? AND NOT hidden", int(query.parts.get("id", 0)))
    if row is None:
        raise LookupError(kind)
    return row


def candidates(query: Query, find: Callable[..., list[dict[str, Any]]], row: dict[str, Any]) -> Any:
    """Those of any name that an editor looks for to merge with one, ``?merge=``; None where none is looked for.

    Args:
        query: for what is looked for.
        find: :func:`pipeline.archive.search.people`, or its like for bodies.
        row: the one.
    """
    asked = query.text("merge")
    if not asked:
        return None
    found = [other for other in find(query.db, asked, limit=_NAMESAKES + 1) if other["id"] != row["id"]]
    return [{name: other[name] for name in ("id", "key", "name", "articles")} for other in found[:_NAMESAKES]]


def namesakes(db: sqlite_utils.Database, table: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Others of the same name: perhaps the same person or body, perhaps not."""
    column = "person_id" if table == "people" else "organisation_id"
    return rows(
        db,
        "SELECT id, key, name,"
        f" (SELECT count(DISTINCT article_id) FROM mentions WHERE {column} = {table}.id) AS articles,"
        f" (SELECT coalesce(organisation, place) FROM offices WHERE {column} = {table}.id"
        "   AND coalesce(organisation, place) IS NOT NULL LIMIT 1) AS body"
        f" FROM {table} WHERE folded = ? AND id != ? AND NOT hidden ORDER BY articles DESC LIMIT ?",
        row["folded"], row["id"], _NAMESAKES,
    )

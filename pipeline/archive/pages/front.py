"""The first page: what the archive holds, what is due, what came last."""

from __future__ import annotations

from typing import Any

from pipeline.archive import calendar
from pipeline.archive.pages import lists
from pipeline.archive.pages.query import Query, number, one, rows

_FEW = 6
_NAMED = 8
_COUNTED = (
    ("articles", "SELECT count(*) FROM articles"),
    ("people", "SELECT count(*) FROM people WHERE NOT hidden"),
    ("organisations", "SELECT count(*) FROM organisations WHERE NOT hidden"),
    ("figures", "SELECT count(*) FROM figures"),
    ("deadlines", "SELECT count(*) FROM deadlines"),
)


def data(query: Query) -> dict[str, Any]:
    """Counts, the next deadlines and those just gone by, the newest articles, who is named most."""
    db, today = query.db, query.today().isoformat()
    return {
        "counts": {name: number(db, sql) for name, sql in _COUNTED},
        "years": one(db, "SELECT min(year) AS first, max(year) AS last FROM articles"),
        "today": today,
        "coming": calendar.due(db, since=today, told=True, limit=_FEW),
        "overdue": calendar.due(db, before=today, told=True, newest=True, limit=_FEW),
        "articles": lists.titled(rows(
            db, f"SELECT {lists.ARTICLE} FROM articles ORDER BY date DESC LIMIT ?", _FEW,
        )),
        "people": most_named(query, "people", "person_id", _NAMED),
        "bodies": most_named(query, "organisations", "organisation_id", _NAMED),
    }


def most_named(query: Query, table: str, column: str, limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """The people or bodies named in most articles.

    Args:
        query: for the archive.
        table: ``people`` or ``organisations``.
        column: of ``mentions`` that names them.
        limit: how many.
        offset: how many to pass over.
    """
    return rows(
        query.db,
        f"SELECT {table}.id, {table}.name, {table}.confirmed, named.articles FROM ("
        f"  SELECT {column} AS id, count(DISTINCT article_id) AS articles FROM mentions"
        f"  WHERE {column} IS NOT NULL GROUP BY {column}"
        f") AS named JOIN {table} USING (id) WHERE NOT {table}.hidden"
        " ORDER BY named.articles DESC, name LIMIT ? OFFSET ?", limit, offset,
    )

"""A place's page: the unit and what became of it, its bodies, figures, articles."""

from __future__ import annotations

from typing import Any

from pipeline.archive.pages import lists
from pipeline.archive.pages.query import SIZE, Pages, Query, number, one, rows

_UNITS = 400
_BODIES = 40
_FIGURES = 20
# A unit, those within it (their codes begin with its own; '0' is the character after '/'), those it was made from.
_HERE = (
    "(place_code = :code OR place_code > :code || '/' AND place_code < :code || '0'"
    " OR place_code IN (SELECT code FROM places WHERE now = :code))"
)


def data(query: Query) -> dict[str, Any]:
    """The unit, what it is in, what is in it, and what is said of it."""
    code = query.parts["code"]
    place = one(query.db, "SELECT * FROM places WHERE code = ?", code)
    if place is None:
        raise LookupError(code)
    if place["level"] == "province" and place["status"] == "new":
        articles, pages = _of_province(query, code)
    else:
        articles, pages = lists.mentioning(query, _HERE, code=code)
    return {
        "place": place,
        "inside": _chain(query, place["parent"]),
        "now": one(query.db, "SELECT code, name FROM places WHERE code = ?", place["now"]),
        "units": rows(
            query.db, "SELECT code, name, status FROM places WHERE parent = ? ORDER BY status, code LIMIT ?",
            code, _UNITS,
        ),
        "before": rows(
            query.db, "SELECT code, name, parent FROM places WHERE now = ? ORDER BY level, code LIMIT ?", code, _UNITS,
        ) if place["level"] != "province" else rows(
            query.db, "SELECT code, name, parent FROM places WHERE now = ? AND level = 'province'", code,
        ),
        "bodies": rows(
            query.db,
            "SELECT id, name, (SELECT count(DISTINCT article_id) FROM mentions"
            "   WHERE organisation_id = organisations.id) AS articles"
            f" FROM organisations WHERE {_HERE} AND NOT hidden ORDER BY articles DESC LIMIT :limit",
            code=code, limit=_BODIES,
        ),
        "figures": lists.figures(
            query.db, _HERE.replace("place_code", "figures.place_code"), _FIGURES, code=code,
        ),
        "articles": articles,
        "pages": pages,
    }


def _of_province(query: Query, code: str) -> tuple[list[dict[str, Any]], Pages]:
    """The articles that are most about a province of today."""
    page = query.page()
    found = rows(
        query.db,
        f"SELECT {lists.ARTICLE} FROM articles WHERE province = ? ORDER BY date DESC, id DESC LIMIT ? OFFSET ?",
        code, SIZE + 1, (page - 1) * SIZE,
    )
    total = number(query.db, "SELECT count(*) FROM articles WHERE province = ?", code)
    return lists.titled(found[:SIZE]), Pages(page, total, len(found) > SIZE)


def _chain(query: Query, code: str | None) -> list[dict[str, Any]]:
    """The units that one lies in, the largest first."""
    chain: list[dict[str, Any]] = []
    while code and (row := one(query.db, "SELECT code, name, parent FROM places WHERE code = ?", code)):
        chain.insert(0, row)
        code = row["parent"]
    return chain

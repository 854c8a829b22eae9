"""Lists of people, bodies and places: those named most, or those of a name."""

from __future__ import annotations

from typing import Any

from pipeline.archive import folding
from pipeline.archive.pages.front import most_named
from pipeline.archive.pages.query import Pages, Query, rows
from pipeline.archive.search import organisations as find_bodies
from pipeline.archive.search import people as find_people

SIZE = 50
_PLACES = (
    "SELECT code, name, level, parent, status, (SELECT count(*) FROM articles WHERE province = code) AS articles"
    " FROM places"
)


def people(query: Query) -> dict[str, Any]:
    """People, with the number of articles that name them."""
    return _named(query, "people", "person_id", find_people)


def bodies(query: Query) -> dict[str, Any]:
    """Bodies, likewise."""
    return _named(query, "organisations", "organisation_id", find_bodies)


def places(query: Query) -> dict[str, Any]:
    """Administrative units: today's provinces, or all of a name, with or without marks."""
    asked = query.text("q")
    if not asked:
        found = rows(query.db, f"{_PLACES} WHERE level = 'province' AND status = 'new' ORDER BY code")
        return {"kind": "places", "q": "", "names": found, "pages": Pages(1, len(found), False)}
    words = folding.shadow(asked).split()
    codes = [
        code for code, name in query.db.execute("SELECT code, folded FROM places ORDER BY status, length(code), code")
        if all(f" {word}" in f" {folding.plain(name)}" for word in words)
    ] if words else []
    page = query.page()
    found = [
        row for code in codes[(page - 1) * SIZE : page * SIZE]
        for row in rows(query.db, f"{_PLACES} WHERE code = ?", code)
    ]
    return {"kind": "places", "q": asked, "names": found, "pages": Pages(page, len(codes), page * SIZE < len(codes))}


def _named(query: Query, table: str, column: str, find: Any) -> dict[str, Any]:
    asked = query.text("q")
    kind = "people" if table == "people" else "bodies"
    if asked:
        found = find(query.db, asked, limit=SIZE)
        return {"kind": kind, "q": asked, "names": found, "pages": Pages(1, None, False)}
    page = query.page()
    found = most_named(query, table, column, SIZE + 1, (page - 1) * SIZE)
    return {"kind": kind, "q": "", "names": found[:SIZE], "pages": Pages(page, None, len(found) > SIZE)}

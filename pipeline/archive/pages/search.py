"""Searching: what is found, with the words around it, and what the findings can be narrowed by."""

from __future__ import annotations

from typing import Any

from pipeline.archive.headline import headline
from pipeline.archive.pages.query import SIZE, Pages, Query, one
from pipeline.archive.search import FACETS, SORTS, Filters, search

_NAMES = {
    "person": "SELECT name FROM people WHERE key = ?", "organisation": "SELECT name FROM organisations WHERE key = ?",
    "place": "SELECT name FROM places WHERE code = ?",
}


def data(query: Query) -> dict[str, Any]:
    """The articles of ``?q=``, narrowed by the facets given; all where nothing is asked."""
    asked = query.text("q") or ""
    since, until = query.day("since"), query.day("until")
    years = [int(year) for year in query.many("year") if year.isascii() and year.isdigit() and len(year) < 6]
    filters = Filters(
        person=query.many("person"), organisation=query.many("organisation"), place=query.many("place"),
        label=query.many("label"), year=years, source=query.many("source"),
        since=since.isoformat() if since else None, until=until.isoformat() if until else None,
        duplicates=query.text("repeated") != "0",
    )
    sort = query.choice("sort", SORTS if asked else SORTS[1:])
    results = search(query.db, asked, filters=filters, sort=sort, page=query.page(), size=SIZE)
    found = results.to_json()
    chosen = {name: [str(value) for value in getattr(filters, name)] for name in FACETS}
    for hit in found["hits"]:
        row = {"opening": _opening(query, hit["id"]) if not hit["title"] else None}
        hit["headline"] = headline(hit | row)
        hit["snippets"] = [shown for snippet in hit["snippets"] if (shown := _below(hit["title"], snippet))["text"]]
    return {
        "q": asked, "sort": sort, "sorts": SORTS if asked else SORTS[1:], "total": results.total,
        "articles": found["hits"], "facets": found["facets"],
        "chosen": chosen, "names": {name: _names(query, name, values) for name, values in chosen.items()},
        "since": filters.since, "until": filters.until,
        "pages": Pages(results.page, results.total, results.page < results.pages),
    }


def _below(title: str | None, snippet: dict[str, Any]) -> dict[str, Any]:
    """A passage without the title that it begins with: that stands above it already."""
    if not title or snippet["start"] or not snippet["text"].startswith(f"{title}\n"):
        return snippet
    start = len(title) + 1
    matches = [match for match in snippet["matches"] if match[0] >= start]
    return {"start": start, "end": snippet["end"], "text": snippet["text"][start:], "matches": matches}


def _opening(query: Query, article_id: int) -> str:
    return str(query.db.execute("SELECT substr(text, 1, 240) FROM articles WHERE id = ?", [article_id]).fetchone()[0])


def _names(query: Query, facet: str, values: list[str]) -> dict[str, str]:
    """What the values of a facet are called; labels are for the wording to say."""
    if facet not in _NAMES:
        return {} if facet == "label" else {value: value for value in values}
    return {value: row["name"] for value in values if (row := one(query.db, _NAMES[facet], value))}

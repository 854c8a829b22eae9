"""Searching an archive: full text without marks, filters, facets, passages of the text as it is written.

A query is words. Quotation marks keep words together, a star behind one makes it a beginning; nothing else is an
operator (see :func:`pipeline.archive.folding.match`), and nothing that is typed is an error.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

import sqlite_utils

from annotations.errors import CongbaoError
from pipeline.archive import folding
from pipeline.archive.facets import FACETS, Facet, Filters, where
from pipeline.archive.facets import facets as count_facets
from pipeline.archive.snippets import Match, Snippet, matches, phrases, snippets

__all__ = ["FACETS", "SORTS", "Facet", "Filters", "Hit", "Results", "SearchError", "organisations", "people", "search"]

SORTS = ("relevance", "newest", "oldest")
LARGEST_PAGE = 1000
_TITLE, _TEXT = 6.0, 1.0  # what a word in each counts


class SearchError(CongbaoError):
    """A page, size or order that there is none of."""


@dataclass
class Hit:
    """An article found.

    Attributes:
        id: of ``articles``.
        key: its own id.
        title: as given.
        date: as given.
        source: where it was published.
        url: as given.
        score: the higher the better it fits; None where no words were asked for.
        snippets: passages of the text.
        title_matches: where the words stand in the title, code points.
    """

    id: int
    key: str
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    score: float | None
    snippets: list[Snippet] = field(default_factory=list)
    title_matches: list[Match] = field(default_factory=list)


@dataclass
class Results:
    """What was found.

    Attributes:
        query: as typed.
        total: articles found.
        page: which page of them ``hits`` is, from 1.
        pages: how many there are.
        hits: articles, in order.
        facets: by name (``FACETS``), the values that most of all articles found have.
    """

    query: str
    total: int
    page: int
    pages: int
    hits: list[Hit]
    facets: dict[str, list[Facet]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The results as a JSON object."""
        return asdict(self)


def search(
    db: sqlite_utils.Database, query: str = "", *, filters: Filters | None = None, sort: str = "relevance",
    page: int = 1, size: int = 20, facets: bool = True, facet_size: int = 10,
) -> Results:
    """Find articles.

    Args:
        db: the archive.
        query: words; all articles where it is blank, none where it holds signs only.
        filters: what they must have beside.
        sort: one of ``SORTS``; without words the newest are first.
        page: from 1; one behind the last is empty.
        size: articles a page.
        facets: count them.
        facet_size: the most values of a facet.

    Raises:
        SearchError: there is no such order, page or size.
    """
    if sort not in SORTS:
        raise SearchError(f"no order {sort!r}", hint=f"known are: {', '.join(SORTS)}")
    if page < 1 or not 1 <= size <= LARGEST_PAGE or facet_size < 1:
        raise SearchError(
            f"no page {page} of {size} articles", why=f"pages count from 1 and hold 1 to {LARGEST_PAGE} articles",
        )
    expression = folding.match(query)
    found = _found(db, expression, filters or Filters(), sort) if expression or not query.strip() else []
    shown = found[(page - 1) * size:page * size]
    asked = phrases(expression)
    results = Results(
        query, len(found), page, -(-len(found) // size), [_hit(db, article, rank, asked) for article, rank in shown],
    )
    if facets:
        results.facets = count_facets(db, [article for article, _ in found], facet_size)
    return results


def people(db: sqlite_utils.Database, query: str, limit: int = 20) -> list[dict[str, Any]]:
    """People by name, with or without marks, those in most articles first."""
    return _named(db, "people", "person_id", query, limit)


def organisations(db: sqlite_utils.Database, query: str, limit: int = 20) -> list[dict[str, Any]]:
    """Bodies by name, with or without marks and abbreviations, those in most articles first."""
    return _named(db, "organisations", "organisation_id", query, limit)


def _found(db: sqlite_utils.Database, expression: str, filters: Filters, sort: str) -> list[tuple[int, float | None]]:
    """The ids of all articles that fit, in order, with their scores."""
    condition = where(filters)
    ordered = {
        "relevance": "score DESC, articles.date DESC, articles.id", "newest": "articles.date DESC, articles.id",
        "oldest": "articles.date IS NULL, articles.date, articles.id",
    }[sort if expression or sort != "relevance" else "newest"]
    if expression:
        source = "search JOIN articles ON articles.id = search.rowid"
        score = f"-bm25(search, {_TITLE}, {_TEXT})"
        condition.parts.insert(0, "search MATCH ?")
        condition.values.insert(0, expression)
    else:
        source, score = "articles", "NULL"
    return [
        (row[0], row[1]) for row in db.execute(
            f"SELECT articles.id, {score} AS score FROM {source} WHERE {condition} ORDER BY {ordered}",
            condition.values,
        )
    ]


def _hit(db: sqlite_utils.Database, article: int, score: float | None, asked: Any) -> Hit:
    row = db.execute("SELECT key, title, date, source, url, text FROM articles WHERE id = ?", [article]).fetchone()
    key, title, date, source, url, text = row
    return Hit(
        article, key, title, date, source, url, None if score is None else round(score, 3), snippets(text, asked),
        matches(title or "", asked),
    )


def _named(db: sqlite_utils.Database, table: str, column: str, query: str, limit: int) -> list[dict[str, Any]]:
    asked = folding.shadow(query).split()
    if not asked:
        return []
    ids = [
        row for row, name in db.execute(f"SELECT id, name FROM {table} WHERE NOT hidden")
        if all(f" {word}" in shadow for shadow in [_shadow(name)] for word in asked)
    ]
    return list(db.query(
        f"SELECT {table}.*, count(DISTINCT article_id) AS articles FROM {table} LEFT JOIN mentions"
        f" ON mentions.{column} = {table}.id WHERE {table}.id IN (SELECT value FROM json_each(?)) GROUP BY {table}.id"
        " ORDER BY articles DESC, name LIMIT ?", [json.dumps(ids), limit],
    ))


@lru_cache(maxsize=1 << 17)
def _shadow(name: str) -> str:
    """The folded words of a name, each behind a space: all names of an archive are looked through."""
    return f" {folding.shadow(name)}"

"""Lists of articles, as several pages have them."""

from __future__ import annotations

from typing import Any

import sqlite_utils

from pipeline.archive.headline import headline
from pipeline.archive.pages.query import SIZE, Pages, Query, rows

ARTICLE = "articles.id, articles.key, articles.title, articles.date, articles.source, substr(text, 1, 240) AS opening"
"""The columns a list shows; what stands behind the text in its row would cost reading all of it."""
_AROUND = 90
"""Characters shown before and after a mention."""


def titled(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Articles with the line that a list calls them by as ``headline``."""
    for row in found:
        row["headline"] = headline(row)
        row.pop("opening", None)
    return found


def mentioning(query: Query, condition: str, **named: Any) -> tuple[list[dict[str, Any]], Pages]:
    """The articles with some mentions, newest first, each with the words around the first of them.

    Args:
        query: for the number of the page.
        condition: SQL on ``mentions``.
        named: its parameters.
    """
    page = query.page()
    found = rows(
        query.db,
        f"SELECT {ARTICLE}, mentioned.times, mentioned.mention, mentioned.start, mentioned.\"end\" FROM ("
        f'  SELECT article_id, count(*) AS times, min(start) AS start, "end", mention FROM mentions'
        f"  WHERE {condition} GROUP BY article_id"
        ") AS mentioned JOIN articles ON articles.id = mentioned.article_id"
        " ORDER BY articles.date DESC, articles.id DESC LIMIT :limit OFFSET :offset",
        **named, limit=SIZE + 1, offset=(page - 1) * SIZE,
    )
    total = query.db.execute(f"SELECT count(DISTINCT article_id) FROM mentions WHERE {condition}", named).fetchone()[0]
    for row in found[:SIZE]:
        row["around"] = around(query.db, row["id"], row["start"], row["end"])
    return titled(found[:SIZE]), Pages(page, total, len(found) > SIZE)


def figures(db: sqlite_utils.Database, condition: str, limit: int, **named: Any) -> list[dict[str, Any]]:
    """Figures of indicators, newest first.

    Args:
        db: the archive.
        condition: SQL on ``figures``.
        limit: how many.
        named: the condition's parameters.
    """
    return titled(rows(
        db,
        "SELECT figures.*, articles.title, articles.key, substr(articles.text, 1, 240) AS opening"
        " FROM figures JOIN articles ON articles.id = figures.article_id"
        f" WHERE ({condition}) AND figures.indicator IS NOT NULL"
        " ORDER BY coalesce(period, figures.date) DESC LIMIT :limit", **named, limit=limit,
    ))


def around(db: sqlite_utils.Database, article_id: int, start: int, end: int, wide: int = _AROUND) -> dict[str, str]:
    """The words of a stretch of an article and those about it: ``before``, ``words``, ``after``."""
    first = max(0, start - wide)
    text = db.execute(
        "SELECT substr(text, ?, ?) FROM articles WHERE id = ?", [first + 1, end - first + wide, article_id],
    ).fetchone()[0]
    before, after = text[: start - first], text[end - first :]
    if first > 0:
        before = f"… {before.partition(' ')[2]}"
    if len(after) == wide:
        after = f"{after.rpartition(' ')[0]} …"
    return {"before": before, "words": text[start - first : end - first], "after": after}

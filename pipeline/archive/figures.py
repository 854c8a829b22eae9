"""Figures of an indicator over time: as rows in the order of the times they hold for.

The pages, ``congbao archive ask`` and the exports read them here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlite_utils

from pipeline.archive import folding
from pipeline.archive.facets import INSIDE
from pipeline.archive.headline import headline
from pipeline.normalize.iso import Days, days

_COLUMNS = (
    "figures.id, figures.article_id, figures.indicator, figures.counted, figures.written, figures.value,"
    " figures.high, figures.unit, figures.bound, figures.period, figures.period_written,"
    " figures.body, organisations.id AS organisation_id, organisations.name AS organisation,"
    " figures.place, places.code AS place_code, places.name AS place_name,"
    " figures.kind, figures.due, figures.date, figures.evidence, figures.score, articles.title,"
    " articles.key, substr(articles.text, 1, 240) AS opening"
)
_FROM = (
    " FROM figures JOIN articles ON articles.id = figures.article_id"
    " LEFT JOIN organisations ON organisations.id = figures.organisation_id AND NOT organisations.hidden"
    " LEFT JOIN places ON places.code = coalesce(figures.place_code, organisations.place_code)"
)
_ORDER = " ORDER BY coalesce(figures.due, figures.period, figures.date) NULLS LAST, figures.id"


def rows(db: sqlite_utils.Database, condition: str, named: dict[str, Any], limit: int = -1) -> list[dict[str, Any]]:
    """Figures in the order of the times they hold for, those to be reached at their deadlines.

    Args:
        db: the archive.
        condition: SQL on ``figures``, ``articles``, ``organisations`` and ``places``.
        named: its parameters.
        limit: at most so many; -1 is all.
    """
    return list(_read(db, condition, {**named, "most": limit}))


def indicators(db: sqlite_utils.Database) -> list[tuple[str, int, int, int]]:
    """All indicators and counted things: as folded, figures, articles, and 1 where some article calls it an indicator.

    Those of most articles first.
    """
    return db.execute(
        "SELECT folded, count(*), count(DISTINCT article_id) AS articles, max(indicator IS NOT NULL) FROM figures"
        " WHERE folded IS NOT NULL AND (indicator IS NOT NULL OR counted IS NOT unit)"
        " GROUP BY folded ORDER BY articles DESC, folded",
    ).fetchall()


def named(db: sqlite_utils.Database, words: str) -> list[str]:
    """The indicators that a reader's words mean, as ``figures.folded`` has them.

    Args:
        db: the archive.
        words: in any spelling, with or without marks and abbreviations. All that have them side by side; where none
            has, all that have each of them.
    """
    asked = folding.shadow(words)
    if not asked:
        return []
    known = [(folded, f" {folding.shadow(folded)} ") for folded, *_ in indicators(db)]
    together = [folded for folded, shadow in known if f" {asked} " in shadow]
    return together or [
        folded for folded, shadow in known if all(f" {word} " in shadow for word in asked.split())
    ]


def of(
    db: sqlite_utils.Database, indicator: Sequence[str], *, places: Sequence[str] | None = None,
    bodies: Sequence[int] | None = None, since: str | None = None, until: str | None = None, repeated: bool = False,
) -> Iterator[dict[str, Any]]:
    """Figures of some indicators.

    Args:
        db: the archive.
        indicator: as :func:`named` gives them.
        places: codes of units: figures of these and of units in them; of all where None.
        bodies: ``organisations.id``; of all where None.
        since: the first year, month or day: figures of times that reach into it or later.
        until: the last.
        repeated: those of near-duplicate articles too.
    """
    conditions = ["figures.folded IN (SELECT value FROM json_each(:indicator))"]
    if places is not None:
        conditions.append(
            f"coalesce(figures.place_code, organisations.place_code) IN ({INSIDE.replace('?', ':places')}"
            " SELECT code FROM inside)"
        )
    if bodies is not None:
        conditions.append("figures.organisation_id IN (SELECT value FROM json_each(:bodies))")
    if not repeated:
        conditions.append("articles.duplicate_of IS NULL")
    given = {"indicator": indicator, "places": places, "bodies": bodies}
    values = {name: json.dumps(value, ensure_ascii=False) for name, value in given.items() if value is not None}
    first, last = (days(day) if day else None for day in (since, until))
    for row in _read(db, " AND ".join(conditions), {**values, "most": -1}):
        when = _when(row)
        if (first and (when is None or when[1] < first[0])) or (last and (when is None or when[0] > last[1])):
            continue
        yield row


def _read(db: sqlite_utils.Database, condition: str, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in db.query(f"SELECT {_COLUMNS}{_FROM} WHERE {condition}{_ORDER} LIMIT :most", given):
        row["headline"] = headline(row)
        row.pop("opening")
        yield row


def _when(row: dict[str, Any]) -> Days | None:
    """The time a figure holds for; a target's deadline; where neither is told the article's day."""
    return next((
        span for value in (row["due"], row["period"], row["date"]) if value and (span := days(value.partition("T")[0]))
    ), None)

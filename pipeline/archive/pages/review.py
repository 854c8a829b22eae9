"""The review queue: what the tagger, or the joining of names, is least sure of."""

from __future__ import annotations

from typing import Any

from annotations.schema import SCHEMA
from pipeline.archive.pages import lists
from pipeline.archive.pages.query import SIZE, Pages, Query, number, rows

KINDS = ("mentions", "relations", "people", "bodies")
_ARTICLE = "articles.title, articles.key, articles.date, substr(articles.text, 1, 240) AS opening"
DOUBTFUL = 60
"""Per cent; what is surer is not asked about unless ``?below=`` says so."""


def data(query: Query) -> dict[str, Any]:
    """Doubtful mentions, relations, people or bodies, the least certain first."""
    kind = query.choice("kind", KINDS)
    label = query.text("label")
    below = query.number("below", 100)
    below = DOUBTFUL if below is None else below
    page = query.page()
    found = {"mentions": _mentions, "relations": _relations, "people": _people, "bodies": _bodies}[kind](
        query, label, below / 100, page,
    )
    labels = {"mentions": SCHEMA.labels, "relations": tuple(SCHEMA.relations)}.get(kind, ())
    return {
        "kind": kind, "label": label, "below": below, "labels": labels, "all_labels": SCHEMA.labels,
        "items": found[:SIZE],
        "pages": Pages(page, _total(query, kind, label, below / 100), len(found) > SIZE),
    }


def _mentions(query: Query, label: str | None, below: float, page: int) -> list[dict[str, Any]]:
    found = rows(
        query.db,
        "SELECT mentions.article_id, mention, mentions.start, mentions.\"end\", label, value, unit, bound, score,"
        f" {_ARTICLE} FROM mentions JOIN articles ON articles.id = article_id"
        " WHERE score < :below AND (:label IS NULL OR label = :label)"
        " ORDER BY score LIMIT :limit OFFSET :offset",
        below=below, label=label, limit=SIZE + 1, offset=(page - 1) * SIZE,
    )
    for row in found:
        row["around"] = lists.around(query.db, row["article_id"], row["start"], row["end"])
    return found


def _relations(query: Query, label: str | None, below: float, page: int) -> list[dict[str, Any]]:
    found = rows(
        query.db,
        "SELECT relations.*, heads.text AS head_text, tails.text AS tail_text, heads.label AS head_label,"
        " tails.label AS tail_label, min(heads.start, tails.start) AS start,"
        " max(heads.\"end\", tails.\"end\") AS \"end\", "
        f"{_ARTICLE} FROM relations"
        " JOIN mentions AS heads ON heads.article_id = relations.article_id AND heads.mention = head"
        " JOIN mentions AS tails ON tails.article_id = relations.article_id AND tails.mention = tail"
        " JOIN articles ON articles.id = relations.article_id"
        " WHERE relations.score < :below AND (:label IS NULL OR relations.label = :label)"
        " ORDER BY relations.score LIMIT :limit OFFSET :offset",
        below=below, label=label, limit=SIZE + 1, offset=(page - 1) * SIZE,
    )
    for row in found:
        row["around"] = lists.around(query.db, row["article_id"], row["start"], row["end"])
    return found


def _people(query: Query, label: str | None, below: float, page: int) -> list[dict[str, Any]]:
    return _named(query, "people", "person_id", below, page)


def _bodies(query: Query, label: str | None, below: float, page: int) -> list[dict[str, Any]]:
    return _named(query, "organisations", "organisation_id", below, page)


def _named(query: Query, table: str, column: str, below: float, page: int) -> list[dict[str, Any]]:
    """Those whose mentions may be of several, with others of the name that they may be one with."""
    found = rows(
        query.db,
        f"SELECT id, key, name, score, folded FROM {table} WHERE score < ? AND NOT hidden AND NOT confirmed"
        " ORDER BY score, id LIMIT ? OFFSET ?", below, SIZE + 1, (page - 1) * SIZE,
    )
    for row in found:
        row["articles"] = number(
            query.db, f"SELECT count(DISTINCT article_id) FROM mentions WHERE {column} = ?", row["id"],
        )
        row["namesakes"] = rows(
            query.db, f"SELECT id, key, name FROM {table} WHERE folded = ? AND id != ? AND NOT hidden LIMIT 10",
            row["folded"], row["id"],
        )
    return found


def _total(query: Query, kind: str, label: str | None, below: float) -> int:
    if kind in ("mentions", "relations"):
        return number(
            query.db, f"SELECT count(*) FROM {kind} WHERE score < :below AND (:label IS NULL OR label = :label)",
            below=below, label=label,
        )
    table = "people" if kind == "people" else "organisations"
    return number(query.db, f"SELECT count(*) FROM {table} WHERE score < ? AND NOT hidden AND NOT confirmed", below)

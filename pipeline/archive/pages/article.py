"""An article: its text with what was found in it, its records beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlite_utils

from annotations.document import Document, Entity
from annotations.schema import SCHEMA
from pipeline.archive.pages import lists
from pipeline.archive.pages.query import Query, number, one, rows
from pipeline.archive.store import decoded
from pipeline.render.page import Piece, pieces

WINDOW = 40_000
"""Characters of a text that are shown at once."""
_EDGE = 400
"""A window ends at white space where there is some among its last characters."""
RECORDS = 300
"""Records of a kind, and relations, that are shown at once."""
_LIT = 60


@dataclass(frozen=True)
class Stretch:
    """A piece of text as the template writes it.

    Attributes:
        piece: the piece.
        ids: mentions it lies in: the flat one, then tasks.
        first: mentions that begin with it.
        mention: the row of the flat one, or of the task where there is no other.
        lit: whether a record that the reader chose rests on it.
    """

    piece: Piece
    ids: tuple[str, ...]
    first: tuple[str, ...]
    mention: dict[str, Any] | None
    lit: bool


def data(query: Query) -> dict[str, Any]:
    """The article, its mentions, relations and records; of a long text one window of it."""
    article_id = int(query.parts["id"])
    article = one(
        query.db, "SELECT id, key, sha256, title, date, source, url, province, length(text) AS length, model,"
        " model_version, duplicate_of, similarity, added_at, substr(text, 1, 240) AS opening FROM articles"
        " WHERE id = ?", article_id,
    )
    if article is None:
        raise LookupError(article_id)
    lists.titled([article])
    lit = [mention for mention in (query.text("light") or "").split(",") if mention][:_LIT]
    start, end = _window(query, article, lit)
    found: dict[str, Any] = {
        table: rows(query.db, f'SELECT * FROM {table} WHERE article_id = ? ORDER BY start, "end", id LIMIT ?',
                    article_id, RECORDS + 1)
        for table in ("offices", "figures", "deadlines")
    }
    for records in found.values():
        for row in records:
            row["evidence"] = json.loads(row["evidence"])
    return {
        "article": article, "start": start, "end": end, "light": lit,
        "text": query.db.execute(
            "SELECT substr(text, ?, ?) FROM articles WHERE id = ?", [start + 1, end - start, article_id],
        ).fetchone()[0],
        "mentions": rows(
            query.db, f'SELECT {_MENTION} WHERE article_id = ? AND start < ? AND "end" > ? ORDER BY start, "end"',
            article_id, end, start,
        ),
        "relations": rows(query.db, _RELATIONS, article_id, RECORDS + 1),
        **found,
        "assignments": rows(
            query.db, "SELECT deadline_id, name,"
            " (SELECT id FROM organisations WHERE id = organisation_id AND NOT hidden) AS organisation_id,"
            " (SELECT id FROM people WHERE id = person_id AND NOT hidden) AS person_id"
            " FROM assignments WHERE article_id = ?", article_id,
        ),
        "hidden": {"people": _hidden(query, "people"), "organisations": _hidden(query, "organisations")},
        "repeats": lists.titled(rows(
            query.db, f"SELECT {lists.ARTICLE} FROM articles WHERE id = ? OR duplicate_of = ? ORDER BY date LIMIT 20",
            article["duplicate_of"], article_id,
        )),
        "most": RECORDS,
    }


_MENTION = """
mentions.*, people.name AS person, organisations.name AS organisation, places.name AS place FROM mentions
LEFT JOIN people ON people.id = person_id
LEFT JOIN organisations ON organisations.id = organisation_id
LEFT JOIN places ON places.code = mentions.place_code
"""
_RELATIONS = """
SELECT relations.head, relations.label, relations.tail, relations.score, heads.text AS head_text,
       heads.label AS head_label, tails.text AS tail_text, tails.label AS tail_label
FROM relations
JOIN mentions AS heads ON heads.article_id = relations.article_id AND heads.mention = relations.head
JOIN mentions AS tails ON tails.article_id = relations.article_id AND tails.mention = relations.tail
WHERE relations.article_id = ? ORDER BY heads.start, tails.start LIMIT ?
"""


def dress(query: Query, data: dict[str, Any]) -> dict[str, Any]:
    """The text in pieces, and what each body and person among the records is called by."""
    return {
        "stretches": stretches(data["text"], data["start"], data["mentions"], frozenset(data["light"])),
        "labels": SCHEMA.labels,
        "window_size": WINDOW,
        "province": one(query.db, "SELECT name FROM places WHERE code = ?", data["article"]["province"]),
        "owing": _grouped(data["assignments"], "deadline_id"),
        "people": [
            (held[0]["name"], held)
            for held in _grouped(
                [row | {"who": row["person_id"] or row["name"]} for row in data["offices"][:RECORDS]], "who",
            ).values()
        ],
    }


def stretches(
    text: str, start: int, mentions: list[dict[str, Any]], lit: frozenset[str] = frozenset(),
) -> list[Stretch]:
    """A window of a text, cut at the edges of its mentions.

    Args:
        text: of the window.
        start: where it begins in the article; the mentions count from the article's beginning.
        mentions: that lie in it, wholly or in part.
        lit: mentions to light.
    """
    known = {row["mention"]: row for row in mentions}
    inside = [entity for row in mentions if (entity := _entity(row, start, len(text)))]
    tasks = [entity for entity in inside if entity.label in SCHEMA.layers]
    out, at = [], 0
    for piece in pieces(Document("", text, entities=inside)):
        over = [task.id for task in tasks if task.start <= at < task.end] if piece.task else []
        opens = [task.id for task in tasks if task.start == at] if piece.task else []
        flat = [piece.flat.id] if piece.flat else []
        ids = (*flat, *over)
        out.append(Stretch(
            piece, ids, (*(flat if piece.opens else ()), *opens), known[ids[0]] if ids else None,
            not lit.isdisjoint(ids),
        ))
        at += len(piece.text)
    return out


def _entity(row: dict[str, Any], start: int, length: int) -> Entity | None:
    """A mention as far as it lies in the window."""
    first, last = max(row["start"] - start, 0), min(row["end"] - start, length)
    if first >= last:
        return None
    return Entity(
        row["mention"], first, last, row["label"], row["text"], decoded(row["label"], row["value"]), row["unit"],
        row["bound"], row["score"],
    )


def _window(query: Query, article: dict[str, Any], lit: list[str]) -> tuple[int, int]:
    """Where the window begins and ends: where the reader asks, else at what is lit, else at the beginning."""
    start = query.number("from")
    if start is None:
        start = 0
        if lit and article["length"] > WINDOW:
            first = number(
                query.db, "SELECT min(start) FROM mentions WHERE article_id = ? AND mention IN (SELECT value FROM"
                " json_each(?))", article["id"], json.dumps(lit),
            )
            start = first // WINDOW * WINDOW
    start = min(start, max(article["length"] - 1, 0))
    end = min(start + WINDOW, article["length"])
    if end < article["length"]:
        end -= _overhang(query.db, article["id"], end)
    return start, end


def _overhang(db: sqlite_utils.Database, article_id: int, end: int) -> int:
    """How many characters before a window's end the last white space stands; 0 where there is none near."""
    last = db.execute(
        "SELECT substr(text, ?, ?) FROM articles WHERE id = ?", [end - _EDGE + 1, _EDGE, article_id],
    ).fetchone()[0]
    return next((len(last) - place - 1 for place in range(len(last) - 1, -1, -1) if last[place].isspace()), 0)


def _hidden(query: Query, table: str) -> list[int]:
    """Those of an article that an editor has hidden: their names stand in the text, without a link."""
    column = "person_id" if table == "people" else "organisation_id"
    return [row["id"] for row in rows(
        query.db,
        f"SELECT id FROM {table} WHERE hidden AND id IN (SELECT {column} FROM mentions WHERE article_id = ?)",
        int(query.parts["id"]),
    )]


def _grouped(found: list[dict[str, Any]], column: str) -> dict[Any, list[dict[str, Any]]]:
    out: dict[Any, list[dict[str, Any]]] = {}
    for row in found:
        out.setdefault(row[column], []).append(row)
    return out

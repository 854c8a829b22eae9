"""A body's page: who held which office, what it owes, its figures, articles."""

from __future__ import annotations

from typing import Any

from pipeline.archive import calendar, offices, search
from pipeline.archive.pages import lists, person
from pipeline.archive.pages.query import Query, number, one, rows

_OFFICES = 60
_DUE = 30
_FIGURES = 15


def data(query: Query) -> dict[str, Any]:
    """The body, its place, the people in its offices, its deadlines, its figures, articles."""
    body = person.found(query, "organisations", "body")
    today = query.today().isoformat()
    articles, pages = lists.mentioning(query, "organisation_id = :id", id=body["id"])
    return {
        "body": body,
        "place": one(query.db, "SELECT code, name FROM places WHERE code = ?", body["place_code"]),
        "also_written": [row["text"] for row in rows(
            query.db,
            "SELECT text FROM mentions WHERE organisation_id = ? AND label = 'ORG' AND folded != ? GROUP BY folded"
            " ORDER BY count(*) DESC LIMIT 8", body["id"], body["folded"],
        )],
        "offices": offices.of_body(query.db, body["id"], _OFFICES),
        "today": today,
        "overdue": number(
            query.db,
            "SELECT count(DISTINCT deadlines.id) FROM assignments JOIN deadlines ON deadlines.id = deadline_id"
            " WHERE assignments.organisation_id = ? AND day < ?", body["id"], today,
        ),
        "deadlines": calendar.due(query.db, body=body["id"], newest=True, limit=_DUE),
        "figures": lists.figures(query.db, "figures.organisation_id = :body", _FIGURES, body=body["id"]),
        "namesakes": person.namesakes(query.db, "organisations", body),
        "candidates": person.candidates(query, search.organisations, body),
        "articles": articles,
        "pages": pages,
    }

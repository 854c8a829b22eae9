"""The deadline calendar: a month with its days, what is coming, what is overdue, what has no day."""

from __future__ import annotations

import calendar as weeks
from datetime import date, timedelta
from typing import Any

from pipeline.archive import calendar
from pipeline.archive.pages.query import SIZE, Pages, Query, number, one

VIEWS = ("month", "coming", "overdue", "undated")
_MONTH = 300
"""Deadlines of a month that are shown at once."""


def data(query: Query) -> dict[str, Any]:
    """Deadlines of one of the views, of all bodies or of one."""
    today = query.today()
    view = query.choice("view", VIEWS)
    body = query.number("body")
    repeated = query.text("repeated") == "1"
    chosen: dict[str, Any] = {"body": body, "person": query.number("person"), "repeated": repeated}
    data: dict[str, Any] = {
        "view": view, "today": today.isoformat(), "repeated": repeated,
        "body": one(query.db, "SELECT id, name FROM organisations WHERE id = ? AND NOT hidden", body),
        "person": one(query.db, "SELECT id, name FROM people WHERE id = ? AND NOT hidden", chosen["person"]),
        "left_out": 0 if repeated else number(
            query.db, "SELECT count(*) FROM deadlines WHERE article_id IN"
            " (SELECT id FROM articles WHERE duplicate_of IS NOT NULL)",
        ),
    }
    if view == "month":
        return data | _month(query, today, chosen)
    page = query.page()
    spans: dict[str, dict[str, Any]] = {
        "coming": {"since": today.isoformat()}, "overdue": {"before": today.isoformat(), "newest": True},
        "undated": {"dated": False},
    }
    found = calendar.due(query.db, **spans[view], **chosen, limit=SIZE + 1, offset=(page - 1) * SIZE)
    return data | {"deadlines": found[:SIZE], "pages": Pages(page, None, len(found) > SIZE)}


def _month(query: Query, today: date, chosen: dict[str, Any]) -> dict[str, Any]:
    months = calendar.counted(query.db, 7, **chosen)
    shown = query.text("month") or _nearest(months, today)
    try:
        first = date.fromisoformat(f"{shown}-01")
    except ValueError:
        raise LookupError(shown) from None
    after = (first + timedelta(days=31)).replace(day=1)
    span: dict[str, Any] = {"since": first.isoformat(), "before": after.isoformat()}
    counts = calendar.counted(query.db, 10, **span, **chosen)
    return {
        "month": shown, "deadlines": calendar.due(query.db, **span, **chosen, limit=_MONTH),
        "total": sum(counts.values()), "most": _MONTH,
        "weeks": [
            [
                {"day": day.isoformat(), "number": day.day, "count": counts.get(day.isoformat(), 0)}
                if day.month == first.month else None for day in week
            ]
            for week in weeks.Calendar().monthdatescalendar(first.year, first.month)
        ],
        "previous": max((month for month in months if month < shown), default=None),
        "next": min((month for month in months if month > shown), default=None),
        "years": _years(months),
    }


def _years(months: dict[str, int]) -> list[dict[str, Any]]:
    """The years that have deadlines, each with the first of its months that has."""
    years: dict[str, dict[str, Any]] = {}
    for month, count in months.items():
        row = years.setdefault(month[:4], {"year": month[:4], "month": month, "count": 0})
        row["count"] += count
    return list(years.values())


def _nearest(months: dict[str, int], today: date) -> str:
    """This month where something is due in it, else the last before, else the first after."""
    now = today.isoformat()[:7]
    return now if now in months else max((month for month in months if month < now), default=min(months, default=now))

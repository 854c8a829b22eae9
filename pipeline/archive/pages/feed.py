"""The calendar feed: deadlines for calendar programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlite_utils
from datasette import Response
from datasette.utils import sqlite3
from datasette.utils.asgi import Request

from pipeline.archive import calendar
from pipeline.archive.pages import wording
from pipeline.archive.pages.query import Query, one

BACK = 90
"""Days before today that the feed begins, where ``?since=`` names no other day."""
MOST = 1000
"""Events of one answer."""


async def answer(request: Request, datasette: Any) -> Response:
    """Deadlines from some months ago on, of all bodies or of ``?body=`` or ``?person=``."""
    say = wording.Wording(wording.language(request))
    site = f"{request.scheme}://{request.host}"

    def read(connection: sqlite3.Connection) -> bytes:
        return ical(Query(sqlite_utils.Database(connection), request.args, {}, say), site)

    return Response(
        await datasette.get_database("data").execute_fn(read), content_type="text/calendar; charset=utf-8",
        headers={"content-disposition": 'inline; filename="congbao.ics"'},
    )


def ical(query: Query, site: str) -> bytes:
    """The feed that an address asks for.

    Args:
        query: with ``since``, ``body``, ``person``, ``kind``.
        site: where the pages are, for the events' links.
    """
    since = query.day("since") or query.today() - timedelta(days=BACK)
    body = query.number("body")
    name = query.say("feed_name", day=since.isoformat())
    if row := one(query.db, "SELECT name FROM organisations WHERE id = ?", body):
        name = f"{name} – {row['name']}"
    found = calendar.due(
        query.db, since=since.isoformat(), body=body, person=query.number("person"), kind=query.text("kind"),
        limit=MOST + 1,
    )
    if len(found) > MOST:
        name = query.say("feed_cut", name=name, day=found[MOST - 1]["day"])
    return calendar.feed(found[:MOST], name=name, site=site)

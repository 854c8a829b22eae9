"""Deadlines of an archive: what is due when, and the same as an iCalendar feed (RFC 5545).

A deadline is an event of one whole day, the last on which it can be met; calendars show those where many of them
leave to-dos out.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import sqlite_utils

from annotations.errors import ModelError
from pipeline.archive.headline import headline

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//congbao//archive//VI"
VIETNAM = timezone(timedelta(hours=7))
_OWING = (
    "(SELECT json_group_array(json_object('name', assignments.name, 'label', assignments.label,"
    " 'organisation_id', (SELECT id FROM organisations WHERE id = organisation_id AND NOT hidden),"
    " 'person_id', (SELECT id FROM people WHERE id = person_id AND NOT hidden)))"
    " FROM assignments WHERE deadline_id = deadlines.id)"
)
_COLUMNS = (
    "deadlines.id, deadlines.day, deadlines.value, deadlines.written, deadlines.bound, deadlines.kind, deadlines.task,"
    " deadlines.responsible, organisations.id AS organisation_id, organisations.name AS body, deadlines.issuer,"
    " deadlines.score, deadlines.evidence, deadlines.mention, deadlines.start, deadlines.article_id,"
    " articles.key, articles.sha256, articles.title, articles.date, articles.source, articles.url,"
    " substr(articles.text, 1, 240) AS opening,"
    " substr(articles.text, sentence_start + 1, min(sentence_end - sentence_start, :longest)) AS sentence,"
    f" {_OWING} AS owing"
)
_LONGEST = 2000
"""Code points of a sentence."""


def today() -> date:
    """The day in Vietnam."""
    return datetime.now(VIETNAM).date()


def due(
    db: sqlite_utils.Database, *, since: str | None = None, before: str | None = None,
    body: int | Sequence[int] | None = None, person: int | None = None, kind: str | None = None, dated: bool = True,
    repeated: bool = False, told: bool = False, newest: bool = False, limit: int = -1, offset: int = 0,
) -> list[dict[str, Any]]:
    """Deadlines in the order of their days.

    Args:
        db: the archive.
        since: the first day, 2018-11-15.
        before: the day after the last.
        body: ``organisations.id`` of one that has to do it, or of several of which any has.
        person: ``people.id``, likewise.
        kind: ``task`` or ``target``.
        dated: those with a day; else those whose day cannot be told.
        repeated: those of near-duplicate articles too.
        told: only those whose task was found.
        newest: the last day first.
        limit: at most so many; -1 is all.
        offset: pass over so many.

    Returns:
        Columns of ``deadlines``, ``body`` by name, the article's key, title (or first line), date, source, url
        and sha256, the ``sentence``, and ``owing``: who has to do it, each with name and ids (of
        those that no editor has hidden).
    """
    condition, named = _condition(since, before, body, person, kind, dated, repeated)
    if told:
        condition += " AND deadlines.task IS NOT NULL"
    direction = "DESC" if newest else "ASC"
    order = f"deadlines.day {direction}, deadlines.id" if dated else "deadlines.id DESC"
    found = list(db.query(
        f"SELECT {_COLUMNS} FROM deadlines JOIN articles ON articles.id = deadlines.article_id"
        " LEFT JOIN organisations ON organisations.id = deadlines.organisation_id AND NOT organisations.hidden"
        f" WHERE {condition} ORDER BY {order} LIMIT :limit OFFSET :offset",
        {**named, "longest": _LONGEST, "limit": limit, "offset": offset},
    ))
    for row in found:
        row["owing"] = json.loads(row["owing"])
        row["headline"] = headline(row)
        row.pop("opening")
    return found


def counted(
    db: sqlite_utils.Database, by: int, *, since: str | None = None, before: str | None = None,
    body: int | Sequence[int] | None = None, person: int | None = None, kind: str | None = None,
    repeated: bool = False,
) -> dict[str, int]:
    """How many deadlines fall in each year, month or day.

    Args:
        db: the archive.
        by: how much of a day is compared: 4 years, 7 months, 10 days.
        since: as of :func:`due`, and so on.
        before: likewise.
        body: likewise.
        person: likewise.
        kind: likewise.
        repeated: likewise.
    """
    condition, named = _condition(since, before, body, person, kind, True, repeated)
    return dict(db.execute(
        f"SELECT substr(day, 1, :by) AS span, count(*) FROM deadlines WHERE {condition} GROUP BY span ORDER BY span",
        {**named, "by": by},
    ).fetchall())


def feed(deadlines: Iterable[dict[str, Any]], *, name: str, site: str | None = None) -> bytes:
    """Deadlines as an iCalendar file.

    The same deadline has the same identifier in every file and archive, so that a calendar that is fed again
    changes its event and makes no second one.

    Args:
        deadlines: as :func:`due` gives them; those without a day are left out.
        name: what calendars show as the feed's name.
        site: the address the archive's pages are at, ``http://127.0.0.1:8001``; without it an event links to the
            article's own address.

    Raises:
        ModelError: icalendar is not installed.
    """
    try:
        import icalendar
    except ModuleNotFoundError:
        raise ModelError(
            "no calendar can be written", why="icalendar is not installed", hint="pip install 'congbao[archive]'",
        ) from None
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    met: Counter[str] = Counter()
    for row in deadlines:
        if row["day"]:
            name_of_it = identifier(row)
            calendar.add_component(_event(row, f"{met[name_of_it] or ''}{name_of_it}", site))
            met[name_of_it] += 1
    return bytes(calendar.to_ical())


def _event(row: dict[str, Any], uid: str, site: str | None) -> icalendar.Event:
    import icalendar

    day = date.fromisoformat(row["day"])
    event = icalendar.Event()
    event.add("uid", uid)
    # The article's day, not this moment: a feed that has not changed is the same file.
    event.add("dtstamp", datetime.fromisoformat(f"{_day_of(row)}T00:00:00+00:00"))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    who = _line(row["responsible"])
    event.add("summary", f"{_line(row['task']) or _line(row['written'])}{f' – {who}' if who else ''}")
    said = [_line(row["sentence"]), f"{_line(row['headline'])} ({row['date'] or '?'})", _line(row["url"])]
    event.add("description", "\n\n".join(filter(None, said)))
    names = [_line(owing["name"]) for owing in row["owing"]]
    if names:
        event.add("categories", names)
    address = f"{site}/article/{row['article_id']}?light={row['mention']}#{row['mention']}" if site else row["url"]
    if address:
        event.add("url", _line(address))
    return event


def identifier(row: dict[str, Any]) -> str:
    """A deadline's name in every calendar: from its article's text, where it stands, and what is to be done."""
    told = f"{row['sha256']} {row['start']} {row['task'] or ''} {row['day']}"
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@congbao"


def _condition(
    since: str | None, before: str | None, body: int | Sequence[int] | None, person: int | None, kind: str | None,
    dated: bool, repeated: bool,
) -> tuple[str, dict[str, Any]]:
    parts = ["deadlines.day IS NOT NULL" if dated else "deadlines.day IS NULL"]
    bodies = None if body is None else json.dumps([body] if isinstance(body, int) else list(body))
    people = None if person is None else json.dumps([person])
    named = {"since": since, "before": before, "body": bodies, "person": people, "kind": kind}
    if since:
        parts.append("deadlines.day >= :since")
    if before:
        parts.append("deadlines.day < :before")
    for name, column in (("body", "organisation_id"), ("person", "person_id")):
        if named[name] is not None:
            parts.append(
                "deadlines.id IN (SELECT deadline_id FROM assignments"
                f" WHERE {column} IN (SELECT value FROM json_each(:{name})))"
            )
    if kind:
        parts.append("deadlines.kind = :kind")
    if not repeated:
        parts.append(
            "deadlines.article_id NOT IN (SELECT id FROM articles WHERE duplicate_of IS NOT NULL)"
        )
    return " AND ".join(parts), {name: value for name, value in named.items() if value is not None}


def _day_of(row: dict[str, Any]) -> str:
    """The article's day of publication, as whole as a date must be."""
    return str(row["date"] if len(row["date"] or "") == 10 else row["day"])


def _line(text: str | None) -> str:
    """One line without control characters, which calendars refuse."""
    return " ".join("".join(char for char in text or "" if char.isprintable() or char.isspace()).split())

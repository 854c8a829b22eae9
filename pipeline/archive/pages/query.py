"""What a page is asked for: its address, read and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlite_utils
from datasette.utils import MultiParams
from datasette.utils.asgi import BadRequest

from pipeline.archive import calendar
from pipeline.archive.pages.wording import Wording

LONGEST = 400
"""Characters of what is typed; more is no search."""
SIZE = 20
"""Rows a page of a list has."""
DEEPEST = 10_000
"""Pages of a list: turning to one takes longer the deeper it is."""


@dataclass(frozen=True)
class Query:
    """A request for a page.

    Attributes:
        db: the archive, for reading.
        args: what stands behind the question mark.
        parts: what the address itself names, as ``id``.
        say: the wording of the reader's language.
    """

    db: sqlite_utils.Database
    args: MultiParams
    parts: dict[str, str]
    say: Wording

    def text(self, name: str) -> str | None:
        """A word or name, without white space around it; None where there is none."""
        value = (self.args.get(name) or "").strip()
        if len(value) > LONGEST:
            raise BadRequest(self.say("too_long", most=LONGEST))
        return value or None

    def many(self, name: str) -> list[str]:
        """All values given under one name."""
        values = [value for value in self.args.getlist(name) if value]
        if any(len(value) > LONGEST for value in values) or len(values) > SIZE:
            raise BadRequest(self.say("too_long", most=LONGEST))
        return values

    def number(self, name: str, most: int = 2**63 - 1) -> int | None:
        """A whole number from 0; None where none is given."""
        value = self.text(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 20 and int(value) <= most):
            raise BadRequest(self.say("bad_number", name=name))
        return int(value)

    def page(self) -> int:
        """The number of the page of a list, from 1."""
        return max(self.number("page", DEEPEST) or 1, 1)

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """One of several; the first where none is given."""
        value = self.text(name)
        if value is not None and value not in choices:
            raise BadRequest(self.say("bad_choice", name=name, choices=", ".join(choices)))
        return value or choices[0]

    def day(self, name: str) -> date | None:
        """A day, 2018-11-15."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            raise BadRequest(self.say("bad_day", name=name)) from None

    def today(self) -> date:
        """The day in Vietnam, or ``?today=``."""
        return self.day("today") or calendar.today()


@dataclass(frozen=True)
class Pages:
    """Where in a list a reader is.

    Attributes:
        page: from 1.
        total: rows of the whole list; None where they are not counted.
        more: whether there is a next page.
    """

    page: int
    total: int | None
    more: bool

    def to_json(self) -> dict[str, Any]:
        """As the pages' JSON has it."""
        return {"page": self.page, "total": self.total, "more": self.more}


def rows(db: sqlite_utils.Database, sql: str, *given: Any, **named: Any) -> list[dict[str, Any]]:
    """The rows of a query."""
    return list(db.query(sql, named or given))


def one(db: sqlite_utils.Database, sql: str, *given: Any, **named: Any) -> dict[str, Any] | None:
    """The first row of a query."""
    return next(db.query(sql, named or given), None)


def number(db: sqlite_utils.Database, sql: str, *given: Any, **named: Any) -> int:
    """The number that a query gives."""
    return int(db.execute(sql, named or given).fetchone()[0] or 0)

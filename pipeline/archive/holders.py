"""Who held an office when: for offices that articles name without a person, and for readers."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import sqlite_utils

from pipeline.archive import positions
from pipeline.normalize.iso import days

# Chances that who was seen in an office just before or after a day held it then, and how they fall with the days
# between: a third of holders change in a year and a half, and near a change the nearer sighting counts for more.
# One who was seen in it once may have been tagged wrongly.
_BOTH, _ONE, _FADES, _CHANGES, _ONCE = 0.97, 0.95, 1500.0, 200.0, 0.72
PLAIN = 0.6
"""What is less likely is left open."""


class Seen(NamedTuple):
    """A person seen in an office.

    Attributes:
        day: of the article, a proleptic ordinal.
        person: id.
        name: without marks.
    """

    day: float
    person: int
    name: str


@dataclass
class Holder:
    """Who held an office.

    Attributes:
        person_id: of ``people``.
        key: of the person.
        name: of the person.
        first_seen: date of the first article that says so; None where none has a date.
        last_seen: of the last.
        articles: how many say so.
        score: the probability that it was this person on the day asked for; without a day that of the best link.
    """

    person_id: int
    key: str
    name: str
    first_seen: str | None
    last_seen: str | None
    articles: int
    score: float


def ordinal(written: str | None) -> float | None:
    """A date as a day's number; the middle of a month or a year where no more is known."""
    span = days(written) if written else None
    return None if span is None else (span[0].toordinal() + span[1].toordinal()) / 2


def on_day(seen: Sequence[Seen], day: float) -> tuple[int, float] | None:
    """Who held an office on a day, and how likely that is.

    Args:
        seen: sightings in the office, by day.
        day: a proleptic ordinal.

    Returns:
        Person and probability; None where nobody was seen in it.

    >>> seen = [Seen(0, 1, "a"), Seen(300, 1, "a"), Seen(400, 2, "b")]
    >>> on_day(seen, 100), on_day(seen, 390), on_day(seen, 350)
    ((1, 0.97), (2, 0.407), (1, 0.459))
    """
    if not seen:
        return None
    before = _nearest(seen[:bisect_right(seen, day, key=lambda one: one.day)], -1)
    after = _nearest(seen[bisect_left(seen, day, key=lambda one: one.day):], 0)
    sides = [(abs(one.day - day), one.person) for side in (before, after) for one in side]
    people = {person for _, person in sides}
    times = Counter(one.person for one in seen)
    if len(people) == 1 and before and after:
        return sides[0][1], _BOTH if times[sides[0][1]] > 1 else round(_BOTH * _ONCE, 3)
    chances: dict[int, float] = defaultdict(float)
    for gap, person in sides:
        chances[person] = max(chances[person], math.exp(-gap / _CHANGES))
    best = max(sorted(people), key=lambda person: chances[person])
    nearest = min(gap for gap, person in sides if person == best)
    share = chances[best] / sum(chances.values())
    return best, round(_ONE * math.exp(-nearest / _FADES) * share * (1 if times[best] > 1 else _ONCE), 3)


def _nearest(seen: Sequence[Seen], at: int) -> list[Seen]:
    """The sightings on the nearest day: of several people there, all."""
    return [one for one in seen if one.day == seen[at].day] if seen else []


def seen_in(db: sqlite_utils.Database, office: str) -> list[Seen]:
    """The sightings in an office that have a date, by day."""
    rows = db.execute(
        "SELECT articles.date, appearances.person_id, appearances.name FROM held"
        " JOIN appearances USING (article_id, number) JOIN articles ON articles.id = held.article_id"
        " WHERE held.office = ? AND appearances.person_id IS NOT NULL", [office],
    )
    return sorted(Seen(day, person, name) for written, person, name in rows if (day := ordinal(written)) is not None)


def resolve(seen: Sequence[Seen], day: float | None, name: str, sole: bool) -> tuple[int, float] | None:
    """The person that an office stands for in an article.

    Args:
        seen: sightings in the office, by day.
        day: of the article.
        name: the short name that stands with the office, without marks; empty for none.
        sole: the office is held by one at a time; else only a name can tell.

    Returns:
        Person and probability; None where it is not plain.
    """
    if day is None or not (sole or name):
        return None
    fitting = [one for one in seen if not name or f" {one.name}".endswith(f" {name}")]
    found = on_day(fitting, day)
    return found if found and found[1] >= PLAIN else None


def holders(
    db: sqlite_utils.Database, position: str, organisation_id: int, on: str | None = None,
) -> list[Holder]:
    """Who held an office, the likeliest first.

    Args:
        db: the archive.
        position: in any spelling: "Chủ tịch".
        organisation_id: the body.
        on: a day, month or year; without one all holders, the last first. In a month or a year somebody held it who
            held it on any of its days.

    Returns:
        People that articles say held it; with a day, only those who can have held it then.
    """
    office = positions.read(position)
    row = db.execute("SELECT key FROM organisations WHERE id = ?", [organisation_id]).fetchone()
    if office is None or row is None:
        return []
    name = f"{office.title}@{row[0]}"
    rows = db.execute(
        "SELECT people.id, people.key, people.name, min(articles.date), max(articles.date),"
        " count(DISTINCT articles.id), coalesce(max(appearances.link_score), 0) FROM held"
        " JOIN appearances USING (article_id, number) JOIN articles ON articles.id = held.article_id"
        " JOIN people ON people.id = appearances.person_id WHERE held.office = ? AND NOT people.hidden"
        " GROUP BY people.id ORDER BY max(articles.date) DESC, people.key", [name],
    )
    found = [Holder(*row) for row in rows]
    span = days(on) if on else None
    if span is None:
        return found
    visible = {holder.person_id for holder in found}
    seen = [one for one in seen_in(db, name) if one.person in visible]
    first, last = (day.toordinal() for day in span)
    asked = {(first + last) / 2, float(first), float(last), *(one.day for one in seen if first <= one.day <= last)}
    scores = {
        holder.person_id: max(_score(holder.person_id, seen, day) for day in sorted(asked))
        for holder in found if any(one.person == holder.person_id for one in seen)
    }
    return sorted(
        (replace(holder, score=scores[holder.person_id]) for holder in found if holder.person_id in scores),
        key=lambda holder: -holder.score,
    )


def _score(person: int, seen: Sequence[Seen], day: float) -> float:
    """How likely it is that a person, who was seen in an office, held it on a day."""
    best, alone = on_day(seen, day), on_day([one for one in seen if one.person == person], day)
    if best is None or alone is None:
        return 0.0
    return best[1] if best[0] == person else round(min(alone[1], 1 - best[1]), 3)


"""``congbao archive ask``: who held what, who was in an office, figures over time, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.archive.answers import Answer, say
from pipeline.cli.archive.dates import first, following, read
from pipeline.cli.archive.names import bodies as bodies_of
from pipeline.cli.archive.names import nothing
from pipeline.cli.archive.options import DEFAULT, Archive, AsJson

if TYPE_CHECKING:
    import sqlite_utils

app = typer.Typer(no_args_is_help=True, help="Ask an archive. Names may stand in any spelling, also without marks.")


Limit = Annotated[int, typer.Option(min=0, help="Rows that are shown; 0 for all.")]
Body = Annotated[str | None, typer.Option(metavar="NAME", help="Of this body.")]
Repeated = Annotated[bool, typer.Option("--repeated", help="Those of near-duplicate articles too.")]


@app.command()
def who(
    person: Annotated[str, typer.Argument(help="A name, or some words of one.")],
    limit: Limit = 20,
    db: Archive = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """The offices of a person over time: first and last day an article says so. Several of one name stand apart."""
    with _reading(db) as archive:
        from pipeline.archive import near, offices

        found = offices.who(archive, person)
        if not found:
            nothing(f"nobody called {person!r}", near.people(archive, person))
    Answer("people", found, limit).show(as_json)


@app.command()
def office(
    position: Annotated[str, typer.Argument(help='The office: "Chủ tịch".')],
    body: Annotated[str, typer.Argument(help='The body: "UBND huyện Krông Nô".')],
    on: Annotated[str | None, typer.Option(
        parser=read, metavar="DATE", help="Who held it then: 2018-11-15, 2018-11 or 2018.",
    )] = None,
    limit: Limit = 50,
    db: Archive = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Who held an office: on a day the likeliest first, else everybody in order."""
    with _reading(db) as archive:
        from pipeline.archive import offices

        found = offices.held(archive, position, body, on)
        if not found and (bodies := bodies_of(archive, body)):
            titles = dict.fromkeys(title for one in bodies for title in offices.titles_of(archive, one))
            where = f"the {len(bodies)} bodies that may be" if len(bodies) > 1 else "the body that is"
            nothing(f"nobody seen as {position!r} in {where} called {body!r}", list(titles), "offices seen there: ")
    Answer("holders" if on is None else "holders_on", found, limit).show(as_json)


@app.command()
def figures(
    indicator: Annotated[str, typer.Argument(help='What is measured or counted: "thu ngân sách", "hộ nghèo".')],
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Of this unit and all in it.")] = None,
    body: Body = None,
    since: Annotated[str | None, typer.Option("--from", parser=read, metavar="DATE", help="The first time.")] = None,
    until: Annotated[str | None, typer.Option("--to", parser=read, metavar="DATE", help="The last time.")] = None,
    repeated: Repeated = False,
    limit: Limit = 50,
    db: Archive = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Figures in the order of the times they hold for; a target stands at its deadline."""
    with _reading(db) as archive:
        from pipeline.archive import figures as stored
        from pipeline.archive import near

        named = stored.named(archive, indicator)
        if not named:
            nothing(f"no figures of {indicator!r}", near.near(
                (folded for folded, *_ in stored.indicators(archive)), indicator,
            ))
        places = None if place is None else [row["code"] for row in near.places(archive, place)]
        if places == []:
            names = (name for (name,) in archive.execute("SELECT DISTINCT name FROM places"))
            nothing(f"no unit called {place!r}", near.near(names, place or ""))
        bodies = None if body is None else bodies_of(archive, body)
        found = list(stored.of(
            archive, named, places=places, bodies=bodies, since=since, until=until, repeated=repeated,
        ))
        if not found and named and places != [] and bodies != []:
            nothing(f"none of the figures of {', '.join(named[:3])} fits")
    Answer("figures", found, limit).show(as_json)


@app.command()
def due(
    before: Annotated[str | None, typer.Option(
        parser=read, metavar="DATE", help="Due before this day, month or year.",
    )] = None,
    after: Annotated[str | None, typer.Option(
        parser=read, metavar="DATE", help="Due after this day, month or year.",
    )] = None,
    body: Annotated[str | None, typer.Option(metavar="NAME", help="Owed by this body.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Whose day has passed.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Those too of which no task was found.")] = False,
    undated: Annotated[bool, typer.Option("--undated", help="Those whose day cannot be told, instead.")] = False,
    repeated: Repeated = False,
    limit: Limit = 50,
    db: Archive = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """What is due, in the order of its days: the task, who owes it, who asks for it, where it is written."""
    if undated and (before or after or overdue):
        raise typer.BadParameter("--undated has no days: leave --before, --after and --overdue out")
    from pipeline.archive import calendar

    limits = [day for day in (first(before), calendar.today().isoformat() if overdue else None) if day]
    with _reading(db) as archive:
        bodies = None if body is None else bodies_of(archive, body)
        span: dict[str, Any] = {"since": following(after), "before": min(limits, default=None), "body": bodies}
        deadlines = calendar.due(archive, **span, repeated=repeated, dated=not undated)
        found = [row for row in deadlines if every or row["task"] or row["kind"] == "target"]
        if not found and bodies != []:
            nothing("nothing due" if not undated else "nothing whose day cannot be told")
        if len(found) < len(deadlines):
            say(f"{len(deadlines) - len(found)} more of which no task was found: --all")
        if not undated and not limits and not after:
            left_out = len(calendar.due(archive, body=bodies, repeated=repeated, dated=False))
            if left_out:
                say(f"{left_out} more whose day cannot be told: --undated")
    Answer("due", found, limit).show(as_json)


@contextmanager
def _reading(db: Any) -> Iterator[sqlite_utils.Database]:
    from pipeline.archive.store import open_archive

    archive = open_archive(db, read_only=True)
    try:
        yield archive
    finally:
        archive.close()

"""A page from its data: as HTML, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import sqlite_utils
from datasette import NotFound, Response
from datasette.database import QueryInterrupted
from datasette.utils import sqlite3, sqlite_timelimit
from datasette.utils.asgi import BadRequest, Request

from annotations.errors import CongbaoError
from pipeline.archive.pages import wording
from pipeline.archive.pages.query import Query

if TYPE_CHECKING:
    from pipeline.archive.pages.site import Site

PATIENCE = 10_000
"""Milliseconds that the queries of one page may take."""
Route = tuple[str, Callable[..., Awaitable[Response]]]


@dataclass(frozen=True)
class Page:
    """A page of the archive.

    Attributes:
        address: a regular expression; its groups are the query's ``parts``.
        template: of the HTML.
        data: what the page holds, as JSON has it. Raises :class:`LookupError` where there is no such thing.
        table: which list of the data CSV gives; None where there is none.
        dress: what only the HTML needs beside the data.
    """

    address: str
    template: str
    data: Callable[[Query], dict[str, Any]]
    table: str | None = None
    dress: Callable[[Query, dict[str, Any]], dict[str, Any]] | None = None


class Moved(Exception):
    """What is asked for is elsewhere.

    Args:
        address: where.
    """

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def view(page: Page) -> Route:
    """The route of a page."""

    async def answer(request: Request, datasette: Site) -> Response:
        form = request.url_vars.get("form") or "html"
        language = wording.language(request)
        say = wording.Wording(language)
        parts = {name: unquote(text) for name, text in request.url_vars.items() if name != "form" and text is not None}

        def read(connection: sqlite3.Connection) -> dict[str, Any]:
            query = Query(sqlite_utils.Database(connection), request.args, parts, say)
            with sqlite_timelimit(connection, PATIENCE):
                data = page.data(query)
                return data | page.dress(query, data) if page.dress and form == "html" else data

        try:
            data = await datasette.get_database("data").execute_fn(read)
        except LookupError:
            raise NotFound(say("not_found")) from None
        except Moved as moved:
            return Response.redirect(moved.address)
        except CongbaoError as error:
            raise BadRequest(str(error)) from None
        if form == "json":
            return as_json(data)
        if form == "csv":
            if page.table is None:
                raise NotFound(say("not_found"))
            return as_csv(data[page.table], page.table)
        response = Response.html(await datasette.render_template(page.template, data, request=request))
        if request.args.get("lang") in wording.LANGUAGES:
            response.set_cookie(wording.COOKIE, language, max_age=365 * 86400, samesite="lax")
        return response

    return f"^{page.address}(?:\\.(?P<form>json|csv))?$", answer


def as_json(data: Any, status: int = 200) -> Response:
    """An answer in JSON; Vietnamese stays readable."""
    return Response(
        json.dumps(data, ensure_ascii=False, default=_plain), status=status,
        content_type="application/json; charset=utf-8",
    )


def as_csv(table: Sequence[dict[str, Any]], name: str) -> Response:
    """A list as a table for spreadsheets, which take text for UTF-8 only with a byte order mark."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(table[0]) if table else [])
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in table)
    return Response(
        out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


async def failure(
    site: Site, request: Request, status: int, message: str | None, problem: Exception | None = None,
) -> Response:
    """The page that says what went wrong.

    Args:
        site: the application.
        request: what was asked.
        status: of the answer.
        message: what to say; None where that is no business of a reader's.
        problem: told on standard error, where whoever runs the archive looks.
    """
    language = wording.language(request)
    say = wording.Wording(language)
    if isinstance(problem, (QueryInterrupted, sqlite3.OperationalError)):
        status, message = 503, say("too_slow" if "interrupted" in str(problem) else "busy")
    elif problem is not None:
        traceback.print_exception(problem, file=sys.stderr)
    text = say("not_found") if status == 404 else message or say("failed")
    if request.path.endswith((".json", ".csv")):
        return as_json({"ok": False, "status": status, "error": text}, status)
    if "csrftoken" not in request.scope:
        request.scope["csrftoken"] = lambda: ""
    body = await site.render_template("error.html", {"status": status, "message": text}, request=request)
    return Response.html(body, status=status)


def _plain(value: Any) -> Any:
    return value.to_json() if hasattr(value, "to_json") else str(value)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value

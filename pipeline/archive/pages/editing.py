"""Signing in, and what editors send: corrections. Only POST changes anything, and only with the token.

Datasette's own middleware checks that a form with a cookie comes from one of our pages.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import sqlite_utils
from datasette import Forbidden, Response
from datasette.utils.asgi import BadRequest, Base400, Request

from annotations.errors import CongbaoError
from pipeline.archive import corrections
from pipeline.archive.pages import feed, relabelling, session, view, wording
from pipeline.archive.store import ArchiveError, open_archive, writing

if TYPE_CHECKING:
    from pipeline.archive.pages.site import Site

PATIENCE = 5.0
"""Seconds an editor waits for another writer: a batch that is being added."""
SLOW = 1.0
"""Seconds that a wrong token costs."""
LONGEST = 300
"""Characters of an editor's name."""
_KINDS = ("person", "organisation")
_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
Form = dict[str, str]
Change = Callable[[sqlite_utils.Database, Form, str], Any]


class PostOnly(Base400):
    """An address that changes something was asked for by other means than POST."""

    status = 405


async def sign_in(request: Request, datasette: Site) -> Response:
    """The form that asks for the token, and its answer."""
    if request.method != "POST":
        back = _local(request.args.get("next"))
        body = await datasette.render_template("sign_in.html", {"next": back, "wrong": False}, request=request)
        return Response.html(body)
    form = await _form(request)
    back = _local(form.get("next"))
    if not session.right(datasette, form.get("token", "")):
        await asyncio.sleep(SLOW)
        context = {"next": back, "wrong": True}
        return Response.html(await datasette.render_template("sign_in.html", context, request=request), status=403)
    response = Response.redirect(back, status=303)
    response.set_cookie(
        session.COOKIE, session.signed(datasette, form.get("name", "")[:LONGEST]), max_age=session.LASTS,
        httponly=True, samesite="strict", secure=request.scheme == "https",
    )
    return response


async def sign_out(request: Request, datasette: Site) -> Response:
    """Forget who signed in."""
    _posted(request, wording.Wording(wording.language(request)))
    await _form(request)
    response = Response.redirect("/", status=303)
    response.set_cookie(session.COOKIE, "", max_age=0, httponly=True, samesite="strict")
    return response


async def correct(request: Request, datasette: Site) -> Response:
    """One correction, then back to the page it was made on; with a bearer token the answer is JSON."""
    say = wording.Wording(wording.language(request))
    if datasette.token is None:
        raise Forbidden(say("read_only"))
    _posted(request, say)
    editor = session.editor(datasette, request.headers, writing=True)
    if editor is None:
        raise Forbidden(say("token_needed"))
    form = await _form(request)
    change = CHANGES.get(form.get("action", ""))
    if change is None:
        raise BadRequest(say("bad_choice", name="action", choices=", ".join(CHANGES)))
    try:
        number = await asyncio.to_thread(_write, datasette.archive, change, form, editor)
    except ArchiveError as error:  # another writer keeps the lock
        return await view.failure(datasette, request, 503, str(error))
    except (CongbaoError, KeyError, ValueError) as error:
        raise BadRequest(say("cannot_correct", why=str(error))) from None
    if request.headers.get("authorization"):
        return view.as_json({"ok": True, "correction": number})
    datasette.add_message(request, say("corrected"), datasette.INFO)
    return Response.redirect(_local(form.get("next")), status=303)


def _write(path: str, change: Change, form: Form, editor: str) -> int | None:
    db = open_archive(path, patience=PATIENCE)
    try:
        with writing(db):
            number = change(db, form, editor)
            return int(number) if number is not None else None
    finally:
        db.close()


def _of_mention(change: Callable[..., int]) -> Change:
    return lambda db, form, editor: change(db, int(form["article"]), form["mention"], editor=editor)


def _relabel(db: sqlite_utils.Database, form: Form, editor: str) -> int:
    return relabelling.relabel(
        db, int(form["article"]), form["mention"], form["label"], form.get("words", ""), form.get("worth", ""), editor,
    )


def _of_relation(change: Callable[..., int]) -> Change:
    return lambda db, form, editor: change(
        db, int(form["article"]), form["head"], form["tail"], form["label"], editor=editor,
    )


def _of_name(change: Callable[..., int]) -> Change:
    return lambda db, form, editor: change(db, _kind(form), form["key"], editor=editor)


def _rename(db: sqlite_utils.Database, form: Form, editor: str) -> int:
    name = " ".join(form["name"].split())
    return corrections.rename(db, _kind(form), form["key"], name, editor=editor)


def _merge(db: sqlite_utils.Database, form: Form, editor: str) -> int:
    return corrections.merge(db, _kind(form), [form["key"], form["other"]], editor=editor)


def _split(db: sqlite_utils.Database, form: Form, editor: str) -> int:
    articles = [int(number) for number in form["article"].split(",")]
    return corrections.split(db, _kind(form), form["key"], articles, editor=editor)


def _article(db: sqlite_utils.Database, form: Form, editor: str) -> int:
    return corrections.accept_article(db, int(form["article"]), editor=editor)


def _undo(db: sqlite_utils.Database, form: Form, editor: str) -> None:
    corrections.undo(db, int(form["correction"]), editor=editor)


def _kind(form: Form) -> str:
    if form["kind"] not in _KINDS:
        raise ValueError(form["kind"])
    return form["kind"]


CHANGES: dict[str, Change] = {
    "accept": _of_mention(corrections.accept), "reject": _of_mention(corrections.reject), "relabel": _relabel,
    "accept_relation": _of_relation(corrections.accept_relation),
    "reject_relation": _of_relation(corrections.reject_relation),
    "accept_article": _article,
    "merge": _merge, "split": _split, "rename": _rename, "hide": _of_name(corrections.hide),
    "confirm": _of_name(corrections.confirm),
    "undo": _undo,
}
"""What a form's ``action`` may be."""


def _posted(request: Request, say: wording.Wording) -> None:
    if request.method != "POST":
        raise PostOnly(say("post_only"))


async def _form(request: Request) -> Form:
    """What was sent; several values of one name (boxes that are ticked) are joined by commas."""
    try:
        sent = parse_qs((await request.post_body()).decode("utf-8"), keep_blank_values=True)
    except UnicodeDecodeError:
        raise BadRequest("not UTF-8") from None
    return {name: ",".join(values) for name, values in sent.items()}


def _local(path: str | None) -> str:
    """A path of this archive; anything else would send an editor to somebody else's page."""
    return path if path and _PATH.fullmatch(path) else "/"


ROUTES: list[view.Route] = [
    (r"^/sign-in$", sign_in), (r"^/sign-out$", sign_out), (r"^/correct$", correct),
    (r"^/calendar\.ics$", feed.answer),
]

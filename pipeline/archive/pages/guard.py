"""What every request and answer passes: who may ask, how much, and what a browser is told to refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datasette import Response

from pipeline.archive.pages import session

if TYPE_CHECKING:
    from pipeline.archive.pages.site import Site

LARGEST_POST = 64 * 1024
"""Bytes; a correction is a few hundred."""
HEADERS = {
    # Nothing from elsewhere, no script or style that stands in a page: what an article holds can do nothing.
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                               "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_HEADERS = [(name.encode(), text.encode()) for name, text in HEADERS.items()]
_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_OPEN = (b"/sign-in", b"/static/", b"/page.css")


class Guard:
    """ASGI middleware around all of Datasette.

    Args:
        app: what it guards.
        site: whose rules hold.
    """

    def __init__(self, app: Any, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request: refuse it, or pass it on and add the headers to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = [*message.get("headers", [])]
                named = {bytes(name).lower() for name, _ in given}
                given += [(name, text) for name, text in _HEADERS if name not in named]
                message = {**message, "headers": given}
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            await refusal.asgi_send(with_headers)
        else:
            await self.app(scope, receive, with_headers)

    def _refusal(self, scope: Any) -> Response | None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope.get("raw_path") or scope["path"].encode()
        if not path.isascii():
            return Response.text("the address must be percent-encoded", status=400)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return Response.text("only GET and POST", status=405, headers={"allow": "GET, HEAD, POST"})
        # A page elsewhere can give its own name this machine's address and then read what is answered.
        if not self.site.closed and _name(headers.get("host", "")) not in _OWN_NAMES:
            return Response.text(
                "this archive answers to localhost and 127.0.0.1 only; a proxy must pass it such a Host", status=421,
            )
        if scope["method"] == "POST":
            length = headers.get("content-length", "")
            if not length.isdigit():
                return Response.text("Content-Length is needed", status=411)
            if int(length) > LARGEST_POST:
                return Response.text(f"at most {LARGEST_POST} bytes", status=413)
        if scope["path"].startswith("/-/"):  # Datasette's pages about itself: paths, settings, threads
            return Response.text("not here", status=404)
        if self.site.closed and not path.startswith(_OPEN) and session.editor(self.site, headers) is None:
            return self._ask(scope)
        return None

    def _ask(self, scope: Any) -> Response:
        if "." in scope["path"].rsplit("/", 1)[-1]:  # JSON, CSV, calendar: no browser to send elsewhere
            ask = {"www-authenticate": 'Basic realm="congbao"'}
            return Response.text("the token is needed", status=401, headers=ask)
        return Response.redirect(f"/sign-in?next={quote(scope['path'])}")


def _name(host: str) -> str:
    """A host without its port."""
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]

"""Who may write: whoever has the token, and browsers that were given it once."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from itsdangerous import BadData, URLSafeTimedSerializer

if TYPE_CHECKING:
    from pipeline.archive.pages.site import Site

COOKIE = "congbao_editor"
LASTS = 12 * 3600
"""Seconds that a browser stays signed in."""
NAMELESS = "—"


def right(site: Site, given: str) -> bool:
    """Whether a token is the site's; takes as long for one wrong token as for another."""
    return site.token is not None and hmac.compare_digest(given.encode(), site.token.encode())


def signed(site: Site, name: str) -> str:
    """What a browser keeps of having signed in. It holds as long as the token does."""
    return str(_signer(site).dumps(name.strip() or NAMELESS))


def editor(site: Site, headers: Mapping[str, str], *, writing: bool = False) -> str | None:
    """The name of whoever has shown the token, else None.

    Args:
        site: whose token.
        headers: of the request, names in small letters.
        writing: a password that a browser sends along by itself is then not enough: another site's form would do.
    """
    if site.token is None:
        return None
    kind, _, given = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return NAMELESS if right(site, given.strip()) else None
    if kind.lower() == "basic" and not writing:  # calendar programs know nothing else
        return _basic(site, given)
    return _of_cookie(site, headers.get("cookie", ""))


def _basic(site: Site, given: str) -> str | None:
    try:
        name, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name or NAMELESS) if right(site, password) else None


def _of_cookie(site: Site, cookie: str) -> str | None:
    try:
        kept = SimpleCookie(cookie).get(COOKIE)
        return str(_signer(site).loads(kept.value, max_age=LASTS)) if kept else None
    except (CookieError, BadData):
        return None


def _signer(site: Site) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(site.token), salt="congbao editor")

"""RSS and Atom feeds: every entry is an article of its title and its content or summary, without markup."""

from __future__ import annotations

import io
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from annotations.errors import CongbaoError, InputError
from corpus.articles import Article, full_text

LARGEST = 50_000_000
"""Bytes of a feed that are read from the network."""
_PATIENCE = 30  # seconds
_VIETNAM = timezone(timedelta(hours=7))  # no summer time since 1945
_UNSEEN = frozenset(("script", "style"))
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")  # of an encoding that a string no longer has
_ENDS_LINE = frozenset((
    "br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "section",
))


def read(path: Path, name: str) -> Iterator[Article | CongbaoError]:
    """Read a feed from a file.

    An article's id is the entry's own, or its link, or the feed's name and the entry's number. Its date is
    the day of publication in the publisher's zone, in Vietnam's where the feed gives universal time.
    """
    yield from decode(path.read_bytes(), str(path), name)


def read_url(url: str) -> Iterator[Article | CongbaoError]:
    """Read a feed from the network.

    Args:
        url: begins with ``http://`` or ``https://``.
    """
    try:
        with urllib.request.urlopen(url, timeout=_PATIENCE) as answer:
            raw = answer.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        yield InputError("cannot be fetched", file=url, why=str(reason), hint="save the feed and give the file")
        return
    if len(raw) > LARGEST:
        yield InputError("too large", file=url, why=f"more than {LARGEST:,} bytes")
        return
    yield from decode(raw, url, url)


def decode(raw: bytes, file: str, name: str) -> Iterator[Article | CongbaoError]:
    """The articles of a feed.

    Args:
        raw: RSS or Atom.
        file: named in errors.
        name: for ids of entries that have none.
    """
    import feedparser

    # As a stream: bytes and strings may be taken for the name of a file or an address to be opened.
    feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False)
    if not feed.get("version") and not feed.entries:
        why = str(feed.bozo_exception) if feed.bozo else "neither RSS nor Atom"
        yield InputError("not a feed", file=file, why=why)
        return
    for number, entry in enumerate(feed.entries, 1):
        contents = [item.value for item in entry.get("content", ()) if item.get("value")]
        text = full_text(plain(entry.get("title", "")), plain(contents[0] if contents else entry.get("summary", "")))
        if not text.strip():
            yield InputError(f"entry {number} has no text", file=file)
            continue
        given = {
            "title": plain(entry.get("title", "")), "date": _day(entry), "url": entry.get("link"),
            "source": feed.feed.get("title"),
        }
        meta = {key: value for key, value in given.items() if value}
        yield Article(entry.get("id") or entry.get("link") or f"{name}:{number}", text, meta)
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        yield InputError("damaged feed; entries may be missing", file=file, why=str(feed.bozo_exception))


def plain(markup: str) -> str:
    """The text of a fragment of HTML: a line a block, white space as single spaces.

    >>> plain("<p>Sở Y&nbsp;tế<br/>họp </p><p>Hết</p>")
    'Sở Y tế\\nhọp\\nHết'
    """
    if not re.search(r"[<&]", markup):
        return " ".join(markup.split())
    from lxml import etree, html

    root = html.fragment_fromstring(_DECLARATION.sub("", markup), create_parent="div")
    pieces: list[str] = []
    # Walked and not written to: lxml gives control characters, and refuses to take them back.
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        ends_line = element.tag in _ENDS_LINE
        if event == "start":
            pieces += ["\n" * (ends_line and element.tag != "br"), "" if element.tag in _UNSEEN else element.text or ""]
        else:
            pieces += ["\n" * ends_line, element.tail or ""]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _day(entry: Any) -> str | None:
    for name in ("published", "updated"):
        if given := entry.get(name):
            moment = _moment(given)
            if moment is not None:
                return in_vietnam(moment).isoformat()
            if parsed := entry.get(f"{name}_parsed"):
                return date(*parsed[:3]).isoformat()
    return None


def _moment(given: str) -> datetime | None:
    """A point in time as RSS (RFC 822) or Atom (ISO 8601) writes it."""
    try:
        return parsedate_to_datetime(given)
    except (ValueError, TypeError):
        pass
    try:
        return datetime.fromisoformat(given.strip().replace("Z", "+00:00"))
    except ValueError:
        return None


def in_vietnam(moment: datetime) -> date:
    """The day of a moment: in Vietnam where it is given in universal time, else where it is given."""
    return moment.astimezone(_VIETNAM).date() if moment.utcoffset() == timedelta() else moment.date()

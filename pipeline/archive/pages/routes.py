"""The pages and where they are."""

from __future__ import annotations

from pathlib import Path

from datasette import Response

import pipeline.render
from pipeline.archive.pages import (
    article,
    body,
    deadlines,
    figures,
    front,
    history,
    names,
    person,
    place,
    review,
    search,
)
from pipeline.archive.pages.view import Page

_BASE = Path(pipeline.render.__file__).with_name("page.css")

PAGES = (
    Page("/", "front.html", front.data),
    Page("/search", "search.html", search.data, "articles"),
    Page("/article/(?P<id>[0-9]{1,18})", "article.html", article.data, dress=article.dress),
    Page("/people", "names.html", names.people, "names"),
    Page("/bodies", "names.html", names.bodies, "names"),
    Page("/places", "names.html", names.places, "names"),
    Page("/person(?:/(?P<id>[0-9]{1,18}))?", "person.html", person.data, "articles", person.dress),
    Page("/body(?:/(?P<id>[0-9]{1,18}))?", "body.html", body.data, "articles"),
    Page("/place/(?P<code>[0-9a-z][^?.]{1,200})", "place.html", place.data, "articles"),
    Page("/figures", "figures.html", figures.data, "figures", figures.dress),
    Page("/deadlines", "deadlines.html", deadlines.data, "deadlines"),
    Page("/review", "review.html", review.data, "items"),
    Page("/corrections", "history.html", history.data, "corrections"),
)
"""All but the calendar feed, which is no page, and what is posted to."""


async def style() -> Response:
    """The style sheet of tagged pages, which ours build on."""
    return Response(_BASE.read_text("utf-8"), content_type="text/css; charset=utf-8")

"""What Datasette asks of a plugin. Only a :class:`Site` gets an answer: other Datasettes stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from datasette import Forbidden, Response, hookimpl
from datasette.utils.asgi import Base400, Request
from datasette.views.base import DatasetteError

from pipeline.archive.pages import editing, filters, session, wording
from pipeline.archive.pages.guard import Guard
from pipeline.archive.pages.links import Links
from pipeline.archive.pages.routes import PAGES, style
from pipeline.archive.pages.view import Route, failure, view

if TYPE_CHECKING:
    from pipeline.archive.pages.site import Site


def _ours(datasette: Any) -> Site | None:
    from pipeline.archive.pages.site import Site

    return datasette if isinstance(datasette, Site) else None


@hookimpl
def register_routes(datasette: Any) -> list[Route]:
    """The archive's pages; the first ones that Datasette looks at."""
    if not _ours(datasette):
        return []
    return [*(view(page) for page in PAGES), (r"^/page\.css$", style), *editing.ROUTES]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Every request passes the guard first."""
    site = _ours(datasette)
    return (lambda app: Guard(app, site)) if site else (lambda app: app)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """How dates and numbers are said."""
    if _ours(datasette):
        env.filters.update(filters.FILTERS)
        env.trim_blocks = env.lstrip_blocks = True


@hookimpl
def extra_template_vars(request: Request | None, datasette: Any) -> dict[str, Any]:
    """What every template needs: the language, the wording, who is signed in."""
    site = _ours(datasette)
    if not site or request is None:
        return {}
    language = wording.language(request)
    return {
        "lang": language, "t": wording.Wording(language), "writable": site.token is not None,
        "editor": session.editor(site, request.headers), "path": request.path, "here": request.full_path,
        "links": Links(request), "other_language": wording.switch(request, language),
    }


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Generator[None, Any, None]:
    """An error page of ours. Datasette's own prints every variable to the terminal, for a mistyped address too."""
    outcome = yield
    site = _ours(datasette)
    if site:
        outcome.force_result([lambda: _failure(site, request, exception)])


@hookimpl
def forbidden(datasette: Any, request: Request, message: str) -> Any:
    """What is not allowed is said on the same page."""
    site = _ours(datasette)
    return (lambda: failure(site, request, 403, message)) if site else None


async def _failure(site: Site, request: Request, exception: Exception) -> Response:
    if isinstance(exception, Forbidden):
        return await failure(site, request, 403, str(exception))
    if isinstance(exception, Base400):
        return await failure(site, request, exception.status, str(exception))
    if isinstance(exception, DatasetteError):
        return await failure(site, request, exception.status, exception.message)
    return await failure(site, request, 500, None, exception)

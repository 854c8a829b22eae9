"""``congbao archive serve``: the archive's pages, for a browser."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from annotations.errors import ModelError
from pipeline.cli.archive.options import DEFAULT, Archive

if TYPE_CHECKING:
    from pipeline.archive.pages.site import Site


def serve(
    db: Archive = DEFAULT,
    host: Annotated[str, typer.Option(
        help="Address to listen on. One that others can reach needs --write and --token, and asks for the token "
             "for reading too; it is plain HTTP, so put a proxy with TLS before it.",
    )] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any that is free.")] = 8001,
    write: Annotated[bool, typer.Option("--write", help="Let editors who have the token correct things.")] = False,
    token: Annotated[str | None, typer.Option(
        envvar="CONGBAO_TOKEN", help="What editors sign in with; better in CONGBAO_TOKEN, where others do not see it.",
    )] = None,
    sql: Annotated[bool, typer.Option("--sql", help="Let readers run SQL of their own, for reading only.")] = False,
) -> None:
    """Show the archive in a browser: search, articles, people, bodies, places, figures, deadlines. Ends on Ctrl+C."""
    if write and not token:
        raise typer.BadParameter("--write needs --token, or CONGBAO_TOKEN, as from: openssl rand -hex 16")
    try:
        from pipeline.archive.pages.site import Site
    except ModuleNotFoundError as error:
        raise ModelError(
            "the archive's pages cannot be shown", why=f"{error.name} is not installed",
            hint="pip install 'congbao[archive]'",
        ) from None
    site = Site(db, token=token if write else None, host=host, sql=sql)
    listening = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    ways = "signed-in editors may correct" if write else "read-only"
    print(f"http://{shown}:{listening.getsockname()[1]}/  ({ways}; Ctrl+C ends)", file=sys.stderr, flush=True)
    _run(site, listening)


def _listen(host: str, port: int) -> socket.socket:
    from pipeline.archive.store import ArchiveError

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ArchiveError(
            f"cannot listen on {host}, port {port}", why=error.strerror or str(error), hint="take another with --port",
        ) from None


def _run(site: Site, listening: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(site.app(), log_level="warning", lifespan="on", server_header=False)
    uvicorn.Server(config).run(sockets=[listening])

"""The application: Datasette over one archive."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from pipeline.archive.pages import hooks
from pipeline.archive.store import ArchiveError, open_archive

DATA = "data"
"""Where Datasette's own table pages are: ``/data/articles.csv``."""
SHORTEST_TOKEN = 12
"""Characters; each wrong one costs whoever guesses a second."""
_HERE = Path(__file__).parent
_SETTINGS = {
    "default_allow_sql": False, "allow_download": False, "suggest_facets": False, "default_page_size": 50,
    "truncate_cells_html": 300, "sql_time_limit_ms": 3000, "default_cache_ttl": 0,
}
_HIDDEN = ("appearances", "bands", "meta", "signatures")


class Site(Datasette):
    """Datasette over one archive, with the archive's pages.

    Args:
        path: the archive.
        token: with it editors sign in and correct; without it nothing can be written.
        host: what it listens on. Where others can reach that, reading needs the token too.
        sql: let readers run SQL of their own (reading only).

    Raises:
        ArchiveError: there is no such archive, the token is too short, or others can reach the host and there
            is no token.
    """

    def __init__(
        self, path: Path | str, *, token: str | None = None, host: str = "127.0.0.1", sql: bool = False,
    ) -> None:
        open_archive(path, read_only=True).close()
        self.archive, self.token, self.closed = str(Path(path).resolve()), token, not loopback(host)
        if token is not None and len(token) < SHORTEST_TOKEN:
            raise ArchiveError(
                "the token is too short", why=f"it has {len(token)} characters",
                hint=f"take at least {SHORTEST_TOKEN} that nobody can guess, as from: openssl rand -hex 16",
            )
        if self.closed and token is None:
            raise ArchiveError(
                f"others can reach {host}", why="there is no token, and the pages would be open to all of them",
                hint="start with --write and --token, which is then asked for reading too, or listen on 127.0.0.1",
            )
        if not pm.is_registered(hooks):
            pm.register(hooks, "congbao-archive")
        super().__init__(
            files=[], template_dir=str(_HERE / "templates"), static_mounts=[("static", str(_HERE / "static"))],
            settings=_SETTINGS | {"default_allow_sql": sql}, metadata=_metadata(),
        )
        self.remove_database("_memory")
        self.add_database(Database(self, path=self.archive), name=DATA)


def loopback(host: str) -> bool:
    """Whether only this machine can reach a host.

    >>> loopback("localhost"), loopback("::1"), loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _metadata() -> dict[str, Any]:
    hidden = {table: {"hidden": True} for table in _HIDDEN}
    return {"title": "congbao", "databases": {DATA: {"tables": hidden | {"articles": {"label_column": "key"}}}}}

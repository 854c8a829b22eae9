"""Names of bodies on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.cli.archive.answers import say

if TYPE_CHECKING:
    import sqlite_utils

_MOST = 12


def bodies(archive: sqlite_utils.Database, name: str) -> list[int]:
    """The bodies that a name means (``organisations.id``); says so on standard error where there is none."""
    from pipeline.archive import identity, near

    found = identity.bodies(archive, name)
    if not found:
        nothing(f"no body called {name!r}", near.bodies(archive, name))
    return [row["id"] for row in found]


def nothing(what: str, names: Sequence[str] = (), said: str = "near: ") -> None:
    """Say that nothing was found, and what is like it."""
    say(what + (f"; {said}{', '.join(islice(names, _MOST))}" if names else ""))

"""Administrative units as the archive's table ``places`` holds them; they are those of :mod:`pipeline.places`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import sqlite_utils

from annotations.folding import fold
from pipeline.places import DISTRICT, PROVINCE, REFORM, WARD, Unit
from pipeline.places import units as all_units

__all__ = ["DISTRICT", "PROVINCE", "REFORM", "WARD", "Place", "code", "fill", "province", "units"]


class Place(NamedTuple):
    """A row of the table.

    Attributes:
        code: its official code behind those of the units it is in: ``38/14812``; of a unit that is no more
            ``old/38/381/14812``. A province that goes on under its name and code is one row, today's.
        name: with its type.
        folded: the name, see :func:`annotations.folding.fold`.
        level: ``province``, ``district`` or ``ward``.
        parent: code of the unit it is in.
        now: of a unit that is no more, the smallest unit of today that holds all of it.
        status: ``new``, a unit of today, or ``old``.
        official: its official code alone.
    """

    code: str
    name: str
    folded: str
    level: str
    parent: str | None
    now: str | None
    status: str
    official: str


def fill(db: sqlite_utils.Database) -> None:
    """Write all units into an archive."""
    columns = ", ".join(Place._fields)
    db.conn.executemany(f"INSERT INTO places ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", units())


@lru_cache(maxsize=1)
def units() -> tuple[Place, ...]:
    """All units, those of today first, a unit after the one it is in."""
    codes = _codes()
    return tuple(
        Place(
            unit.key, unit.name, fold(unit.name), unit.level, codes[unit.parent] if unit.parent else None,
            None if unit.today else unit.now, "new" if unit.today else "old", unit.key.rpartition("/")[2],
        )
        for unit in all_units() if codes[unit.key] == unit.key
    )


def code(unit: Unit) -> str:
    """The code of a unit's row."""
    return _codes()[unit.key]


def province(found: Iterable[Unit]) -> str | None:
    """The province of today that most of some units lie in; of several the one named first."""
    counted = Counter(unit.province_now for unit in found)
    return counted.most_common(1)[0][0] if counted else None


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """The code of each unit's row, by the unit's key."""
    names = {unit.key: unit.name for unit in all_units() if unit.level == PROVINCE and unit.today}
    return {
        unit.key: unit.code if unit.code and not unit.today and names.get(unit.code) == unit.name else unit.key
        for unit in all_units()
    }

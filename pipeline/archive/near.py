"""What a reader may have meant whose words name nothing: names that are nearly those words; and units by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import sqlite_utils

from pipeline.archive import folding
from pipeline.archive.localities import type_of
from pipeline.archive.places import DISTRICT, PROVINCE, WARD
from pipeline.records.words import split

MOST = 5
_ALIKE = 0.6
_LEVELS = {PROVINCE: 0, DISTRICT: 1, WARD: 2}


def near(names: Iterable[str], asked: str, most: int = MOST) -> list[str]:
    """The names most like some words, without marks and abbreviations.

    >>> near(["Vũ Đình Khoát", "Mai Thị Hằng"], "vu dinh khoac")
    ['Vũ Đình Khoát']
    """
    words = folding.shadow(asked)
    own = set(words.split())
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    found: list[tuple[float, str]] = []
    for name in dict.fromkeys(names):
        shadow = folding.shadow(name)
        shared = len(own & set(shadow.split())) / max(len(own), 1)
        matcher.set_seq1(shadow)
        if shared < 0.5 and (matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE):
            continue
        alike = matcher.ratio()
        if max(alike, shared) >= _ALIKE:
            found.append((-max(alike, shared) - alike, name))
    return [name for _, name in sorted(found)[:most]]


def people(db: sqlite_utils.Database, asked: str) -> list[str]:
    """Names of people that are nearly some words."""
    return near((name for (name,) in db.execute("SELECT name FROM people WHERE NOT hidden")), asked)


def bodies(db: sqlite_utils.Database, asked: str) -> list[str]:
    """Names of bodies that are nearly some words."""
    return near((name for (name,) in db.execute("SELECT name FROM organisations WHERE NOT hidden")), asked)


def places(db: sqlite_utils.Database, asked: str) -> list[dict[str, str]]:
    """The units that a reader's words mean.

    Args:
        db: the archive.
        asked: a unit's code, or its name in any spelling, with its type ("huyện Krông Nô") or without. Without it a
            province before a district before a ward of the name.

    Returns:
        Rows with ``code`` and ``name``: of units of one name, of today and of before, all.
    """
    words = folding.shadow(asked)
    rows = list(db.query("SELECT code, name, folded, level FROM places"))
    own = [row for row in rows if row["code"] == asked] or [
        row for row in rows if words and folding.plain(row["folded"]) == words
    ]
    if not own and words:
        bare = [row for row in rows if folding.plain(row["folded"]).endswith(words) and _bare(row, words)]
        level = min((_LEVELS[row["level"]] for row in bare), default=0)
        own = [row for row in bare if _LEVELS[row["level"]] == level]
    return [{"code": row["code"], "name": row["name"]} for row in own]


def _bare(row: dict[str, str], words: str) -> bool:
    name = split(row["name"])
    return " ".join(map(folding.plain, name[len(type_of(name)):])) == words

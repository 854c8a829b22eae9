"""What office a title means: the office itself, and the body it is in where the title says so.

"Quyền Chủ tịch tỉnh" is the office "chủ tịch" in the body "ủy ban nhân dân tỉnh"; "Bộ trưởng GTVT" is "bộ trưởng"
in "bộ giao thông vận tải".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.archive.localities import type_of
from pipeline.records.words import words


@dataclass(frozen=True)
class Office:
    """An office as a title names it.

    Attributes:
        title: in one spelling, acting and permanent alike.
        body: the name of the body that the title itself says or implies.
        seat: held beside other offices, and by many at once: ủy viên, đại biểu.
        sole: held by one at a time.
    """

    title: str
    body: str | None = None
    seat: bool = False
    sole: bool = False


@lru_cache(maxsize=1 << 13)
def read(text: str) -> Office | None:
    """Read a title.

    Returns:
        None for what is no office: a rank, a degree.

    >>> read("Quyền Chủ tịch").title, read("Phó chủ tịch tỉnh").body, read("Bộ trưởng GTVT").body
    ('chủ tịch', 'ủy ban nhân dân tỉnh', 'bộ giao thông vận tải')
    >>> read("Thủ tướng").body, read("Thượng tá")
    ('chính phủ', None)
    """
    table = _table()
    written = [part for word in words(text) for part in table["abbreviations"].get(word, word).split()]
    title = " ".join(_without(written, table["dropped"])) or " ".join(written)
    title = table["same"].get(title, title)
    if title in table["ranks"] or not title:
        return None
    title, body = _body(title, table)
    seat = title.startswith(table["seats"])
    return Office(title, body, seat, not seat and not title.startswith(table["deputies"]))


def body_of_unit(title: str, kind: str) -> str | None:
    """The body of an office that stands with a unit alone.

    Args:
        title: of the office.
        kind: the unit's type noun.

    >>> body_of_unit("chủ tịch", "huyện"), body_of_unit("bí thư", "thị xã"), body_of_unit("giám đốc", "huyện")
    ('ủy ban nhân dân huyện', 'thị ủy', None)
    """
    table = _table()
    if title in table["unit"]:
        return f"{table['council']} {kind}"
    if title in table["party"]:
        return str(table["committee"].get(kind)) if kind in table["committee"] else None
    return None


def _body(title: str, table: dict[str, Any]) -> tuple[str, str | None]:
    """A title without the body it names, and that body."""
    if title in table["body"]:
        return title, str(table["body"][title])
    parts = title.split()
    for start in (*table["unit"], *table["party"]):
        rest = parts[len(start.split()):]
        if title.startswith(start) and rest and type_of(rest) == tuple(rest):
            return start, body_of_unit(start, " ".join(rest))
    for start in table["minister"]:
        if title.startswith(start + " "):
            return start, "bộ " + title[len(start) + 1:]
    if len(parts) > 2 and title.endswith(table["member"]):  # tỉnh ủy viên
        return table["member"], " ".join(parts[:-1])
    if title.startswith(table["delegate"] + " ") and len(parts) > 2:  # đại biểu Quốc hội
        return table["delegate"], " ".join(parts[2:])
    return title, None


def _without(title: list[str], dropped: list[list[str]]) -> list[str]:
    """A title without the words that do not make it another office."""
    out: list[str] = []
    at = 0
    while at < len(title):
        size = next((len(words) for words in dropped if title[at:at + len(words)] == words), 0)
        if not size:
            out.append(title[at])
        at += size or 1
    return out


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table = json.loads(Path(__file__).with_name("positions.json").read_text("utf-8"))
    return table | {
        "dropped": [entry.split() for entry in table["dropped"]], "seats": tuple(table["seats"]),
        "ranks": frozenset(table["ranks"]), "deputies": tuple(table["deputies"]),
    }

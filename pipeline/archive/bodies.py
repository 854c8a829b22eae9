"""What body a name means: its core words, and the unit it belongs to.

"UBND huyện Krông Nô" and "Ủy ban nhân dân huyện Krông Nô" have the core "ủy ban nhân dân" and the place Krông Nô.
A place that is not in the words ("UBND huyện", "Sở Y tế") is one that the article names, where that is plain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from annotations.folding import fold
from pipeline.archive.localities import LONGEST, TYPES, localities, type_of
from pipeline.archive.places import DISTRICT, PROVINCE, Place
from pipeline.records.words import Words, words, written_out

ANY_PROVINCE, LOCAL, NATIONAL = "province", "local", ""
UNIT_TYPES = frozenset(" ".join(kind) for kind in TYPES)
_INNER = re.compile(r"\s*\([^()]*\)")  # Ủy ban nhân dân (UBND) tỉnh
_SEVERAL = "several"  # "UBND xã, phường"


@dataclass(frozen=True)
class Name:
    """A body's name, read on its own.

    Attributes:
        words: all of it, abbreviations written out.
        core: its words without its place.
        units: the units its words may name; several where more than one bears the name.
        level: where ``units`` is empty, whose body it is: a type noun ("huyện"), ``province``, ``local``, the
            empty string for the country's, None for one that belongs to no unit (a firm, a newspaper).
        named: a unit's name stands in the words, known or not.
        head: only the kind of body is named ("Sở", "UBND"): which one, the article has said.
        more: words stand behind its unit's name that are none of it.
    """

    words: Words
    core: Words
    units: tuple[Place, ...] = ()
    level: str | None = None
    named: bool = False
    head: bool = False
    more: bool = False


@dataclass(frozen=True)
class Body:
    """A body across articles.

    Attributes:
        core: its words without its place.
        place: code of the unit it belongs to, one of the article's time; None where it belongs to none.
        score: how sure that it is this one.
        named: its place stands in its words.
        national: it is the country's.
    """

    core: str
    place: str | None
    score: float
    named: bool = False
    national: bool = False

    @property
    def home(self) -> str | None:
        """The unit as it is told apart by: a province that goes on under its name is one unit."""
        return home(self.place)

    @property
    def key(self) -> str:
        """What the body is known by: "ủy-ban-nhân-dân~old.67.664"."""
        return key(self.core, self.home)


def key(core: str, place: str | None) -> str:
    """The key of a body.

    >>> key("ủy ban nhân dân", "old/67/664")
    'ủy-ban-nhân-dân~old.67.664'
    """
    return "-".join(core.split()) + (f"~{place.replace('/', '.')}" if place else "")


def parts(key: str) -> tuple[str, str | None]:
    """The core words and the unit of a body's key.

    >>> parts("sở-y-tế~38"), parts("chính-phủ")
    (('sở y tế', '38'), ('chính phủ', None))
    """
    core, *unit = key.split("~")
    place = unit[0].replace(".", "/") if unit else None
    return core.replace("-", " "), place if localities().get(place) else None


@lru_cache(maxsize=1 << 12)
def home(code: str | None) -> str | None:
    """The province of today that bears an old province's name; else the unit itself."""
    place = localities().get(code)
    if place is None or place.level != PROVINCE or place.status == "new":
        return code
    name = words(place.name)
    same = [other for other in localities().bare(name[len(type_of(name)):], "9999", PROVINCE) if other.status == "new"]
    return same[0].code if same else code


@lru_cache(maxsize=1 << 14)
def read(text: str, date: str | None = None) -> Name | None:
    """Read a body's name.

    Args:
        text: as written.
        date: of the article: the units of that time are meant.

    Returns:
        None for a set of bodies ("UBND các huyện"), which is none of them, and for the name of a unit alone.

    >>> read("UBND TP. Đà Nẵng").core, [unit.code for unit in read("Ủy ban nhân dân thành phố Đà Nẵng").units]
    (('ủy', 'ban', 'nhân', 'dân'), ['48'])
    >>> read("Sở GD&ĐT").level, read("Huyện ủy").level, read("Bộ Y tế").level, read("UBND các huyện, thị xã")
    ('province', 'huyện', '', None)
    """
    table = _table()
    whole = written_out(words(_INNER.sub("", text)), table["abbreviations"])
    if not whole or _has(whole, table["sets"]) or localities().names_one(whole, date):
        return None
    found = _split(whole, date) or _ending(whole, date) or Name(whole, whole, level=_level(whole))
    if found.level == _SEVERAL:
        return None
    core = tuple(word for word in found.core if word not in table["dropped"]) or found.core
    if core in table["same"]:
        core = table["same"][core]
        found = replace(found, level=found.level or _level(core))
    return replace(found, core=core, head=not found.named and core in table["heads"])


def _split(name: Words, date: str | None) -> Name | None:
    """A name with the type noun of a unit in it."""
    known, table = localities(), _table()
    for at in range(1, len(name)):  # a unit that stands for its authorities is no part of a body's name
        kind = type_of(name[at:])
        rest = name[at + len(kind):]
        if not kind or name[at - 1] in table["unlike"].get(kind[-1], ()) or (rest and rest[0] in table["joined"]):
            continue
        for size in range(min(LONGEST, len(rest)), 0, -1):
            if units := known.typed(name[at:at + len(kind) + size], date):
                return _of_unit(name, at, units, rest[size:], date)
        if not rest:
            return Name(name, name[:at], level=" ".join(kind))
        if type_of(rest):
            return Name(name, (), level=_SEVERAL)
        if len(rest) <= LONGEST and _level(name[:at]) is not None:
            return Name(name, name, level=" ".join(kind), named=True)
    return None


def _of_unit(name: Words, at: int, units: list[Place], rest: Words, date: str | None) -> Name:
    """A name with a known unit in it: "xã Tân Lập, huyện Bá Thước" is one, "TP Thủ Đức và huyện Bình Chánh" are two."""
    known = localities()
    outer = known.typed(rest, date) or known.bare(rest, date, PROVINCE) if rest else []
    inside = [unit for unit in units if any(known.within(unit.code, other.code) for other in outer)]
    if {unit.level for unit in units} & {other.level for other in outer}:
        return Name((), (), level=_SEVERAL)
    return Name(name, name[:at], tuple(inside or units), named=True, more=bool(rest and not outer))


def _ending(name: Words, date: str | None) -> Name | None:
    """A name that ends in a unit's without its type: "Sở Y tế Đắk Lắk", "Thành ủy Vinh"."""
    known = localities()
    for size in range(min(LONGEST, len(name) - 1), 0, -1):
        core, unit = name[:-size], name[-size:]
        level = _level(core)
        units = known.bare(unit, date, PROVINCE) if size > 1 or level is not None else []
        if level and tuple(level.split()) in TYPES:
            units += [place for place in known.bare(unit, date, DISTRICT) if " ".join(known.kind(place.code)) == level]
        if units:
            return Name(name, core, tuple(units), named=True)
    return None


def _level(core: Words) -> str | None:
    table = _table()
    level: str | None
    for head, level in table["inside"].items():
        for at in range(1, len(core) - len(head) + 1):
            if core[at:at + len(head)] == head and core[at - 1] not in table["unlike"].get(head[0], ()):
                return level
    return next((level for head, level in table["level"].items() if core[:len(head)] == head), None)


def _has(name: Words, phrases: Sequence[Words]) -> bool:
    return any(
        name[at:at + len(phrase)] == phrase for phrase in phrases for at in range(len(name) - len(phrase) + 1)
    )


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table = json.loads(Path(__file__).with_name("bodies.json").read_text("utf-8"))

    def split(phrase: str) -> Words:
        return tuple(fold(phrase).split())

    return {
        "abbreviations": {split(short): split(form) for short, form in table["abbreviations"].items()},
        "dropped": frozenset(table["dropped"]), "unlike": table["unlike"], "joined": frozenset(table["joined"]),
        "sets": [split(phrase) for phrase in table["sets"]],
        "same": {split(one): split(other) for one, other in table["same"].items()},
        "heads": frozenset(split(head) for head in table["heads"]),
        "level": {split(head): level for head, level in table["level"].items()},
        "inside": {split(head): level for head, level in table["inside"].items()},
    }

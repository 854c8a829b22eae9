"""Which administrative units the places of an article are: names told apart by the article around them.

A name may be that of several units. It is the one in the unit named behind it ("xã A, huyện B"), else the one in the
article's own province (its portal, its dateline, the provinces it names), else the one near a district it names.
What is left open stays open: no unit is given that the article does not tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from annotations.document import Document, Entity
from annotations.folding import fold
from pipeline.places.index import Choices, index
from pipeline.places.names import Name, data, parse
from pipeline.places.units import DISTRICT, PROVINCE, REFORM, WARD, Unit

_LONGEST_TAIL = 7  # syllables of a place at the end of a body's name
_SEAT = 2  # syllables of "Huyện ủy" and the like, which stand before a bare name
_NEAR = 16  # characters between places of a list, or one in the other
_TOP = 400  # characters of an article in which a line may begin with a dateline
_DATELINE = re.compile(r"\s*(?:[-–—:]|,\s*ngày)")


@dataclass
class _Spot:
    """A mention that may be a unit, and what is left of its choices."""

    entity: Entity
    name: Name
    choices: tuple[Unit, ...]
    sure: bool
    tied: bool = False
    unit: Unit | None = None


@dataclass
class _Article:
    """What an article tells of where it plays.

    Attributes:
        before: whether it is of before the reform.
        home: key of its own province.
        named: keys of the provinces it names.
        districts: where it names each district, by key.
    """

    before: bool
    home: str | None = None
    named: set[str] = field(default_factory=set)
    districts: dict[str, list[int]] = field(default_factory=dict)

    def province(self, unit: Unit) -> str:
        """The province a unit is in, of the article's time."""
        return unit.province if self.before else unit.province_now


def link(document: Document) -> dict[str, Unit]:
    """The units that places of an article are, and those that bodies are of.

    Args:
        document: with LOC and ORG mentions; of its meta ``date`` tells the system of units, ``source`` and ``url``
            a province's own portal.

    Returns:
        Mention id -> unit. A body has that of the place its name ends in. What cannot be told is left out.
    """
    date = document.meta.get("date")
    article = _Article(_before(document, date))
    spots = list(_spots(document, article.before, date if isinstance(date, str) else None))
    if not spots:
        return {}
    named = [spot for spot in spots if spot.entity.label == "LOC"]
    _level(document.text, named)
    _nest(document.text, named)
    _settle(document, article, spots)
    for levels in ((PROVINCE, DISTRICT), (WARD,)):
        for spot in spots:
            if any(unit.level in levels for unit in spot.choices) and spot.unit is None:
                spot.unit = _told(spot, article)
                if spot.unit and spot.unit.level == DISTRICT:
                    article.districts.setdefault(spot.unit.key, []).append(spot.entity.start)
    _repeat(spots)
    return {spot.entity.id: spot.unit for spot in spots if spot.unit}


def _before(document: Document, date: Any) -> bool:
    """Whether an article is of before the reform: by its date, else where no time in it is later."""
    if isinstance(date, str) and date[:4].isdigit():
        return date < REFORM
    times = (entity.value for entity in document.entities if entity.label in ("DATE", "DEADLINE"))
    return not any(isinstance(value, str) and value[:7] >= REFORM[:7] for value in times)


def _spots(document: Document, before: bool, date: str | None) -> Iterator[_Spot]:
    places = index()
    for entity in sorted(document.entities, key=lambda item: item.start):
        if entity.label == "LOC":
            name = parse(entity.text)
            choices = places.choices(name, before, date)
            if choices.units:
                yield _Spot(entity, name, *choices)
        elif entity.label == "ORG":
            for name, choices in _tails(entity, before, date):
                yield _Spot(entity, name, *choices)
                break


def _tails(entity: Entity, before: bool, date: str | None) -> Iterator[tuple[Name, Choices]]:
    """The places a body's name may end in, the longest first; a body of several places has none."""
    folded = f" {fold(entity.text)} "
    if any(word in folded for word in data()["several"]):
        return
    words = entity.text.split()
    brand = folded.rstrip().endswith(tuple(data()["brands"]))
    seats, seat = data()["seats"], fold(" ".join(words[:_SEAT]))
    brand = brand or fold(" ".join(words[:3])).startswith(tuple(data()["private"]))
    for first in range(max(1, len(words) - _LONGEST_TAIL), len(words)):
        name = parse(" ".join(words[first:]))
        found, sure = index().choices(name, before, date)
        if name.type is None:
            seated = first == _SEAT and seat in seats
            found = tuple(
                unit for unit in found
                if (unit.level == PROVINCE and not brand) or (seated and seats[seat] in (unit.level, None))
            )
            sure = sure or seated
        if found:
            yield name, Choices(found, sure)


def _level(text: str, spots: list[_Spot]) -> None:
    """In a list of districts a bare name that only a ward bears is that of a district the tables lack."""
    run: list[_Spot] = []
    for at, spot in enumerate(spots):
        run.append(spot)
        gap = _gap(text, spot, spots[at + 1]) if at + 1 < len(spots) else "."
        if gap in data()["listing"]:
            continue
        districts = sum(other.choices[0].level == DISTRICT for other in run)
        for other in run:
            if 2 * districts > len(run) and other.name.type is None and other.choices[0].level == WARD:
                other.choices = ()
        run = []


def _nest(text: str, spots: list[_Spot]) -> None:
    """Of places named one in the other keep the choices that lie so: "xã A, xã B (huyện C)"."""
    between = frozenset(data()["between"])
    around: list[_Spot | None] = [None] * len(spots)
    for at in range(len(spots) - 2, -1, -1):
        spot, following = spots[at], spots[at + 1]
        gap = _gap(text, spot, following)
        if gap not in between and gap not in data()["listing"]:
            continue
        for outer in (following, around[at + 1]):
            if outer is None:
                continue
            inside = tuple(unit for unit in spot.choices if any(_inside(unit, other) for other in outer.choices))
            if inside:
                spot.choices, spot.tied, around[at] = inside, True, outer
                outer.choices = tuple(
                    other for other in outer.choices if any(_inside(unit, other) for unit in inside)
                )
                break


def _gap(text: str, one: _Spot, following: _Spot) -> str:
    """What stands between two places, folded; a full stop for what is more than a few words."""
    start, end = one.entity.end, following.entity.start
    return " ".join(fold(text[start:end]).split()) if end - start <= _NEAR else "."


def _inside(unit: Unit, other: Unit) -> bool:
    """Whether a unit is in another; a unit of before may be named with the province it is in today."""
    return unit.key.startswith(f"{other.key}/") or unit.now.startswith(f"{other.key}/")


def _settle(document: Document, article: _Article, spots: list[_Spot]) -> None:
    """Find out the article's own province and those it names."""
    votes: Counter[str] = Counter()
    for spot in spots:
        provinces = {article.province(unit) for unit in spot.choices}
        if len(provinces) == 1 and (spot.sure or spot.tied):
            province = provinces.pop()
            if spot.choices[0].level != WARD or spot.tied:
                article.named.add(province)
                votes[province] += 2 if spot.entity.label == "ORG" else 1
    first, second = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    article.home = (
        _portal(document.meta, article) or _dateline(document.text, spots, article)
        or (first[0] if first[1] > 2 * second[1] else None)
    )


def _portal(meta: dict[str, Any], article: _Article) -> str | None:
    """The province whose portal an article is from, by the words of its source or of its host's name."""
    given = [meta.get("source"), urlsplit(str(meta.get("url") or "")).hostname]
    words = {word for name in given if isinstance(name, str) for word in re.split(r"[\W_]+", name.lower())}
    found = index().portals(words, article.before)
    return article.province(found.pop()) if len(found) == 1 else None


def _dateline(text: str, spots: list[_Spot], article: _Article) -> str | None:
    """The province that a line at the top of an article opens with: "Hà Tĩnh – …"."""
    for spot in spots:
        start, end = spot.entity.start, spot.entity.end
        if start > _TOP:
            return None
        opens = not text[:start].rpartition("\n")[2].strip(" (\"“")
        if opens and len(spot.choices) == 1 and spot.choices[0].level == PROVINCE and _DATELINE.match(text, end):
            return article.province(spot.choices[0])
    return None


def _told(spot: _Spot, article: _Article) -> Unit | None:
    """The one unit that an article tells a mention to be."""
    near = [{article.home} if article.home else set(), article.named]
    for provinces in near:
        inside = [unit for unit in spot.choices if article.province(unit) in provinces]
        if len(inside) > 1:
            inside = _by_district(spot, inside, article)
        if inside:
            return inside[0] if len(inside) == 1 else None
    if len(spot.choices) != 1:
        return None
    unit = spot.choices[0]
    certain = spot.tied or (spot.sure and (unit.level != WARD or article.home is None))
    return unit if certain else None


def _by_district(spot: _Spot, choices: list[Unit], article: _Article) -> list[Unit]:
    """Of wards of one name those in a district that the article names, the one named last before the mention."""
    def distance(unit: Unit) -> tuple[bool, int]:
        starts = article.districts[unit.parent or ""]
        at = bisect_right(starts, spot.entity.start)
        return (False, spot.entity.start - starts[at - 1]) if at else (True, starts[0])

    named = [unit for unit in choices if unit.parent in article.districts]
    if not named:
        return choices
    parent = min(named, key=distance).parent
    return [unit for unit in named if unit.parent == parent]


def _repeat(spots: Iterable[_Spot]) -> None:
    """Give a mention that was left open the unit that the same name was told to be, if it was one."""
    known: dict[str, set[Unit]] = defaultdict(set)
    for spot in spots:
        if spot.unit and spot.entity.label == "LOC":
            known[spot.name.bare].add(spot.unit)
    for spot in spots:
        fitting = [
            unit for unit in known.get(spot.name.bare, ())
            if spot.name.type is None or parse(unit.name).type == spot.name.type
        ]
        if spot.unit is None and len(fitting) == 1:
            spot.unit = fitting[0]

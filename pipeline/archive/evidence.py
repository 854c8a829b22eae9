"""What speaks for and against two people of one name being one, in log odds. The weights are in ``people.json``."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.archive.localities import localities
from pipeline.archive.names import bearers, group_key
from pipeline.archive.places import PROVINCE
from pipeline.archive.posts import Post

NEVER = -99.0
_YEAR = 365.25
Range = tuple[float, float] | None
"""The first and the last day, proleptic ordinals; None where no article has a date."""


class Held(NamedTuple):
    """An office as it is said to be held.

    Attributes:
        post: the office.
        days: of the articles that say so.
        share: of the articles that say so among those of the person.
    """

    post: Post
    days: Range
    share: float


@dataclass
class Side:
    """What is known of one of two that may be one person.

    Attributes:
        name: as names are compared.
        held: offices.
        days: of all articles.
        named: provinces that the articles are about.
        sources: where they were published.
        official: said to hold an office.
    """

    name: str
    held: list[Held]
    days: Range
    named: set[str]
    sources: set[str]
    official: bool

    @cached_property
    def placed(self) -> list[Held]:
        """Offices in a known body, without seats that many hold beside another office."""
        return [held for held in self.held if held.post.body and not held.post.seat]

    @cached_property
    def seats(self) -> set[str | None]:
        """Seats in a known body."""
        return {held.post.office for held in self.held if held.post.body and held.post.seat}

    @cached_property
    def titles(self) -> set[str]:
        """Of all offices but seats."""
        return {held.post.title for held in self.held if not held.post.seat}

    @cached_property
    def provinces(self) -> set[str]:
        """Of the offices, else of the articles."""
        known = localities()
        return {province for held in self.held if (province := known.province(held.post.place))} or self.named


def weigh(one: Side, other: Side) -> float:
    """Log odds that two are one person; ``NEVER`` where they cannot be."""
    apart = weights()["years apart"]
    years = years_between(one.days, other.days)
    odds = _of_names(one.name, other.name)
    if years is not None and years > apart["far"]:
        odds += apart["too far weight" if years > apart["too far"] else "weight"]
    if one.seats & other.seats:
        odds += weights()["seat"]
    if not one.placed or not other.placed:
        return odds + _circumstance(one, other)
    pairs = [(held, rest) for held in one.placed for rest in other.placed]
    common = max(_common(held.post, rest.post) for held, rest in pairs)
    if common >= weights()["posts"]["same body"]:
        return odds + common
    rivalry = weights()["rivals"]
    against = 0.0
    for held, rest in pairs:
        # An office that few of many articles give is more likely the tagger's mistake than a rival.
        if min(held.share, rest.share) < rivalry["least share"] or not _rivals(held.post, rest.post):
            continue
        between = years_between(held.days, rest.days)
        if between == 0:
            return NEVER
        if between is None or between <= rivalry["soon"]:
            against = min(against, rivalry["time unknown" if between is None else "soon after"])
    return odds + common + against


def _of_names(one: str, other: str) -> float:
    """The odds seeing the names alone."""
    bounds, spelling = weights()["name"], weights()["spelling"]
    odds = min(
        min(bounds["highest"], max(bounds["lowest"], -bounds["scale"] * math.log(max(1e-9, bearers(name)))))
        for name in (one, other)
    )
    if one != other:
        odds += spelling["no marks" if group_key(one) in (one, other) else "other marks"]
    return float(odds)


def years_between(one: Range, other: Range) -> float | None:
    """Years from the one's last day to the other's first; 0 where they overlap, None where one is not known."""
    if one is None or other is None:
        return None
    return max(0.0, one[0] - other[1], other[0] - one[1]) / _YEAR


def _common(one: Post, other: Post) -> float:
    """What two offices have in common."""
    weight: dict[str, float] = weights()["posts"]
    if one.body == other.body:
        return weight["same office" if one.title == other.title else "same body"]
    if one.national and other.national:
        return weight["both national"]
    if one.national or other.national:
        unit = localities().get(one.place or other.place)
        return weight["national and province" if unit and unit.level == PROVINCE else "national and below"]
    if one.place is None or other.place is None:
        return weight["nothing in common"]
    if one.place == other.place:
        return weight["same unit"]
    known = localities()
    if known.within(one.place, other.place) or known.within(other.place, one.place):
        return weight["unit within unit"]
    return weight["same province" if known.province(one.place) == known.province(other.place) else "other province"]


def _rivals(one: Post, other: Post) -> bool:
    """Whether nobody holds both at once."""
    if one.former or other.former:
        return False
    if one.national and other.national:
        return one.title == other.title and one.title in weights()["exclusive"]
    if one.place != other.place:
        return True
    shared = weights()["shared bodies"]
    heads = one.sole and other.sole and one.place is not None
    return heads and not (str(one.body).startswith(shared) or str(other.body).startswith(shared))


def _circumstance(one: Side, other: Side) -> float:
    """What speaks for two of whom one is not said to be in any body."""
    weight: dict[str, float] = weights()["unplaced"]
    odds = 0.0
    if one.provinces and other.provinces:
        odds += weight["same province" if one.provinces & other.provinces else "other province"]
    if one.titles & other.titles:
        odds += weight["same title"]
    if one.sources & other.sources:
        odds += weight["same source"]
    if one.official != other.official:
        odds += weight["official and not"]
    elif one.official:
        odds += weight["both official"]
    return odds


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """The table of weights."""
    table = json.loads(Path(__file__).with_name("people.json").read_text("utf-8"))
    return dict(table) | {"shared bodies": tuple("-".join(body.split()) for body in table["shared bodies"])}

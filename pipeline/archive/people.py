"""People of one name: which appearances are one person. Looks at nothing but them, so their order cannot matter.

Appearances in one office are one person. What else is, is told by evidence, added up as log odds (Fellegi and Sunter
1969, https://doi.org/10.1080/01621459.1969.10501049) with the weights of ``people.json``: how common the name is,
what the offices have in common, and when. Two offices that nobody holds at once keep their holders apart.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from pipeline.archive import evidence
from pipeline.archive.evidence import NEVER, Held, Side, weights
from pipeline.archive.posts import Appearance, Post

Id = tuple[int, int]
_YEAR = 365.25


class Unit(NamedTuple):
    """A person in an article, with what the article says of itself.

    Attributes:
        id: article id and the appearance's number in it.
        order: what units are put in order by: date, SHA-256 of the text, offset.
        appearance: the person.
        day: of the article, a proleptic ordinal; None where it has no date.
        source: where it was published.
    """

    id: Id
    order: tuple[str, str, int]
    appearance: Appearance
    day: float | None
    source: str | None


class Parted(NamedTuple):
    """An editor's word that some appearances are another person than others."""

    moved: Collection[Id]
    left: Collection[Id]


@dataclass
class Person:
    """Appearances that are one person.

    Attributes:
        units: with how sure it is that each is this person, the earliest first.
    """

    units: list[tuple[Unit, float]] = field(default_factory=list)

    @property
    def score(self) -> float:
        """How sure it is that all are one: that of the weakest link."""
        return min(sure for _, sure in self.units)

    @property
    def first(self) -> Unit:
        """The earliest appearance."""
        return self.units[0][0]


def people(units: Iterable[Unit], parted: Sequence[Parted] = ()) -> list[Person]:
    """Put appearances of one name together, or of names that differ in their marks alone.

    Args:
        units: all of the name.
        parted: what an editor told apart.

    Returns:
        People, the earliest first.
    """
    ordered = sorted(units, key=lambda unit: unit.order)
    if not ordered:
        return []
    marks = {unit.id: tuple(_mark(unit.id, said) for said in parted) for unit in ordered}
    nodes = _nodes(ordered, marks)
    sides = [_side(node) for node in nodes]
    odds = _odds(nodes, sides, marks)
    sure = [
        _probability(evidence.weigh(side, side)) if len(node) > 1 else 1.0
        for node, side in zip(nodes, sides, strict=True)
    ]
    found = []
    for members in _joined(nodes, odds, sure):
        others = [at for at in range(len(nodes)) if at not in members]
        found.append(Person(sorted(
            (
                (unit, _among_namesakes(sure[at], [float(odds[at, other]) for other in others], sides[at]))
                for at in members for unit in nodes[at]
            ),
            key=lambda item: item[0].order,
        )))
    return sorted(found, key=lambda person: person.first.order)


def _mark(unit: Id, said: Parted) -> int:
    return 1 if unit in said.moved else -1 if unit in said.left else 0


def _nodes(ordered: Sequence[Unit], marks: dict[Id, tuple[int, ...]]) -> list[list[Unit]]:
    """Appearances that share an office, or are alike without any; the earliest first."""
    parent = list(range(len(ordered)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    seen: dict[Any, int] = {}
    # Those without a date last: they go with the first of an office.
    for at in sorted(range(len(ordered)), key=lambda at: (ordered[at].day is None, at)):
        unit = ordered[at]
        for alike in _alike(unit):
            key = unit.appearance.name, alike, marks[unit.id]
            last = seen.setdefault(key, at)
            if unit.day is not None:
                seen[key] = at
                if unit.day - (ordered[last].day or 0) > weights()["years apart"]["far"] * _YEAR:
                    continue
            parent[max(root(at), root(last))] = min(root(at), root(last))
    nodes: dict[int, list[Unit]] = defaultdict(list)
    for at, unit in enumerate(ordered):
        nodes[root(at)].append(unit)
    return list(nodes.values())


def _alike(unit: Unit) -> list[Any]:
    """What makes a unit one with others that have it too."""
    own = unit.appearance
    offices = [
        post.office for post in own.posts if post.office and not post.seat and post.sure >= weights()["sure of a body"]
    ]
    side = _side([unit])
    if offices or evidence.weigh(side, side) <= 0:
        return offices
    titles = frozenset((post.title, post.body) for post in own.posts)
    return [(titles, own.province, own.official, unit.source, unit.day and round(unit.day / _YEAR))]


def _side(node: Sequence[Unit]) -> Side:
    """What is known of a node's person."""
    days: dict[Post, list[float | None]] = defaultdict(list)
    for unit in node:
        for post in unit.appearance.posts:
            days[post._replace(sure=1.0)].append(unit.day)
    posts = [Held(post, _range(own), len(own) / len(node)) for post, own in sorted(days.items(), key=str)]
    provinces = Counter(unit.appearance.province for unit in node if unit.appearance.province)
    return Side(
        node[0].appearance.name, posts, _range([unit.day for unit in node]), set(provinces),
        {unit.source for unit in node if unit.source}, any(unit.appearance.official for unit in node),
    )


def _range(days: Iterable[float | None]) -> tuple[float, float] | None:
    known = [day for day in days if day is not None]
    return (min(known), max(known)) if known else None


def _odds(nodes: Sequence[Sequence[Unit]], sides: Sequence[Side], marks: dict[Id, tuple[int, ...]]) -> Any:
    """Log odds that two nodes are one person, for all pairs; ``NEVER`` where they cannot be."""
    size = len(nodes)
    odds = np.full((size, size), NEVER)
    told = [marks[node[0].id] for node in nodes]
    for row in range(size):
        for column in range(row):
            apart = any(one * other < 0 for one, other in zip(told[row], told[column], strict=True))
            odds[row, column] = odds[column, row] = NEVER if apart else evidence.weigh(sides[row], sides[column])
    return odds


def _joined(nodes: Sequence[Sequence[Unit]], odds: Any, sure: list[float]) -> list[list[int]]:
    """Clusters of nodes.

    The two most like each other are merged first. What counts for a merger is the best pair of nodes, what counts
    against it the worst. ``sure``, how sure each node's place is, is lowered as they are.
    """
    size = len(nodes)
    clusters: dict[int, list[int]] = {number: [number] for number in range(size)}
    best, worst = odds.copy(), np.minimum(odds, 0.0)

    def merge(one: int, other: int, probability: float) -> None:
        one, other = min(one, other), max(one, other)
        weight = {number: sum(len(nodes[at]) for at in clusters[number]) for number in (one, other)}
        for member in clusters[one if weight[one] < weight[other] else other]:
            sure[member] = min(sure[member], probability)
        clusters[one] += clusters.pop(other)
        best[one] = best[:, one] = np.maximum(best[one], best[other])
        worst[one] = worst[:, one] = np.minimum(worst[one], worst[other])
        for table in (best, worst):
            table[other] = table[:, other] = table[one, one] = NEVER

    while len(clusters) > 1:
        strength = np.where(worst <= NEVER, NEVER, best + weights()["against"] * worst)
        one, other = divmod(int(np.argmax(strength)), size)
        if strength[one, other] <= 0:
            break
        merge(one, other, _probability(float(strength[one, other])))
    return list(clusters.values())


def _among_namesakes(sure: float, others: Sequence[float], side: Side) -> float:
    """How sure a node's place is where nothing but circumstance speaks for it and it might be with a namesake."""
    if sure >= 1 or side.placed:
        return round(sure, 3)
    own, other = sure / (1 - sure), math.exp(min(50.0, max(others, default=NEVER)))
    return round(own / (1 + own + other), 3)


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(odds, -50.0)))

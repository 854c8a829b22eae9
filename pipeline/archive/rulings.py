"""What editors said about people and bodies, as joining across articles obeys it. See ``corrections.py``.

A person's corrections point at appearances by the SHA-256 of the text and an offset, so they hold when articles are
tagged anew and when a person's key has changed; a body's point at its key, which its words and its place make.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlite_utils

from pipeline.archive.people import Id, Parted, Person, Unit

PERSON, ORGANISATION = "person", "organisation"
Anchor = tuple[str, str, int]
"""SHA-256 of a text, what a person's names share (:func:`pipeline.archive.names.group_key`), an offset."""


class Ruling(NamedTuple):
    """One correction that is in force.

    Attributes:
        action: merge split rename hide confirm.
        key: of the person or body it is about.
        detail: what the action needs beside.
    """

    action: str
    key: str
    detail: dict[str, Any]


@dataclass
class Known:
    """A person or body as the editors left it."""

    key: str | None = None
    name: str | None = None
    hidden: bool = False
    confirmed: bool = False

    def obey(self, ruling: Ruling) -> None:
        """Take in what a ruling says of this one alone."""
        self.key = ruling.key
        if ruling.action == "rename":
            self.name = str(ruling.detail["name"])
        elif ruling.action == "hide":
            self.hidden = True
        elif ruling.action == "confirm":
            self.confirmed = True


@dataclass
class Group:
    """People of one or several names, put together by editors.

    Attributes:
        units: with how sure it is that each is this person, the earliest first.
        known: what the editors said.
    """

    units: list[tuple[Unit, float]]
    known: Known = field(default_factory=Known)


def load(db: sqlite_utils.Database, kind: str) -> list[Ruling]:
    """The rulings in force about people or about bodies, the oldest first."""
    rows = db.execute(
        "SELECT action, key, detail FROM corrections WHERE kind = ? AND NOT undone ORDER BY id", [kind],
    )
    return [Ruling(action, key, json.loads(detail)) for action, key, detail in rows]


def names_joined(rulings: Iterable[Ruling]) -> list[set[str]]:
    """Sets of names that mergers join: what is recomputed together."""
    joined: list[set[str]] = []
    for ruling in rulings:
        if ruling.action != "merge":
            continue
        names = {name for anchors in ruling.detail["people"] for _, name, _ in anchors}
        apart = [other for other in joined if not other & names]
        joined = [*apart, names.union(*(other for other in joined if other & names))]
    return joined


def parted(rulings: Iterable[Ruling], units: Sequence[Unit]) -> list[Parted]:
    """What the editors told apart among appearances."""
    at = _index(units)
    said = [
        Parted(_found(ruling.detail["moved"], at), _found(ruling.detail["left"], at))
        for ruling in rulings if ruling.action == "split"
    ]
    return [one for one in said if one.moved and one.left]


def obeyed(people: Sequence[Person], rulings: Iterable[Ruling]) -> list[Group]:
    """People as the editors want them: merged, split off, named."""
    at = _index([unit for person in people for unit, _ in person.units])
    own = {unit.id: number for number, person in enumerate(people) for unit, _ in person.units}
    groups: dict[int, set[int]] = {number: {number} for number in range(len(people))}
    known: dict[int, Known] = defaultdict(Known)

    def group_of(anchors: Iterable[Anchor]) -> int | None:
        counts: dict[int, int] = defaultdict(int)
        for unit in _found(anchors, at):
            counts[next(group for group, members in groups.items() if own[unit] in members)] += 1
        return max(counts, key=lambda group: (counts[group], -group)) if counts else None

    for ruling in rulings:
        if ruling.action == "merge":
            found = [group_of(anchors) for anchors in ruling.detail["people"]]
            first = next((group for group in found if group is not None), None)
            if first is None:
                continue
            for other in {group for group in found if group is not None} - {first}:
                groups[first] |= groups.pop(other)
                known.pop(other, None)
            known[first].obey(ruling)
        elif ruling.action == "split":
            whole, moved = group_of(ruling.detail["left"]), _found(ruling.detail["moved"], at)
            apart = {own[unit] for unit in moved}
            if not moved:
                continue
            for group, members in list(groups.items()):
                members -= apart
                if not members:
                    del groups[group]
                    known.pop(group, None)
            groups[min(apart)] = apart
            known[min(apart)] = Known(ruling.detail["key"])
            if whole is not None and whole in groups:
                known[whole].obey(ruling)
        else:
            about = group_of(ruling.detail["people"][0])
            if about is not None:
                known[about].obey(ruling)
    return [
        Group(
            sorted((item for number in members for item in people[number].units), key=lambda item: item[0].order),
            known[group],
        )
        for group, members in groups.items()
    ]


def key_of_body(key: str, sha256: str | None, rulings: Iterable[Ruling]) -> str:
    """The key of the body that a body named in an article is by the editors' word.

    Args:
        key: the one its words and place make.
        sha256: of the article's text; None for a body in no article in particular.
        rulings: about bodies.
    """
    for ruling in rulings:
        if ruling.action == "merge" and key in ruling.detail["keys"]:
            key = ruling.key
        elif ruling.action == "split" and key == ruling.key and sha256 in ruling.detail["articles"]:
            key = str(ruling.detail["key"])
    return key


def known_body(key: str, rulings: Iterable[Ruling]) -> Known:
    """What the editors said of a body."""
    known = Known(key)
    for ruling in rulings:
        if ruling.key == key:
            known.obey(ruling)
    return known


def _index(units: Iterable[Unit]) -> dict[tuple[str, str], list[Unit]]:
    """Appearances by text and name."""
    index: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        index[unit.order[1], unit.appearance.group].append(unit)
    return index


def _found(anchors: Iterable[Anchor], index: dict[tuple[str, str], list[Unit]]) -> set[Id]:
    """The appearances that anchors point at; of two of one name in a text the nearer one."""
    found = set()
    for sha256, name, start in anchors:
        if units := index.get((sha256, name)):
            found.add(min(units, key=lambda unit: (abs(unit.order[2] - start), unit.id)).id)
    return found

"""Which mentions of an article are one person: Lê Anh Xuân, ông Xuân, and the office where it is plainly he."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotations.document import Entity
from annotations.folding import fold
from pipeline.records.bodies import fullest
from pipeline.records.graph import Graph
from pipeline.records.names import join_names
from pipeline.records.words import Words, data, words

PEOPLE = ("OFFICIAL", "PERSON")
_LAST_WORD = re.compile(r"([^\W_]+)[\s\"“‘']*$")
_BEFORE = 24  # characters before an office that tell whether a holder is meant


class Office(NamedTuple):
    """An office as offices are compared within an article.

    Attributes:
        title: its words, without a level at their end ("Chủ tịch huyện").
        level: that level.
        body: index of the body it is in.
        place: words of the place it is in.
    """

    title: Words
    level: Words
    body: int | None
    place: Words


def join_people(graph: Graph, bodies: Sequence[Sequence[Entity]]) -> list[list[Entity]]:
    """The persons of an article, each with its mentions in the order of the text.

    A POSITION that nobody is said to hold is a mention too: of the one person who holds that office in the article.
    Of two who hold it or held it, or none, nothing is known.

    Args:
        graph: of the article.
        bodies: its bodies, each with its mentions.
    """
    text = graph.document.text
    chains = join_names(text, graph.labelled(*PEOPLE))
    owners = {mention.id: index for index, chain in enumerate(chains) for mention in chain}
    offices = Offices(graph, bodies)
    held: set[str] = set()
    former: set[tuple[int, Words]] = set()
    holders: dict[Words, set[tuple[int, Office]]] = defaultdict(set)
    for person in graph.labelled(*PEOPLE):
        for position, _ in graph.tails(person, "HOLDS"):
            held.add(position.id)
            office = offices.of(position)
            holders[office.title].add((owners[person.id], office))
            if is_former(text, position):
                former.add((owners[person.id], office.title))
    starts = {mention.start for chain in chains for mention in chain}
    for position in graph.labelled("POSITION"):
        if position.id in held or not means_holder(text, position, starts):
            continue
        office = offices.of(position)
        meant = {person for person, other in holders.get(office.title, ()) if offices.fit(office, other)}
        if len(meant) == 1 and not meant.intersection(who for who, title in former if title == office.title):
            chains[meant.pop()].append(position)
    for chain in chains:
        chain.sort(key=lambda mention: mention.start)
    return chains


class Offices:
    """Reads and compares the offices of an article."""

    def __init__(self, graph: Graph, bodies: Sequence[Sequence[Entity]]) -> None:
        self._graph = graph
        self._owners = {mention.id: index for index, chain in enumerate(bodies) for mention in chain}
        self._names = [words(fullest(chain).text) for chain in bodies]

    def of(self, position: Entity) -> Office:
        """The office that a position names."""
        title, level = _parted(words(position.text))
        body, _ = self._graph.tail(position, "AT", "ORG")
        place, _ = self._graph.tail(position, "AT", "LOC")
        return Office(
            title, level, None if body is None else self._owners[body.id], words(place.text) if place else (),
        )

    def fit(self, one: Office, other: Office) -> bool:
        """Whether two offices of one title may be one: nothing that is said of both differs."""
        for first, second in ((one, other), (other, one)):
            name = () if second.body is None else self._names[second.body]
            if first.level and name and not (_executive(name) and _holds(name, first.level)):
                return False
            if first.place and name and not _holds(name, _bare(first.place)):
                return False
        fragment = " ".join(one.title) in data("coreference")["fragments"]
        if fragment and (one.body, one.place) != (other.body, other.place):
            return False
        if one.body is not None and other.body is not None and one.body != other.body:
            return False
        return not (one.place and other.place and _bare(one.place) != _bare(other.place))

    def same(self, one: Office, other: Office) -> bool:
        """Whether two offices of one person may be one, one of them written in one: "Bộ trưởng Xây dựng"."""
        if one.title == other.title:
            return self.fit(one, other)
        for whole, parted in ((one, other), (other, one)):
            rest = whole.title[len(parted.title):]
            if whole.body is None and parted.body is not None and whole.title == parted.title + rest:
                return self._names[parted.body][-len(rest):] == rest
        return False


def is_former(text: str, position: Entity) -> bool:
    """Whether an office is said to have been held: "nguyên Giám đốc"."""
    return _word_before(text, position.start) in data("coreference")["former"]


def _parted(title: Words) -> tuple[Words, Words]:
    for level in _levels():
        if len(title) > len(level) and title[-len(level):] == level:
            return title[:-len(level)], level
    return title, ()


def _bare(place: Words) -> Words:
    for level in _levels():
        if len(place) > len(level) and place[:len(level)] == level:
            return place[len(level):]
    return place


def _levels() -> list[Words]:
    return [tuple(level.split()) for level in data("coreference")["levels"]]


def _executive(name: Words) -> bool:
    head = tuple(data("coreference")["executive"].split())
    return name[:len(head)] == head


def _holds(name: Words, part: Words) -> bool:
    return any(name[at:at + len(part)] == part for at in range(len(name) - len(part) + 1))


def means_holder(text: str, position: Entity, people: set[int]) -> bool:
    """Whether an office stands for who holds it: not "giữ chức Chủ tịch", nor "các phó chủ tịch"."""
    lists: Mapping[str, list[str]] = data("coreference")
    if " ".join(fold(position.text).split()) in lists["many"]:
        return False
    if _word_before(text, position.start) in lists["office_itself"]:
        return False
    return not people.intersection(range(position.end, position.end + 3))


def _word_before(text: str, offset: int) -> str | None:
    """The word that ends right before an offset; None where a sign stands between."""
    found = _LAST_WORD.search(fold(text[max(0, offset - _BEFORE):offset]))
    return found[1] if found else None

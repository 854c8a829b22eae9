"""Which mentions of an article are one body: UBND TP. = Ủy ban nhân dân TP.HCM; "Sở" after "Sở Y tế"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from annotations.document import Document, Entity
from annotations.folding import fold
from pipeline.places import DISTRICT, PROVINCE, units
from pipeline.places.names import parse
from pipeline.records.words import Words, data, split, words, written_out

_BRACKET = re.compile(r"\s*\(([^()\n]{2,20})\)")
_INNER = re.compile(r"\s*\([^()]*\)")
_DISTINCT = 3  # words of a name that is no mere head: it may stand for the one longer name that begins with it
_ACRONYM = 3  # letters


class _Groups:
    """Sets that are joined; union by the smaller index, so that the first form stays the root."""

    def __init__(self) -> None:
        self._above: list[int] = []

    def add(self) -> int:
        self._above.append(len(self._above))
        return len(self._above) - 1

    def root(self, item: int) -> int:
        while self._above[item] != item:
            self._above[item] = item = self._above[self._above[item]]
        return item

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first


def join_bodies(document: Document) -> list[list[Entity]]:
    """The bodies of an article, each with its mentions in the order of the text."""
    mentions = sorted((entity for entity in document.entities if entity.label == "ORG"), key=lambda item: item.start)
    forms = _introduced(document.text, mentions)
    keys = [_key(mention.text, forms) for mention in mentions]
    groups = _Groups()
    index: dict[Words, int] = {}
    for key in keys:
        if key not in index:
            index[key] = groups.add()
    sets = {key for mention, key in zip(mentions, keys, strict=True) if _is_set(mention)}
    _join_same(index, groups)
    _join_acronyms(mentions, index, groups, keys)
    _join_levels(index, groups)
    _join_short(index, sets, groups)
    owners = _anaphors(keys, sets, index, groups)
    found: dict[int, list[Entity]] = defaultdict(list)
    for mention, owner in zip(mentions, owners, strict=True):
        found[owner].append(mention)
    return list(found.values())


def fullest(mentions: Sequence[Entity]) -> Entity:
    """The mention that says most of a body: the one of most words, abbreviations written out; the first of such."""
    return max(mentions, key=lambda mention: (len(words(_INNER.sub("", mention.text))), -mention.start))


def _key(text: str, forms: dict[Words, Words]) -> Words:
    """What a mention is compared by; brackets inside it only explain."""
    key = written_out(words(_INNER.sub("", text)), forms)
    for filler in data("coreference")["fillers"]:
        head = tuple(filler.split())
        if key[:len(head)] == head and len(key) > len(head) + 1:
            return key[len(head):]
    return key


def _introduced(text: str, mentions: Sequence[Entity]) -> dict[Words, Words]:
    """The short forms that an article introduces in brackets: Thông tấn xã Việt Nam (TTXVN)."""
    found: dict[Words, Words] = {}
    for mention in mentions:
        inner = _BRACKET.search(mention.text)
        behind = _BRACKET.match(text, mention.end)
        for bracket, name in ((inner, mention.text[:inner.start()] if inner else ""), (behind, mention.text)):
            if bracket and (short := _acronym(bracket[1])):
                long = _spelled(short, words(name))
                if long:
                    found[split(bracket[1])] = long
    return found


def _acronym(text: str) -> str | None:
    """The letters of an acronym; None where a text is none."""
    letters = "".join(char for char in text if char.isalnum())
    return letters.lower() if len(letters) >= _ACRONYM - 1 and letters.isupper() else None


def _spelled(acronym: str, name: Words) -> Words | None:
    """The last words of a name that an acronym is made of: one letter each, words of the genre in any number."""
    for first in range(len(name) - 1, -1, -1):
        if "".join(word[0] for word in name[first:]) == acronym:
            return name[first:]
    return None


def _join_same(index: dict[Words, int], groups: _Groups) -> None:
    for names in data("coreference")["same"]:
        known = [index[key] for name in names if (key := tuple(name.split())) in index]
        for one in known[1:]:
            groups.join(known[0], one)


def _join_acronyms(
    mentions: Sequence[Entity], index: dict[Words, int], groups: _Groups, keys: Sequence[Words],
) -> None:
    """An acronym that nobody introduced is the one body whose words begin with its letters."""
    initials: dict[str, set[int]] = defaultdict(set)
    for key, group in index.items():
        if len(key) >= _ACRONYM:
            initials["".join(word[0] for word in key)].add(group)
    for mention, key in zip(mentions, keys, strict=True):
        acronym = _acronym(mention.text)
        if acronym and len(acronym) >= _ACRONYM and len(key) == 1:
            spelled = {groups.root(group) for group in initials.get(acronym, ())}
            if len(spelled) == 1:
                groups.join(index[key], spelled.pop())


@lru_cache(maxsize=1)
def _levels() -> tuple[Words, ...]:
    return tuple(tuple(level.split()) for level in data("coreference")["levels"])


def _join_levels(index: dict[Words, int], groups: _Groups) -> None:
    """UBND Hà Nội is UBND TP Hà Nội, where no other level bears the name in the article."""
    bare: dict[Words, set[int]] = defaultdict(set)
    for key, group in index.items():
        for at in range(1, len(key) - 1):
            for level in _levels():
                if key[at:at + len(level)] == level and at + len(level) < len(key):
                    bare[key[:at] + key[at + len(level):]].add(group)
    for key, given in bare.items():
        if key in index and len({groups.root(group) for group in given}) == 1:
            groups.join(index[key], next(iter(given)))


def _is_set(mention: Entity) -> bool:
    """Whether a mention names several bodies: "UBND các huyện"."""
    folded = f"{fold(mention.text)} "
    return any(mark in folded for mark in data("coreference")["several"])


def _join_short(index: dict[Words, int], sets: set[Words], groups: _Groups) -> None:
    """A name that one longer name begins with is that body, where the rest is its place, or the name says enough."""
    longer: dict[Words, list[Words]] = defaultdict(list)
    for key in index:
        for length in range(1, 0 if key in sets else len(key)):
            if key[:length] in index:
                longer[key[:length]].append(key)
    anaphors = _heads()
    for key, others in longer.items():
        if len(key) == 1 or (key in anaphors and not _level_last(key)):  # a brand's branch is another body
            continue
        fitting = {groups.root(index[other]) for other in others if _says_place(other[len(key):])}
        if not fitting and len(key) >= _DISTINCT:
            fitting = {groups.root(index[other]) for other in others}
        if len(fitting) == 1:
            groups.join(index[key], fitting.pop())


@lru_cache(maxsize=1)
def _heads() -> frozenset[Words]:
    return frozenset(tuple(name.split()) for name in data("coreference")["anaphors"])


def _level_last(key: Words) -> bool:
    return any(key[-len(level):] == level for level in _levels())


def _says_place(rest: Words) -> bool:
    """Whether the end of a body's name is where it is: a level, a province, a district, a party seat."""
    seats = (tuple(seat.split()) for seat in data("coreference")["seats"])
    if any(rest[:len(start)] == start for start in (*_levels(), *seats)):
        return True
    return " ".join(rest) in _place_names()


@lru_cache(maxsize=1)
def _place_names() -> frozenset[str]:
    return frozenset(" ".join(words(parse(unit.name).bare)) for unit in units() if unit.level in (PROVINCE, DISTRICT))


def _anaphors(
    keys: Sequence[Words], sets: set[Words], index: dict[Words, int], groups: _Groups,
) -> Iterator[int]:
    """The group of each mention; a bare head ("Sở", "UBND huyện") is the last body before it that begins so.

    Where none stands before it, it is the only one behind whose name goes on with its place. A set of bodies is
    nobody's longer name.
    """
    longer: dict[Words, set[int]] = defaultdict(set)
    for key in index:
        for length in range(1, 0 if key in sets else len(key)):
            if key[:length] in index and _says_place(key[length:]):
                longer[key[:length]].add(groups.root(index[key]))
    last: dict[Words, int] = {}
    heads = _heads()
    for key in keys:
        group = groups.root(index[key])
        if key in heads or _level_last(key):
            only = longer.get(key, ())
            group = last.get(key, next(iter(only)) if len(only) == 1 else group)
        yield group
        for length in range(1, 0 if key in sets else len(key)):
            last[key[:length]] = group

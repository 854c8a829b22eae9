"""Which units a name may be, before the article around it is looked at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.places.names import Name, data, parse, plain
from pipeline.places.units import DISTRICT, PROVINCE, WARD, Unit, units


class Choices(NamedTuple):
    """The units a name may be.

    Attributes:
        units: all of one system of units where the article's date tells which.
        sure: whether the name is written as in the tables, with its type or as a province's; what is not
            sure needs the article's province.
    """

    units: tuple[Unit, ...]
    sure: bool


NONE = Choices((), False)


class Index:
    """Looks up units by name."""

    def __init__(self) -> None:
        self._typed: dict[Name, list[Unit]] = defaultdict(list)
        self._bare: dict[str, list[Unit]] = defaultdict(list)
        self._plain: dict[str, list[Unit]] = defaultdict(list)
        for unit in units():
            name = parse(unit.name)
            self._typed[name].append(unit)
            self._bare[name.bare].append(unit)
            self._plain[plain(name.bare)].append(unit)
        self._provinces = {
            name: found for name, units_named in self._bare.items()
            if (found := [unit for unit in units_named if unit.level == PROVINCE])
        }

    def choices(self, name: Name, before: bool, date: str | None) -> Choices:
        """The units a name may be.

        Args:
            name: of a place.
            before: whether the article is of before the reform, when only units of then can be meant.
            date: of the article, ISO 8601.
        """
        alias = data()["aliases"].get(name.bare)
        if alias:
            return Choices(_of_its_time(self._provinces[alias], before), True)
        other = data()["elsewhere"].get(name.full)
        if other and (date or "") < other:
            return NONE
        return self._typed_choices(name, before) if name.type else self._bare_choices(name.bare, before)

    def _typed_choices(self, name: Name, before: bool) -> Choices:
        found = _of_its_time(self._typed.get(name, ()), before)
        if found:
            return Choices(found, True)
        # A unit that was raised since (thị xã to thành phố), or whose marks are written in another way.
        levels = data()["levels"][name.type]
        raised = [unit for unit in self._bare.get(name.bare, ()) if unit.level in levels and unit.level != PROVINCE]
        spelled = [unit for unit in self._plain.get(plain(name.bare), ()) if unit.level in levels]
        found = _of_its_time(raised, before) or _of_its_time(spelled, before)
        return Choices(found, all(unit.level == PROVINCE for unit in found))

    def _bare_choices(self, bare: str, before: bool) -> Choices:
        if bare.isdigit():
            return NONE
        named: Sequence[Unit] = self._bare.get(bare, ())
        if not named and re.search(r"[ ']", bare):
            named = self._plain.get(plain(bare), ())
        for level in (PROVINCE, DISTRICT, WARD):  # a bare name is rather the province's than that of a ward so called
            found = _of_its_time([unit for unit in named if unit.level == level], before)
            if found and (level != DISTRICT or before or not any(unit.today for unit in named)):
                return Choices(found, level == PROVINCE)
        return NONE

    def portals(self, words: set[str], before: bool) -> set[Unit]:
        """The provinces whose names, without marks and in one word, are among some words."""
        return {
            unit for name, found in self._provinces.items() if plain(name) in words
            for unit in _of_its_time(found, before)
        }


def _of_its_time(found: Sequence[Unit], before: bool) -> tuple[Unit, ...]:
    """Of before the reform only units of then; since, units of then where none of today is called so."""
    if before:
        return tuple(unit for unit in found if not unit.today)
    return tuple([unit for unit in found if unit.today] or found)


@lru_cache(maxsize=1)
def index() -> Index:
    """The index, made once."""
    return Index()

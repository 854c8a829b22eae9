"""Administrative units as they are named inside the names of bodies: "UBND huyện Krông Nô", "Sở Y tế Đắk Lắk"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.archive.places import DISTRICT, PROVINCE, REFORM, WARD, Place, units
from pipeline.records.words import Words, words

TYPES: dict[Words, tuple[str, ...]] = {
    ("tỉnh",): (PROVINCE,),
    ("thành", "phố"): (PROVINCE, DISTRICT),
    ("quận",): (DISTRICT,), ("huyện",): (DISTRICT,), ("thị", "xã"): (DISTRICT,),
    ("phường",): (WARD,), ("xã",): (WARD,), ("thị", "trấn"): (WARD,), ("đặc", "khu"): (WARD,),
}
"""The type nouns of units, in words, and the levels a unit of each may have."""
LONGEST = 5  # words of a unit's name without its type


class Localities:
    """Looks units up by their words. Made once; see :func:`localities`."""

    def __init__(self, all_units: Iterable[Place]) -> None:
        self._units: dict[str, Place] = {}
        self._typed: dict[Words, list[Place]] = defaultdict(list)
        self._bare: dict[Words, list[Place]] = defaultdict(list)
        for place in all_units:
            self._units[place.code] = place
            name = words(place.name)
            kind = type_of(name)
            if len(name) > len(kind):
                self._typed[name].append(place)
                self._bare[name[len(kind):]].append(place)

    def __getitem__(self, code: str) -> Place:
        return self._units[code]

    def get(self, code: str | None) -> Place | None:
        """A unit by its code; None where there is none."""
        return self._units.get(code) if code else None

    def typed(self, name: Words, date: str | None) -> list[Place]:
        """The units that bear a name with its type ("huyện krông nô") and were units at a date."""
        return self._at(self._typed.get(name, []), date)

    def bare(self, name: Words, date: str | None, *levels: str) -> list[Place]:
        """The units of some levels that bear a name without its type."""
        return self._at([place for place in self._bare.get(name, []) if place.level in levels], date)

    def named(self, name: Words) -> list[Place]:
        """The units of any time that bear a name, with its type or without."""
        return [*self._typed.get(name, []), *self._bare.get(name, [])]

    def names_one(self, name: Words, date: str | None) -> bool:
        """Whether words are a unit's name and nothing else."""
        return bool(self.typed(name, date) or (len(name) > 1 and self.bare(name, date, PROVINCE)))

    def province(self, code: str | None) -> str | None:
        """The province a unit is in, one of its own time: an old district's is an old province."""
        place = self.get(code)
        while place and place.parent:
            place = self._units.get(place.parent)
        return place.code if place else None

    def within(self, code: str, other: str) -> bool:
        """Whether a unit is another one or lies in it; an old province lies in the one of today that it is part of."""
        place = self.get(code)
        while place:
            if place.code == other:
                return True
            place = self.get(place.parent or place.now)
        return False

    def kind(self, code: str) -> Words:
        """The type noun of a unit, in words."""
        return type_of(words(self._units[code].name))

    @staticmethod
    def _at(places: list[Place], date: str | None) -> list[Place]:
        """Of units of one name those that were units at a date; those of today where it is not known and they are."""
        if date and date < REFORM:
            # Most provinces go on under their name: today's stands for them where there is no row of its own.
            old = [place for place in places if place.status == "old"]
            return old or [place for place in places if place.level == PROVINCE]
        if date:
            return [place for place in places if place.status == "new"] or places
        return [place for place in places if place.status == "old"] or places


def type_of(name: Sequence[str]) -> Words:
    """The type noun that a name begins with; empty where there is none.

    >>> type_of(["thị", "xã", "bỉm", "sơn"]), type_of(["hà", "nội"])
    (('thị', 'xã'), ())
    """
    return next((kind for size in (2, 1) if (kind := tuple(name[:size])) in TYPES), ())


@lru_cache(maxsize=1)
def localities() -> Localities:
    """All units of today and of before July 2025."""
    return Localities(units())

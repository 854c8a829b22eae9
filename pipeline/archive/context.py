"""Which unit an article means where it names none: whose "UBND huyện", whose "Sở Y tế"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.archive import bodies
from pipeline.archive.bodies import Body, Name
from pipeline.archive.localities import TYPES, localities
from pipeline.archive.places import PROVINCE

# How sure a reading is, by what it is told from.
IN_WORDS, AMONG_NAMESAKES, ONLY_ONE, MOST, NEAREST, GUESSED, UNKNOWN_UNIT, NO_UNIT = (
    0.99, 0.9, 0.95, 0.8, 0.65, 0.75, 0.8, 0.9,
)
_MOST = 0.6  # share of the places named that lets one stand for the article


class Context:
    """The units an article names, in order.

    Args:
        named: where each stands, and its code.
    """

    def __init__(self, named: Iterable[tuple[int, str]]) -> None:
        self.named = sorted(named)
        known = localities()
        self._kinds = [" ".join(known.kind(code)) for _, code in self.named]
        provinces = Counter(
            province for _, code in self.named if (province := bodies.home(known.province(code)))
        )
        most = provinces.most_common(1)
        self.province = most[0][0] if most else None
        self._share = most[0][1] / provinces.total() if most else 0.0

    def of_type(self, kind: str, offset: int) -> tuple[str, float] | None:
        """The unit of a type ("huyện") that is meant at a place of the text, and how sure that is."""
        named = [item for item, own in zip(self.named, self._kinds, strict=True) if own == kind]
        codes = Counter(code for _, code in named)
        if not codes:
            province = self.province
            if province and " ".join(localities().kind(province)) == kind:
                return province, MOST
            return None
        most, count = codes.most_common(1)[0]
        if len(codes) == 1:
            return most, ONLY_ONE
        if count >= _MOST * codes.total():
            return most, MOST
        before = [code for start, code in named if start <= offset]
        return (before[-1] if before else named[0][1]), NEAREST

    def among(self, name: Name) -> tuple[str, float] | None:
        """Of units of one name the one in the province, and near the other units, that the article names."""
        known = localities()
        if len(name.units) == 1:
            return name.units[0].code, IN_WORDS
        units = [unit for unit in name.units if bodies.home(known.province(unit.code)) == self.province]
        if len(units) > 1:
            near = {code for _, code in self.named if known[code].level != PROVINCE}
            units = [unit for unit in units if unit.parent in near or unit.code in near] or units
        return (units[0].code, AMONG_NAMESAKES) if len(units) == 1 else None

    def body(self, name: Name, offset: int) -> Body | None:
        """The body that a name means at a place of the text; None where it cannot be told."""
        core = " ".join(name.core)
        if name.units:
            if unit := self.among(name):
                return Body(core, unit[0], unit[1], named=True)
            return Body(" ".join(name.words), self.province, NEAREST, named=True)
        if name.named:  # a unit that no table has
            return Body(" ".join(name.words), self.province, UNKNOWN_UNIT, named=True)
        if name.level and tuple(name.level.split()) in TYPES:
            unit = self.of_type(name.level, offset)
            return Body(core, *unit) if unit else None
        if name.head:
            return None
        if name.level in (bodies.ANY_PROVINCE, bodies.LOCAL):
            if self.province is None:
                return None
            sure = MOST if name.level == bodies.LOCAL else ONLY_ONE if self._share >= _MOST else GUESSED
            return Body(core, self.province, sure)
        return Body(core, None, NO_UNIT, national=name.level == bodies.NATIONAL)

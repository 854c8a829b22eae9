"""The administrative units of Vietnam, those of today and those of before July 2025.

From vietnam-provinces (today's units), underthesea's table of what became of the units before, and the official
codes of districts and wards before (``codes.json``), which neither of the two holds. The two systems are kept apart:
a code may stand for one province before and for another since (52 was Bình Định's, now it is Gia Lai's).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from annotations.errors import ModelError
from models.gazetteer import units_table
from pipeline.places.names import Name, parse

PROVINCE, DISTRICT, WARD = "province", "district", "ward"
REFORM = "2025-07-01"
"""Since this day districts are no more, and 34 provinces stand for 63."""
_OLD = "old/"


class Unit(NamedTuple):
    """An administrative unit.

    Attributes:
        key: unique over both systems: its official code behind those of the units it is in. Of today ``68/24688``,
            of before ``old/67/664/24688``.
        name: with its type.
        level: ``province``, ``district`` or ``ward``.
        parent: key of the unit it is in.
        code: official code before July 2025; None for a unit that was made, or got more land, then.
        now: key of the smallest unit of today that holds all of it; of a unit of today its own.
    """

    key: str
    name: str
    level: str
    parent: str | None
    code: str | None
    now: str

    @property
    def code_now(self) -> str:
        """Official code since July 2025 of the unit it is in, or is."""
        return self.now.rpartition("/")[2]

    @property
    def today(self) -> bool:
        """Whether it is a unit of today."""
        return self.now == self.key

    @property
    def province(self) -> str:
        """Key of the province it is in, or is, in its own system."""
        code = self.key.removeprefix(_OLD).partition("/")[0]
        return code if self.today else _OLD + code

    @property
    def province_now(self) -> str:
        """Key of the province of today it is in, or is."""
        return self.now.partition("/")[0]


@lru_cache(maxsize=1)
def units() -> tuple[Unit, ...]:
    """All units, a unit after the one it is in and after the one of today that holds it.

    Raises:
        ModelError: one of the two packages has no table, or another than that of the pinned version.
    """
    try:
        after = _read(units_table("underthesea", "address", "data", "mapping.json"))
        now = {name: row["code"] for name, row in after["province_names"].items()}
        old = {name: row["code"] for name, row in after["old_province_names"].items()}
        became = {old[name]: now[new] for name, new in after["province_mapping"].items()}
        new = list(_today(after["province_names"].values(), became))
        return (*new, *_before(after, old, now, became, {
            (unit.province, parse(unit.name)): unit.key for unit in new if unit.level == WARD
        }))
    except (KeyError, ValueError, TypeError) as error:
        raise ModelError(
            "the tables of administrative units cannot be read", why=str(error),
            hint="install the versions of vietnam-provinces and underthesea that pyproject.toml pins",
        ) from None


def _today(provinces: Any, became: Mapping[str, str]) -> Iterator[Unit]:
    parts = Counter(became.values())
    same = {code: before for before, code in became.items() if parts[code] == 1}
    for row in provinces:  # with their type; vietnam-provinces leaves most without
        yield Unit(row["code"], row["name"], PROVINCE, None, same.get(row["code"]), row["code"])
    for province in _read(units_table("vietnam_provinces", "data", "nested-divisions.json")):
        parent = f"{province['code']:02}"
        for row in province["wards"]:
            key = f"{parent}/{row['code']:05}"
            yield Unit(key, " ".join(row["name"].split()), WARD, parent, None, key)


def _before(
    after: Any, old: Mapping[str, str], now: Mapping[str, str], became: Mapping[str, str],
    wards: Mapping[tuple[str, Name], str],
) -> Iterator[Unit]:
    for row in after["old_province_names"].values():
        yield Unit(_OLD + row["code"], row["name"], PROVINCE, None, row["code"], became[row["code"]])
    parts: dict[tuple[str, Name, Name], set[str]] = defaultdict(set)
    for row in after["ward_mapping"]:
        province = now[row["new_province_key"]]
        place = old[row["old_province_key"]], parse(row["old_district"]), parse(row["old_ward"])
        parts[place].add(wards.get((province, parse(row["new_ward"])), province))
    for province, districts in _read(Path(__file__).with_name("codes.json"))["provinces"].items():
        for code, (name, inside) in districts.items():
            yield from _district(province, code, name, inside, became[province], parts)


def _district(
    province: str, code: str, name: str, inside: Mapping[str, str], now: str,
    parts: Mapping[tuple[str, Name, Name], set[str]],
) -> Iterator[Unit]:
    """A district and its wards. What was divided among wards of today is whole only in a province."""
    key = f"{_OLD}{province}/{code}"
    district = parse(name)
    found = {
        ward: _only(parts.get((province, district, parse(ward_name)), set()), now)
        for ward, ward_name in inside.items()
    }
    whole = set(found.values()) or parts.get((province, district, parse("")), set())
    yield Unit(key, name, DISTRICT, f"{_OLD}{province}", code, _only(whole, now))
    for ward, ward_name in inside.items():
        yield Unit(f"{key}/{ward}", ward_name, WARD, key, ward, found[ward])


def _only(parts: set[str], otherwise: str) -> str:
    return next(iter(parts)) if len(parts) == 1 else otherwise


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))

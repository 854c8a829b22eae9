"""The names of units: what is written (héc ta, m², đồng/ha) and the one name we give it (ha, m2, VND/ha)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pipeline.normalize.data import any_of, load
from pipeline.normalize.folding import fold, old_tones

COUNT = "count"
_DATA = load("units")
ROWS: dict[str, dict[str, Any]] = {row["unit"]: row for row in _DATA["units"]}
PARTS: dict[str, dict[str, int]] = _DATA["parts"]
"""How many of a smaller unit make a larger: 1 năm 6 tháng is one quantity."""


class Unit(NamedTuple):
    """A unit's one name, and its kind: money, length, …; ``count`` for a counted noun."""

    name: str
    kind: str


_KNOWN: dict[str, Unit] = {}
for _row in ROWS.values():
    for _spelling in (_row["unit"].lower(), *_row["spellings"]):
        _KNOWN[old_tones(_spelling)] = Unit(_row["unit"], _row["kind"])
known = _KNOWN.get
"""The unit of a folded spelling, None if it is none of ours."""

_TIMES = frozenset(("time", "age"))
_OPENS = re.compile(
    f"(?!{any_of(_DATA['not_money'])})"
    f"({any_of(s for s, unit in _KNOWN.items() if s not in _DATA['alone_only'] and unit.kind not in _TIMES)})"
    r"(?![^\W_]|/)"
)
_PERIODS = any_of(spelling for spelling, unit in _KNOWN.items() if unit.kind in ("time", "area", "mass", "volume"))
_RATE = f"/(?:{any_of(_KNOWN)}|[^\\W\\d_]+)| {any_of(_DATA['per'])} {_PERIODS}"
_ANY = re.compile(f" ?({any_of(_KNOWN)}(?![^\\W_])(?:(?:{_RATE})(?![^\\W_]))*)")
_PER = re.compile(f" {any_of(_DATA['per'])} ")
_ONE = re.compile(r"0?1 ?(?=[^\W\d_])")
_FORMER = re.compile(f"{any_of(_DATA['former']['words'])} (?={any_of(_DATA['former']['offices'])}(?![^\\W_]))")


def read_unit(written: str) -> Unit | None:
    """The unit that is written.

    Args:
        written: plain text (:func:`pipeline.normalize.folding.plain`) behind a number and its scale.

    Returns:
        A unit of ours, a compound of units (VND/ha/năm) or the counted noun as written; None for what is no
        word.
    """
    folded = old_tones(written)
    unit = _KNOWN.get(folded)
    if unit:
        return unit
    per = _PER.search(folded)
    if per and folded[:per.start()] in _KNOWN:  # đồng một tháng
        written = f"{written[:per.start()]}/{written[per.end():]}"
    if "/" in written:
        parts = [_part(part.strip()) for part in written.split("/")]
        if not all(parts):
            return None
        name = "/".join(part.name for part in parts if part)
        return known(name.lower()) or Unit(name, parts[0].kind if parts[0] else COUNT)
    return _part(written)


def opening_unit(folded: str, at: int) -> Unit | None:
    """The unit of ours, or the rate (đồng/ha, đồng một tháng), at an offset of a folded text."""
    found = _ANY.match(folded, at)
    return read_unit(found[1]) if found else None


def _part(written: str) -> Unit | None:
    one = _ONE.match(written)
    written = written[one.end():] if one else written
    folded = old_tones(written)
    if unit := _KNOWN.get(folded):
        return unit
    if opening := _OPENS.match(folded):
        return _KNOWN[opening[1]]
    if former := _FORMER.match(folded):  # hai nguyên phó chủ tịch: the office is what is counted
        written = written[former.end():]
    return Unit(written, COUNT) if written[:1].isalpha() else None


def unit_codes(unit: str) -> dict[str, str]:
    """International codes of a unit: ``iso4217`` for a currency, ``ucum`` for a measure.

    Currencies have no code in UCUM; a compound of measures has one where each part has.

    >>> unit_codes("VND"), unit_codes("m2"), unit_codes("tấn/ha"), unit_codes("hộ")
    ({'iso4217': 'VND'}, {'ucum': 'm2'}, {'ucum': 't/har'}, {})
    """
    row = ROWS.get(unit)
    if row is None and (found := known(fold(unit))):
        row = ROWS[found.name]
    if row is not None:
        return {system: row[system] for system in ("iso4217", "ucum") if system in row}
    parts = [unit_codes(part).get("ucum") for part in unit.split("/")] if "/" in unit else [None]
    return {"ucum": "/".join(part for part in parts if part)} if all(parts) else {}

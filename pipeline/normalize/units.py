"""Arithmetic on units, with Pint; imported only where a quantity is converted."""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase, digits

import pint

from annotations.errors import NormalizationError
from pipeline.normalize.data import load
from pipeline.normalize.measures import ROWS, read_unit


@cache
def registry() -> pint.UnitRegistry:
    """Our units alone: no unit of Pint's own is known, so that no counted noun is taken for one."""
    units: pint.UnitRegistry = pint.UnitRegistry(None)
    for line in load("units")["definitions"]:
        units.define(line)
    for name, row in ROWS.items():
        # Without a rate of exchange a currency is a dimension of its own, like a multiple or a score.
        units.define(f"{_name(name)} = {row.get('pint', f'[{_name(name)}]')}")
    return units


def _name(unit: str) -> str:
    """A name for the registry that any unit or counted noun can have."""
    return "u_" + "".join(c if c in ascii_lowercase + digits else f"_{ord(c)}_" for c in unit)


@cache
def _expression(unit: str) -> str:
    names = []
    for part in [unit] if unit in ROWS else unit.split("/"):
        read = read_unit(part.strip().lower())
        if read is None:
            raise NormalizationError("not a unit", why=repr(unit),
                hint="write units as m2, VND/ha, người/km2")
        if read.name not in ROWS and _name(read.name) not in registry():
            registry().define(f"{_name(read.name)} = [{_name(read.name)}]")
        names.append(_name(read.name))
    return " / ".join(names)


def convert(value: float, unit: str, to: str) -> float:
    """A value in another unit.

    Args:
        value: in ``unit``.
        unit: a unit of ours, a compound of them (VND/ha) or a counted noun.
        to: the same.

    Returns:
        The value in ``to``; a year has 365.2425 days and a month is its twelfth.

    Raises:
        NormalizationError: the one cannot be converted to the other.

    >>> convert(5, "ha", "m2"), convert(12, "tấn/ha", "kg/ha")
    (50000.0, 12000.0)
    """
    source, target = _expression(unit), _expression(to)
    try:
        return float(registry().Quantity(value, source).to(target).magnitude)
    except pint.errors.PintError:
        raise NormalizationError(
            f"{unit} cannot be converted to {to}", hint="both must measure the same thing"
        ) from None

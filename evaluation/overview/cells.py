"""Numbers, runs, lists and hashes of the JSON as cells of a Markdown table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evaluation.intervals import over_seeds

_HASH = re.compile(r"[0-9a-f]{64}")
_SHORT = 12
DASH = "–"


def cell(given: Any) -> str:
    """One value of the JSON as it is shown.

    A list of numbers is one figure over several runs: mean ± standard deviation. A list of strings is joined.

    >>> [cell(one) for one in (0.91234, 12000, 1234.56, None, "a|b", ["x", "y"], True)]
    ['0.912', '12,000', '1,235', '–', 'a\\\\|b', 'x + y', 'yes']
    >>> cell([0.5, 0.7]), cell([0.5])
    ('0.600 ± 0.141', '0.500')
    """
    if given is None or given == []:
        return DASH
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, str):
        return f"`{given[:_SHORT]}`" if _HASH.fullmatch(given) else given.replace("|", "\\|")
    if isinstance(given, Mapping):
        return ", ".join(f"{name} {cell(one)}" for name, one in given.items())
    if isinstance(given, Sequence):
        if all(isinstance(one, str) for one in given):
            return " + ".join(map(cell, given))
        row = over_seeds([{"": one} for one in given])[""]
        return cell(row["mean"]) + ("" if row["sd"] is None else f" ± {cell(row['sd'])}")
    if isinstance(given, int):
        return f"{given:,}"
    return f"{given:.3f}" if abs(given) < 2 else f"{given:.1f}" if abs(given) < 100 else f"{given:,.0f}"


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Lines of a Markdown table; the first column is to the left, the others to the right."""
    return [
        "| " + " | ".join(head) + " |",
        "| --- |" + " ---: |" * (len(head) - 1),
        *("| " + " | ".join(map(cell, row)) + " |" for row in rows),
        "",
    ]


def as_table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Lines of a Markdown table of JSON objects: a column a name, in the order in which names are first met.

    >>> as_table([{"kind": "nfd", "inputs": 5}, {"kind": "bom", "failures": 0}])[2:4]
    ['| nfd | 5 | – |', '| bom | – | 0 |']
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    return table([name.replace("_", " ") for name in names], [[row.get(name) for name in names] for row in rows])

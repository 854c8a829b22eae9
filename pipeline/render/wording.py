"""How values and records are said in a line."""

from __future__ import annotations

from typing import Any

_BOUNDS = {"about": "≈ ", "over": "> ", "under": "< ", "at_least": "≥ ", "at_most": "≤ ", "exact": ""}


def number(value: Any) -> str:
    """A number in Vietnamese figures, or a range of two.

    >>> number(167e9), number(9.5), number([5, 7])
    ('167.000.000.000', '9,5', '5–7')
    """
    if value is None:
        return "?"
    if isinstance(value, (list, tuple)):
        return "–".join(number(item) for item in value)
    plain = f"{value:,.6f}".rstrip("0").rstrip(".")
    return plain.translate(str.maketrans(",.", ".,"))


def amount(value: Any, unit: str | None, bound: str | None) -> str:
    """A quantity: bound, number, unit.

    >>> amount(13e9, "VND", "over"), amount(97, "%", "exact")
    ('> 13.000.000.000 VND', '97 %')
    """
    return f"{_BOUNDS.get(bound or 'exact', '')}{number(value)} {unit or ''}".rstrip()


def office(record: dict[str, Any]) -> str:
    """An official's office in a line: position, body, place."""
    return " – ".join(filter(None, (record["position"], record["organisation"], record["place"]))) or "—"


def about(record: dict[str, Any]) -> str:
    """What a figure is of: its indicator, or what it counts."""
    return record["indicator"] or f"({record['counted'] or '?'})"


def period(record: dict[str, Any]) -> str:
    """When a figure holds, or by when it is to be reached."""
    if record["due"]:
        return f"→ {record['due']}"
    return (record["period"] or {}).get("value") or (record["period"] or {}).get("text") or ""


def whose(record: dict[str, Any]) -> str:
    """The body and place a figure is of."""
    return ", ".join(filter(None, (record["body"], record["place"])))

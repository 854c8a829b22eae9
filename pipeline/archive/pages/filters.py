"""How dates, numbers and records are said in a template, as the page's language writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from jinja2 import pass_context

from pipeline.archive.headline import cut, headline
from pipeline.render import wording as said

_ENGLISH = str.maketrans(".,", ",.")
_FIGURES = re.compile(r"[0-9][0-9.,]*")
_QUARTER = re.compile(r"([0-9]{4})-([QHW])([0-9]+)")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SPANS = (("days", 1, 61), ("months", 30, 730), ("years", 365, 0))
_SIZES = ((1e12, (" nghìn tỷ", "tn")), (1e9, (" tỷ", "bn")), (1e6, (" triệu", "m")), (1e4, (" nghìn", "k")))


@pass_context
def count(context: Any, number: int | None) -> str:
    """A count with its thousands parted."""
    return _figures(context["lang"], said.number(number or 0))


@pass_context
def amount(context: Any, row: Any) -> str:
    """A figure's row, or a mention's: bound, number or range, unit."""
    value = row["value"]
    high = row.get("high")
    if isinstance(value, str):
        return value
    ends = [value, high] if high is not None else value
    return _figures(context["lang"], said.amount(ends, row["unit"], row["bound"]))


@pass_context
def day(context: Any, value: str | None) -> str:
    """A date as far as it is known; what is no date is given back.

    2018-11-15 is 15/11/2018 or 15 Nov 2018; 2018-Q4, 2018-H1, 2018-W45 are named.
    """
    if not value:
        return "—"
    if "/" in value:
        return " – ".join(_one_day(context["lang"], part) for part in value.split("/", 1))
    return _one_day(context["lang"], value)


@pass_context
def score(context: Any, value: float | None) -> str:
    """A probability in per cent."""
    return "—" if value is None else f"{value * 100:.0f} %" if context["lang"] == "vi" else f"{value * 100:.0f}%"


def office(row: Any) -> str:
    """Position and body in a line."""
    return said.office(row)


def web(address: str | None) -> str | None:
    """An address that may be a link: http and https only."""
    try:
        return address if address and urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None


def capital(text: str | None) -> str:
    """A text with a capital at its start; the rest as it is."""
    return text[:1].upper() + text[1:] if text else ""


def evidence(mentions: str | Sequence[str]) -> str:
    """A record's mentions as an address has them.

    >>> evidence('["e1", "e3"]')
    'e1,e3'
    """
    return ",".join(json.loads(mentions) if isinstance(mentions, str) else mentions)


def first_of(mentions: str) -> str:
    """The first of some mentions."""
    return mentions.partition(",")[0]


@pass_context
def short(context: Any, value: float) -> str:
    """A number for an axis: 1,5 tỷ, 20 triệu; 1.5bn, 20m."""
    for size, names in _SIZES:
        if abs(value) >= size:
            name = names[context["lang"] != "vi"]
            in_these = said.number(value / (1e3 if size == 1e4 else size))
            return f"{_figures(context['lang'], in_these)}{name}"
    return _figures(context["lang"], said.number(value))


@pass_context
def distance(context: Any, value: str, today: str) -> str:
    """How long a day is off or gone by, as one says it."""
    number = (date.fromisoformat(value) - date.fromisoformat(today)).days
    say, way = context["t"], "over" if number < 0 else "left"
    far = abs(number)
    if far == 0:
        return str(say("due_today"))
    if far == 1:
        return str(say(f"days_{way}_one"))
    unit, size = next(((unit, size) for unit, size, most in _SPANS if far < most), _SPANS[-1][:2])
    return str(say(f"{unit}_{way}", n=far // size))


def _figures(language: str, text: str) -> str:
    return text if language == "vi" else _FIGURES.sub(lambda found: found[0].translate(_ENGLISH), text, count=2)


def _one_day(language: str, value: str) -> str:
    if found := _QUARTER.fullmatch(value):
        name = {"Q": "quý", "H": "nửa năm", "W": "tuần"}[found[2]] if language == "vi" else found[2]
        return f"{name} {found[3]}/{found[1]}" if language == "vi" else f"{name}{found[3]} {found[1]}"
    whole, _, hour = value.partition("T")
    parts = whole.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):
        return value
    if language == "vi":
        text = "/".join(reversed(parts))
    else:
        month = [_MONTHS[(int(parts[1]) - 1) % 12]] if len(parts) > 1 else []
        text = " ".join([*(str(int(part)) for part in parts[2:]), *month, parts[0]])
    return f"{hour[:5]} {text}" if hour else text


FILTERS: dict[str, Callable[..., Any]] = {
    "count": count, "amount": amount, "day": day, "score": score, "headline": headline, "cut": cut, "office": office,
    "web": web,    "capital": capital, "evidence": evidence, "first_of": first_of, "short": short, "distance": distance,
}

"""Plots that the server draws: where everything stands, in units of the drawing, for a template to write as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import Any

from pipeline.normalize.iso import days

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 124, 14, 14, 34
_TICKS = 5
_FAR = 50
_LEAST = 1e-6
_YEARS = 8
_BARS = 16
_BAR = 26
_GAP = 16


def points(figures: Sequence[dict[str, Any]], *, joined: bool) -> dict[str, Any] | None:
    """Figures as points over time.

    Args:
        figures: of one unit, with ``value``, ``high``, ``period``, ``due``, ``date``, ``kind``.
        joined: whether results are one series, to be joined by a line.

    Returns:
        ``points`` (x, y, and y of a range's upper end as ``top``), ``line``, ``x_ticks``, ``y_ticks``, whether the
        vertical axis is ``logarithmic``, as where one figure would press all others to the bottom, and
        ``undated``, the number of those left out for want of a time or value; None where fewer than two are left.
    """
    placed = [(row, moment(row)) for row in figures]
    dated = [(row, when) for row, when in placed if when is not None and row["value"] is not None]
    if len(dated) < 2:
        return None
    x_first, x_last = _wide([when for _, when in dated], 60)
    values = [value for row, _ in dated for value in (row["value"], row["high"]) if value is not None]
    logarithmic = min(values) > _LEAST and max(values) > _FAR * median(values)
    y_ticks = powers(min(values), max(values)) if logarithmic else ticks(min(values), max(values))
    up = math.log10 if logarithmic else float
    low, high = up(y_ticks[0]), up(y_ticks[-1])

    def x(when: float) -> float:
        return round(LEFT + (when - x_first) / (x_last - x_first) * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (up(value) - low) / ((high - low) or 1) * (HEIGHT - TOP - BOTTOM), 1)

    shown: list[dict[str, Any]] = [
        {
            "row": row, "x": x(when), "y": y(row["value"]),
            "top": y(row["high"]) if row["high"] is not None else None,
        }
        for row, when in dated
    ]
    line = [(point["x"], point["y"]) for point in shown if point["row"]["kind"] == "result"]
    return {
        "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "bottom": HEIGHT - BOTTOM,
        "points": shown, "logarithmic": logarithmic, "undated": len(figures) - len(dated),
        "line": " ".join(f"{across},{over}" for across, over in sorted(line)) if joined and len(line) > 1 else None,
        "x_ticks": [(x(date(year, 1, 1).toordinal()), year) for year in _years(x_first, x_last)],
        "y_ticks": [(y(value), value) for value in y_ticks],
    }


def bars(offices: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Offices as bars from the day each was first seen to the day it was last seen.

    Returns:
        ``bars`` (x, y, width), those of most articles, and ``x_ticks``; None where fewer than two days are known.
    """
    spans = [(row, days(row["first_seen"]), days(row["last_seen"])) for row in offices if row["first_seen"]]
    known = [(row, first[0].toordinal(), last[1].toordinal()) for row, first, last in spans if first and last]
    most = sorted(known, key=lambda span: -span[0]["articles"])[:_BARS]
    known = [span for span in known if span in most]
    if not known or min(first for _, first, _ in known) == max(last for _, _, last in known):
        return None
    x_first, x_last = _wide([day for _, first, last in known for day in (first, last)], 30)

    def x(when: float) -> float:
        return round(8 + (when - x_first) / (x_last - x_first) * (WIDTH - 16), 1)

    height = len(known) * (_BAR + _GAP) + BOTTOM
    step = _BAR + _GAP
    return {
        "width": WIDTH, "height": height, "bottom": height - BOTTOM,
        "bars": [
            {"row": row, "x": x(first), "y": place * step + _GAP, "width": max(round(x(last) - x(first), 1), 6)}
            for place, (row, first, last) in enumerate(known)
        ],
        "x_ticks": [(x(date(year, 1, 1).toordinal()), year) for year in _years(x_first, x_last)],
    }


def moment(row: dict[str, Any]) -> float | None:
    """The middle of the time a figure holds for, as a day's number; a target stands at its deadline."""
    for value in (row["due"], row["period"], row["date"]):
        if value and (span := days(value.partition("T")[0])):
            return (span[0].toordinal() + span[1].toordinal()) / 2
    return None


def ticks(low: float, high: float) -> list[float]:
    """Round numbers that enclose a range, about five of them; zero is among them where it is not far.

    >>> ticks(3, 97)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    if low > 0 and (low < 0.6 * high or low == high):
        low = 0
    elif high < 0 and (high > 0.6 * low or low == high):
        high = 0
    if high - low < _LEAST:
        high = low + 1
    rough = (high - low) / _TICKS
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough)
    first = math.floor(low / step)
    return [round((first + number) * step, 10) for number in range(math.ceil(high / step) - first + 1)]


def powers(low: float, high: float) -> list[float]:
    """Powers of ten that enclose a range, at most about five of them.

    >>> powers(3, 5e6)
    [1.0, 100.0, 10000.0, 1000000.0, 100000000.0]
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    step = max(math.ceil((last - first) / _TICKS), 1)
    return [10.0**power for power in range(first, last + step, step)]


def _wide(whens: Sequence[float], least: int) -> tuple[float, float]:
    """The span of some days, with a margin, and wide enough to draw."""
    first, last = min(whens), max(whens)
    margin = max((last - first) * 0.03, least)
    return max(first - margin, 1), last + margin


def _years(first: float, last: float) -> list[int]:
    """Years to mark: those that begin within a span, thinned out."""
    low, high = date.fromordinal(int(first)).year + 1, date.fromordinal(min(int(last), date.max.toordinal())).year
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if (high - low) / step <= _YEARS)
    return [year for year in range(low, high + 1) if year % step == 0]

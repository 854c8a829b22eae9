"""Numbers as places in a picture: the templates draw them as inline SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDE = 100
"""Width and height of a plot in its own units; ratios run from 0 to it."""
POINTS = 200
"""Most corners of a curve; more could not be seen."""


def pixel(share: float) -> float:
    """A ratio as a place from the left.

    >>> pixel(0.25)
    25.0
    """
    return round(share * SIDE, 2)


def polyline(across: NDArray[np.float64], up: NDArray[np.float64]) -> str:
    """The ``points`` of an SVG polyline through ratios; zero is at the lower left.

    >>> polyline(np.array([0.0, 0.5]), np.array([1.0, 0.75]))
    '0.0,0.0 50.0,25.0'
    """
    chosen = np.unique(np.linspace(0, len(across) - 1, min(len(across), POINTS)).astype(int))
    return " ".join(f"{pixel(float(across[at]))},{pixel(1 - float(up[at]))}" for at in chosen)


def reliability(bins: Iterable[Mapping[str, Any]]) -> list[dict[str, float]]:
    """Bars of a reliability diagram, empty bins left out.

    Returns:
        For each: ``x``, ``y``, ``width``, ``height`` of the bar, and ``n``.

    >>> reliability([{"low": 0.2, "high": 0.3, "n": 2, "score": 0.25, "precision": 0.5}])
    [{'x': 20.0, 'y': 50.0, 'width': 10.0, 'height': 50.0, 'n': 2}]
    """
    return [
        {
            "x": pixel(row["low"]), "y": pixel(1 - row["precision"]),
            "width": pixel(row["high"] - row["low"]), "height": pixel(row["precision"]), "n": row["n"],
        }
        for row in bins if row["n"]
    ]

"""JSON that others wrote: what is nested beyond reason is an error like other damage, not the end of the program."""

from __future__ import annotations

import json
from typing import Any

DEEPEST = 100
"""Levels of lists and objects; documents have five. Python itself gives up at some hundreds, reading or writing."""
_TOO_DEEP = f"lists and objects are nested more than {DEEPEST} deep"


def loads(text: str) -> Any:
    """What a string of JSON holds.

    Raises:
        ValueError: it is not JSON, or nested deeper than :data:`DEEPEST`.
    """
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if text.count("[") + text.count("{") > DEEPEST and too_deep(found):
        raise ValueError(_TOO_DEEP)
    return found


def too_deep(value: Any) -> bool:
    """Whether a decoded value is nested deeper than :data:`DEEPEST`."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner for outer in level if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer) if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True

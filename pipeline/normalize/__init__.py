"""Vietnamese numbers, quantities, units, dates and deadlines as values.

>>> from pipeline.normalize import parse_quantity, parse_time
>>> parse_quantity("trên 167 tỷ đồng")
Quantity(value=167000000000, unit='VND', bound='over')
>>> parse_time("trước năm 2025", deadline=True)
Time(value='2024-12-31', bound='before')

What is understood stands, case by case, in ``UNDERSTOOD.md`` beside this file, written by
``python -m pipeline.normalize.table CASES``; how fast, ``python -m pipeline.normalize.benchmark`` tells.
Names are imported when they are first asked for: the grammars take longer to compile than a command line
that needs none of them should wait.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.normalize.context import TimeContext
    from pipeline.normalize.export import to_edtf, to_timex3
    from pipeline.normalize.measures import unit_codes
    from pipeline.normalize.quantity import Quantity, parse_quantity
    from pipeline.normalize.time import Time, parse_time

__all__ = ["Quantity", "Time", "TimeContext", "parse_quantity", "parse_time", "to_edtf", "to_timex3",
    "unit_codes"]
_HOMES = {
    "TimeContext": "context", "to_edtf": "export", "to_timex3": "export", "unit_codes": "measures",
    "Quantity": "quantity", "parse_quantity": "quantity", "Time": "time", "parse_time": "time",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

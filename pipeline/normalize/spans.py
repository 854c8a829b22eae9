"""Values of spans where they stand in a document: what is around them and the article's date are used."""

from __future__ import annotations

from annotations.document import Value
from pipeline.normalize.context import TimeContext
from pipeline.normalize.quantity import parse_quantity

REACH = 90
"""Code points either side of a quantity in which a word of bound, or another number, may stand."""


def read_span(context: TimeContext, start: int, end: int, label: str) -> dict[str, Value]:
    """The attributes of a QUANTITY, DATE or DEADLINE.

    Args:
        context: of the document's text and date.
        start: first code point of the span.
        end: one past the last.
        label: one that carries a value.

    Returns:
        ``value``, of a QUANTITY also ``unit`` and ``bound``.

    >>> read_span(TimeContext("Thu trên 5 tỷ đồng."), 9, 18, "QUANTITY")
    {'value': 5000000000, 'unit': 'VND', 'bound': 'over'}
    """
    if label != "QUANTITY":
        return {"value": context.time_at(start, end, deadline=label == "DEADLINE").value}
    text = context.text
    read = parse_quantity(text[start:end], text[max(0, start - REACH):start], text[end:end + REACH])
    value = list(read.value) if isinstance(read.value, tuple) else read.value
    return {"value": value, "unit": read.unit, "bound": read.bound}

"""Which figures: of what, how much, when, for whom, a result or a target."""

from __future__ import annotations

from typing import Any

from annotations.document import Entity
from pipeline.records.coreference import Coreference
from pipeline.records.graph import Graph, evidence, least, shown
from pipeline.records.places import Units, codes


def figures(graph: Graph, coreference: Coreference, units: Units) -> list[dict[str, Any]]:
    """A record for every quantity, with the indicator it measures or the noun it counts.

    ``kind`` is ``target`` where a deadline hangs on the figure, else ``result``.
    """
    return [_figure(graph, quantity, coreference, units) for quantity in graph.labelled("QUANTITY")]


def _figure(graph: Graph, quantity: Entity, coreference: Coreference, units: Units) -> dict[str, Any]:
    indicator, measures = graph.tail(quantity, "MEASURES")
    period, as_of = graph.tail(quantity, "AS_OF")
    body, of_body = graph.tail(quantity, "OF", "ORG")
    place, of_place = graph.tail(quantity, "OF", "LOC")
    deadline, due = graph.tail(quantity, "DUE")
    return {
        "indicator": shown(indicator),
        "counted": None if indicator else quantity.unit,
        "quantity": shown(quantity),
        "value": quantity.value, "unit": quantity.unit, "bound": quantity.bound,
        "period": {"text": shown(period), "value": period.value} if period else None,
        "body": shown(body), "body_canonical": coreference.canonical(body),
        "place": shown(place), **codes(units, coreference, place, body),
        "kind": "target" if deadline else "result",
        "due": deadline.value if deadline else None,
        "score": least([quantity.score, measures, as_of, of_body, of_place, due]),
        "evidence": evidence([quantity, indicator, period, body, place, deadline]),
    }

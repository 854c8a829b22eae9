"""What is due when, who has to do it, and who said so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import Any

from annotations.document import Entity
from annotations.folding import fold
from annotations.sentences import sentences
from pipeline.normalize import parse_time
from pipeline.records.coreference import Coreference
from pipeline.records.graph import Graph, evidence, least, shown
from pipeline.records.issuers import Issuers
from pipeline.records.places import Units, codes
from pipeline.records.words import data


def deadlines(graph: Graph, coreference: Coreference, units: Units) -> list[dict[str, Any]]:
    """A record for everything that is due: a task, or a figure to be reached.

    A deadline that nothing was found to hang on has a record without task: an editor looks there.
    """
    due: dict[str, list[tuple[Entity, float | None]]] = defaultdict(list)
    for item in graph.labelled("TASK", "QUANTITY"):
        for deadline, score in graph.tails(item, "DUE"):
            due[deadline.id].append((item, score))
    places = sentences(graph.document.text)
    issuers = Issuers(graph)
    found = []
    for deadline in graph.labelled("DEADLINE"):
        sentence = places[max(0, bisect_right(places, (deadline.start, len(graph.document.text))) - 1)]
        heads: list[tuple[Entity | None, float | None]] = [*due[deadline.id]]
        for head, score in heads or [(None, None)]:
            issuer = issuers.of(sentence, min(deadline.start, head.start) if head else deadline.start)
            found.append(_deadline(graph, deadline, head, score, sentence, issuer, coreference, units))
    return found


def _deadline(
    graph: Graph, deadline: Entity, head: Entity | None, due: float | None, sentence: tuple[int, int],
    issuer: Entity | None, coreference: Coreference, units: Units,
) -> dict[str, Any]:
    responsible: list[tuple[Entity, float | None]] = []
    what, parts = shown(head), [deadline, head]
    if head and head.label == "TASK":
        responsible = graph.tails(head, "ASSIGNED")
    elif head:
        indicator, _ = graph.tail(head, "MEASURES")
        what = f"{shown(indicator)}: {shown(head)}" if indicator else shown(head)
        parts.append(indicator)
        responsible = graph.tails(head, "OF")
    if issuer in [entity for entity, _ in responsible]:
        issuer = None
    return {
        "date": deadline.value, "bound": bound(deadline.text),
        "written": shown(deadline),
        "kind": "target" if head and head.label == "QUANTITY" else "task",
        "task": what,
        "responsible": [shown(entity) for entity, _ in responsible],
        "responsible_canonical": [coreference.canonical(entity) for entity, _ in responsible],
        **codes(units, coreference, *(entity for entity, _ in responsible)),
        "issuer": shown(issuer), "issuer_canonical": coreference.canonical(issuer),
        "sentence": {"start": sentence[0], "end": sentence[1]},
        "score": least([deadline.score, head.score if head else None, due, *(score for _, score in responsible)]),
        "evidence": evidence([*parts, *(entity for entity, _ in responsible), issuer]),
    }


def bound(text: str) -> str:
    """Whether the last day of a deadline still counts: ``by``, or is too late: ``before``.

    "trước" a month, quarter or year leaves the day before it, which counts; so does the day of a given hour.

    >>> bound("trước ngày 15/11/2018"), bound("trước tháng 5/2024"), bound("chậm nhất ngày 3/3")
    ('before', 'by', 'by')
    """
    if parse_time(text, deadline=True).bound != "before":
        return "by"
    folded, patterns = fold(text), data("deadlines")
    named = re.search(patterns["day"], folded) and not re.search(patterns["clock"], folded)
    return "before" if named else "by"

"""What is due when, and who has to do it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import Any

from annotations.document import Entity
from annotations.sentences import sentences
from pipeline.records.graph import Graph, evidence, least, shown


def deadlines(graph: Graph) -> list[dict[str, Any]]:
    """A record for everything that is due: a task, or a figure to be reached.

    A deadline that nothing was found to hang on has a record without task: an editor looks there.
    """
    due: dict[str, list[tuple[Entity, float | None]]] = defaultdict(list)
    for item in graph.labelled("TASK", "QUANTITY"):
        for deadline, score in graph.tails(item, "DUE"):
            due[deadline.id].append((item, score))
    places = sentences(graph.document.text)
    found = []
    for deadline in graph.labelled("DEADLINE"):
        sentence = places[max(0, bisect_right(places, (deadline.start, len(graph.document.text))) - 1)]
        heads: list[tuple[Entity | None, float | None]] = [*due[deadline.id]]
        for head, score in heads or [(None, None)]:
            found.append(_deadline(graph, deadline, head, score, sentence))
    return found


def _deadline(
    graph: Graph, deadline: Entity, head: Entity | None, due: float | None, sentence: tuple[int, int],
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
    return {
        "date": deadline.value,
        "written": shown(deadline),
        "kind": "target" if head and head.label == "QUANTITY" else "task",
        "task": what,
        "responsible": [shown(entity) for entity, _ in responsible],
        "sentence": {"start": sentence[0], "end": sentence[1]},
        "score": least([deadline.score, head.score if head else None, due, *(score for _, score in responsible)]),
        "evidence": evidence([*parts, *(entity for entity, _ in responsible)]),
    }

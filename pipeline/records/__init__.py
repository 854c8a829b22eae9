"""Records: officials, figures and deadlines assembled from a document's entities and relations.

They are built from a :class:`annotations.document.Document`, so gold and predicted documents give
records in the same way. Every record points at the characters it came from (``evidence``), and its score
is that of the least certain of its parts.
"""

from __future__ import annotations

from typing import Any

from annotations.document import Document
from pipeline.records.deadlines import deadlines
from pipeline.records.figures import figures
from pipeline.records.graph import Graph
from pipeline.records.officials import officials


def build_records(document: Document) -> dict[str, list[dict[str, Any]]]:
    """The records of a document, each list in the order of the text.

    Returns:
        ``officials`` (name, position, organisation, place), ``figures`` (indicator or counted noun, value,
        unit, bound, period, body, place, target or result) and ``deadlines`` (date, task, responsible,
        place of the sentence).
    """
    graph = Graph(document)
    return {"officials": officials(graph), "figures": figures(graph), "deadlines": deadlines(graph)}

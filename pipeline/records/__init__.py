"""Records: officials, figures and deadlines assembled from a document's entities and relations.

They are built from a :class:`annotations.document.Document`, so gold and predicted documents give
records in the same way. Every record points at the characters it came from (``evidence``), and its score
is that of the least certain of its parts. What is ``canonical`` is the fullest form in the article of what a
field names; the field beside it holds what is written at its place.
"""

from __future__ import annotations

from typing import Any

from annotations.document import Document
from pipeline.places import link
from pipeline.records.coreference import Coreference
from pipeline.records.deadlines import deadlines
from pipeline.records.figures import figures
from pipeline.records.graph import Graph
from pipeline.records.officials import officials
from pipeline.records.places import places


def build_records(document: Document) -> dict[str, list[dict[str, Any]]]:
    """The records of a document, each list in the order of the text.

    Args:
        document: its meta tells where and when it plays (``date``, ``source``, ``url``); see
            :func:`pipeline.places.link`.

    Returns:
        ``officials`` (name, position, positions, organisation, place), ``figures`` (indicator or counted noun, value,
        unit, bound, period, body, place, target or result), ``deadlines`` (date, bound, task, responsible, issuer,
        place of the sentence) and ``places`` (administrative units named, with their official codes).
    """
    graph = Graph(document)
    coreference = Coreference(graph)
    units = link(document)
    return {
        "officials": officials(graph, coreference, units),
        "figures": figures(graph, coreference, units),
        "deadlines": deadlines(graph, coreference, units),
        "places": places(graph, units),
    }

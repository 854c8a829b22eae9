"""Gold spans that a segmentation loses: they begin or end inside a token, so no tagger can find them."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.document import Document, Entity


def lost(document: Document, tokens: Iterable[tuple[int, int]]) -> list[Entity]:
    """The entities of a document that begin or end elsewhere than a token does.

    Args:
        document: with gold entities.
        tokens: (start, end) of each token in code points, in any order.

    Returns:
        The entities no sequence of these tokens covers exactly, in the order of the document.

    >>> text = "UBND tỉnh An Giang"
    >>> gold = Document("d", text, entities=[Entity("e1", 0, 9, "ORG", "UBND tỉnh"),
    ...                                      Entity("e2", 10, 18, "LOC", "An Giang")])
    >>> [entity.id for entity in lost(gold, [(0, 4), (5, 12), (13, 18)])]
    ['e1', 'e2']
    >>> lost(gold, [(0, 4), (5, 9), (10, 12), (13, 18)])
    []
    """
    starts, ends = set(), set()
    for start, end in tokens:
        starts.add(start)
        ends.add(end)
    return [entity for entity in document.entities if entity.start not in starts or entity.end not in ends]

"""Which articles to annotate next: those a model is least sure of."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.document import Document


def uncertainty(document: Document) -> float:
    """How unsure a model is of what it found: the mean over entities of the probability that one is wrong.

    Uncertainty sampling (Lewis & Gale 1994); a mean, so that long articles do not come first for being long.

    Args:
        document: predicted; entities without a score count as sure.

    Returns:
        From 0 to 1; 0 where nothing was found.

    >>> from annotations import Entity
    >>> uncertainty(Document("a", "An", {}, [Entity("e", 0, 2, "PERSON", "An", score=0.75)]))
    0.25
    """
    doubts = [1 - entity.score for entity in document.entities if entity.score is not None]
    return sum(doubts) / len(document.entities) if doubts else 0.0


def least_sure_first(documents: Iterable[Document]) -> list[Document]:
    """Documents by falling uncertainty; equal ones by id."""
    return sorted(documents, key=lambda document: (-uncertainty(document), document.id))

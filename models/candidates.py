"""Which pairs of entities may stand in a relation: the pairs of a sentence that the schema allows, however far."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotations.document import Entity
from annotations.schema import SCHEMA
from models.features import norm
from models.tags import Place

NEAREST = 30  # entities of one label on each side of a head that are tried; keeps long sentences linear
BEFORE, BEHIND = "<", ">"  # what stands where a sentence has no more tokens
EDGE = 2  # of them at either end of a sentence
# Sorted: the order of a set changes from one run to the next, and with it that of the relations found.
_TAILS = {
    head: [
        (label, SCHEMA.between(head, label)) for label in
        sorted({tail for kind in SCHEMA.relations.values() if head in kind.heads for tail in kind.tails})
    ] for kind in SCHEMA.relations.values() for head in kind.heads
}


@dataclass(frozen=True)
class View:
    """An article as the relation model reads it: its sentences of two entities or more, one behind the other.

    Attributes:
        tokens: folded; :data:`EDGE` of :data:`BEFORE` and of :data:`BEHIND` around each sentence.
        entities: in order.
        first: index of the first token of each entity.
        last: index of the last token of each entity.
        sentences: (first token, first entity, first entity of the next) of each sentence.
    """

    tokens: list[str]
    entities: list[Entity]
    first: list[int]
    last: list[int]
    sentences: list[tuple[int, int, int]]


def view_of(text: str, sentences: Sequence[Sequence[Place]], entities: Sequence[Entity]) -> View:
    """How the relation model reads an article.

    Args:
        text: the article.
        sentences: (start, end) of the tokens of each sentence.
        entities: of the article; each is taken to stand where it starts.
    """
    ordered = sorted(entities, key=lambda entity: (entity.start, entity.end))
    view = View([], [], [], [], [])
    at = 0
    for places in sentences:
        if not places:
            continue
        while at < len(ordered) and ordered[at].start < places[0][0]:
            at += 1
        inside = []
        while at < len(ordered) and ordered[at].start < places[-1][1]:
            inside.append(ordered[at])
            at += 1
        if len(inside) > 1:
            _append(view, text, places, inside)
    return view


def _append(view: View, text: str, places: Sequence[Place], inside: list[Entity]) -> None:
    view.tokens.extend([BEFORE] * EDGE)
    start, starts = len(view.tokens), [start for start, _ in places]
    view.sentences.append((start, len(view.entities), len(view.entities) + len(inside)))
    view.tokens.extend([norm(text[start:end]) for start, end in places])
    view.tokens.extend([BEHIND] * EDGE)
    view.entities.extend(inside)
    view.first.extend([start + bisect_right(starts, entity.start) - 1 for entity in inside])
    view.last.extend([start + bisect_right(starts, entity.end - 1) - 1 for entity in inside])


def candidates(view: View) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The pairs that the schema allows: index of head, index of tail, relations.

    Of each tail label the :data:`NEAREST` entities on either side of a head are taken, however far.
    """
    for _, begin, end in view.sentences:
        by_label: dict[str, list[int]] = {}
        for index in range(begin, end):
            by_label.setdefault(view.entities[index].label, []).append(index)
        for head in range(begin, end):
            for label, relations in _TAILS.get(view.entities[head].label, ()):
                same = by_label.get(label, [])
                at = bisect_right(same, head)
                for tail in same[max(0, at - NEAREST):at + NEAREST]:
                    if tail != head:
                        yield head, tail, relations

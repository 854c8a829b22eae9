"""The error browser: sentences with wrong entities, values or relations, gold beside predicted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from evaluation.entities import Mistake
from evaluation.pairs import Pair, Span
from evaluation.relations import RelationMistake
from evaluation.result import Evaluation
from evaluation.values import WrongValue

Wrong = TypeVar("Wrong", Mistake, WrongValue, RelationMistake)


@dataclass(frozen=True)
class Piece:
    """A stretch of text under the same spans.

    Attributes:
        text: its characters.
        label: of the flat span it is in, the one that begins last; empty outside.
        layer: of the layer span it is in; empty outside.
        wrong: whether a span it is in is on this side only.
        first: labels of the spans that begin here, in words to show.
    """

    text: str
    label: str
    layer: str
    wrong: bool
    first: str


@dataclass(frozen=True)
class Sentence:
    """A sentence with mistakes.

    Attributes:
        start: its first code point in the document.
        gold: its text as annotated.
        predicted: its text as predicted.
        mistakes: entities that are wrong in it.
        values: attributes that are wrong on its right entities.
        relations: relations that are wrong and whose first end begins in it.
        text: the document's, to show the ends of relations.
    """

    start: int
    gold: list[Piece]
    predicted: list[Piece]
    mistakes: list[Mistake]
    values: list[WrongValue]
    relations: list[RelationMistake]
    text: str

    def surface(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start:span.end]


@dataclass(frozen=True)
class Browsed:
    """A document with mistakes; their number is that of entities, values and relations together."""

    id: str
    sentences: list[Sentence]
    mistakes: int


def browse(evaluation: Evaluation, most: int) -> tuple[list[Browsed], int]:
    """The documents with most mistakes, and how many with mistakes are left out."""
    entities, values = _by_document(evaluation.mistakes), _by_document(evaluation.wrong_values)
    relations = _by_document(evaluation.relation_mistakes)

    def number(pair: Pair) -> int:
        return sum(len(found.get(pair.id, ())) for found in (entities, values, relations))

    worst = sorted(filter(number, evaluation.pairs), key=number, reverse=True)
    shown = [
        _browsed(pair, entities.get(pair.id, []), values.get(pair.id, []), relations.get(pair.id, []),
                 evaluation.schema.layers)
        for pair in worst[:most]
    ]
    return shown, len(worst) - len(shown)


def _by_document(mistakes: Iterable[Wrong]) -> dict[str, list[Wrong]]:
    found: dict[str, list[Wrong]] = {}
    for mistake in mistakes:
        found.setdefault(mistake.document, []).append(mistake)
    return found


def _browsed(pair: Pair, mistakes: list[Mistake], values: list[WrongValue], relations: list[RelationMistake],
             layers: Collection[str]) -> Browsed:
    bounds = pair.sentences or [(0, len(pair.text))]
    rows = []
    for at, (start, end) in enumerate(bounds):
        # A span that begins between sentences goes with the one before it, the first ones with the first.
        low = 0 if at == 0 else start
        high = bounds[at + 1][0] if at + 1 < len(bounds) else len(pair.text)
        here = [mistake for mistake in mistakes if low <= mistake.span.start < high]
        wrong = [value for value in values if low <= value.span.start < high]
        apart = [one for one in relations if low <= min(one.link.head, one.link.tail).start < high]
        firsts = [min(one.link.head, one.link.tail) for one in apart]
        if places := [*(one.span for one in here), *(one.span for one in wrong), *firsts]:
            low, high = min(start, *(span.start for span in places)), max(end, *(span.end for span in places))
            gold, predicted = pair.gold.spans.keys(), pair.predicted.spans.keys()
            rows.append(Sentence(
                low, pieces(pair.text, low, high, gold, predicted, layers),
                pieces(pair.text, low, high, predicted, gold, layers), here, wrong, apart, pair.text,
            ))
    return Browsed(pair.id, rows, len(mistakes) + len(values) + len(relations))


def pieces(text: str, start: int, end: int, spans: Iterable[Span], others: Collection[Span],
           layers: Collection[str]) -> list[Piece]:
    """Cut a stretch of text wherever a span begins or ends.

    Args:
        text: the document's.
        start: first code point of the stretch.
        end: one past its last.
        spans: of the side to show.
        others: of the other side.
        layers: labels that may lie over the rest.

    >>> for piece in pieces("Sở Y tế họp", 0, 11, [Span(0, 7, "ORG")], [], ()):
    ...     print(repr(piece.text), piece.label, piece.wrong)
    'Sở Y tế' ORG True
    ' họp'  False
    """
    inside = sorted(span for span in spans if span.start < end and span.end > start)
    cuts = {start, end}
    for span in inside:
        cuts |= {max(start, span.start), min(end, span.end)}
    found = []
    for low, high in pairwise(sorted(cuts)):
        over = [span for span in inside if span.start <= low and span.end >= high]
        flat = [span.label for span in over if span.label not in layers]
        layer = [span.label for span in over if span.label in layers]
        found.append(Piece(
            text[low:high], flat[-1] if flat else "", layer[-1] if layer else "",
            any(span not in others for span in over),
            " ".join(span.label for span in over if max(start, span.start) == low),
        ))
    return found

"""Spans as tags of tokens (IOB2) and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.document import Document

Place = tuple[int, int]


@dataclass(slots=True)
class Span:
    """A labelled stretch of text with the probability that it is right.

    Attributes:
        start: first code point.
        end: one past the last code point.
        label: of the schema, or of any other.
        score: from 0 to 1.
    """

    start: int
    end: int
    label: str
    score: float = 1.0


def encode(
    spans: Iterable[tuple[int, int, str]], places: Sequence[Place],
) -> tuple[list[str], list[tuple[int, int, str]]]:
    """Tag the tokens of a sentence.

    Args:
        spans: (start, end, label); where two overlap, the one that starts first is kept.
        places: (start, end) of the sentence's tokens.

    Returns:
        A tag a token, and the spans of this sentence that the tags cannot say: overlapped, or not at the
        edges of tokens.

    >>> encode([(0, 7, "ORG"), (8, 10, "LOC")], [(0, 3), (4, 7), (8, 10)])
    (['B-ORG', 'I-ORG', 'B-LOC'], [])
    """
    tags = ["O"] * len(places)
    if not places:
        return tags, []
    starts = {start: index for index, (start, _) in enumerate(places)}
    ends = {end: index for index, (_, end) in enumerate(places)}
    lost = []
    for start, end, label in sorted(spans):
        if not places[0][0] <= start < places[-1][1]:
            continue
        first, last = starts.get(start), ends.get(end)
        if first is None or last is None or any(tag != "O" for tag in tags[first:last + 1]):
            lost.append((start, end, label))
            continue
        tags[first] = f"B-{label}"
        tags[first + 1:last + 1] = [f"I-{label}"] * (last - first)
    return tags, lost


def decode(tags: Sequence[tuple[str, float]], places: Sequence[Place]) -> list[Span]:
    """Read spans off tags; an I that continues nothing opens a span, so every sequence is legal.

    Args:
        tags: (tag, probability) a token.
        places: (start, end) of the tokens.

    Returns:
        The spans in order; a span's score is the smallest probability among its tokens' tags.

    >>> decode([("B-ORG", 0.9), ("I-ORG", 0.8), ("O", 1.0)], [(0, 3), (4, 7), (8, 10)])
    [Span(start=0, end=7, label='ORG', score=0.8)]
    """
    found: list[Span] = []
    open_label = ""
    for (tag, probability), (start, end) in zip(tags, places, strict=True):
        label = tag[2:]
        if tag == "O":
            open_label = ""
        elif tag[0] == "I" and label == open_label:
            found[-1].end = end
            found[-1].score = min(found[-1].score, probability)
        else:
            found.append(Span(start, end, label, probability))
            open_label = label
    return found


def spans_of(document: Document) -> set[tuple[int, int, str]]:
    """The gold spans of a document."""
    return {(item.start, item.end, item.label) for item in document.entities}


def f1(found: Sequence[Sequence[Span]], gold: Sequence[set[tuple[int, int, str]]]) -> float:
    """F1 of exact spans of the flat labels and the layer together, 0 where nothing is right."""
    spans = [{(span.start, span.end, span.label) for span in one} for one in found]
    right = sum(len(one & other) for one, other in zip(spans, gold, strict=True))
    return 2 * right / max(1, sum(map(len, spans)) + sum(map(len, gold)))

"""Where a system is good: strict counts of the flat labels by source and by length of the sentence."""

from __future__ import annotations

from bisect import bisect_right

from annotations.schema import SCHEMA, Schema
from evaluation.counts import CORRECT, MISSED, SPURIOUS, Outcomes, add
from evaluation.pairs import Pair

LENGTHS = (20, 40, 80, 160)
"""Longest sentence of each class, in syllables (stretches without white space); the last class is open."""


def length_class(syllables: int) -> str:
    """The class a sentence falls in.

    >>> [length_class(number) for number in (1, 20, 21, 161)]
    ['1-20', '1-20', '21-40', '161+']
    """
    low = 1
    for high in LENGTHS:
        if syllables <= high:
            return f"{low}-{high}"
        low = high + 1
    return f"{low}+"


def length_classes() -> list[str]:
    """All classes, the shortest first."""
    return [length_class(high) for high in (*LENGTHS, LENGTHS[-1] + 1)]


def count_slices(pair: Pair, schema: Schema = SCHEMA) -> Outcomes:
    """Outcomes of one document by slice.

    Returns:
        ("source", its name) and ("length", class) -> strict outcome counts over the flat labels. An entity
        belongs to the sentence it begins in.
    """
    outcomes: Outcomes = {}
    gold, predicted = pair.gold.spans.keys(), pair.predicted.spans.keys()
    starts = [start for start, _ in pair.sentences]
    classes = [length_class(len(pair.text[start:end].split())) for start, end in pair.sentences]
    source = pair.source
    for column, spans in (
        (CORRECT, gold & predicted), (MISSED, gold - predicted), (SPURIOUS, predicted - gold),
    ):
        for span in spans:
            if span.label in schema.flat:
                at = max(0, bisect_right(starts, span.start) - 1)  # white space goes with what precedes it
                add(outcomes, ("source", source), column)
                add(outcomes, ("length", classes[at] if classes else length_class(1)), column)
    return outcomes

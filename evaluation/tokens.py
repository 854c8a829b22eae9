"""Gold spans that a segmentation loses: they begin or end inside a token, so no tagger can find them."""

from __future__ import annotations

from collections.abc import Iterable

from evaluation.counts import CORRECT, INCORRECT, Outcomes, add
from evaluation.pairs import Span

Tokens = Iterable[tuple[int, int]]
"""Start and end of each token in code points, in any order."""


def lost(spans: Iterable[Span], tokens: Tokens) -> list[Span]:
    """The spans that begin or end elsewhere than a token does: no sequence of tokens covers them exactly.

    >>> text = "UBND tỉnh An Giang"
    >>> gold = [Span(0, 9, "ORG"), Span(10, 18, "LOC")]
    >>> [text[span.start:span.end] for span in lost(gold, [(0, 4), (5, 12), (13, 18)])]
    ['UBND tỉnh', 'An Giang']
    >>> lost(gold, [(0, 4), (5, 9), (10, 12), (13, 18)])
    []
    """
    starts, ends = set(), set()
    for start, end in tokens:
        starts.add(start)
        ends.add(end)
    return [span for span in spans if span.start not in starts or span.end not in ends]


def count_tokens(spans: Iterable[Span], tokens: Tokens) -> Outcomes:
    """Which gold spans the tokens of one document can say.

    Returns:
        ("all" or label,) -> outcome counts, ``incorrect`` for the spans that are lost.
    """
    given = list(spans)
    gone = set(lost(given, tokens))
    outcomes: Outcomes = {}
    for span in given:
        for row in ("all", span.label):
            add(outcomes, (row,), INCORRECT if span in gone else CORRECT)
    return outcomes

"""Relations: strict and boundary-relaxed, by type, by distance, end to end and on entities that are right.

- *strict*: both spans, both entity labels and the relation label are equal.
- *relaxed*: the three labels are equal and both ends overlap; pairs are taken best first, one to one.

A gold relation that was never proposed is a miss, whatever the reason: its entities were not found, or no
candidate was made of them.

- *end_to_end*: all gold against all predicted relations.
- *found*: only relations whose two ends are, as spans and labels, in gold and prediction alike: what the
  relation model does with what the entity model gets right.
- *given*: of a second prediction made on gold entities, where there is one.

The distance is that between the two ends in the text: ``clause`` (one sentence, no semicolon between),
``near`` (one sentence, a semicolon between, at most 50 syllables between), ``far`` (all else).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence

from evaluation.counts import CORRECT, MISSED, SPURIOUS, Outcomes, add
from evaluation.pairs import Link, Pair, Span

DISTANCES = ("clause", "near", "far")
NEAR = 50
"""Most syllables between the ends of a ``near`` relation; the mission's figure."""


def distance(text: str, starts: Sequence[int], link: Link) -> str:
    """How far apart the two ends of a relation stand.

    Args:
        text: the document's.
        starts: where its sentences start, in order.
        link: the relation.

    >>> text = "giao Sở A báo cáo; giúp đỡ xong trước ngày 5/5. Hết"
    >>> body, task, day = Span(5, 9, "ORG"), Span(19, 30, "TASK"), Span(31, 46, "DEADLINE")
    >>> for head, tail in ((task, day), (task, body), (Span(48, 51, "ORG"), day)):
    ...     print(distance(text, [0, 48], Link(head, tail, "DUE")))
    clause
    near
    far
    """
    first, second = sorted((link.head, link.tail))
    if bisect_right(starts, first.start) != bisect_right(starts, second.start):
        return "far"
    between = text[first.end:second.start]
    if ";" not in between:
        return "clause"
    return "near" if len(between.split()) <= NEAR else "far"


def relaxed(gold: Collection[Link], predicted: Collection[Link]) -> list[tuple[Link, Link]]:
    """Pairs of relations whose labels are equal and whose ends overlap, best first, each once.

    >>> one = Link(Span(0, 5, "OFFICIAL"), Span(8, 16, "POSITION"), "HOLDS")
    >>> other = Link(Span(0, 5, "OFFICIAL"), Span(8, 12, "POSITION"), "HOLDS")
    >>> relaxed([one], [other]) == [(one, other)]
    True
    """
    by_labels: dict[tuple[str, str, str], list[Link]] = {}
    for link in predicted:
        by_labels.setdefault(_labels(link), []).append(link)
    candidates = []
    for link in gold:
        for other in by_labels.get(_labels(link), ()):
            head, tail = _shared(link.head, other.head), _shared(link.tail, other.tail)
            if head > 0 and tail > 0:
                equal = (link.head == other.head) + (link.tail == other.tail)
                candidates.append((-equal, -(head + tail), link, other))
    taken = []
    used: set[tuple[str, Link]] = set()
    for _, _, link, other in sorted(candidates):
        if ("gold", link) not in used and ("predicted", other) not in used:
            used |= {("gold", link), ("predicted", other)}
            taken.append((link, other))
    return taken


def count_relations(pair: Pair, mode: str = "end_to_end") -> Outcomes:
    """Outcomes of the relations of one document.

    Args:
        pair: the document.
        mode: first part of the keys; ``found`` leaves out relations whose ends are not right on both sides.

    Returns:
        (mode, "strict" or "relaxed", row, part) -> outcome counts. Rows: "all", each relation. Parts:
        "all", each distance. A pair found counts at the distance of its gold relation.
    """
    wanted, given = set(pair.gold.links), set(pair.predicted.links)
    if mode == "found":
        right = pair.gold.spans.keys() & pair.predicted.spans.keys()
        wanted = {link for link in wanted if link.head in right and link.tail in right}
        given = {link for link in given if link.head in right and link.tail in right}
    starts = [start for start, _ in pair.sentences]
    parts = {link: distance(pair.text, starts, link) for link in wanted | given}
    outcomes: Outcomes = {}

    def count(strategy: str, column: int, link: Link) -> None:
        for row in ("all", link.label):
            add(outcomes, (mode, strategy, row, "all"), column)
            add(outcomes, (mode, strategy, row, parts[link]), column)

    both = wanted & given
    loose = [(link, link) for link in both] + relaxed(wanted - both, given - both)
    for strategy, pairs in (("strict", [(link, link) for link in both]), ("relaxed", loose)):
        for link, _ in pairs:
            count(strategy, CORRECT, link)
        for link in wanted - {link for link, _ in pairs}:
            count(strategy, MISSED, link)
        for link in given - {link for _, link in pairs}:
            count(strategy, SPURIOUS, link)
    return outcomes


def relation_mistakes(pair: Pair) -> list[dict[str, object]]:
    """Every missed and spurious relation (strict) of a document with its place, in the order of the text."""
    gold, predicted = pair.gold.links, pair.predicted.links
    found = [("missed", link, None) for link in gold.keys() - predicted.keys()]
    found += [("spurious", link, predicted[link]) for link in predicted.keys() - gold.keys()]  # type: ignore[misc]
    starts = [start for start, _ in pair.sentences]
    return [
        {"document": pair.id, "kind": kind, "label": link.label, "head": list(link.head),
         "tail": list(link.tail), "distance": distance(pair.text, starts, link), "score": score}
        for kind, link, score in sorted(found, key=lambda row: (row[1], row[0]))
    ]


def _labels(link: Link) -> tuple[str, str, str]:
    return link.label, link.head.label, link.tail.label


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)

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
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from evaluation.counts import CORRECT, INCORRECT, MISSED, SPURIOUS, Outcomes, add
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


def count_relations(pair: Pair, modes: Iterable[str] = ("end_to_end", "found")) -> Outcomes:
    """Outcomes of the relations of one document.

    Args:
        pair: the document.
        modes: first part of the keys; ``found`` leaves out relations whose ends are not right on both sides.

    Returns:
        (mode, "strict" or "relaxed", row, part) -> outcome counts. Rows: "all", each relation. Parts:
        "all", each distance. A pair found counts at the distance of its gold relation.
    """
    starts = [start for start, _ in pair.sentences]
    parts = {
        link: distance(pair.text, starts, link) for link in pair.gold.links.keys() | pair.predicted.links.keys()
    }
    outcomes: Outcomes = {}
    for mode in modes:
        wanted, given = set(pair.gold.links), set(pair.predicted.links)
        if mode == "found":
            right = pair.gold.spans.keys() & pair.predicted.spans.keys()
            wanted = {link for link in wanted if link.head in right and link.tail in right}
            given = {link for link in given if link.head in right and link.tail in right}
        both = wanted & given
        exact = [(link, link) for link in both]
        for strategy, pairs in (("strict", exact), ("relaxed", exact + relaxed(wanted - both, given - both))):
            for column, links in (
                (CORRECT, {link for link, _ in pairs}), (MISSED, wanted - {link for link, _ in pairs}),
                (SPURIOUS, given - {link for _, link in pairs}),
            ):
                for (label, part), number in Counter((link.label, parts[link]) for link in links).items():
                    for row in ("all", label):
                        add(outcomes, (mode, strategy, row, "all"), column, number)
                        add(outcomes, (mode, strategy, row, part), column, number)
    return outcomes


@dataclass(frozen=True, slots=True)
class RelationMistake:
    """One gold relation that was missed or one predicted relation that is spurious, under ``strict``.

    Attributes:
        document: its id.
        kind: ``missed`` or ``spurious``.
        link: what is joined, and how.
        cause: see :mod:`evaluation.causes`.
        distance: between its ends.
        score: probability given to a spurious one.
    """

    document: str
    kind: str
    link: Link
    cause: str
    distance: str
    score: float | None

    def to_json(self) -> dict[str, object]:
        """Places and labels only."""
        return {
            "document": self.document, "kind": self.kind, "label": self.link.label, "head": list(self.link.head),
            "tail": list(self.link.tail), "cause": self.cause, "distance": self.distance, "score": self.score,
        }


def relation_mistakes(pair: Pair) -> list[RelationMistake]:
    """Every missed and spurious relation (strict) of a document with its place, in the order of the text."""
    starts = [start for start, _ in pair.sentences]
    found = []
    for kind, own, other in (("missed", pair.gold, pair.predicted), ("spurious", pair.predicted, pair.gold)):
        wrong = other.links.keys() - own.links.keys()
        ends = {(link.head, link.tail) for link in wrong}
        heads = {(link.head, link.label) for link in wrong}
        for link in own.links.keys() - other.links.keys():
            if link.head not in other.spans or link.tail not in other.spans:
                cause = "ends"
            elif (link.head, link.tail) in ends:
                cause = "label"
            else:
                cause = "tail" if (link.head, link.label) in heads else "nothing"
            score = own.links[link] if kind == "spurious" else None
            found.append(RelationMistake(pair.id, kind, link, cause, distance(pair.text, starts, link), score))
    return sorted(found, key=lambda mistake: (mistake.link, mistake.kind))


def count_candidates(pair: Pair) -> Outcomes:
    """Which gold relations a system considers at all, in one document.

    Args:
        pair: the gold, and as prediction the gold entities with every relation the system considers.

    Returns:
        ("all" or relation, "all" or distance) -> outcome counts, ``incorrect`` for what is never considered.
    """
    starts = [start for start, _ in pair.sentences]
    outcomes: Outcomes = {}
    for link in pair.gold.links:
        column = CORRECT if link in pair.predicted.links else INCORRECT
        for row in ("all", link.label):
            for part in ("all", distance(pair.text, starts, link)):
                add(outcomes, (row, part), column)
    return outcomes


def _labels(link: Link) -> tuple[str, str, str]:
    return link.label, link.head.label, link.tail.label


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)

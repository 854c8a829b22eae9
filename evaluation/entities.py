"""Entities: five strategies, by label and over label sets.

The words are those of SemEval-2013 task 9, as in nervaluate:

========= ================================================ ==========================================
strategy  an aligned pair is correct when                   otherwise it is
========= ================================================ ==========================================
strict    offsets and label are equal                       incorrect
exact     offsets are equal, whatever the label             incorrect
partial   offsets are equal, whatever the label             partial (counts half)
type      labels are equal and the spans overlap            incorrect
overlap   the spans overlap, whatever the label             (cannot be)
========= ================================================ ==========================================

A span without partner is missed (gold) or spurious (predicted). The row of a *label* sees only gold and
predicted spans of that label; the row of a *set* of labels sees all spans of the set at once, so that under
exact, partial and overlap a LOC called ORG still counts as found. Under strict and type the row of a set is
the sum of its labels' rows.

Equal spans (same offsets and label) are one item, on either side. Labels with a layer of their own (TASK)
are never aligned with the flat ones.

>>> gold = [Span(0, 5, "ORG"), Span(8, 12, "LOC")]
>>> found = [Span(0, 5, "LOC"), Span(8, 11, "LOC")]
>>> counts = count_entities(gold, found)
>>> for strategy in STRATEGIES:
...     print(strategy, counts[strategy, "flat"])
strict [0, 2, 0, 0, 0]
exact [1, 1, 0, 0, 0]
partial [1, 0, 1, 0, 0]
type [1, 1, 0, 0, 0]
overlap [2, 0, 0, 0, 0]
>>> counts["type", "LOC"], counts["type", "ORG"]
([1, 0, 0, 0, 1], [0, 0, 0, 1, 0])
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from annotations.schema import SCHEMA, Schema
from evaluation.align import Overlap, align, by_label, by_offsets, overlaps
from evaluation.counts import CORRECT, Outcomes, add
from evaluation.pairs import Pair, Span

STRATEGIES = ("strict", "exact", "partial", "type", "overlap")
MISSION = ("OFFICIAL", "ORG", "QUANTITY", "DEADLINE")
"""The four labels the project exists for; the set is called ``mission`` in every result."""


def label_sets(schema: Schema = SCHEMA) -> dict[str, tuple[str, ...]]:
    """The sets that have a row of their own: the mission's labels, and all flat ones."""
    return {"mission": tuple(label for label in MISSION if label in schema.flat), "flat": schema.flat}


def count_entities(gold: Iterable[Span], predicted: Iterable[Span], schema: Schema = SCHEMA) -> Outcomes:
    """Outcomes of one document under every strategy, for every label and label set.

    Args:
        gold: distinct spans, in any order.
        predicted: distinct spans, in any order.
        schema: which labels are flat and which are layers.

    Returns:
        (strategy, label or set) -> [correct, incorrect, partial, missed, spurious]; rows that would be all
        zero are left out.
    """
    outcomes: Outcomes = {}
    wanted, given = sorted(gold), sorted(predicted)
    for layer in (schema.flat, *((label,) for label in schema.layers)):
        _count_layer(
            outcomes,
            [span for span in wanted if span.label in layer], [span for span in given if span.label in layer],
            label_sets(schema) if layer is schema.flat else {},
        )
    return outcomes


def _count_layer(outcomes: Outcomes, gold: list[Span], predicted: list[Span],
                 sets: dict[str, tuple[str, ...]]) -> None:
    pairs = overlaps(gold, predicted)
    gold_labels = [span.label for span in gold]
    predicted_labels = [span.label for span in predicted]
    for name, labels in sets.items():
        wanted = sum(label in labels for label in gold_labels)
        given = sum(label in labels for label in predicted_labels)
        within = [
            pair for pair in pairs
            if gold_labels[pair.gold] in labels and predicted_labels[pair.predicted] in labels
        ]
        _count(outcomes, name, align(within, by_offsets), align(within, by_label), wanted, given)
    # A label on its own: pairs of different labels cannot meet, so one alignment serves all labels.
    alike = align([pair for pair in pairs if pair.same_label], by_label)
    for label in dict.fromkeys(gold_labels + predicted_labels):
        own = [pair for pair in alike if gold_labels[pair.gold] == label]
        _count(outcomes, label, own, own, gold_labels.count(label), predicted_labels.count(label))


def _count(outcomes: Outcomes, row: str, by_place: Sequence[Overlap], by_name: Sequence[Overlap],
           wanted: int, given: int) -> None:
    if not wanted and not given:
        return
    pairs = len(by_place)
    exact = sum(pair.same_span for pair in by_place)
    strict = sum(pair.same_span and pair.same_label for pair in by_place)
    named = sum(pair.same_label for pair in by_name)
    for strategy, correct, partial, aligned in (
        ("strict", strict, 0, pairs), ("exact", exact, 0, pairs), ("partial", exact, pairs - exact, pairs),
        ("type", named, 0, len(by_name)), ("overlap", pairs, 0, pairs),
    ):
        incorrect = aligned - correct - partial
        outcomes[strategy, row] = [correct, incorrect, partial, wanted - aligned, given - aligned]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One gold item that was missed or one predicted item that is spurious, under ``strict``.

    Attributes:
        document: its id.
        kind: ``missed`` or ``spurious``.
        span: where it stands and what it is called.
        cause: ``label`` (the other side has the same offsets under another label), ``boundary`` (the same
            label with other offsets), ``both`` (overlaps, with another label), ``nothing`` (nothing of its
            layer on the other side overlaps it).
        other: the span of the other side that is to blame; None for ``nothing``.
        score: probability given to a spurious item.
    """

    document: str
    kind: str
    span: Span
    cause: str
    other: Span | None
    score: float | None = None

    def to_json(self) -> dict[str, object]:
        """Places and labels only: the characters stay in the document."""
        return {
            "document": self.document, "kind": self.kind, "start": self.span.start, "end": self.span.end,
            "label": self.span.label, "cause": self.cause, "other": self.other and list(self.other),
            "score": self.score,
        }


def mistakes(pair: Pair, schema: Schema = SCHEMA) -> list[Mistake]:
    """Every missed and every spurious entity of a document, in the order of the text."""
    found = []
    for layer in (schema.flat, *((label,) for label in schema.layers)):
        gold, predicted = _within(pair.gold.spans, layer), _within(pair.predicted.spans, layer)
        of_gold, of_predicted = _best_partners(gold, predicted)
        for kind, spans, partners in (
            ("missed", set(gold) - set(predicted), of_gold),
            ("spurious", set(predicted) - set(gold), of_predicted),
        ):
            for span in spans:
                other = partners.get(span)
                score = pair.predicted.spans[span].score if kind == "spurious" else None
                found.append(Mistake(pair.id, kind, span, _cause(span, other), other, score))
    return sorted(found, key=lambda mistake: (mistake.span, mistake.kind))


def _best_partners(
    gold: Sequence[Span], predicted: Sequence[Span]
) -> tuple[dict[Span, Span], dict[Span, Span]]:
    of_gold: dict[Span, Span] = {}
    of_predicted: dict[Span, Span] = {}
    for one in sorted(overlaps(gold, predicted), key=by_offsets):
        of_gold.setdefault(gold[one.gold], predicted[one.predicted])
        of_predicted.setdefault(predicted[one.predicted], gold[one.gold])
    return of_gold, of_predicted


def _cause(span: Span, other: Span | None) -> str:
    if other is None:
        return "nothing"
    if span[:2] == other[:2]:
        return "label"
    return "boundary" if span.label == other.label else "both"


def count_confusion(pair: Pair, schema: Schema = SCHEMA) -> Outcomes:
    """Which flat label was taken for which, in one document.

    Returns:
        ("same_span" or "overlap", gold label or "", predicted label or "") -> counts with the number under
        ``correct``. ``same_span`` pairs spans with equal offsets only; ``overlap`` pairs all that overlap,
        equal offsets first. "" stands for no partner: as predicted label a miss, as gold label spurious.
    """
    gold, predicted = _within(pair.gold.spans, schema.flat), _within(pair.predicted.spans, schema.flat)
    pairs = overlaps(gold, predicted)
    outcomes: Outcomes = {}
    for name, candidates in (("same_span", [one for one in pairs if one.same_span]), ("overlap", pairs)):
        aligned = align(candidates, by_offsets)
        for one in aligned:
            add(outcomes, (name, gold[one.gold].label, predicted[one.predicted].label), CORRECT)
        for at in set(range(len(gold))) - {one.gold for one in aligned}:
            add(outcomes, (name, gold[at].label, ""), CORRECT)
        for at in set(range(len(predicted))) - {one.predicted for one in aligned}:
            add(outcomes, (name, "", predicted[at].label), CORRECT)
    return outcomes


def _within(spans: Iterable[Span], labels: Collection[str]) -> list[Span]:
    return sorted(span for span in spans if span.label in labels)

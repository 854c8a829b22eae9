"""Attributes: what a QUANTITY is worth, and which day a DATE or DEADLINE means.

Two questions, kept apart:

- *joint*: offsets, label and attribute are all right; wrong attributes cost precision and recall.
- *matched*: among the spans found exactly, on how many is the attribute right? Here ``incorrect`` counts
  the wrong ones and nothing is missed or spurious, so precision, recall and F1 are all that share.

Numbers are equal where their first 14 digits are; a missing ``bound`` reads as ``exact``, which is what the
annotation format means by leaving it out; strings are compared in NFC. A gold value of None ("cannot be
known") is matched by None only. Gold without a single attribute (from a format that has none) is not scored.

>>> from annotations import Document, Entity
>>> from evaluation.pairs import pair
>>> def article(value, unit):
...     return Document("d", "32 hộ", entities=[Entity("e", 0, 5, "QUANTITY", "32 hộ", value, unit)])
>>> (one,), _, _ = pair([article(32, "hộ")], [article(32.0, "ha")])
>>> counts = count_values(one)
>>> counts["matched", "QUANTITY", "value"], counts["matched", "QUANTITY", "unit"]
([1, 0, 0, 0, 0], [0, 1, 0, 0, 0])
>>> counts["joint", "QUANTITY", "all"]
[0, 0, 0, 1, 1]
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from annotations.document import Entity, Value
from annotations.schema import SCHEMA, Schema
from evaluation.counts import CORRECT, INCORRECT, MISSED, SPURIOUS, Outcomes, add
from evaluation.pairs import Pair, Span

_DIGITS = 14  # a double holds 15 to 17; the last ones differ by the order of multiplication (3.3 * 1e6)


def comparable(name: str, given: Any) -> Any:
    """An attribute in the form in which it is compared; see the module's rules.

    >>> comparable("value", 9.5e9) == comparable("value", 9500000000)
    True
    >>> comparable("value", [5e9, 7e9])
    (5000000000.0, 7000000000.0)
    >>> comparable("bound", None)
    'exact'
    """
    if given is None:
        return "exact" if name == "bound" else None
    if isinstance(given, (list, tuple)):
        return tuple(comparable(name, item) for item in given)
    if isinstance(given, (int, float)):
        return float(f"{given:.{_DIGITS}g}")
    if isinstance(given, str):
        return unicodedata.normalize("NFC", given).strip()
    return given


def differing(label: str, gold: Entity, predicted: Entity, schema: Schema = SCHEMA) -> list[str]:
    """The attributes of a label on which two entities disagree."""
    return [
        name for name in schema.attributes.get(label, ())
        if comparable(name, getattr(gold, name)) != comparable(name, getattr(predicted, name))
    ]


def count_values(pair: Pair, schema: Schema = SCHEMA) -> Outcomes:
    """Outcomes of the attributes in one document.

    Returns:
        ("joint" or "matched", label, attribute or "all") -> outcome counts; "all" asks that every
        attribute of the label is right.
    """
    outcomes: Outcomes = {}
    for label, names in schema.attributes.items():
        gold = {span: entity for span, entity in pair.gold.spans.items() if span.label == label}
        predicted = {span: entity for span, entity in pair.predicted.spans.items() if span.label == label}
        matched = gold.keys() & predicted.keys()
        wrong = {span: differing(label, gold[span], predicted[span], schema) for span in matched}
        for name in (*names, "all"):
            bad = sum(bool(found) if name == "all" else name in found for found in wrong.values())
            for key, column, number in (
                ("matched", CORRECT, len(matched) - bad), ("matched", INCORRECT, bad),
                ("joint", CORRECT, len(matched) - bad),
                ("joint", MISSED, len(gold) - len(matched) + bad),
                ("joint", SPURIOUS, len(predicted) - len(matched) + bad),
            ):
                if number:
                    add(outcomes, (key, label, name), column, number)
    return outcomes


@dataclass(frozen=True, slots=True)
class WrongValue:
    """One attribute that is wrong on a span that is right.

    Attributes:
        document: its id.
        span: where it stands and what it is called.
        attribute: ``value``, ``unit`` or ``bound``.
        gold: what it should say.
        predicted: what it says.
    """

    document: str
    span: Span
    attribute: str
    gold: Value
    predicted: Value

    def to_json(self) -> dict[str, object]:
        """Place, attribute and both values."""
        return {
            "document": self.document, "start": self.span.start, "end": self.span.end, "label": self.span.label,
            "attribute": self.attribute, "gold": self.gold, "predicted": self.predicted,
        }


def wrong_values(pair: Pair, schema: Schema = SCHEMA) -> list[WrongValue]:
    """Every wrong attribute of the spans of a document that were found exactly, in the order of the text."""
    return [
        WrongValue(pair.id, span, name, getattr(gold, name), getattr(pair.predicted.spans[span], name))
        for span, gold in pair.gold.spans.items() if span in pair.predicted.spans
        for name in differing(span.label, gold, pair.predicted.spans[span], schema)
    ]

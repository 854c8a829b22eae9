"""Records as tuples: is what a person reads right as a whole?

A record (an official, a figure, a deadline) is compared by the fields that ``records.json`` lists for its
kind: as a *whole* tuple and by its *key* alone (who in which office; which figure; what is due when). Where
the evidence stands in the text is not compared. Strings are compared folded (case, composition, tone marks,
white space); numbers as in :mod:`evaluation.values`. Equal records of a document are one.

Gold without records is not scored, and the result says so; an empty list is gold that has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotations.errors import DocumentError
from annotations.folding import fold
from evaluation.counts import CORRECT, MISSED, SPURIOUS, Outcomes, add
from evaluation.pairs import Pair
from evaluation.values import comparable

KINDS: dict[str, dict[str, list[list[str]]]] = json.loads(
    Path(__file__).with_name("records.json").read_text("utf-8"))["kinds"]


def as_tuple(record: dict[str, Any], fields: Iterable[Iterable[str]]) -> tuple[Any, ...]:
    """A record as the tuple it is compared by.

    Args:
        record: as ``records`` of a document holds it; a field may be a plain value or an object with
            ``value`` or ``text``.
        fields: each the names it may go by.

    >>> as_tuple({"name": "Lê  Văn A", "position": {"text": "Chủ tịch", "start": 9, "end": 17}},
    ...          [["name"], ["position"], ["place"]])
    ('lê văn a', 'chủ tịch', None)
    """
    return tuple(
        _plain(next((record[name] for name in names if record.get(name) is not None), None))
        for names in fields
    )


def _plain(given: Any) -> Any:
    if isinstance(given, dict):
        return _plain(given.get("value") if given.get("value") is not None else given.get("text"))
    if isinstance(given, str):
        return " ".join(fold(given).split())
    if isinstance(given, list):
        return tuple(_plain(item) for item in given)
    return comparable("value", given)


def count_records(pair: Pair) -> Outcomes:
    """Outcomes of the records of one document.

    Returns:
        (kind, "whole" or "key") -> outcome counts; nothing where the gold has no records.

    Raises:
        DocumentError: a record has none of its kind's fields, so that comparing it would mean nothing.
    """
    gold, predicted = pair.gold.document.records, pair.predicted.document.records
    outcomes: Outcomes = {}
    if gold is None:
        return outcomes
    for kind, parts in KINDS.items():
        sides = [
            [_checked(record, kind, parts["fields"], pair.id) for record in (records or {}).get(kind) or []]
            for records in (gold, predicted)
        ]
        for part, fields in (("whole", parts["fields"]), ("key", parts["key"])):
            wanted, given = ({as_tuple(record, fields) for record in side} for side in sides)
            for column, number in (
                (CORRECT, len(wanted & given)),
                (MISSED, len(wanted - given)), (SPURIOUS, len(given - wanted)),
            ):
                if number:
                    add(outcomes, (kind, part), column, number)
    return outcomes


def _checked(record: dict[str, Any], kind: str, fields: list[list[str]], document: str) -> dict[str, Any]:
    if not any(name in record for names in fields for name in names):
        raise DocumentError(
            f"a record among the {kind} of {document!r} has nothing to compare",
            why=f"its fields are {', '.join(sorted(record)) or 'none'}",
            hint=f"known are {', '.join(name for names in fields for name in names)}; see records.json",
        )
    return record

"""Persons, bodies and places alone: the ground on which recognisers with other labels can be met.

Officials count as persons, and all other labels are left out, in the gold as in the prediction;
``mappings/three.json`` has both the project's labels and those most recognisers use (PER, MISC).
"""

from __future__ import annotations

from typing import Any

from evaluation.pairs import read_mapping
from evaluation.result import Evaluation
from evaluation.scoring import evaluate

THREE = read_mapping("three")
LABELS = ("PERSON", "ORG", "LOC")


def three(result: Evaluation) -> dict[str, Any]:
    """The strict scores of a result on the three labels.

    Args:
        result: its documents are scored anew, with its seed and resamples.

    Returns:
        ``micro`` and ``labels``, rows as in the JSON of a result.

    >>> from annotations import Document, Entity
    >>> def article(first, second):
    ...     entities = [Entity("a", 0, 2, first, "An"), Entity("b", 5, 9, second, "Sở A")]
    ...     return Document("d", "An ở Sở A", entities=entities)
    >>> row = three(evaluate([article("OFFICIAL", "ORG")], [article("PERSON", "DATE")]))
    >>> row["micro"]["tp"], row["micro"]["fp"], row["micro"]["fn"]
    (1, 0, 1)
    """
    mapped = evaluate(
        (pair.gold.document for pair in result.pairs), (pair.predicted.document for pair in result.pairs),
        mapping=THREE, gold_mapping=THREE, resamples=result.resamples, seed=result.seed,
    )
    return {
        "micro": mapped.row("entities", "strict", "flat"),
        "labels": {label: mapped.row("entities", "strict", label) for label in LABELS},
    }

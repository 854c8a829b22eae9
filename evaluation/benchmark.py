"""How fast documents are scored: ``python -m evaluation.benchmark [DOCUMENTS]``.

DOCUMENTS (10,000) documents of 40 entities, a third of which stand in relations, are scored in full, with 1,000
bootstrap resamples and the JSON with every mistake, on one core. Where ``nervaluate`` is installed it scores the
entities of a part of them, its four strategies without intervals, in the same run: a machine's noise meets both.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence

from annotations.document import Document, Entity, Relation
from evaluation.scoring import evaluate

USAGE = "usage: python -m evaluation.benchmark [DOCUMENTS]"
ENTITIES = 40
LABELS = ("ORG", "LOC", "QUANTITY", "DATE", "OFFICIAL", "POSITION", "TASK")
_PHRASE, _WIDTH = "Sở Y tế giao 32 hộ; ", 7  # every entity is the first 7 characters of a phrase
_PART, _SEED = 1000, 0


def corpus(documents: int) -> tuple[list[Document], list[Document]]:
    """Gold and predicted documents that differ in every way entities can: boundary, label, missing."""
    draw = random.Random(_SEED)
    return [_document(number, None) for number in range(documents)], [
        _document(number, draw) for number in range(documents)
    ]


def _document(number: int, draw: random.Random | None) -> Document:
    text = _PHRASE * ENTITIES
    entities = []
    for at in range(ENTITIES):
        chance = draw.random() if draw else 1.0
        start, label = len(_PHRASE) * at, LABELS[(at + number) % len(LABELS)]
        end = start + _WIDTH + (chance < 0.1)
        if draw and 0.1 <= chance < 0.15:
            label = draw.choice(LABELS)
        if not 0.15 <= chance < 0.2:
            value, unit = (32.0, "hộ") if label == "QUANTITY" else (None, None)
            entities.append(Entity(
                f"e{at}", start, end, label, text[start:end], value, unit, score=chance if draw else None,
            ))
    ids = [entity.id for entity in entities]
    relations = [Relation(ids[at], ids[at + 1], "AT") for at in range(0, len(ids) - 1, 3)]
    return Document(f"{number % 9}/{number}", text, entities=entities, relations=relations)


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds that work takes: waiting for other processes is not counted."""
    start = time.process_time()
    work()
    return time.process_time() - start


def ours(gold: Sequence[Document], predicted: Sequence[Document]) -> float:
    """Seconds of a full evaluation."""
    return seconds(lambda: evaluate(gold, predicted).to_json())


def theirs(gold: Sequence[Document], predicted: Sequence[Document]) -> float:
    """Seconds that nervaluate takes for the entities alone."""
    from nervaluate.evaluator import Evaluator

    def rows(side: Sequence[Document]) -> list[list[dict[str, object]]]:
        return [
            [{"start": one.start, "end": one.end - 1, "label": one.label} for one in document.entities]
            for document in side
        ]

    wanted, found = rows(gold), rows(predicted)
    return seconds(lambda: Evaluator(wanted, found, tags=list(LABELS), loader="dict").evaluate())


def main(arguments: Sequence[str]) -> int:
    """Time and print; returns the exit code."""
    if len(arguments) > 1 or not all(argument.isdecimal() for argument in arguments):
        print(USAGE, file=sys.stderr)
        return 2
    documents = int(arguments[0]) if arguments else 10_000
    gold, predicted = corpus(documents)
    took = ours(gold, predicted)
    print(f"{documents:,} documents of {ENTITIES} entities: {took:.1f} s, {1000 * took / documents:.2f} ms a document")
    try:
        part = min(documents, _PART)
        took = theirs(gold[:part], predicted[:part])
        print(f"nervaluate, entities alone, {part:,} documents: {took:.1f} s, {1000 * took / part:.2f} ms a document")
    except ImportError:
        print("nervaluate is not installed: nothing to compare with")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Score predicted documents against gold ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotations.document import Document
from annotations.errors import DocumentError
from annotations.schema import SCHEMA, Schema
from evaluation.collecting import no_cycles
from evaluation.committed import agreement_on
from evaluation.counts import Outcomes, Tally
from evaluation.entities import count_confusion, count_entities
from evaluation.pairs import Mapped, Pair, pair
from evaluation.provenance import annotations_hash, texts_hash, today, versions
from evaluation.records import count_records
from evaluation.relations import count_candidates, count_relations
from evaluation.result import Evaluation
from evaluation.slices import count_slices
from evaluation.tokens import Tokens, count_tokens
from evaluation.values import count_values


@no_cycles()
def evaluate(
    gold: Iterable[Document],
    predicted: Iterable[Document],
    *,
    given: Iterable[Document] | None = None,
    considered: Iterable[Document] | None = None,
    tokens: Mapping[str, Tokens] | None = None,
    mapping: Mapped | None = None,
    gold_mapping: Mapped | None = None,
    schema: Schema = SCHEMA,
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> Evaluation:
    """Score predicted documents against gold ones.

    Args:
        gold: annotated documents, ids unique.
        predicted: the same documents (same ids and texts, any order) with what a system found.
        given: the same documents once more, with the gold entities and the relations a system found
            between them; scored under the mode ``given``.
        considered: the same, with every relation the system considers before it decides; what gold it can
            never find is counted.
        tokens: by document id, those the system works on; what gold spans they cannot say is counted.
        mapping: foreign label of the prediction -> label of the schema, or None to leave it out.
        gold_mapping: the same for the gold, where a system tells fewer labels apart than the gold does.
        schema: labels, attributes and relations.
        resamples: bootstrap resamples of documents behind the intervals; 0 for none.
        seed: of the bootstrap.
        confidence: of the intervals.

    Returns:
        The result; intervals are computed when first asked for.

    Raises:
        DocumentError: the two sides cannot be scored against each other; names document and offset.

    >>> from annotations import Entity
    >>> text = "Sở Y tế có 32 hộ"
    >>> gold = Document("d", text, entities=[Entity("a", 0, 7, "ORG", "Sở Y tế")])
    >>> guess = Document("d", text, entities=[Entity("x", 0, 7, "ORG", "Sở Y tế"),
    ...                                       Entity("y", 11, 13, "QUANTITY", "32")])
    >>> evaluate([gold], [guess]).score("entities", "strict", "flat")
    Score(tp=1, fp=1, fn=0)
    """
    pairs, gold_notes, notes = pair(gold, predicted, schema, mapping, gold_mapping)
    valued = sum(
        entity.value is not None or entity.unit is not None or entity.bound is not None
        for one in pairs for entity in one.gold.spans.values()
    )

    def on_gold(documents: Iterable[Document] | None) -> list[Pair] | None:
        if documents is None:
            return None
        again, _, _ = pair([one.gold.document for one in pairs], documents, schema, mapping, gold_mapping)
        for one in again:
            _check_entities(one)
        return again

    again, reach = on_gold(given), on_gold(considered)

    def counted(at: int, one: Pair) -> Outcomes:
        parts = _outcomes(one, schema, valued > 0)
        if again is not None:
            parts["relations"].update(count_relations(again[at], ["given"]))
        if reach is not None:
            parts["candidates"] = count_candidates(reach[at])
        if tokens is not None:
            parts["tokens"] = count_tokens(one.gold.spans, tokens[one.id])
        return {(name, *key): counts for name, part in parts.items() for key, counts in part.items()}

    outcomes = (counted(at, one) for at, one in enumerate(pairs))
    gold_sides, sides = [one.gold for one in pairs], [one.predicted for one in pairs]
    texts = texts_hash(gold_sides)
    return Evaluation(
        Tally([one.id for one in pairs], outcomes), pairs, again, schema,
        agreement=None if gold_mapping else agreement_on(texts),
        model=next((side.document.model for side in sides if side.document.model), None),
        data={
            "texts_sha256": texts,
            "gold_sha256": annotations_hash(gold_sides), "predicted_sha256": annotations_hash(sides),
            "gold": gold_notes.to_json(), "predicted": notes.to_json(),
            "gold_values": valued,
            "gold_records": sum(side.document.records is not None for side in gold_sides),
            "mapping": dict(mapping) if mapping is not None else None,
            "gold_mapping": dict(gold_mapping) if gold_mapping is not None else None,
        },
        versions=versions(), date=today(), seed=seed, resamples=resamples, confidence=confidence,
    )


def _outcomes(one: Pair, schema: Schema, valued: bool) -> dict[str, Outcomes]:
    return {
        "entities": count_entities(one.gold.spans, one.predicted.spans, schema),
        "values": count_values(one, schema) if valued else {},
        "relations": count_relations(one),
        "records": count_records(one),
        "slices": count_slices(one, schema),
        "confusion": count_confusion(one, schema),
    }


def _check_entities(one: Pair) -> None:
    differing = one.gold.spans.keys() ^ one.predicted.spans.keys()
    if differing:
        span = min(differing)
        raise DocumentError(
            f"document {one.id!r} was to be predicted on gold entities", offset=span.start,
            why=f"{span.label} [{span.start}, {span.end}) is on one side only",
            hint="give the relation model the gold entities, and nothing else",
        )

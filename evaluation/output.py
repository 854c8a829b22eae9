"""A result as JSON: the shape that is committed and that others read. ``README.md`` beside this has it in brief."""

from __future__ import annotations

from typing import Any

from evaluation.causes import count_errors, count_relation_errors
from evaluation.collecting import no_cycles
from evaluation.counts import Key
from evaluation.entities import STRATEGIES, label_sets
from evaluation.relations import DISTANCES
from evaluation.result import SCHEMA_VERSION, Evaluation, ranking

Row = dict[str, Any]
PARTS = ("all", *DISTANCES)


@no_cycles()
def as_json(result: Evaluation, places: bool = True) -> Row:
    """All of a result: counts and ratios, never the text.

    Args:
        result: of an evaluation.
        places: whether to list every mistake with its place.
    """
    row: Row = {
        "schema_version": SCHEMA_VERSION, "date": result.date, "versions": result.versions, "model": result.model,
        "documents": len(result.pairs), "data": result.data,
        "seed": result.seed, "resamples": result.resamples, "confidence": result.confidence,
        "entities": {strategy: _entities(result, strategy) for strategy in STRATEGIES},
        "confusion": {
            which: dict(zip(("labels", "counts"), result.confusion(which), strict=True))
            for which in ("same_span", "overlap")
        },
        "values": _values(result) if result.data.get("gold_values") else None,
        "relations": _relations(result),
        "candidates": _candidates(result),
        "records": _nested(result, "records") if result.data.get("gold_records") else None,
        "tokens": {key[1]: losses(result, *key) for key in _ranked(result, "tokens")} or None,
        "slices": _nested(result, "slices"),
        "calibration": {
            kind: {label: found.to_json() for label, found in labels.items()}
            for kind, labels in result.calibration.items()
        },
        "errors": {
            "entities": count_errors(result.errors),
            "relations": count_relation_errors(result.relation_mistakes),
        },
    }
    if places:
        row["mistakes"] = {
            "entities": [mistake.to_json() for mistake in result.mistakes],
            "values": [wrong.to_json() for wrong in result.wrong_values],
            "relations": [mistake.to_json() for mistake in result.relation_mistakes],
        }
    return row


def relations_row(result: Evaluation, mode: str, strategy: str) -> Row:
    """The relations of one mode under one strategy: micro, macro, by distance, by relation and distance."""
    key = ("relations", mode, strategy)
    return {
        "micro": result.row(*key, "all", "all"),
        "macro": result.mean(*key, "macro"),
        "distance": {part: result.row(*key, "all", part) for part in DISTANCES},
        "relations": {name: {part: result.row(*key, name, part) for part in PARTS} for name in result.schema.relations},
    }


def losses(result: Evaluation, *key: str) -> Row:
    """What could never have been found: gold items, how many are lost, the rate and its interval."""
    score = result.score(*key)
    row: Row = {
        "gold": score.tp + score.fn, "lost": score.fn, "rate": None if score.recall is None else 1 - score.recall,
    }
    found = result.ratio_intervals["recall"].get(key)
    if found is not None and found.low is not None and found.high is not None:
        row["rate_interval"] = {"low": 1 - found.high, "high": 1 - found.low, "undefined": found.undefined}
    return row


def _entities(result: Evaluation, strategy: str) -> Row:
    row: Row = {
        name: {
            "micro": result.row("entities", strategy, name),
            "macro": result.mean("entities", strategy, name, "macro"),
        }
        for name in label_sets(result.schema)
    }
    row["labels"] = {label: result.row("entities", strategy, label) for label in result.schema.flat}
    row["layers"] = {label: result.row("entities", strategy, label) for label in result.schema.layers}
    return row


def _values(result: Evaluation) -> Row:
    return {
        which: {
            label: {name: result.row("values", which, label, name) for name in (*names, "all")}
            for label, names in result.schema.attributes.items()
        }
        for which in ("joint", "matched")
    }


def _relations(result: Evaluation) -> Row:
    modes = dict.fromkeys(["end_to_end", "found", *(key[1] for key in result.tally.below("relations"))])
    return {
        mode: {strategy: relations_row(result, mode, strategy) for strategy in ("strict", "relaxed")}
        for mode in modes
    }


def _candidates(result: Evaluation) -> Row | None:
    rows: Row = {}
    for key in _ranked(result, "candidates"):
        rows.setdefault(key[1], {})[key[2]] = losses(result, *key)
    return rows or None


def _nested(result: Evaluation, first: str) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for key in _ranked(result, first):
        rows.setdefault(key[1], {})[key[2]] = result.row(*key)
    return rows


def _ranked(result: Evaluation, first: str) -> list[Key]:
    return sorted(result.tally.below(first), key=ranking(result.schema))

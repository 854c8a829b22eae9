"""The model card: generated from a package's meta and its committed evaluation, never typed by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotations.schema import SCHEMA


def card(meta: dict[str, Any], evaluation: dict[str, Any]) -> str:
    """A card in Markdown.

    Args:
        meta: of the package (``meta.json``).
        evaluation: of the package (``evaluation.json``).
    """
    trained = meta["congbao"]["trained_on"]
    scored = evaluation["data"]
    return "\n".join([
        f"# {meta['name']} {meta['version']}",
        "",
        meta["description"],
        "",
        f"- Licence: {meta['license']}",
        f"- Trained on {trained['documents']} annotated documents ({', '.join(trained['sets'])}); "
        f"fingerprint `{trained['sha256'][:16]}`.",
        f"- Scored on {scored['documents']} documents that never trained, tuned a gazetteer or shaped a rule "
        f"(gold `{scored['gold'][:16]}`), {evaluation['date'][:10]}, "
        f"Python {evaluation['versions']['python']}. Counts and intervals are in `evaluation.json`.",
        f"- Weights `{evaluation['package']['sha256'][:16]}`. Nothing in the package is code: weights are "
        "CRFsuite's format, numpy arrays and JSON.",
        "",
        "## Entities, exact spans",
        "",
        *_table(("label", "precision", "recall", "F1", "gold"), _entities(evaluation)),
        "",
        "## Relations",
        "",
        "Strict: both spans, both labels and the relation right. The last column is with gold entities given.",
        "",
        *_table(("relation", "precision", "recall", "F1", "gold", "F1 on gold entities"), _relations(evaluation)),
        "",
        "## Limits",
        "",
        "Trained and scored on news of Vietnamese state bodies, 2012–2026. Rare labels (DEADLINE, TASK, PERSON) and "
        "their relations rest on few examples. The annotations were made by a language model that followed the "
        "guideline, those of the set scored on in two passes with adjudication; they are not the work of human "
        "annotators, and an error shared by both passes is in the figures too.",
        "",
    ])


def _entities(evaluation: dict[str, Any]) -> Iterable[list[str]]:
    rows = evaluation["entities"]["strict"]
    for name in ("flat", "mission", *SCHEMA.labels):
        if name in rows:
            yield [_NAMES.get(name, name), *_ratios(rows[name])]


_NAMES = {"flat": "all nine", "mission": "OFFICIAL, ORG, QUANTITY, DEADLINE"}


def _relations(evaluation: dict[str, Any]) -> Iterable[list[str]]:
    found = evaluation["relations"].get("found", {}).get("strict", {})
    given = evaluation["relations"].get("given", {}).get("strict", {})
    for name in ("all", *SCHEMA.relations):
        if name in found:
            row = given.get(name, {})
            yield [name, *_ratios(_all(found[name])), _ratio(_all(row).get("f1"))]


def _all(row: dict[str, Any]) -> dict[str, Any]:
    """The counts over all distances, where a relation's row is split by distance."""
    return row.get("all", row)


def _ratios(row: dict[str, Any]) -> list[str]:
    return [_ratio(row["precision"]), _ratio(row["recall"]), _ratio(row["f1"]), str(row["tp"] + row["fn"])]


def _ratio(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _table(head: tuple[str, ...], rows: Iterable[list[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "|".join(" --- " if index == 0 else " ---: " for index in range(len(head))) + "|",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]

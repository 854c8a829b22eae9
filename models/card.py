"""Model cards and the README's table: generated from a package's meta and evaluation, never typed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from annotations.schema import SCHEMA

Row = dict[str, Any]
SETS = {"flat": "all nine", "mission": "OFFICIAL, ORG, QUANTITY, DEADLINE"}
OURS = ("real/", "open/")
"""How the names of the project's own sets begin."""


def card(meta: Row, evaluation: Row) -> str:
    """A card in Markdown.

    Args:
        meta: of the package (``meta.json``).
        evaluation: of the package (``evaluation.json``).
    """
    trained, made = meta["congbao"]["trained_on"], evaluation["versions"]
    ours = all(name.startswith(OURS) for name in trained["sets"])
    unseen = " that trained nothing and shaped no rule or gazetteer" if ours else ""
    lines = [
        f"# {meta['name']} {meta['version']}",
        "",
        meta["description"],
        "",
        f"- Licence: {meta['license']}",
        f"- Trained on {trained['documents']} annotated documents ({', '.join(trained['sets'])}), "
        f"fingerprint `{trained['sha256'][:16]}`.",
        f"- Scored on {evaluation['documents']} documents ({evaluation['package']['scored_on']}){unseen}; "
        f"annotations `{evaluation['data']['gold_sha256'][:16]}`.",
        f"- {evaluation['date'][:10]}, Python {made['python']}, underthesea {made['underthesea']}. Counts, intervals, "
        "calibration and slices are in `evaluation.json`.",
        f"- Weights `{evaluation['package']['sha256'][:16]}`. Nothing in the package is code: CRFsuite's format, "
        "numpy arrays and JSON.",
        "",
        "## Entities",
        "",
        "Exact spans. In brackets the 95 % interval of F1 over documents (bootstrap).",
        "",
        *_table(("label", "precision", "recall", "F1", "", "gold"), _entities(evaluation)),
        "",
    ]
    if evaluation["values"]:
        lines += [
            "## Values",
            "",
            "Of the spans that were found exactly, how many carry the gold's value.",
            "",
            *_table(("label", "attribute", "right", "of"), _values(evaluation)),
            "",
        ]
    if evaluation["data"]["gold"]["relations"]:
        head = ("relation", "precision", "recall", "F1", "", "gold", "F1 on gold entities")
        lines += [
            "## Relations",
            "",
            "Both spans exact, both labels and the relation right. The last column is with gold entities given.",
            "",
            *_table(head, _relations(evaluation)),
            "",
        ]
    if ours:
        lines += [
            "## Limits",
            "",
            "Trained and scored on news of Vietnamese state bodies, 2012–2026. Rare labels (DEADLINE, TASK, PERSON) "
            "and their relations rest on few examples. The annotations were made by a language model that followed the "
            "guideline; those of the set scored on in two passes with adjudication. They are not the work of human "
            "annotators, and an error shared by both passes is in the figures too.",
            "",
        ]
    return "\n".join(lines)


def summary(
    packages: Sequence[tuple[Row, Row]], baselines: Row | None = None, agreement: Row | None = None,
) -> str:
    """The README's table: a row a baseline, a row a package, and the agreement of two annotation passes.

    Args:
        packages: (meta, evaluation) of each.
        baselines: ``evaluation/results/baselines_dev.json``.
        agreement: ``evaluation/results/agreement_dev.json``.
    """
    rows, notes = [], []
    if baselines:
        for name, scored in baselines["systems"].items():
            rows.append([name, *_headline(scored)])
            notes.append(f"- {name}: {scored['about']}.")
        notes.append(
            f"- Baselines: scored on {baselines['documents']} articles ({baselines['set']}), "
            f"majority fitted on {baselines['train']}, {baselines['date'][:10]}."
        )
    for meta, evaluation in packages:
        rows.append([f"`{meta['name']}` {meta['version']}", *_headline(evaluation)])
        notes.append(
            f"- {meta['name']}: trained on {meta['congbao']['trained_on']['documents']} articles, scored on "
            f"{evaluation['documents']} ({evaluation['package']['scored_on']}), {evaluation['date'][:10]}."
        )
    if agreement:
        found = [*(agreement["sets"][name] for name in SETS), agreement["entities"]["DEADLINE"],
                 agreement["sets"]["three"], agreement["relations"]["all"]]
        rows.append(["two annotation passes", *(_ratio(count["f1"]) for count in found), "n/a"])
        notes.append(
            f"- two annotation passes: {agreement['note']} {agreement['entities_alike']} of {agreement['documents']} "
            "articles have the same entities in both."
        )
    head = ("F1", *SETS.values(), "DEADLINE", "persons, bodies, places", "relations", "relations on gold entities")
    return "\n".join([*_table(head, rows), "", *notes])


def _headline(scored: Row) -> list[str]:
    """The figures of a row of the summary; n/a where a system cannot be asked."""
    entities = scored["entities"]["strict"] if "entities" in scored else None
    relations = scored.get("relations", {})
    found = [
        *(entities and entities[name]["micro"] for name in SETS), entities and entities["labels"]["DEADLINE"],
        scored.get("three", {}).get("micro"),
        *(mode in relations and relations[mode]["strict"]["micro"] for mode in ("end_to_end", "given")),
    ]
    return [_with_interval(row) if row else "n/a" for row in found]


def _entities(evaluation: Row) -> Iterable[list[str]]:
    found = evaluation["entities"]["strict"]
    labels = {**found["labels"], **found["layers"]}
    for name, shown in SETS.items() if tuple(labels) == SCHEMA.labels else (("flat", "all"),):
        yield [shown, *_ratios(found[name]["micro"])]
    for label, row in labels.items():
        yield [label, *_ratios(row)]


def _values(evaluation: Row) -> Iterable[list[str]]:
    for label, attributes in evaluation["values"]["matched"].items():
        for name, row in attributes.items():
            if name != "all":
                yield [label, name, _ratio(row["recall"]), str(row["tp"] + row["fn"])]


def _relations(evaluation: Row) -> Iterable[list[str]]:
    found = evaluation["relations"]["end_to_end"]["strict"]
    given = evaluation["relations"].get("given", {}).get("strict")
    yield ["all", *_ratios(found["micro"]), _ratio(given["micro"]["f1"]) if given else "n/a"]
    for name in SCHEMA.relations:
        alone = given["relations"][name]["all"]["f1"] if given else None
        yield [name, *_ratios(found["relations"][name]["all"]), _ratio(alone)]


def _ratios(row: Row) -> list[str]:
    ratios = [_ratio(row[name]) for name in ("precision", "recall", "f1")]
    return [*ratios, _interval(row), str(row["tp"] + row["fn"])]


def _with_interval(row: Row) -> str:
    return f"{_ratio(row['f1'])} {_interval(row)}".strip()


def _interval(row: Row) -> str:
    found = row.get("f1_interval")
    return f"[{found['low']:.2f}, {found['high']:.2f}]" if found and found["low"] is not None else ""


def _ratio(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _table(head: tuple[str, ...], rows: Iterable[list[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "|".join(" --- " if index == 0 else " ---: " for index in range(len(head))) + "|",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]

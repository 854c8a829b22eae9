"""Model cards and the README's table: generated from a package's meta and evaluation, never typed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from annotations.schema import SCHEMA
from models.notices import notices

Row = dict[str, Any]
SETS = {"flat": "all nine", "mission": "OFFICIAL, ORG, QUANTITY, DEADLINE"}
OURS = ("real/", "open/")
"""How the names of the project's own sets begin."""
INTENDED_USE = (
    "## Intended use",
    "",
    "To find in Vietnamese government news, and the press that reports it, who holds which office, which bodies and "
    "places are named, what the figures are and what is due when: to search archives, to fill tables that somebody "
    "checks, to compare systems. Each finding carries its place in the text and a probability; look there before "
    "anything rests on it.",
    "",
    "Not meant for decisions about people, for proof that something was or was not reported, or for texts of another "
    "kind: laws and decrees, social media, speech, other languages. What is not found is no sign that it is not there. "
    "Names of private persons are found too; whether they may be kept is for the user to know.",
    "",
)
LIMITS = (
    "## Limits",
    "",
    "Trained and scored on news of Vietnamese state bodies, 2012–2026. Rare labels (DEADLINE, TASK, PERSON) "
    "and their relations rest on few examples. The annotations were made by a language model that followed the "
    "guideline; those of the set scored on in two passes with adjudication. They are not the work of human "
    "annotators, and an error shared by both passes is in the figures too.",
    "",
)


ROUNDING = (
    "The network computes in eight-bit integers, which processors round differently: a few spans may be found on one "
    "machine and not on another, and the figures above move by as little."
)
FORMATS = {
    ".onnx": "an ONNX graph of standard operators", ".npz": "numpy arrays",
    ".json": "JSON", "/model": "spaCy's weights in msgpack",
}
"""How a file of a package ends -> what it is."""
_TITLES = {"entities": "entities", "relations": "relations, end to end", "given": "relations on gold entities"}


def card(meta: Row, evaluation: Row, files: Iterable[str] = (), bakeoff: Row | None = None) -> str:
    """A card in Markdown.

    Args:
        meta: of the package (``meta.json``).
        evaluation: of the package (``evaluation.json``).
        files: names of the package's files.
        bakeoff: ``evaluation/results/bakeoff.json``; speed, size and memory are shown where the package is in it.
    """
    trained, made, names = meta["congbao"]["trained_on"], evaluation["versions"], list(files)
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
        *_silver(meta["congbao"].get("silver")),
        f"- Scored on {evaluation['documents']} documents ({evaluation['package']['scored_on']}){unseen}; "
        f"annotations `{evaluation['data']['gold_sha256'][:16]}`.",
        f"- {evaluation['date'][:10]}, Python {made['python']}, underthesea {made['underthesea']}. Counts, intervals, "
        "calibration and slices are in `evaluation.json`.",
        f"- Weights `{evaluation['package']['sha256'][:16]}`. Nothing in the package is code: {_formats(names)}.",
        "",
        *(INTENDED_USE if ours else ()),
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
    lines += [*_calibration(evaluation), *_cost(meta["name"], bakeoff)]
    if ours:
        lines += LIMITS
        if any(name.endswith(".onnx") for name in names):
            lines += [ROUNDING, ""]
    if derived := notices(meta["description"]):
        lines += ["## Derived from", "", *derived, ""]
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


def _formats(names: Sequence[str]) -> str:
    """What the files of a package are, in words."""
    found = [what for suffix, what in FORMATS.items() if any(name.endswith(suffix) for name in names)]
    if any(name.startswith("vocab/") for name in names):
        found.append("spaCy's vocabulary")
    return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found) or "tables and arrays"


def _calibration(evaluation: Row) -> list[str]:
    """How far scores are from the share of right answers, on average."""
    rows = []
    for kind, title in _TITLES.items():
        found = evaluation.get("calibration", {}).get(kind, {}).get("flat" if kind == "entities" else "all")
        if found and found["expected_calibration_error"] is not None:
            rows.append([title, str(found["n"]), _ratio(found["expected_calibration_error"])])
    if not rows:
        return []
    return [
        "## Calibration",
        "",
        "Every score is meant as a probability. The error is the mean difference between the score and the share that "
        "is right (ten bins).",
        "",
        *_table(("of", "scored", "calibration error"), rows),
        "",
    ]


def _cost(name: str, bakeoff: Row | None) -> list[str]:
    """Speed, size and memory, as the bake-off measured them."""
    found = next((row for row in bakeoff["rows"] if row["system"] == name), None) if bakeoff else None
    if found is None or bakeoff is None:
        return []
    rows = [
        ["syllables a second, text to records, one process", f"{found['syllables_per_second']:,}"],
        ["megabytes on disk", f"{found['megabytes']:.1f}"],
        [f"megabytes of memory at the peak, over {bakeoff['memory_after']} articles", f"{found['memory_mb']:,}"],
    ]
    beside = f"; underthesea's recogniser alone: {bakeoff['ner_syllables_per_second']:,} syllables a second"
    return [
        "## Speed, size, memory",
        "",
        f"Measured on {bakeoff['date'][:10]} with {bakeoff['processors']} processors{beside}.",
        "",
        *_table(("", "measured"), rows),
        "",
    ]


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


def _silver(silver: Row | None) -> list[str]:
    """What the encoder began with, where it did."""
    if silver is None:
        return []
    return [
        f"- The encoder began on {silver['documents']} articles that nobody annotated, as "
        f"{' and '.join(silver['tagged_by'])} had tagged them, fingerprint `{silver['sha256'][:16]}`.",
    ]

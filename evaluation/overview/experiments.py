"""Experiments as sections: learning curves, transfer, bake-offs, throughput, robustness, what records are joined by.

Each takes one JSON object of the shape in ``evaluation/README.md`` and gives lines of Markdown. Names that are not
known are shown too, as columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from evaluation.overview.cells import as_table, cell, table
from evaluation.overview.joining import coreference, issuers, places
from evaluation.overview.reading import worst_errors

Row = dict[str, Any]


def learning_curve(found: Row) -> list[str]:
    """F1 by number of training documents, and what the last doubling gave."""
    shares = by_documents(found)
    wholes = [name for name in ("overall", "mission") if name in found["points"][0]]
    labels = list(dict.fromkeys(label for points in shares.values() for point in points for label in point["f1"]))
    rows, overall = [], {}
    for documents, points in shares.items():
        runs = [point["overall"] for point in points]
        overall[points[0]["share"]] = sum(runs) / len(runs)
        rows.append([
            cell(documents), points[0]["share"], len(points), *([point[name] for point in points] for name in wholes),
            *([point["f1"].get(label) for point in points] for label in labels),
        ])
    lines = table(("documents", "share", "runs", *wholes, *labels), rows)
    largest = max(overall)
    if largest / 2 in overall:
        gain = 100 * (overall[largest] - overall[largest / 2])
        lines += [f"The last doubling changed overall F1 by {gain:+.1f} points.", ""]
    said = f"{found['system']} on {found['gold']}, F1 with exact spans."
    return [said + _as_it_was(found, max(shares)), "", *lines]


def _as_it_was(found: Row, documents: int) -> str:
    """How large the training set was then: it may have grown since."""
    return f" The training set had {documents:,} articles on {found['date'][:10]}." if "date" in found else ""


def by_documents(found: Row) -> dict[int, list[Row]]:
    """The points of a learning curve by number of documents, the fewest first."""
    shares: dict[int, list[Row]] = {}
    for point in sorted(found["points"], key=lambda point: (point["documents"], point["seed"])):
        shares.setdefault(point["documents"], []).append(point)
    return shares


def transfer(found: Row) -> list[str]:
    """F1 by what was trained on and what was scored on."""
    rows = [
        {"train": row["train"], "gold": row["gold"], **row, **row.get("f1", {})} for row in found["rows"]
    ]
    return as_table([{name: row[name] for name in row if name not in ("f1", "sha256")} for row in rows])


def bakeoff(found: Row) -> list[str]:
    """Systems on the same splits: F1 over seeds (mean ± standard deviation) beside speed, size and memory."""
    rows = [
        {"system": row["system"], **{name: value for name, value in row.items() if name not in ("mean", "sd", "parts")},
         "seeds": len(row["seeds"])}
        for row in found["rows"]
    ]
    speed = found.get("ner_syllables_per_second")
    beside = f"underthesea's recogniser alone, in the same run: {cell(speed)} syllables/s."
    costs = [
        f"Of {row['system']} a syllable costs, in microseconds: "
        + ", ".join(f"{name.removeprefix('congbao_')} {cell(spent)}" for name, spent in row["parts"].items()) + "."
        for row in found["rows"] if "parts" in row
    ]
    said = [*([beside] if speed else []), *([found["note"]] if found.get("note") else []), *costs]
    return [*as_table(rows), *(line for one in said for line in (one, ""))]


def throughput(found: Row) -> list[str]:
    """Speed by number of processes and engine, memory over a long run, and what follows for large archives."""
    lines = as_table(found["rows"])
    hashes = [row["output_sha256"] for row in found["rows"] if "output_sha256" in row]
    if len(hashes) > 1:
        alike = "the same bytes" if len(set(hashes)) == 1 else f"{len(set(hashes))} different outputs"
        lines += [f"The {len(hashes)} runs wrote {alike}.", ""]
    for name, title in (("memory", "Memory while it runs:"), ("estimates", "What follows by arithmetic:")):
        if found.get(name):
            lines += [title, "", *as_table(found[name])]
    return lines


def robustness(found: Row) -> list[str]:
    """Inputs tried by kind, and failures; where measured, time by length, giants, outputs compared, memory."""
    rows = found["rows"]
    inputs, failures = (sum(row[name] for row in rows) for name in ("inputs", "failures"))
    said = f"{inputs:,} inputs, {failures:,} failures."
    if "date" in found:
        said += f" Seed {found['seed']}, {found['model']['name']} {found['model']['version']}, Python " \
                f"{found['versions']['python']}, {found['date'][:10]}. Refused: with an error of ours that says why."
    lines = [said, "", *as_table([{"kind": row["kind"], **row} for row in rows])]
    if found.get("lengths"):
        lines += [
            "Microseconds of CPU a character by the length of the text; growth: from 4,000 characters to the longest,"
            " where linear time gives 1 and quadratic time as much as the lengths differ:", "",
            *as_table(found["lengths"]),
        ]
    if found.get("giants"):
        lines += ["Inputs of unusual size, each in a process of its own:", "", *as_table(found["giants"])]
    if found.get("outputs"):
        count = len({row["output_sha256"] for row in found["outputs"]})
        alike = "the same bytes" if count == 1 else f"{count} different outputs"
        said = f"The same articles tagged in {len(found['outputs'])} ways gave {alike}:"
        lines += [said, "", *as_table(found["outputs"])]
    if found.get("memory"):
        first, last = found["memory"][0], found["memory"][-1]
        lines += [
            f"Memory over {last['articles']:,} {found.get('memory_over', 'articles')}: {cell(first['mb'])} MB after "
            f"{first['articles']:,}, {cell(last['mb'])} MB at the end:", "", *as_table(found["memory"]),
        ]
    return lines


EXPERIMENTS: Mapping[str, tuple[str, Callable[[Row], list[str]]]] = {
    "worst_errors": ("Worst errors", worst_errors),
    "learning_curve": ("Learning curve", learning_curve),
    "transfer": ("Transfer", transfer),
    "bakeoff": ("Bake-off", bakeoff),
    "throughput": ("Throughput", throughput),
    "robustness": ("Robustness", robustness),
    "coreference": ("Coreference", coreference),
    "places": ("Places", places),
    "issuers": ("Issuers of deadlines", issuers),
}
"""What the name of a file of ``results/`` begins with -> title, and what makes the section."""

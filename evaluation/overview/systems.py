"""Packages beside baselines as sections: relations by distance, calibration, what is never considered, errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotations.schema import SCHEMA
from evaluation.calibration import TITLES
from evaluation.counts import shown
from evaluation.output import PARTS
from evaluation.overview.cells import cell, table

Row = dict[str, Any]
MODES = {"end_to_end": "end to end", "given": "on gold entities"}
MOST = 12
"""Most labels or confusions named for one cause of errors."""


def by_distance(systems: Mapping[str, Row]) -> list[str]:
    """F1 of every relation by distance, a column a system.

    Args:
        systems: by name, rows of the shape of a result; all scored on the same gold.
    """
    lines: list[str] = []
    for mode, title in MODES.items():
        found = {
            name: row["relations"][mode]["strict"]["relations"]
            for name, row in systems.items() if mode in row.get("relations", {})
        }
        rows = []
        for relation in SCHEMA.relations:
            for part in PARTS:
                golds = {row[relation][part]["tp"] + row[relation][part]["fn"] for row in found.values()}
                if max(golds, default=0):
                    f1s = [shown(row[relation][part]["f1"]) for row in found.values()]
                    rows.append([f"{relation}, {part}", max(golds), *f1s])
        if rows:
            lines += [f"F1, {title}:", "", *table(("relation, distance", "gold", *found), rows)]
    return lines


def calibration(packages: Mapping[str, Row]) -> list[str]:
    """Expected calibration error, and precision at recall 0.5 and 0.8, of entities and relations."""
    rows = []
    for name, package in packages.items():
        for kind, title in TITLES.items():
            if found := package["calibration"].get(kind, {}).get("flat" if kind == "entities" else "all"):
                rows.append([
                    f"{name}, {title}", found["n"], *(shown(found[figure]) for figure in (
                        "expected_calibration_error", "precision_at_recall_0.5", "precision_at_recall_0.8",
                    )),
                ])
    head = ("", "scored", "calibration error", "precision at recall 0.5", "at recall 0.8")
    return table(head, rows) if rows else []


def lost(systems: Mapping[str, Row]) -> list[str]:
    """Gold that a system can never find: pairs it does not consider, spans its tokens cannot say."""
    rows = []
    for name, system in systems.items():
        candidates, tokens = system.get("candidates"), system.get("tokens")
        for what, found in (
            ("relations never considered", candidates and {key: parts["all"] for key, parts in candidates.items()}),
            ("entities lost to tokens", tokens),
        ):
            if found:
                named = {key: row["lost"] for key, row in found.items() if key != "all" and row["lost"]}
                rate = found["all"]["rate"]
                rows.append([f"{name}, {what}", found["all"]["gold"], found["all"]["lost"],
                             f"{100 * rate:.2f} %" if rate is not None else None, named or None])
    return table(("", "gold", "lost", "rate", "of which"), rows) if rows else []


def errors(packages: Mapping[str, Row]) -> list[str]:
    """How many errors there are of each cause, and of which labels most."""
    rows = []
    for name, package in packages.items():
        known = package.get("errors", {})
        causes = {f"entities, {cause}": names for cause, names in known.get("entities", {}).items()}
        for kind, found in known.get("relations", {}).items():
            causes |= {f"relations {kind}, {cause}": names for cause, names in found.items()}
        for cause, names in causes.items():
            if names:
                listed = ", ".join(f"{key} {cell(number)}" for key, number in [*names.items()][:MOST])
                rows.append([f"{name}, {cause}", sum(names.values()), listed + (", …" if len(names) > MOST else "")])
    return table(("", "errors", "of which"), rows) if rows else []

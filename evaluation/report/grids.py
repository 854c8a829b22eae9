"""Plain tables of the page: relations by distance beside baselines, what can never be found, errors by cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.causes import count_errors, count_relation_errors
from evaluation.committed import baselines_on
from evaluation.counts import shown
from evaluation.output import PARTS, losses
from evaluation.result import Evaluation

DISTANCE = "clause: no semicolon between; near: at most 50 syllables between; far: beyond."


@dataclass(frozen=True)
class Grid:
    """A table of texts.

    Attributes:
        title: of the section.
        about: a sentence on it.
        head: names of the columns.
        names: how many of the first columns are names, not numbers.
        rows: cells, as many as ``head``.
    """

    title: str
    about: str
    head: Sequence[str]
    names: int
    rows: Sequence[Sequence[str]]


def grids(evaluation: Evaluation) -> list[Grid]:
    """The plain tables of a result, those without rows left out."""
    found = [
        *(_distances(evaluation, mode) for mode in ("end_to_end", "given")),
        _losses(evaluation, "candidates", "Relations never considered",
                f"Gold pairs that the system does not weigh at all, gold entities given. {DISTANCE}"),
        _losses(evaluation, "tokens", "Entities lost to tokens", "Gold spans that begin or end inside a token."),
        Grid("Errors on entities by cause", "A gold and a predicted entity that answer each other are one error.",
             ("cause", "errors", "of which"), 1, list(_causes(count_errors(evaluation.errors)))),
    ]
    for kind, counts in count_relation_errors(evaluation.relation_mistakes).items():
        about = ("ends: an end is not right; label: another relation of the same two; tail: another tail of the same "
                 "head; nothing: none of these.")
        found.append(Grid(f"Relations {kind}, by cause", about, ("cause", "errors", "of which"), 1,
                          list(_causes(counts))))
    return [grid for grid in found if grid.rows]


def _distances(evaluation: Evaluation, mode: str) -> Grid:
    baselines = baselines_on(evaluation.data.get("gold_sha256", ""))
    others = {
        name: row["relations"][mode]["strict"]["relations"]
        for name, row in (baselines["systems"].items() if baselines else ())
        if mode in row.get("relations", {})
    }
    rows = []
    for relation in evaluation.schema.relations:
        for part in PARTS:
            score = evaluation.score("relations", mode, "strict", relation, part)
            if score.tp + score.fn + score.fp:
                beside = [shown(other[relation][part]["f1"]) for other in others.values()]
                rows.append([relation, part, f"{score.tp + score.fn:g}", f"{score.tp + score.fp:g}",
                             shown(score.precision), shown(score.recall), shown(score.f1), *beside])
    head = ("relation", "distance", "gold", "found", "P", "R", "F1", *(f"F1 {name}" for name in others))
    return Grid(f"Relations by distance, {mode.replace('_', ' ')}", DISTANCE, head, 2, rows)


def _losses(evaluation: Evaluation, first: str, title: str, about: str) -> Grid:
    keys = [key for key in evaluation.keys if key[0] == first]
    rows = []
    for key in keys:
        row = losses(evaluation, *key)
        if row["lost"] or set(key[1:]) == {"all"}:
            rows.append([", ".join(key[1:]), f"{row['gold']:g}", f"{row['lost']:g}", shown(row["rate"])])
    return Grid(title, about, ("", "gold", "lost", "rate"), 1, rows)


def _causes(counts: Mapping[str, Mapping[str, int]]) -> Iterator[list[Any]]:
    for cause, names in counts.items():
        if names:
            yield [cause, str(sum(names.values())), ", ".join(f"{name} {number}" for name, number in names.items())]

"""Sections on what records are joined by: coreference, places, issuers; see ``pipeline/records/benchmark.py``."""

from __future__ import annotations

from typing import Any

from evaluation.overview.cells import table

Row = dict[str, Any]
_RATIOS = ("precision", "recall", "f1")
_METRICS = ("muc", "b3", "ceafe")


def coreference(found: Row) -> list[str]:
    """F1 of chains by part and kind, the rules beside the joining of equal texts; names that stand once left out."""
    rows = [
        [f"{part}, {kind}, {system.replace('_', ' ')}", found["articles"][part],
         *(scores["chains"][metric]["f1"] for metric in _METRICS), scores["chains"]["conll"]]
        for part, kinds in found["scores"].items() for kind, systems in kinds.items()
        for system, scores in systems.items()
    ]
    return [
        "On gold entities, F1. The rules were made on the articles `tuned`; `held` were annotated before there were "
        "rules, `fresh` when they were done. CoNLL is the mean of the three.", "",
        *table(("articles, mentions, system", "articles", "MUC", "B³", "CEAFe", "CoNLL"), rows),
    ]


def places(found: Row) -> list[str]:
    """Links of places to official codes, by how the mentions were drawn."""
    rows = [
        [_DRAWN.get(name, name), score["mentions"], *(score[ratio] for ratio in _RATIOS)]
        for name, score in found["drawn"].items()
    ]
    return table(("mentions drawn from", "mentions", "precision", "recall", "F1"), rows)


def issuers(found: Row) -> list[str]:
    """Who set a deadline, where the article says so."""
    rows = [
        [part, score["deadlines"], *(score[ratio] for ratio in _RATIOS)] for part, score in found["parts"].items()
    ]
    return table(("articles", "deadlines", "precision", "recall", "F1"), rows)


_DRAWN = {"any": "all places", "below": "places below a province"}

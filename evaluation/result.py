"""The result of an evaluation: every count, every figure with its interval, and what they were made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from annotations.schema import SCHEMA, Schema
from evaluation.calibration import Calibration, calibrate
from evaluation.causes import Error, entity_errors
from evaluation.committed import ceiling
from evaluation.counts import COLUMNS, MISSED, SPURIOUS, Key, Score, Tally, figures_of, ratios_of
from evaluation.entities import STRATEGIES, Mistake, label_sets, mistakes
from evaluation.intervals import Array, Interval, bootstrap, interval
from evaluation.pairs import Pair
from evaluation.records import KINDS
from evaluation.relations import DISTANCES, RelationMistake, relation_mistakes
from evaluation.slices import length_classes
from evaluation.values import WrongValue, wrong_values

SCHEMA_VERSION = 1
"""Version of the JSON; raised whenever a name or a meaning changes."""


def ranking(schema: Schema = SCHEMA) -> Callable[[Key], tuple[Any, ...]]:
    """A sort key that puts figures in the order in which they are shown.

    >>> keys = [("entities", "strict", "LOC"), ("entities", "strict", "flat"), ("entities", "strict", "ORG")]
    >>> [key[-1] for key in sorted(keys, key=ranking())]
    ['flat', 'ORG', 'LOC']
    """
    words = (
        "entities", "values", "relations", "candidates", "records", "tokens", "slices", *STRATEGIES, "relaxed",
        "joint", "matched", "end_to_end", "found", "given", "all", *DISTANCES, *label_sets(schema), *schema.labels,
        *schema.relations, "value", "unit", "bound", *KINDS, "whole", "key", "source", "length",
        *length_classes(), "macro",
    )
    place = {word: at for at, word in enumerate(words)}
    return lambda key: tuple((place.get(part, len(words)), part) for part in key)


@dataclass
class Evaluation:
    """Counts by document and all that follows from them.

    A figure is named by its key: ``("entities", strategy, label or set)``, ``("values", "joint" or
    "matched", label, attribute)``, ``("relations", mode, "strict" or "relaxed", relation or "all", distance
    or "all")``, ``("records", kind, "whole" or "key")``, ``("slices", "source" or "length", name)``,
    ``("candidates", relation or "all", distance or "all")``, ``("tokens", label or "all")``. Means over labels
    end in ``"macro"``: ``("entities", strategy, set, "macro")`` and ``("relations", mode, strategy,
    "macro")``.

    Attributes:
        tally: outcome counts by document.
        pairs: the documents that were scored.
        given: the same with the relations found on the gold entities; None where that was not asked.
        schema: whose labels they carry.
        agreement: of two annotators on the same texts, as ``congbao annotate agree --json`` writes it.
        model: name and version of what predicted.
        data: hashes, numbers, duplicates, what a mapping dropped.
        versions: of Python and packages.
        date: in UTC.
        seed: of the bootstrap.
        resamples: of the bootstrap; 0 for no intervals.
        confidence: of the intervals.
    """

    tally: Tally
    pairs: list[Pair]
    given: list[Pair] | None = None
    schema: Schema = SCHEMA
    agreement: dict[str, Any] | None = None
    model: dict[str, Any] | None = None
    data: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    date: str = ""
    seed: int = 0
    resamples: int = 1000
    confidence: float = 0.95

    @property
    def name(self) -> str:
        """Name and version of what predicted; empty where unknown."""
        known = self.model or {}
        return " ".join(str(known[part]) for part in ("name", "version") if known.get(part))

    def score(self, *key: str) -> Score:
        """Counts and ratios of one key, over all documents; of nothing counted, zeros.

        Example: ``evaluation.score("entities", "strict", "ORG").f1``.
        """
        return self.tally.score(*key)

    def f1(self, *key: str) -> float | None:
        """F1 of one key, or a mean over labels where the key ends in ``"macro"``; None where undefined."""
        if key[-1] == "macro":
            found = self._figures.get(key)
            return None if found is None or np.isnan(found) else found
        return self.score(*key).f1

    @cached_property
    def macros(self) -> dict[Key, list[Key]]:
        """Each mean and the keys it is taken over."""
        means: dict[Key, list[Key]] = {
            ("entities", strategy, name, "macro"): [("entities", strategy, label) for label in labels]
            for strategy in STRATEGIES for name, labels in label_sets(self.schema).items()
        }
        for mode in dict.fromkeys(key[1] for key in self.tally.below("relations")):
            for strategy in ("strict", "relaxed"):
                means["relations", mode, strategy, "macro"] = [
                    ("relations", mode, strategy, name, "all") for name in self.schema.relations
                ]
        return {mean: [key for key in keys if key in self.tally] for mean, keys in means.items()}

    @cached_property
    def keys(self) -> list[Key]:
        """Every figure that has an F1, in the order of :meth:`figures`."""
        return sorted((key for key in self.tally.keys if key[0] != "confusion"), key=ranking(self.schema))

    def figures(self, counts: Array) -> Array:
        """F1 of every key of :attr:`keys`, then of every mean of :attr:`macros`.

        Args:
            counts: summed over documents, shape (…, keys, 5), keys as in :attr:`keys`.

        Returns:
            Shape (…, keys + means), NaN where undefined.
        """
        at = {key: place for place, key in enumerate(self.keys)}
        return figures_of(counts, [[at[key] for key in keys] for keys in self.macros.values()])

    def counts(self) -> Array:
        """Per-document counts of :attr:`keys`, shape (documents, keys, 5)."""
        return self.tally.chosen(self.keys)

    @cached_property
    def _figures(self) -> dict[Key, float]:
        values = self.figures(self.counts().sum(axis=0))
        return dict(zip([*self.keys, *self.macros], values.tolist(), strict=True))

    @cached_property
    def ratio_intervals(self) -> dict[str, dict[Key, Interval]]:
        """Bootstrap intervals by ratio (``precision``, ``recall``, ``f1``) and key.

        A figure that fewer than two documents have a part in has none: resampling one document says nothing.
        Means over labels have one of F1 alone.
        """
        names = ("precision", "recall", "f1")
        if not self.resamples or len(self.pairs) < 2:
            return {name: {} for name in names}
        counts = self.counts()
        number = len(self.keys)

        def figures(summed: Array) -> Array:
            ratios = ratios_of(summed)
            return np.concatenate([ratios["precision"], ratios["recall"], self.figures(summed)], axis=-1)

        drawn = bootstrap(counts, figures, self.resamples, self.seed)
        # A missed item has no part in a precision, a spurious one none in a recall.
        parts = {"precision": np.delete(counts, MISSED, -1), "recall": np.delete(counts, SPURIOUS, -1), "f1": counts}
        found: dict[str, dict[Key, Interval]] = {}
        for place, name in enumerate(names):
            many = (parts[name].any(axis=-1).sum(axis=0) > 1).tolist()
            keys = [*self.keys]
            if name == "f1":
                many += [True] * len(self.macros)
                keys += self.macros
            found[name] = {
                key: interval(drawn[:, place * number + at], self.confidence)
                for at, key in enumerate(keys) if many[at]
            }
        return found

    @cached_property
    def ceiling(self) -> dict[Key, float]:
        """F1 of two annotators, where it is known, under the keys of the figures it bounds."""
        return {} if self.agreement is None else ceiling(self.agreement, self.schema)

    @property
    def intervals(self) -> dict[Key, Interval]:
        """Bootstrap interval of every F1; see :attr:`ratio_intervals`."""
        return self.ratio_intervals["f1"]

    @cached_property
    def calibration(self) -> dict[str, dict[str, Calibration]]:
        """Calibration by label and relation; see :func:`evaluation.calibration.calibrate`."""
        return calibrate(self.pairs, self.schema, self.given)

    @cached_property
    def mistakes(self) -> list[Mistake]:
        """Every missed and every spurious entity with its place."""
        return [mistake for pair in self.pairs for mistake in mistakes(pair, self.schema)]

    @cached_property
    def relation_mistakes(self) -> list[RelationMistake]:
        """Every missed and every spurious relation with its place."""
        return [mistake for pair in self.pairs for mistake in relation_mistakes(pair)]

    @cached_property
    def errors(self) -> list[Error]:
        """The mistakes on entities, each that is one error on both sides once; see :mod:`evaluation.causes`."""
        return entity_errors(self.mistakes)

    @cached_property
    def wrong_values(self) -> list[WrongValue]:
        """Every wrong attribute of a span that is right, with its place; none where the gold has no attributes."""
        if not self.data.get("gold_values"):
            return []
        return [wrong for pair in self.pairs for wrong in wrong_values(pair, self.schema)]

    def confusion(self, which: str = "overlap") -> tuple[list[str], list[list[int]]]:
        """How often each flat label was taken for each other.

        Args:
            which: ``overlap`` or ``same_span``.

        Returns:
            Names, the flat labels and last ``""`` for nothing; and the matrix, gold by predicted.
        """
        names = [*self.schema.flat, ""]
        return names, [
            [int(self.tally.total("confusion", which, gold, predicted)[0]) for predicted in names]
            for gold in names
        ]

    def row(self, *key: str) -> dict[str, Any]:
        """One key as JSON: outcomes, counts, ratios and their intervals."""
        outcomes = zip(COLUMNS, self.tally.total(*key), strict=True)
        row: dict[str, Any] = {**self.score(*key).to_json(), **{name: int(count) for name, count in outcomes}}
        for name, intervals in self.ratio_intervals.items():
            if key in intervals:
                row[f"{name}_interval"] = intervals[key].to_json()
        if key in self.ceiling:
            row["agreement"] = self.ceiling[key]
        return row

    def mean(self, *key: str) -> dict[str, Any]:
        """One mean over labels as JSON: its F1, its interval and how many labels are in it."""
        figures = [self.score(*part).f1 for part in self.macros.get(key, ())]
        row: dict[str, Any] = {"f1": self.f1(*key), "labels": sum(figure is not None for figure in figures)}
        if key in self.intervals:
            row["f1_interval"] = self.intervals[key].to_json()
        return row

    def to_json(self, places: bool = True) -> dict[str, Any]:
        """All of it as JSON: counts and ratios, never the text; see :mod:`evaluation.output`.

        Args:
            places: whether to list every mistake with its place.
        """
        from evaluation.output import as_json

        return as_json(self, places)

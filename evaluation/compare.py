"""Two systems on the same gold: differences, how sure they are, and whether they could be chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from annotations.errors import InputError
from evaluation.counts import Key, figures_of
from evaluation.intervals import Array, Interval, bootstrap, interval, permutation
from evaluation.result import SCHEMA_VERSION, Evaluation, ranking


@dataclass(frozen=True)
class Difference:
    """One figure of two systems.

    Attributes:
        key: which, as in :class:`evaluation.result.Evaluation`.
        first: F1 of the first system; None where undefined.
        second: F1 of the second.
        delta: second minus first.
        interval: of the delta, both systems scored on the same resampled documents.
        p_value: two-sided, by approximate randomisation; not corrected for many figures.
    """

    key: Key
    first: float | None
    second: float | None
    delta: float | None
    interval: Interval | None
    p_value: float | None

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "key": list(self.key), "first": self.first, "second": self.second, "delta": self.delta,
            "delta_interval": self.interval and self.interval.to_json(), "p_value": self.p_value,
        }


@dataclass(frozen=True)
class Comparison:
    """Every figure of two systems side by side.

    Attributes:
        first: result of the first system.
        second: result of the second.
        differences: one a figure, in the order of the results.
        resamples: behind intervals and p-values.
        seed: of both.
    """

    first: Evaluation
    second: Evaluation
    differences: list[Difference]
    resamples: int
    seed: int

    def __getitem__(self, key: Key) -> Difference:
        """The difference of one figure."""
        return next(difference for difference in self.differences if difference.key == key)

    def to_json(self) -> dict[str, Any]:
        """As JSON; the two results are named, not repeated."""
        return {
            "schema_version": SCHEMA_VERSION, "documents": len(self.first.pairs),
            "resamples": self.resamples, "seed": self.seed, "confidence": self.first.confidence,
            "systems": [
                {"model": one.model, "data": one.data, "versions": one.versions, "date": one.date}
                for one in (self.first, self.second)
            ],
            "differences": [difference.to_json() for difference in self.differences],
        }


def compare(first: Evaluation, second: Evaluation, *, resamples: int = 10_000, seed: int = 0) -> Comparison:
    """Compare two systems that were scored against the same gold.

    Args:
        first: result of one system, the baseline.
        second: result of the other.
        resamples: for the intervals (at most 2,000 of them are used there) and for the p-values.
        seed: of both.

    Raises:
        InputError: the gold differs.
    """
    if first.data["gold_sha256"] != second.data["gold_sha256"] or first.data["texts_sha256"] != (
        second.data["texts_sha256"]
    ):
        raise InputError("the two results were scored against different gold",
                         why="the hashes of their gold annotations or texts differ",
                         hint="score both systems against the same documents")
    keys = list(dict.fromkeys([*first.keys, *second.keys]))
    means = list(dict.fromkeys([*first.macros, *second.macros]))
    order = {identity: at for at, identity in enumerate(second.tally.documents)}
    rows = [order[identity] for identity in first.tally.documents]
    one = np.stack([first.tally.of(*key) for key in keys], axis=1)
    other = np.stack([second.tally.of(*key)[rows] for key in keys], axis=1)
    parts = [
        [keys.index(key) for key in {*first.macros.get(mean, ()), *second.macros.get(mean, ())}]
        for mean in means
    ]

    def figures(counts: Array) -> Array:
        return figures_of(counts, parts)

    def deltas(counts: Array) -> Array:
        return figures(counts[..., len(keys):, :]) - figures(counts[..., :len(keys), :])

    both = np.concatenate([one, other], axis=1)
    names = [*keys, *means]
    values = zip(names, figures(one.sum(axis=0)), figures(other.sum(axis=0)), strict=True)
    many = len(one) > 1 and resamples > 0
    drawn = bootstrap(both, deltas, min(resamples, 2000), seed) if many else None
    chance = permutation(one, other, figures, resamples, seed) if many else np.full(len(names), np.nan)
    found = [
        Difference(
            key, _known(before), _known(after), _known(after - before),
            None if drawn is None else interval(drawn[:, at], first.confidence), _known(chance[at]),
        )
        for at, (key, before, after) in enumerate(values)
    ]
    rank = ranking(first.schema)
    return Comparison(first, second, sorted(found, key=lambda row: rank(row.key)), resamples, seed)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

"""Several runs of one system (trainings with other seeds) on the same gold: mean and spread of every figure.

The spread says how much a figure owes to chance in training; the interval of one run says how much it owes to
the choice of documents. Neither stands for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.counts import Key
from evaluation.intervals import over_seeds
from evaluation.result import SCHEMA_VERSION, Evaluation, ranking


@dataclass(frozen=True)
class Runs:
    """The results of several runs; all are scored against the same gold.

    Attributes:
        names: what each run was read from.
        results: one a run.
    """

    names: Sequence[str]
    results: Sequence[Evaluation]

    @property
    def keys(self) -> list[Key]:
        """The figures that any run has, in the order in which they are shown."""
        found = dict.fromkeys(key for result in self.results for key in [*result.keys, *result.macros])
        return sorted(found, key=ranking(self.results[0].schema))

    def figures(self) -> dict[Key, dict[str, float | None]]:
        """Mean, standard deviation (of a sample) and number of runs of every F1."""
        keys = self.keys
        found = over_seeds({"/".join(key): result.f1(*key) for key in keys} for result in self.results)
        return {key: found["/".join(key)] for key in keys}

    def to_json(self) -> dict[str, Any]:
        """As JSON: the runs by name and hash, and their figures by key joined with ``/``."""
        first = self.results[0]
        return {
            "schema_version": SCHEMA_VERSION, "date": first.date, "versions": first.versions,
            "documents": len(first.pairs),
            "runs": [
                {"name": name, "model": result.model, "data": result.data}
                for name, result in zip(self.names, self.results, strict=True)
            ],
            "figures": {"/".join(key): row for key, row in self.figures().items()},
        }

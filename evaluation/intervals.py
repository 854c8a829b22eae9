"""How sure a figure is: bootstrap over documents, paired randomisation between systems, seeds.

The document is the unit: entities of one article are not independent of each other. A resample of documents
is fully described by how often each was drawn, so all figures of all resamples are one matrix product of
those numbers with the per-document counts.

Sources: Efron & Tibshirani 1993 (percentile interval); Noreen 1989 and Yeh 2000 (approximate randomisation,
with the +1 of Davison & Hinkley 1997 so that no p-value is 0).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]
Statistic = Callable[[Array], Array]
"""From summed counts, shape (…, keys, 5), to figures, shape (…, figures)."""

_CELLS = 4_000_000  # draws held at once; bounds memory, not results


@dataclass(frozen=True)
class Interval:
    """A percentile interval.

    Attributes:
        low: its lower end; None where the figure is undefined in every resample.
        high: its upper end.
        undefined: share of resamples in which the figure is 0/0; they are left out.
    """

    low: float | None
    high: float | None
    undefined: float = 0.0

    def to_json(self) -> dict[str, float | None]:
        """As JSON."""
        return {"low": self.low, "high": self.high, "undefined": self.undefined}


def bootstrap(counts: Array, statistic: Statistic, resamples: int, seed: int) -> Array:
    """Figures on resamples of the documents, drawn with replacement.

    Args:
        counts: shape (documents, keys, 5); at least 2 documents.
        statistic: from counts summed over documents to figures.
        resamples: how many, at least 1.
        seed: of the draws.

    Returns:
        Shape (resamples, figures); NaN where a figure is 0/0 in that resample.
    """
    documents = len(counts)
    flat = counts.reshape(documents, -1)

    def figures(drawn: NDArray[np.int64], axis: int) -> Array:
        rows = drawn.reshape(-1, documents)
        offsets = documents * np.arange(len(rows))[:, None]
        times = np.bincount((rows + offsets).ravel(), minlength=rows.size).reshape(rows.shape)
        summed = (times.astype(float) @ flat).reshape(len(rows), *counts.shape[1:])
        return statistic(summed).T

    with warnings.catch_warnings():
        # scipy's own interval is not used: it gives up where one resample is 0/0, and says so.
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        drawn = stats.bootstrap(
            (np.arange(documents),), figures, n_resamples=resamples, vectorized=True, method="percentile",
            batch=max(1, _CELLS // documents), rng=np.random.default_rng(seed),
        )
    return np.asarray(drawn.bootstrap_distribution).T


def interval(drawn: Array, confidence: float = 0.95) -> Interval:
    """The percentile interval of one figure.

    Args:
        drawn: the figure on each resample, NaN where undefined.
        confidence: share of resamples inside.

    >>> interval(np.array([0.1, 0.2, 0.3, np.nan]), confidence=1.0)
    Interval(low=0.1, high=0.3, undefined=0.25)
    >>> interval(np.array([np.nan]))
    Interval(low=None, high=None, undefined=1.0)
    """
    defined = drawn[~np.isnan(drawn)]
    undefined = 1 - len(defined) / len(drawn)
    if not len(defined):
        return Interval(None, None, undefined)
    low, high = np.quantile(defined, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high), undefined)


def permutation(first: Array, second: Array, statistic: Statistic, resamples: int, seed: int) -> Array:
    """Two-sided p-values of the difference between two systems on the same documents.

    Under the null hypothesis it does not matter which system a document's answers came from: in each
    resample every document's counts are swapped with probability one half.

    Args:
        first: counts of one system, shape (documents, keys, 5).
        second: counts of the other, same documents in the same order.
        statistic: from summed counts to figures.
        resamples: how many.
        seed: of the swaps.

    Returns:
        Shape (figures,): (1 + resamples whose difference is at least as large) / (1 + resamples); NaN where
        the observed difference is undefined.
    """
    documents = len(first)
    generator = np.random.default_rng(seed)
    one, other = first.reshape(documents, -1), second.reshape(documents, -1)
    shape = first.shape[1:]
    both = one.sum(axis=0) + other.sum(axis=0)

    def differences(own: Array) -> Array:
        return statistic(own.reshape(-1, *shape)) - statistic((both - own).reshape(-1, *shape))

    observed = differences(one.sum(axis=0)[None])[0]
    reached = np.zeros(len(observed))
    batch = max(1, _CELLS // max(1, documents))
    for begin in range(0, resamples, batch):
        kept = generator.random((min(batch, resamples - begin), documents)) < 0.5
        drawn = differences(kept @ one + ~kept @ other)
        # A difference equal to the observed one must count as reached, whatever the last bit says; one
        # that is undefined in a resample is as extreme as can be.
        reached += (~(np.abs(drawn) < np.abs(observed) - 1e-12)).sum(axis=0)
    return np.where(np.isnan(observed), np.nan, (1 + reached) / (1 + resamples))


def over_seeds(runs: Iterable[Mapping[str, float | None]]) -> dict[str, dict[str, float | None]]:
    """Mean and standard deviation of figures over several runs (seeds of a training).

    Args:
        runs: one mapping from figure to value a run.

    Returns:
        figure -> ``mean``, ``sd`` (of a sample: n - 1 below; None for one run), ``n`` (runs in which it is
        defined).

    >>> over_seeds([{"F1": 0.5}, {"F1": 0.7}, {"F1": None}])["F1"]["n"]
    2
    >>> round(over_seeds([{"F1": 0.5}, {"F1": 0.7}])["F1"]["sd"], 4)
    0.1414
    """
    values: dict[str, list[float]] = {}
    for run in runs:
        for name, value in run.items():
            known = values.setdefault(name, [])
            if value is not None:
                known.append(value)
    return {
        name: {
            "mean": float(np.mean(known)) if known else None,
            "sd": float(np.std(known, ddof=1)) if len(known) > 1 else None,
            "n": len(known),
        }
        for name, known in values.items()
    }

"""Counts first, ratios after: what a score is, and a table of them by document.

Every figure of the scorer comes from whole counts of *items found or not found*, kept for each document.
Ratios are derived at the end, and a ratio of nothing by nothing is undefined (None, printed ``n/a``), not
zero and not one.

>>> Score(tp=3, fp=1, fn=0)
Score(tp=3, fp=1, fn=0)
>>> print(Score(tp=3, fp=1, fn=0))
P 0.750  R 1.000  F1 0.857
>>> print(Score(tp=0, fp=0, fn=2))
P n/a  R 0.000  F1 0.000
>>> print(Score())
P n/a  R n/a  F1 n/a
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Key = tuple[str, ...]
Outcomes = dict[Key, list[int]]

# The five outcomes of SemEval-2013 task 9 (Segura-Bedmar et al. 2013): an item of the gold or of the
# prediction falls under exactly one of them.
COLUMNS = ("correct", "incorrect", "partial", "missed", "spurious")
CORRECT, INCORRECT, PARTIAL, MISSED, SPURIOUS = range(5)


def ratio(part: float, whole: float) -> float | None:
    """``part / whole``, None where the whole is nothing.

    >>> ratio(1, 4), ratio(0, 0)
    (0.25, None)
    """
    return part / whole if whole else None


def shown(value: float | None) -> str:
    """A ratio as it is printed: three decimals, ``n/a`` where undefined.

    >>> shown(0.5), shown(None), shown(float("nan"))
    ('0.500', 'n/a', 'n/a')
    """
    return "n/a" if value is None or value != value else f"{value:.3f}"


@dataclass(frozen=True)
class Score:
    """True positives, false positives, false negatives.

    Under the strategy ``partial`` an overlap counts half, so ``tp`` may end in .5; ``tp + fp`` is always
    the number of predicted items and ``tp + fn`` that of gold ones.
    """

    tp: float = 0
    fp: float = 0
    fn: float = 0

    @property
    def precision(self) -> float | None:
        """Share of what was predicted that is right; None where nothing was predicted."""
        return ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float | None:
        """Share of the gold that was found; None where there is no gold."""
        return ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall as ``2tp / (2tp + fp + fn)``.

        None only where there is neither gold nor prediction: gold without any prediction (and prediction
        without any gold) is 0.
        """
        return ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    @classmethod
    def of(cls, outcomes: Sequence[float] | NDArray[Any]) -> Score:
        """The score of five outcome counts (see ``COLUMNS``).

        >>> Score.of([2, 1, 1, 0, 3])
        Score(tp=2.5, fp=4.5, fn=1.5)
        """
        correct, incorrect, partial, missed, spurious = (_number(count) for count in outcomes)
        half = partial / 2
        tp = correct + half
        return cls(_number(tp), _number(incorrect + half + spurious), _number(incorrect + half + missed))

    def __add__(self, other: Score) -> Score:
        """Counts added, item by item."""
        return Score(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    def __str__(self) -> str:
        """``P … R … F1 …`` with ``n/a`` where 0/0."""
        return f"P {shown(self.precision)}  R {shown(self.recall)}  F1 {shown(self.f1)}"

    def to_json(self) -> dict[str, float | None]:
        """Counts and the ratios derived from them."""
        return {
            "tp": self.tp, "fp": self.fp, "fn": self.fn,
            "precision": self.precision, "recall": self.recall, "f1": self.f1,
        }


def _number(count: Any) -> float:
    whole = int(count)
    return whole if whole == count else float(count)


def f1_of(counts: NDArray[Any]) -> NDArray[np.float64]:
    """F1 of many outcome counts at once.

    Args:
        counts: shape (…, 5), the columns of ``COLUMNS``.

    Returns:
        Shape (…); NaN where there is neither gold nor prediction.

    >>> f1_of(np.array([[3, 0, 0, 0, 1], [0, 0, 0, 0, 0]])).round(3).tolist()
    [0.857, nan]
    """
    paired = counts[..., CORRECT] + counts[..., INCORRECT] + counts[..., PARTIAL]
    items = 2 * paired + counts[..., MISSED] + counts[..., SPURIOUS]  # gold and predicted together
    twice = 2 * counts[..., CORRECT] + counts[..., PARTIAL]
    return np.divide(twice, items, out=np.full(np.shape(items), np.nan), where=items > 0)


def ratios_of(counts: NDArray[Any]) -> dict[str, NDArray[np.float64]]:
    """Precision, recall and F1 of many outcome counts at once.

    Args:
        counts: shape (…, 5), the columns of ``COLUMNS``.

    Returns:
        Each of shape (…); NaN where 0/0.

    >>> found = ratios_of(np.array([[3, 0, 0, 0, 1], [0, 0, 0, 2, 0]]))
    >>> found["precision"].tolist(), found["recall"].tolist()
    ([0.75, nan], [1.0, 0.0])
    """
    paired = counts[..., CORRECT] + counts[..., INCORRECT] + counts[..., PARTIAL]
    right = counts[..., CORRECT] + counts[..., PARTIAL] / 2
    ratios = {"f1": f1_of(counts)}
    for name, column in (("precision", SPURIOUS), ("recall", MISSED)):
        whole = paired + counts[..., column]
        ratios[name] = np.divide(right, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return ratios


def macro_of(f1: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of F1 over the last axis, labels without gold and prediction (NaN) left out.

    >>> macro_of(np.array([[1.0, np.nan, 0.5], [np.nan, np.nan, np.nan]])).tolist()
    [0.75, nan]
    """
    defined = ~np.isnan(f1)
    number = defined.sum(axis=-1)
    total = np.where(defined, f1, 0).sum(axis=-1)
    return np.divide(total, number, out=np.full(np.shape(total), np.nan), where=number > 0)


def figures_of(counts: NDArray[Any], means: Iterable[Sequence[int]]) -> NDArray[np.float64]:
    """F1 of every key, then the mean F1 of every group of keys.

    Args:
        counts: shape (…, keys, 5).
        means: for each mean, the indices of the keys it is taken over.

    Returns:
        Shape (…, keys + means); NaN where undefined.

    >>> figures_of(np.array([[1, 0, 0, 0, 0], [0, 0, 0, 1, 0]]), [[0, 1]]).tolist()
    [1.0, 0.0, 0.5]
    """
    single = f1_of(counts)
    groups = [macro_of(single[..., np.array(places, dtype=np.intp)])[..., None] for places in means]
    return np.concatenate([single, *groups], axis=-1)


class Tally:
    """Outcome counts by document and key.

    Args:
        documents: ids.
        outcomes: counts of each document.

    Attributes:
        documents: ids, in the order of the first axis.
        keys: what was counted, in the order of the second axis.
        counts: shape (documents, keys, 5), float.

    >>> tally = Tally(["a", "b"], [{("ORG",): [1, 0, 0, 0, 1]}, {("ORG",): [2, 0, 0, 0, 0]}])
    >>> tally.score("ORG")
    Score(tp=3, fp=1, fn=0)
    >>> tally.score("LOC")
    Score(tp=0, fp=0, fn=0)
    """

    def __init__(self, documents: Sequence[str], outcomes: Iterable[Mapping[Key, Sequence[int]]]) -> None:
        """Lay the counts of all documents out as one array."""
        self.documents = list(documents)
        self._column: dict[Key, int] = {}
        rows = []
        for row in outcomes:  # turned into arrays one by one: many thousands of small lists weigh heavily
            columns = [self._column.setdefault(key, len(self._column)) for key in row]
            values = np.array(list(row.values()), dtype=float).reshape(-1, len(COLUMNS))
            rows.append((np.array(columns, dtype=np.intp), values))
        self.keys = list(self._column)
        self.counts = np.zeros((len(self.documents), len(self.keys), len(COLUMNS)))
        for at, (places, values) in enumerate(rows):
            self.counts[at, places] = values

    def __contains__(self, key: Key) -> bool:
        """Whether anything was counted under this key."""
        return key in self._column

    def of(self, *key: str) -> NDArray[np.float64]:
        """Counts of one key, shape (documents, 5); zeros for a key never met."""
        at = self._column.get(key)
        return np.zeros((len(self.documents), len(COLUMNS))) if at is None else self.counts[:, at]

    def chosen(self, keys: Iterable[Key]) -> NDArray[np.float64]:
        """Counts of several keys, shape (documents, keys, 5)."""
        return self.counts[:, [self._column[key] for key in keys]]

    def total(self, *key: str) -> NDArray[np.float64]:
        """Counts of one key over all documents, shape (5,)."""
        return self.of(*key).sum(axis=0)

    def score(self, *key: str) -> Score:
        """Score of one key over all documents."""
        return Score.of(self.total(*key))

    def below(self, *prefix: str) -> list[Key]:
        """The keys that begin so, in order."""
        return [key for key in self.keys if key[:len(prefix)] == prefix]


def add(outcomes: Outcomes, key: Key, column: int, number: int = 1) -> None:
    """Count ``number`` more items of an outcome under a key."""
    row = outcomes.get(key)
    if row is None:
        row = outcomes[key] = [0, 0, 0, 0, 0]
    row[column] += number

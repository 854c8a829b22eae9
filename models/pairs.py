"""What the relation model sees of a pair of entities: columns of hashed features, of many pairs at once.

A feature is a few numbers: what it tells (its place in a list), the labels of the two and which of them stands first,
and what is there: a count, a label, the hash of a token. Its hash is the polynomial of these numbers, as that of a
string is of its bytes (:mod:`models.hashing`), so that a whole article's pairs are described by a few operations of
numpy, and nothing is written out. Hashes are cut to :data:`BITS` bits (the hashing trick; Weinberger et al. 2009).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from annotations.schema import SCHEMA
from models.candidates import View
from models.hashing import Hashes, Strings, columns_of, hash_of_numbers

BITS = 18
ABSENT = 1 << BITS
"""The column of a feature that a pair lacks."""
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]

_LABELS = {label: number for number, label in enumerate(SCHEMA.labels)}
_EDGE = len(_LABELS)  # beside the first and the last entity of a sentence
_OTHER = _EDGE + 1  # a label that is not the schema's
_STEPS = np.array([1, 2, 3, 5, 8, 12, 20, 35, 60, 120, 250])  # distances in tokens from which the next is told apart
_GAP = 6  # tokens behind the first and before the second of the two that are looked at
_WHOLE_GAP = 5  # most tokens of a gap that is told as a whole
_PATH = 4  # labels between the two that are told
PAIR, NEAR = 0, 1
_BAG = 1000  # the name of a feature told of every token of a gap
_STRINGS = Strings()


class PairFeatures:
    """The features of the pairs of an article: where two entities stand to each other, what is between and around them.

    Args:
        view: the article.
    """

    def __init__(self, view: View) -> None:
        self.first, self.last = np.array(view.first, np.int64), np.array(view.last, np.int64)
        self.labels = np.array([_LABELS.get(entity.label, _OTHER) for entity in view.entities], np.int64)
        _STRINGS.forget()
        self.tokens = _STRINGS.hashes(_STRINGS.numbers(view.tokens))[0]
        starts, begins, ends = np.array(view.sentences, np.int64).reshape(-1, 3).T
        sentence = np.repeat(np.arange(len(begins)), ends - begins)
        self.begin, self.end = begins[sentence], ends[sentence]  # of each entity's sentence, in entities
        self.opening = self.first - starts[sentence] <= 3
        # How many entities of each label stand before each entity of the article.
        marks = self.labels == np.arange(_OTHER + 1)[:, None]
        self.before = np.concatenate([np.zeros((len(marks), 1), np.int64), np.cumsum(marks, axis=1)], axis=1)
        index = np.arange(len(self.labels))
        self.previous = np.where(index > self.begin, np.roll(self.labels, 1), _EDGE)
        self.following = np.where(index + 1 < self.end, np.roll(self.labels, -1), _EDGE)
        marked = np.array(view.tokens)
        self.semicolons, self.commas = np.cumsum(marked == ";"), np.cumsum(marked == ",")

    def __call__(self, heads: Sequence[int], tails: Sequence[int]) -> npt.NDArray[np.int32]:
        """The columns of the features of some pairs.

        Args:
            heads: index of the head entity of each pair.
            tails: index of its tail entity.

        Returns:
            (pairs, features); :data:`ABSENT` where a pair lacks one. A column may come twice in a row.
        """
        pairs, told = _Pairs(self, np.asarray(heads, np.int64), np.asarray(tails, np.int64)), _Told()
        pairs.tell(told)
        names, kinds = np.array(told.names)[:, None], np.stack([pairs.pair, pairs.near])[told.of]
        columns = columns_of(hash_of_numbers(names, kinds, np.stack(told.values)), BITS)
        for number, there in told.present.items():
            columns[number, ~there] = ABSENT
        return columns.T


class _Told:
    """The features told so far.

    Attributes:
        names: a number of each feature.
        of: whether it is told of the labels and the order of the two (0), or also of how many alike are between (1).
        values: what is there, of all pairs.
        present: which pairs have a feature that not every pair has.
    """

    def __init__(self) -> None:
        self.names: list[int] = []
        self.of: list[int] = []
        self.values: list[Hashes] = []
        self.present: dict[int, Flags] = {}

    def __call__(self, of: int, *parts: Array, where: Flags | None = None, name: int | None = None) -> None:
        """Tell a feature.

        Args:
            of: see :attr:`of`.
            parts: whole numbers of each pair.
            where: which pairs have it; by default all.
            name: of a feature that is told several times; by default it has one of its own.
        """
        if where is not None:
            self.present[len(self.names)] = where
        self.names.append(len(self.names) if name is None else name)
        self.of.append(of)
        self.values.append(hash_of_numbers(*parts))


class _Pairs:
    """Some pairs of an article; arrays as long as there are pairs.

    Attributes:
        pair: the labels of the two and which stands first, as a number.
        near: the same, and how many of the tail's label stand between.
    """

    def __init__(self, given: PairFeatures, head: Numbers, tail: Numbers) -> None:
        self.given, self.head, self.tail = given, head, tail
        self.left, self.right = np.minimum(head, tail), np.maximum(head, tail)
        rightward, kind, begin = head < tail, given.labels[tail], given.begin[head]
        self.pair = (given.labels[head] * len(_LABELS) + kind) * 2 + rightward
        up_to_head = given.before[kind, head + 1] - given.before[kind, begin]
        self.rank = given.before[kind, tail] - given.before[kind, begin]
        self.alike = given.before[kind, given.end[head]] - given.before[kind, begin]
        self.beyond = np.where(rightward, up_to_head, self.alike - up_to_head)  # alike, on the head's other side
        # 1 is the next of its label on the right, -1 the next on the left.
        self.near = self.pair * 16 + np.clip(self.rank - up_to_head + rightward, -4, 4) + 4

    def tell(self, tell: _Told) -> None:
        """Tell all features."""
        self._distances(tell)
        self._gap(tell)
        for entity in (self.head, self.tail):
            self._around(tell, entity)

    def _distances(self, tell: _Told) -> None:
        """How far the two are from each other, in tokens, clauses and entities, and which entities are between."""
        given, head, tail, left, right = self.given, self.head, self.tail, self.left, self.right
        rank, alike = self.rank, self.alike
        between = np.maximum(given.before[:, right] - given.before[:, left + 1], 0)
        each = np.arange(len(head))
        tails, heads = between[given.labels[tail], each], between[given.labels[head], each]
        clauses = given.semicolons[given.first[right]] - given.semicolons[given.first[left]]
        commas = given.commas[given.first[right]] - given.commas[given.first[left]]
        gap, path = np.maximum(given.first[right] - given.last[left] - 1, 0), right - left - 1
        steps = [
            np.where(left + step < right, given.labels[np.minimum(left + step, right)] + 1, 0)
            for step in range(1, _PATH + 1)
        ]
        seen = ((between > 0) << np.arange(len(between))[:, None]).sum(axis=0)
        own = given.labels[head]
        begin = given.begin[head]
        order = given.before[own, head] - given.before[own, begin]
        heads_there = given.before[own, given.end[head]] - given.before[own, begin]
        opening = given.opening[tail]
        few_heads, few_tails = np.minimum(heads, 3), np.minimum(tails, 3)
        tell(PAIR, np.zeros_like(head))
        tell(NEAR, np.zeros_like(head))
        tell(NEAR, few_tails, few_heads)
        tell(NEAR, np.minimum(clauses, 3))
        tell(NEAR, np.minimum(self.beyond, 2))
        tell(NEAR, opening)
        tell(NEAR, given.tokens[given.first[tail]])
        tell(PAIR, np.searchsorted(_STEPS, gap, side="right"))
        tell(PAIR, np.minimum(path, 6))
        tell(PAIR, np.minimum(clauses, 4))
        tell(PAIR, np.minimum(commas, 5))
        tell(PAIR, np.minimum(tails, 4))
        tell(PAIR, np.minimum(heads, 6))
        tell(PAIR, np.minimum(rank, 5), np.minimum(alike, 5))
        tell(PAIR, rank == 0, few_heads)
        tell(PAIR, *steps, np.maximum(path - _PATH, 0))
        tell(PAIR, seen)
        tell(PAIR, alike == 1)
        tell(PAIR, np.minimum(heads_there, 4), np.minimum(alike, 4), np.minimum(order, 4))
        tell(PAIR, opening)

    def _gap(self, tell: _Told) -> None:
        """The tokens between the two, the first and the last of them."""
        given = self.given
        start, end = given.last[self.left] + 1, given.first[self.right]
        gap = np.maximum(end - start, 0)
        last = len(given.tokens) - 1
        opening = [given.tokens[np.minimum(start + step, last)] for step in range(_GAP)]
        closing = [given.tokens[np.maximum(end - 1 - step, 0)] for step in range(_GAP)]
        some, several = gap > 0, gap > 1
        tell(PAIR, np.where(some, opening[0], 0))
        tell(PAIR, np.where(some, closing[0], 0))
        tell(PAIR, opening[0], opening[1], where=several)
        tell(PAIR, closing[1], closing[0], where=several)
        tell(PAIR, *(np.where(gap > step, opening[step], 0) for step in range(_WHOLE_GAP)), where=gap <= _WHOLE_GAP)
        # As a bag: whichever place a token has, the feature is the same.
        for step, token in enumerate(opening):
            tell(PAIR, token, where=gap > step, name=_BAG)
        for step, token in enumerate(closing):
            tell(PAIR, token, where=gap > _GAP + step, name=_BAG)

    def _around(self, tell: _Told, entity: Numbers) -> None:
        """The tokens at the edges of one of the two, and the entities beside it."""
        given = self.given
        tokens, first, last = given.tokens, given.first[entity], given.last[entity]
        before, after = tokens[first - 1], tokens[last + 1]
        previous, following = given.previous[entity], given.following[entity]
        tell(PAIR, tokens[first])
        tell(PAIR, tokens[last])
        tell(PAIR, before)
        tell(PAIR, after)
        tell(PAIR, tokens[first - 2], before)
        tell(PAIR, after, tokens[last + 2])
        tell(PAIR, previous)
        tell(PAIR, following)
        tell(NEAR, before)
        tell(NEAR, after)
        tell(NEAR, tokens[last])
        tell(NEAR, previous, following)

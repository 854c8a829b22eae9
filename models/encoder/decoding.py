"""From tag scores to spans: the best legal sequence of each sentence, and how probable each of its spans is.

Tags are IOB2: O, then B of each label, then I of each label. A sequence is legal where an I follows a B or an
I of its label. The scores of a token are taken as a distribution; the distribution over sequences is their
product over the legal ones (a chain whose transitions are 0 or 1), so Viterbi finds the best sequence and
forward-backward the exact probability of a span: that it begins here, ends there and has this label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Found = tuple[int, int, int]
"""First token, last token, number of the label."""

_CELLS = 1 << 14  # tokens decoded at once, padding included: bounds the memory
_LEAST = 1e-9  # probability no tag falls below, so that no legal sequence is impossible


def names(labels: Sequence[str]) -> list[str]:
    """The tags of labels, in the order of the scores.

    >>> names(["ORG", "LOC"])
    ['O', 'B-ORG', 'B-LOC', 'I-ORG', 'I-LOC']
    """
    return ["O", *(f"B-{label}" for label in labels), *(f"I-{label}" for label in labels)]


def softmax(scores: npt.NDArray[np.floating]) -> Array:
    """Probabilities over the last axis, none below a billionth."""
    shifted = np.exp(scores.astype(np.float64) - scores.max(axis=-1, keepdims=True))
    return np.maximum(shifted / shifted.sum(axis=-1, keepdims=True), _LEAST)


class Chains:
    """The legal tag sequences of some sentences.

    Args:
        sentences: probabilities of each sentence, (tokens, tags).
    """

    def __init__(self, sentences: Sequence[Array]) -> None:
        self.spans: list[list[Found]] = [[] for _ in sentences]
        self._parts: list[_Part | None] = [None] * len(sentences)
        self._rows = [0] * len(sentences)
        for numbers in _groups([len(sentence) for sentence in sentences]):
            part = _Part([sentences[number] for number in numbers])
            for row, number in enumerate(numbers):
                self.spans[number] = part.best(row)
                self._parts[number], self._rows[number] = part, row

    def probability(self, sentence: int, found: Found) -> float:
        """The probability of a span, whether or not it is in the best sequence."""
        part = self._parts[sentence]
        assert part is not None
        return part.probability(self._rows[sentence], *found)


def _groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Sentences of like length together, no more than :data:`_CELLS` tokens with their padding."""
    order = sorted((number for number, length in enumerate(lengths) if length), key=lambda number: lengths[number])
    group: list[int] = []
    for number in order:
        if group and (len(group) + 1) * lengths[number] > _CELLS:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


class _Part:
    """Sentences decoded together: arrays are (tokens, sentences, tags); padding is O for certain."""

    def __init__(self, sentences: Sequence[Array]) -> None:
        self.lengths = [len(sentence) for sentence in sentences]
        tags = sentences[0].shape[1]
        self.labels = (tags - 1) // 2
        self.given = np.zeros((max(self.lengths), len(sentences), tags))
        self.given[:, :, 0] = 1.0
        for row, sentence in enumerate(sentences):
            self.given[:len(sentence), row] = sentence
        self._forward()
        self._viterbi()

    def _split(self, values: Array) -> tuple[Array, Array]:
        """The values of B and of I."""
        return values[..., 1:1 + self.labels], values[..., 1 + self.labels:]

    def _forward(self) -> None:
        """Forward (filtered) and backward values, scaled; ``closes`` is the backward value of leaving a span."""
        length, rows, tags = self.given.shape
        before = np.zeros((rows, tags))
        before[:, 0] = 1.0
        self.forward, self.scale = np.empty_like(self.given), np.empty((length, rows, 1))
        for at in range(length):
            reach = np.ones((rows, tags))
            begins, inside = self._split(before)
            reach[:, 1 + self.labels:] = begins + inside
            current = self.given[at] * reach
            self.scale[at] = current.sum(axis=-1, keepdims=True)
            before = self.forward[at] = current / self.scale[at]
        self.closes = np.ones((length, rows))
        behind = np.ones((rows, tags))
        for at in range(length - 2, -1, -1):
            ahead = self.given[at + 1] * behind / self.scale[at + 1]
            self.closes[at] = ahead[:, :1 + self.labels].sum(axis=-1)
            behind = np.repeat(self.closes[at][:, None], tags, axis=1)
            inside = self._split(ahead)[1]
            behind[:, 1:1 + self.labels] += inside
            behind[:, 1 + self.labels:] += inside

    def _viterbi(self) -> None:
        length, rows, tags = self.given.shape
        logs = np.log(np.maximum(self.given, _LEAST))
        best = np.full((rows, tags), -np.inf)
        best[:, 0] = 0.0
        back = np.zeros((length, rows, tags), np.int32)
        begins = np.arange(1, 1 + self.labels)
        for at in range(length):
            top = best.argmax(axis=-1)
            value = np.repeat(best.max(axis=-1)[:, None], tags, axis=1)
            back[at] = top[:, None]
            opened, inside = self._split(best)
            value[:, 1 + self.labels:] = np.maximum(opened, inside)
            back[at, :, 1 + self.labels:] = np.where(opened >= inside, begins, begins + self.labels)
            best = value + logs[at]
        path = np.empty((length, rows), np.int64)
        path[-1] = best.argmax(axis=-1)
        every = np.arange(rows)
        for at in range(length - 1, 0, -1):
            path[at - 1] = back[at, every, path[at]]
        self.path = path

    def best(self, row: int) -> list[Found]:
        spans: list[Found] = []
        for at, tag in enumerate(self.path[:self.lengths[row], row].tolist()):
            if 1 <= tag <= self.labels:
                spans.append((at, at, tag - 1))
            elif tag:
                first, _, label = spans[-1]
                spans[-1] = first, at, label
        return spans

    def probability(self, row: int, first: int, last: int, label: int) -> float:
        inside = self.given[first + 1:last + 1, row, 1 + self.labels + label] / self.scale[first + 1:last + 1, row, 0]
        return float(self.forward[first, row, 1 + label] * inside.prod() * self.closes[last, row])

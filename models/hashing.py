"""Feature strings as 64-bit numbers that can be put together without the strings.

The hash of a string is a polynomial of its UTF-8 bytes, modulo 2^64, so that the hash of two strings one behind the
other follows from theirs: ``H(a + b) = H(a) * B**len(b) + H(b)``. The parts of a feature (a token, a cluster, a tag)
are hashed once each, and whole columns of features are then a few operations of numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from annotations.errors import ModelError

Hashes = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]

ABSENT = 0
"""The hash of no feature; the empty string has it."""
_BASE = 0x9E3779B97F4A7C15  # odd, so that its powers never vanish
_MASK = (1 << 64) - 1
_SPREAD = np.uint64(0xD6E8FEB86659FD93)  # the low bits of a hash follow from the low bits of its bytes; mixes all up
_MOST_STRINGS = 1 << 13  # known at once; more would be kept for ever in a long stream


def hash_of(text: str) -> tuple[int, int]:
    """The hash of a string, and the power of the base that its length stands for.

    >>> one, _ = hash_of("ông "); other, power = hash_of("An")
    >>> hash_of("ông An")[0] == (one * power + other) % 2**64
    True
    """
    value, power = 0, 1
    for byte in text.encode("utf-8", "surrogatepass"):
        value = (value * _BASE + byte) & _MASK
        power = (power * _BASE) & _MASK
    return value, power


def hash_of_numbers(*numbers: npt.NDArray[Any]) -> Hashes:
    """The hashes of tuples of numbers, many at once: the polynomial of the numbers as that of a string is of its bytes.

    Args:
        numbers: whole numbers: the first of each tuple, the second of each, and so on.
    """
    value = numbers[0].astype(np.uint64)
    for part in numbers[1:]:
        value = value * np.uint64(_BASE) + part.astype(np.uint64)
    return value


def columns_of(hashes: Hashes, bits: int) -> Rows:
    """Hashes cut to some bits, all of whose bits tell in each of them (the finish of MurmurHash3, shortened)."""
    mixed = (hashes ^ (hashes >> np.uint64(33))) * _SPREAD
    return (mixed >> np.uint64(64 - bits)).astype(np.int32)


def hash_all(buffer: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> Hashes:
    """The hashes of many strings that lie in one buffer.

    Args:
        buffer: UTF-8 bytes.
        starts: of each string.
        lengths: of each, in bytes.
    """
    order = np.argsort(-lengths, kind="stable")
    left = starts[order]
    ends = np.searchsorted(-lengths[order], -np.arange(int(lengths.max(initial=0))), side="left")
    values = np.zeros(len(order), np.uint64)
    base = np.uint64(_BASE)
    for at, count in enumerate(ends.tolist()):  # only the strings longer than ``at``
        values[:count] = values[:count] * base + buffer[left[:count] + at]
    out = np.empty_like(values)
    out[order] = values
    return out


class Strings(dict[str, int]):
    """Strings and their hashes, each computed once; looked up as a dictionary, a string gives its number."""

    def __init__(self) -> None:
        super().__init__()
        self._values, self._powers = np.zeros(1 << 10, np.uint64), np.zeros(1 << 10, np.uint64)

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        if number == len(self._values):
            self._values, self._powers = (np.concatenate([one, one]) for one in (self._values, self._powers))
        self._values[number], self._powers[number] = hash_of(text)
        return number

    def numbers(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """The numbers of some strings."""
        return np.fromiter(map(self.__getitem__, texts), np.int64, len(texts))

    def hashes(self, numbers: npt.NDArray[np.int64]) -> tuple[Hashes, Hashes]:
        """The hashes and powers, see :func:`hash_of`, of strings by their numbers."""
        return self._values[numbers], self._powers[numbers]

    def forget(self) -> None:
        """Start afresh where there are very many; numbers given before are void then."""
        if len(self) > _MOST_STRINGS:
            self.clear()


class Table:
    """Which row belongs to a hash: an open-addressing hash table, looked up many keys at a time.

    Args:
        keys: all different, none of them :data:`ABSENT`; the row of a key is its place.

    Raises:
        ModelError: two keys are alike.
    """

    def __init__(self, keys: Hashes) -> None:
        if len(np.unique(keys)) != len(keys) or bool((keys == ABSENT).any()):
            raise ModelError("two features of the model have one hash", hint="train with another setting")
        self.missing = len(keys)
        bits = max(4, int(len(keys) * 3).bit_length())
        self._shift = np.uint64(64 - bits)
        self._last = (1 << bits) - 1
        self._keys = np.zeros(1 << bits, np.uint64)
        self._rows = np.full(1 << bits, self.missing, np.int32)
        waiting = np.arange(len(keys), dtype=np.int32)
        slots = self._slots(keys)
        while len(waiting):
            free = self._keys[slots] == ABSENT
            taken, first = np.unique(slots[free], return_index=True)
            chosen = np.flatnonzero(free)[first]
            self._keys[taken], self._rows[taken] = keys[waiting[chosen]], waiting[chosen]
            left = np.ones(len(waiting), bool)
            left[chosen] = False
            waiting, slots = waiting[left], (slots[left] + 1) & self._last

    def _slots(self, keys: Hashes) -> npt.NDArray[np.int64]:
        return ((keys * _SPREAD) >> self._shift).astype(np.int64)

    def find(self, keys: Hashes) -> Rows:
        """The rows of some keys, of any shape; :attr:`missing` for a key that is not in the table."""
        flat = keys.ravel()
        slots = self._slots(flat)
        found = self._keys.take(slots)
        rows = self._rows.take(slots)
        # Where another key lies in the slot, the next is tried, until the key is found or an empty slot, whose row is
        # that of none.
        going = np.flatnonzero((found != flat) & (found != ABSENT))
        slots = slots.take(going)
        while len(going):
            slots = (slots + 1) & self._last
            found = self._keys.take(slots)
            rows[going] = self._rows.take(slots)
            wrong = (found != flat.take(going)) & (found != ABSENT)
            going, slots = going[wrong], slots[wrong]
        return rows.reshape(keys.shape)


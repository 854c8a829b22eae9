"""Templates of features: how the columns that describe tokens are put together, said once for training and for use.

Training writes features as strings, for CRFsuite. In use they are never written: the hashes of all features of many
tokens are computed at once (:mod:`models.hashing`), and their weights looked up.

A column is a list of strings, one a token; before, between and behind the sentences stand pads, so that a window that
reaches over the end of a sentence meets nothing of the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.hashing import ABSENT, Hashes, Strings, hash_of

EDGE = 3
"""Pads before, between and behind sentences: the widest window."""
Columns = Mapping[str, Sequence[str]]
_PART = re.compile(r"\{([a-z]+)([+-]\d)?\}")
_Parts = tuple[str | tuple[str, int], ...]


def _place(text: str) -> tuple[str, int]:
    found = _PART.fullmatch("{" + text + "}")
    assert found, text
    return found[1], int(found[2] or 0)


@dataclass(frozen=True)
class Template:
    """A feature of a token.

    Attributes:
        text: with the columns it is made of in braces: ``-10={w-1} {w}`` is the token before and the token itself.
        needs: a column that must not be empty there, or the token has no such feature; written without braces.
    """

    text: str
    needs: str = ""

    @cached_property
    def parts(self) -> _Parts:
        """Strings as they stand, and (column, how far from the token)."""
        found: list[str | tuple[str, int]] = []
        at = 0
        for match in _PART.finditer(self.text):
            found += [self.text[at:match.start()], _place(match.group()[1:-1])]
            at = match.end()
        return tuple(part for part in (*found, self.text[at:]) if part)

    @cached_property
    def needed(self) -> tuple[str, int] | None:
        """The column of :attr:`needs`, and how far from the token."""
        return _place(self.needs) if self.needs else None


class Templates:
    """The templates of one description of tokens, in the order of their features.

    Args:
        templates: as :class:`Template`, or texts of templates that need nothing.
    """

    def __init__(self, templates: Sequence[Template | str]) -> None:
        self.templates = tuple(Template(one) if isinstance(one, str) else one for one in templates)
        asked = [part for one in self.templates for part in (*one.parts, one.needed)]
        self._used = sorted({part for part in asked if part and not isinstance(part, str)})
        self._formats = [
            (one.needed, "".join("%s" if not isinstance(part, str) else part.replace("%", "%%") for part in one.parts),
             [part for part in one.parts if not isinstance(part, str)])
            for one in self.templates
        ]
        self._steps = [
            (one.needed, [
                tuple(map(np.uint64, hash_of(part))) if isinstance(part, str) else part for part in one.parts
            ]) for one in self.templates
        ]

    def __len__(self) -> int:
        return len(self.templates)

    def __add__(self, other: Templates) -> Templates:
        return Templates(self.templates + other.templates)

    def named(self, prefix: str) -> Templates:
        """The same with something before each feature."""
        return Templates([Template(prefix + one.text, one.needs) for one in self.templates])

    def strings(self, columns: Columns, at: int) -> list[str]:
        """The features of one token.

        Args:
            columns: with pads.
            at: the token's place in them.
        """
        return [
            shape % tuple([columns[name][at + offset] for name, offset in places])
            for needed, shape, places in self._formats
            if not needed or columns[needed[0]][at + needed[1]]
        ]

    def hashes(self, columns: Numbered, start: int, stop: int) -> Hashes:
        """The hashes of the features of some tokens, (templates, tokens); 0 where a token lacks one.

        Args:
            columns: with pads.
            start: place of the first token.
            stop: one past the last.
        """
        at = {(name, offset): columns.hashes(name, start + offset, stop + offset) for name, offset in self._used}
        out = np.empty((len(self.templates), stop - start), np.uint64)
        for row, (needed, parts) in zip(out, self._steps, strict=True):
            for number, part in enumerate(parts):
                value, power = at[part] if isinstance(part[0], str) else part  # type: ignore[index]
                if number:
                    row *= power
                    row += value
                else:
                    row[:] = value
            if needed:
                row[at[needed][0] == ABSENT] = ABSENT
        return out


class Numbered:
    """Columns as numbers of strings.

    Args:
        strings: that know the hashes.
        columns: with pads, all of one length.
    """

    def __init__(self, strings: Strings, columns: Columns) -> None:
        self._strings = strings
        self._numbers: dict[str, npt.NDArray[np.int64]] = {}
        self.add(columns)

    def add(self, columns: Columns) -> None:
        """Add columns, or put others in their place."""
        for name, column in columns.items():
            self._numbers[name] = self._strings.numbers(column)

    def hashes(self, name: str, start: int, stop: int) -> tuple[Hashes, Hashes]:
        """The hashes and powers of a stretch of a column."""
        return self._strings.hashes(self._numbers[name][start:stop])


def flat(sentences: Iterable[Sequence[str]], pads: Sequence[str]) -> list[str]:
    """A column of some sentences.

    Args:
        sentences: a string a token.
        pads: three; the first is what a sentence's last token has behind it, the last what its first has before it.

    >>> flat([["a", "b"], ["c"]], [">", "", "<"])
    ['>', '', '<', 'a', 'b', '>', '', '<', 'c', '>', '', '<']
    """
    out = list(pads)
    for sentence in sentences:
        out += sentence
        out += pads
    return out


def places(lengths: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where in a column each sentence begins and ends, by their lengths.

    >>> list(places([2, 1]))
    [(3, 5), (8, 9)]
    """
    at = EDGE
    for length in lengths:
        yield at, at + length
        at += length + EDGE


def length(lengths: Sequence[int]) -> int:
    """How long a column of sentences is, by their lengths.

    >>> length([2, 1]) == len(flat([["a", "b"], ["c"]], ["", "", ""]))
    True
    """
    return EDGE + sum(lengths) + EDGE * len(lengths)

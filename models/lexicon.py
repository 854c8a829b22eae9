"""Words by longest match in a lexicon: what the tagger's features need of segmentation, at little cost.

underthesea's segmenter (:mod:`models.segmentation`) is the pipeline's; as features of the tagger its words
and those of a lexicon learned from its output do equally well on held-out articles, and the lexicon is
many times faster.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

LONGEST = 5  # syllables of a word


class Lexicon:
    """Finds words of several syllables.

    Args:
        words: folded, syllables joined by ``_``; those of one syllable, or of more than five, are not needed.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if 0 < word.count("_") < LONGEST)
        self._openings = openings(word.split("_") for word in self._words)

    def words(self, norms: Sequence[str]) -> tuple[list[str], list[int]]:
        """The words of a sentence, the longest first, from left to right, and how many tokens each has.

        Args:
            norms: folded tokens.

        >>> Lexicon(["ủy_ban", "ủy_ban_nhân_dân"]).words(["ủy", "ban", "nhân", "dân", "họp"])
        (['ủy_ban_nhân_dân', 'họp'], [4, 1])
        """
        known, longer = self._openings, self._words
        names, counts = [], []
        index, count = 0, len(norms)
        while index < count:
            name, length = norms[index], 1
            if lengths := known.get(name):
                found, length = longest_match(norms, index, lengths, "_", longer)
                name = found or name
            names.append(name)
            counts.append(length)
            index += length
        return names, counts

    def starts(self, norms: Sequence[str]) -> list[bool]:
        """Which tokens of a sentence open a word, see :meth:`words`.

        >>> Lexicon(["ủy_ban", "ủy_ban_nhân_dân"]).starts(["ủy", "ban", "nhân", "dân", "họp"])
        [True, False, False, False, True]
        """
        return [not place for length in self.words(norms)[1] for place in range(length)]


def openings(names: Iterable[Sequence[str]]) -> dict[str, tuple[int, ...]]:
    """The first syllable of each name -> how many syllables such names have, most first.

    >>> openings([["hà", "nội"], ["hà", "nam", "ninh"], ["huế"]])
    {'hà': (3, 2), 'huế': (1,)}
    """
    found: dict[str, set[int]] = {}
    for name in names:
        found.setdefault(name[0], set()).add(len(name))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def longest_match(
    norms: Sequence[str], index: int, lengths: Iterable[int], glue: str, names: Container[str],
) -> tuple[str, int]:
    """The longest name that begins at a token.

    Args:
        norms: folded tokens of a sentence.
        index: of the token.
        lengths: those such names have, most first.
        glue: between the syllables of a name.
        names: all there are.

    Returns:
        The name and how many tokens it has; nothing and 1 where there is none.
    """
    for length in lengths:
        if index + length <= len(norms):
            name = glue.join(norms[index:index + length])
            if name in names:
                return name, length
    return "", 1

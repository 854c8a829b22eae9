"""Words by longest match in a lexicon: what the tagger's features need of segmentation, at little cost.

underthesea's segmenter (:mod:`models.segmentation`) is the pipeline's; as features of the tagger its words
and those of a lexicon learned from its output do equally well on held-out articles, and the lexicon is
many times faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LONGEST = 5  # syllables of a word


class Lexicon:
    """Finds words of several syllables.

    Args:
        words: folded, syllables joined by ``_``; those of one syllable, or of more than five, are not needed.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if 0 < word.count("_") < LONGEST)
        self._openings = frozenset(word[:word.index("_")] for word in self._words)

    def starts(self, norms: Sequence[str]) -> list[bool]:
        """Which tokens of a sentence open a word, the longest word first, from left to right.

        Args:
            norms: folded tokens.

        >>> Lexicon(["ủy_ban", "ủy_ban_nhân_dân"]).starts(["ủy", "ban", "nhân", "dân", "họp"])
        [True, False, False, False, True]
        """
        count = len(norms)
        out = [True] * count
        index = 0
        while index < count:
            step = 1
            if norms[index] in self._openings:
                for length in range(min(LONGEST, count - index), 1, -1):
                    if "_".join(norms[index:index + length]) in self._words:
                        out[index + 1:index + length] = [False] * (length - 1)
                        step = length
                        break
            index += step
        return out

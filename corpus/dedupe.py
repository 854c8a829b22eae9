"""Near-duplicates: articles most of whose runs of five syllables are the same.

Candidates are found by MinHash and locality-sensitive hashing (Broder 1997; datasketch), then checked by the
exact Jaccard similarity of their shingles, so that nothing is called a duplicate that is none.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from annotations.folding import fold
from corpus.articles import Article

SHINGLE = 5  # syllables
THRESHOLD = 0.7
# 42 bands of 3 rows: a pair at the threshold shares no band, and is overlooked, once in 10^7.
BANDS, ROWS = 42, 3
_SYLLABLE = re.compile(r"\w+")

Shingles = NDArray[np.uint32]


def shingles(text: str) -> Shingles:
    """The hashes (CRC-32) of a text's runs of five syllables: sorted, each once; of the whole if it is shorter.

    Syllables are folded: case, punctuation, white space and spelling variants make no difference.

    >>> len(shingles("Ủy ban nhân dân huyện, xã.")), len(shingles("Uỷ ban"))
    (2, 1)
    """
    syllables = _SYLLABLE.findall(fold(text))
    last = max(1, len(syllables) - SHINGLE + 1)
    runs = {zlib.crc32(" ".join(syllables[at:at + SHINGLE]).encode()) for at in range(last)}
    return np.array(sorted(runs), dtype=np.uint32)


def jaccard(first: Shingles, second: Shingles) -> float:
    """Shared shingles by all shingles of two texts."""
    shared = len(np.intersect1d(first, second, assume_unique=True))
    return shared / (len(first) + len(second) - shared)


def near_duplicates(articles: Iterable[Article], threshold: float = THRESHOLD) -> list[set[str]]:
    """Groups of articles that are near-duplicates of each other.

    Args:
        articles: with distinct ids.
        threshold: Jaccard similarity from which two articles are joined; groups are what is joined, so two
            of one group may be less alike. Below 0.7 pairs may be overlooked.

    Returns:
        Groups of two and more ids, in the order of the articles.
    """
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    blank = MinHash(num_perm=BANDS * ROWS, hashfunc=int)  # shingles are hashes already
    ids: list[str] = []
    known: list[Shingles] = []
    pairs: list[tuple[int, int]] = []
    for article in articles:
        number, own = len(ids), shingles(article.text)
        sketch = blank.copy()
        sketch.update_batch(own.tolist())
        pairs += [
            (other, number) for other in index.query(sketch) if jaccard(own, known[other]) >= threshold
        ]
        index.insert(number, sketch)
        ids.append(article.id)
        known.append(own)
    return _groups(pairs, ids)


def _groups(pairs: Sequence[tuple[int, int]], ids: Sequence[str]) -> list[set[str]]:
    of = {number: {number} for pair in pairs for number in pair}
    for first, second in pairs:
        if of[first] is not of[second]:
            of[first] |= of[second]
            of.update(dict.fromkeys(of[second], of[first]))
    distinct = {id(group): group for _, group in sorted(of.items())}
    return [{ids[number] for number in group} for group in distinct.values()]

"""Near-duplicates in an archive: every article's signature is kept, so that each new one is compared with all.

Candidates share a band of their MinHash signatures; whether two are near-duplicates is decided by what they
share exactly (:mod:`corpus.dedupe`).
"""

from __future__ import annotations

import hashlib
import zlib
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import sqlite_utils
from datasketch import MinHash

from corpus.dedupe import BANDS, ROWS, THRESHOLD, Shingles, jaccard, shingles

_UNLIKE = 0.5  # estimated similarity below which two are not compared; at the threshold the error is 0.04
_BLANK = MinHash(num_perm=BANDS * ROWS, hashfunc=int)  # shingles are hashes already


class Sketch(NamedTuple):
    """What an article is compared by."""

    shingles: Shingles
    hashes: bytes
    bands: list[int]


def sketch(text: str) -> Sketch:
    """The shingles of a text, its signature and the signature's bands."""
    own = shingles(text)
    found = _BLANK.copy()
    found.update_batch(own.tolist())
    values = np.asarray(found.hashvalues, dtype="<u4")
    return Sketch(own, values.tobytes(), [
        _key(band, values[at:at + ROWS].tobytes()) for band, at in enumerate(range(0, len(values), ROWS))
    ])


def _key(band: int, values: bytes) -> int:
    """A positive integer of SQLite's for a band: equal values of different bands do not meet."""
    digest = hashlib.blake2b(values, digest_size=8, salt=band.to_bytes(2, "little")).digest()
    return int.from_bytes(digest, "little") >> 1


@lru_cache(maxsize=1)
def version() -> str:
    """The signature of a fixed set: signatures of another random draw cannot be compared."""
    found = _BLANK.copy()
    found.update_batch([1, 2, 3])
    return f"{zlib.crc32(np.asarray(found.hashvalues, dtype='<u4').tobytes()):08x}"


def original(db: sqlite_utils.Database, own: Sketch) -> tuple[int | None, float | None]:
    """The article that a new one nearly repeats: the first of the group of the earliest one like it.

    Returns:
        Its id, and the similarity to the one like it; None where there is none.
    """
    marks = ", ".join("?" * len(own.bands))
    candidates = db.execute(
        f"SELECT DISTINCT article_id, hashes FROM bands JOIN signatures USING (article_id) WHERE band IN ({marks})"
        " ORDER BY article_id", own.bands,
    ).fetchall()
    values = np.frombuffer(own.hashes, dtype="<u4")
    for article_id, hashes in candidates:
        if np.mean(np.frombuffer(hashes, dtype="<u4") == values) < _UNLIKE:
            continue
        text, first = db.execute("SELECT text, duplicate_of FROM articles WHERE id = ?", [article_id]).fetchone()
        similarity = jaccard(own.shingles, shingles(text))
        if similarity >= THRESHOLD:
            return first or article_id, similarity
    return None, None


def keep(db: sqlite_utils.Database, article_id: int, own: Sketch) -> None:
    """Enter an article's signature, for those to come."""
    db.execute("INSERT INTO signatures VALUES (?, ?)", [article_id, own.hashes])
    db.conn.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, article_id) for band in own.bands])


def out_of_date(db: sqlite_utils.Database) -> bool:
    """Whether the archive's signatures were drawn otherwise (by another version of datasketch), or none are."""
    row = db.execute("SELECT value FROM meta WHERE key = 'signatures'").fetchone()
    return row is None or row[0] != version()


def renew(db: sqlite_utils.Database) -> None:
    """Compute all signatures anew where they are out of date."""
    if not out_of_date(db):
        return
    db.execute("DELETE FROM signatures")
    db.execute("DELETE FROM bands")
    for article_id, text in db.execute("SELECT id, text FROM articles").fetchall():
        keep(db, article_id, sketch(text))
    db.execute("INSERT OR REPLACE INTO meta VALUES ('signatures', ?)", [version()])

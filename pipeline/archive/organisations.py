"""The rows of ``organisations``: a body's name, place and score, and what editors said of it.

Its name is the commonest and its score the lowest of all articles', so neither depends on the order they come in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import sqlite_utils

from annotations.folding import fold
from pipeline.archive import bodies
from pipeline.archive.bodies import Body
from pipeline.archive.localities import localities, type_of
from pipeline.archive.rulings import Ruling, known_body
from pipeline.records.words import words

_UNIT_AT_END = re.compile(
    r"[\s,]+(?:tỉnh|thành phố|tp\.?|t\.p\.?|quận|huyện|thị xã|tx\.?|phường|xã|thị trấn|đặc khu)$", re.IGNORECASE,
)
_OWN_UNIT = re.compile(r"(?:ủy|uỷ|đoàn|hội)$", re.IGNORECASE)  # Tỉnh ủy Đắk Lắk, not Tỉnh ủy tỉnh Đắk Lắk


def display(body: Body, text: str, date: str | None) -> list[str]:
    """How a mention names a body in full: with its place where its words do not say it.

    Returns:
        The name; nothing where the mention names only what kind of body it is.
    """
    name = bodies.read(text, date)
    if name is None or name.more or (" ".join(name.core) != body.core and " ".join(name.words) != body.core):
        return []
    written = " ".join(text.split())
    if body.named:
        return [written]
    if body.place is None:  # another name of it ("Đảng Cộng sản Việt Nam") is none to call it by
        return [written] if len(name.words) == len(name.core) else []
    if name.head and name.level not in bodies.UNIT_TYPES:
        return []
    unit = localities()[body.home or body.place].name
    core = _UNIT_AT_END.sub("", written)
    return [f"{written}, {unit}" if core == written and name.level == bodies.LOCAL else _with_unit(core, unit)]


def plain_name(core: str, place: str | None) -> str:
    """A body's name where no article writes it out: "Ủy ban nhân dân tỉnh Đắk Lắk"."""
    written = f"{core[:1].upper()}{core[1:]}"
    return _with_unit(written, localities()[place].name) if place else written


def _with_unit(core: str, unit: str) -> str:
    bare = " ".join(unit.split()[len(type_of(words(unit))):])
    return f"{core} {bare}" if _OWN_UNIT.search(core) else f"{core} {unit[0].lower()}{unit[1:]}"


def count(db: sqlite_utils.Database, written: dict[str, list[str]], articles: int) -> None:
    """Count how an article names bodies.

    Args:
        db: the archive.
        written: key -> names in full.
        articles: 1 for one that is there, -1 for one that is there no more.
    """
    db.conn.executemany(
        "INSERT INTO body_names VALUES (?, ?, ?)"
        " ON CONFLICT (key, name) DO UPDATE SET articles = articles + excluded.articles",
        [(key, name, articles) for key, names in written.items() for name in names],
    )


def ensure(db: sqlite_utils.Database, key: str, score: float | None, rulings: Sequence[Ruling]) -> int:
    """The id of a body, whose row is made or brought up to date.

    Args:
        db: the archive.
        key: of the body.
        score: of the least sure mention of it in an article; None where it is only implied by an office.
        rulings: of the editors, about bodies.
    """
    row = db.execute("SELECT id, score FROM organisations WHERE key = ?", [key]).fetchone()
    scores = [sure for sure in (score, row[1] if row else None) if sure is not None]
    return _write(db, key, min(scores, default=None), rulings)


def renew(db: sqlite_utils.Database, keys: Iterable[str], rulings: Sequence[Ruling]) -> None:
    """Tell the rows of some bodies anew from all that is there; one that nothing names any more is taken out."""
    for key in sorted(set(keys)):
        row = db.execute("SELECT id FROM organisations WHERE key = ?", [key]).fetchone()
        if row is None:
            continue
        db.execute("DELETE FROM body_names WHERE key = ? AND articles < 1", [key])
        mentions, worst = db.execute(
            "SELECT count(*), min(link_score) FROM mentions WHERE organisation_id = ?", row,
        ).fetchone()
        implied = any(
            db.execute(f"SELECT 1 FROM {table} WHERE organisation_id = ? LIMIT 1", row).fetchone()
            for table in ("offices", "assignments")
        )
        if mentions or implied:
            _write(db, key, worst, rulings)
        else:
            db.execute("DELETE FROM organisations WHERE id = ?", row)


def _write(db: sqlite_utils.Database, key: str, score: float | None, rulings: Sequence[Ruling]) -> int:
    known = known_body(key, rulings)
    core, place = bodies.parts(key)
    name = known.name or _commonest(db, key) or plain_name(core, place)
    row = (name, fold(name), place, int(known.hidden), int(known.confirmed), 1.0 if known.confirmed else score)
    held = db.execute(
        "SELECT id, name, folded, place_code, hidden, confirmed, score FROM organisations WHERE key = ?", [key],
    ).fetchone()
    if held is None:
        cursor = db.conn.execute(
            "INSERT INTO organisations (key, name, folded, place_code, hidden, confirmed, score)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)", [key, *row],
        )
        return int(cursor.lastrowid or 0)
    if held[1:] != row:
        db.execute(
            "UPDATE organisations SET name = ?, folded = ?, place_code = ?, hidden = ?, confirmed = ?, score = ?"
            " WHERE id = ?", [*row, held[0]],
        )
    return int(held[0])


def _commonest(db: sqlite_utils.Database, key: str) -> str | None:
    """How most articles name a body; capitals throughout, or none, only where there is no other."""
    names = db.execute("SELECT name, articles FROM body_names WHERE key = ? AND articles > 0", [key]).fetchall()
    usual = [row for row in names if row[0][:1].isupper() and not row[0].isupper()]
    return str(max(usual or names, key=lambda row: (row[1], row[0]))[0]) if names else None

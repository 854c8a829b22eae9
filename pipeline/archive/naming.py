"""Editors' corrections of people and bodies: merge, split, rename, hide, confirm; see ``corrections.py``.

What they say is kept as ``rulings.py`` reads it: of a person the appearances meant, of a body its key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlite_utils

from pipeline.archive import identity, log, organisations, persons, rulings
from pipeline.archive.edits import CorrectionError
from pipeline.archive.persons import Touched
from pipeline.archive.rulings import ORGANISATION, PERSON, Anchor, Ruling

_TABLES = {PERSON: "people", ORGANISATION: "organisations"}
_LONGEST = 200  # characters of a name


def merge(db: sqlite_utils.Database, kind: str, keys: Sequence[str], *, editor: str | None = None) -> int:
    """Several are one.

    Args:
        db: the archive.
        kind: ``person`` or ``organisation``.
        keys: theirs; the first stays, with its name.
        editor: who says so.

    Returns:
        The number of the correction.

    Raises:
        CorrectionError: there is no such kind or key, or only one.
    """
    keys = list(dict.fromkeys(keys))
    for key in keys:
        _row(db, kind, key)
    if len(keys) < 2:
        raise CorrectionError("nothing to merge", why="one key was given", hint="give the keys of all that are one")
    detail: dict[str, Any] = {"keys": keys}
    if kind == PERSON:
        detail["people"] = [_anchors(db, key) for key in keys]
    return _write(db, "merge", kind, keys[0], detail, editor)


def split(
    db: sqlite_utils.Database, kind: str, key: str, articles: Sequence[int], *, editor: str | None = None,
) -> int:
    """One is two: whoever stands in some articles is another one.

    Args:
        db: the archive.
        kind: ``person`` or ``organisation``.
        key: of the one.
        articles: ids of those in which it is the other.
        editor: who says so.

    Returns:
        The number of the correction.

    Raises:
        CorrectionError: there is no such kind or key, it is in none of the articles, or in no others.
    """
    row = _row(db, kind, key)
    hashes = {
        sha256: article for article, sha256 in db.execute(
            "SELECT id, sha256 FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(articles))],
        )
    }
    column = "person_id" if kind == PERSON else "organisation_id"
    held = {
        sha256 for (sha256,) in db.execute(
            f"SELECT DISTINCT sha256 FROM mentions JOIN articles ON articles.id = article_id WHERE {column} = ?", [row],
        )
    }
    moved = sorted(held & hashes.keys())
    if not moved or len(moved) == len(held):
        raise CorrectionError(
            f"nothing to split {key!r} by", why="it is in none of the articles" if not moved else "it is in no others",
            hint="name some of the articles it stands in, not all",
        )
    new = _free(db, kind, f"{key.split('~')[0] if kind == PERSON else key}~{moved[0][:8]}")
    detail: dict[str, Any] = {"key": new}
    if kind == PERSON:
        anchors = _anchors(db, key, None)
        detail["moved"] = [anchor for anchor in anchors if anchor[0] in moved]
        detail["left"] = [anchor for anchor in anchors if anchor[0] not in moved]
        if not detail["moved"] or not detail["left"]:
            raise CorrectionError(
                f"nothing to split {key!r} by",
                why="one side has no full name of it: it was told from the office alone",
            )
    else:
        detail["articles"] = moved
    return _write(db, "split", kind, key, detail, editor)


def rename(db: sqlite_utils.Database, kind: str, key: str, name: str, *, editor: str | None = None) -> int:
    """One is called otherwise.

    Args:
        db: the archive.
        kind: ``person`` or ``organisation``.
        key: of the one.
        name: the right name; white space in it is one space.
        editor: who says so.

    Returns:
        The number of the correction.

    Raises:
        CorrectionError: there is no such kind or key, or the name is empty or too long.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= _LONGEST or not name.isprintable():
        raise CorrectionError("not a name", why=f"1 to {_LONGEST} characters that can be seen are needed")
    return _write_one(db, "rename", kind, key, {"name": name}, editor)


def hide(db: sqlite_utils.Database, kind: str, key: str, *, editor: str | None = None) -> int:
    """One is not to be shown; :func:`pipeline.archive.corrections.undo` shows it again. See :func:`confirm`."""
    return _write_one(db, "hide", kind, key, {}, editor)


def confirm(db: sqlite_utils.Database, kind: str, key: str, *, editor: str | None = None) -> int:
    """All that is joined is one.

    Args:
        db: the archive.
        kind: ``person`` or ``organisation``.
        key: of the one.
        editor: who says so.

    Returns:
        The number of the correction.

    Raises:
        CorrectionError: there is no such kind or key.
    """
    return _write_one(db, "confirm", kind, key, {}, editor)


def current_key(db: sqlite_utils.Database, kind: str, key: str) -> str | None:
    """The key that a person or body has today that had another one before.

    Args:
        db: the archive.
        kind: ``person`` or ``organisation``.
        key: of today, or of before a merger.

    Returns:
        None where nothing is known of it.

    Raises:
        CorrectionError: there is no such kind.
    """
    table = _table(kind)
    if db.execute(f"SELECT 1 FROM {table} WHERE key = ?", [key]).fetchone():
        return key
    said = rulings.load(db, kind)
    if kind == ORGANISATION:
        now_is = rulings.key_of_body(key, None, said)
        return now_is if db.execute(f"SELECT 1 FROM {table} WHERE key = ?", [now_is]).fetchone() else None
    for ruling in reversed(said):
        anchors: Iterable[Anchor] = ()
        if ruling.action == "merge" and key in ruling.detail["keys"]:
            anchors = ruling.detail["people"][ruling.detail["keys"].index(key)]
        elif ruling.key == key:
            anchors = ruling.detail["left"] if ruling.action == "split" else ruling.detail["people"][0]
        for sha256, name, _ in anchors:
            row = db.execute(
                "SELECT people.key FROM appearances JOIN articles ON articles.id = article_id"
                " JOIN people ON people.id = person_id WHERE sha256 = ? AND appearances.name = ?", [sha256, name],
            ).fetchone()
            if row:
                return str(row[0])
    return None


def undo_ruling(db: sqlite_utils.Database, kind: str, key: str, detail: dict[str, Any]) -> None:
    """Tell people or bodies anew that a correction, which is undone now, was about."""
    _obey(db, kind, key, detail)


def _write_one(
    db: sqlite_utils.Database, action: str, kind: str, key: str, detail: dict[str, Any], editor: str | None,
) -> int:
    _row(db, kind, key)
    if kind == PERSON:
        detail["people"] = [_anchors(db, key)]
    return _write(db, action, kind, key, detail, editor)


def _write(
    db: sqlite_utils.Database, action: str, kind: str, key: str, detail: dict[str, Any], editor: str | None,
) -> int:
    number = log.write(db, action, kind, detail, editor, key=key)
    _obey(db, kind, key, detail)
    return number


def _obey(db: sqlite_utils.Database, kind: str, key: str, detail: dict[str, Any]) -> None:
    """Tell anew whatever a correction is about."""
    if kind == PERSON:
        anchors = [anchor for part in ("people", "moved", "left") for anchor in _flat(detail.get(part, ()))]
        persons.renew(db, Touched({name for _, name, _ in anchors}))
        return
    said = rulings.load(db, ORGANISATION)
    identity.join(db, _articles(db, detail, said))
    organisations.renew(db, {key, *detail.get("keys", ()), *([detail["key"]] if "key" in detail else [])}, said)


def _articles(db: sqlite_utils.Database, detail: dict[str, Any], said: Sequence[Ruling]) -> list[int]:
    """The articles whose bodies are others by a merger or a split: those that name what was merged or split off."""
    if "articles" in detail:
        rows = db.execute(
            "SELECT id FROM articles WHERE sha256 IN (SELECT value FROM json_each(?))",
            [json.dumps(detail["articles"])],
        )
        return [article for (article,) in rows]
    if "keys" not in detail:
        return []
    keys = set(detail["keys"][1:])
    for ruling in reversed(said):  # what was split off is named by the words of what it was split from
        if ruling.action == "split" and ruling.detail["key"] in keys:
            keys.add(ruling.key)
    rows = db.execute(
        "SELECT DISTINCT article_id FROM appearances, json_each(facts, '$.read') WHERE number = 0"
        " AND value IN (SELECT value FROM json_each(?))", [json.dumps(sorted(keys), ensure_ascii=False)],
    )
    return [article for (article,) in rows]


def _flat(part: Any) -> list[Anchor]:
    """Anchors, in one list or in several."""
    return [anchor for item in part for anchor in ([item] if isinstance(item[0], str) else item)]


def _table(kind: str) -> str:
    if kind not in _TABLES:
        raise CorrectionError(f"no kind {kind!r}", hint=f"known are: {', '.join(_TABLES)}")
    return _TABLES[kind]


def _row(db: sqlite_utils.Database, kind: str, key: str) -> int:
    row = db.execute(f"SELECT id FROM {_table(kind)} WHERE key = ?", [key]).fetchone()
    if row is None:
        now_is = current_key(db, kind, key)
        raise CorrectionError(f"no {kind} {key!r}", hint=f"it is {now_is!r} today" if now_is else None)
    return int(row[0])


def _anchors(db: sqlite_utils.Database, key: str, most: int | None = 50) -> list[Anchor]:
    """Where a person stands: enough places to find it again when articles are tagged anew."""
    rows = db.execute(
        "SELECT sha256, appearances.name, json_extract(facts, '$.start') FROM appearances"
        " JOIN articles ON articles.id = article_id JOIN people ON people.id = person_id"
        " WHERE people.key = ? AND appearances.name IS NOT NULL ORDER BY sha256, number", [key],
    ).fetchall()
    return [(sha256, name, start) for sha256, name, start in rows[:most]]


def _free(db: sqlite_utils.Database, kind: str, key: str) -> str:
    """A key that nobody has."""
    rows = db.execute(f"SELECT key FROM {_table(kind)} WHERE key >= ? AND key <= ?", [key, f"{key}~"])
    taken = {row[0] for row in rows} | {ruling.detail.get("key") for ruling in rulings.load(db, kind)}
    names = (key, *(f"{key}.{number}" for number in range(2, len(taken) + 2)))
    return next(name for name in names if name not in taken)

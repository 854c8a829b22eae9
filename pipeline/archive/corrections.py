"""Editors' corrections: written to a log that points by what lasts, obeyed at once, and again after tagging anew.

Of people and bodies: merge, split, rename, hide, confirm (``naming.py``). Of what was found in an article: accept,
reject, relabel, add, and the whole of it accepted (``marking.py``). All that change anything must run inside
:func:`pipeline.archive.store.writing`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import sqlite_utils

from annotations.document import Document, Entity, Relation
from pipeline.archive import edits, rulings, store
from pipeline.archive.edits import ARTICLE, MENTION, RELATION, CorrectionError, Edit
from pipeline.archive.log import history
from pipeline.archive.marking import (
    accept,
    accept_article,
    accept_relation,
    add,
    add_relation,
    apply,
    edits_of,
    reject,
    reject_relation,
    relabel,
    undo_edit,
)
from pipeline.archive.naming import confirm, current_key, hide, merge, rename, split, undo_ruling

__all__ = [
    "CorrectionError", "accept", "accept_article", "accept_relation", "add", "add_relation", "apply", "confirm",
    "current_key", "export", "hide", "history", "merge", "reject", "reject_relation", "relabel", "rename", "split",
    "undo",
]


def undo(db: sqlite_utils.Database, correction_id: int, *, editor: str | None = None) -> None:
    """Take a correction back; the log keeps it, as undone.

    Args:
        db: the archive.
        correction_id: its number.
        editor: who takes it back.

    Raises:
        CorrectionError: there is no such correction, or it is undone already.
    """
    row = next(db.query("SELECT * FROM corrections WHERE id = ?", [correction_id]), None)
    if row is None or row["undone"]:
        raise CorrectionError(
            f"no correction {correction_id}" if row is None else f"correction {correction_id} is undone already",
        )
    detail = json.loads(row["detail"])
    said = json.dumps(detail | {"undone_by": editor, "undone_at": store.now()}, ensure_ascii=False)
    db.execute("UPDATE corrections SET undone = 1, detail = ? WHERE id = ?", [said, correction_id])
    if row["kind"] in (rulings.PERSON, rulings.ORGANISATION):
        undo_ruling(db, row["kind"], row["key"], detail)
    else:
        undo_edit(db, row)


def export(db: sqlite_utils.Database, *, whole: bool = False) -> Iterator[Document]:
    """Corrected articles as annotations to train on; :func:`annotations.formats.write` writes them.

    What an editor said has no score, like gold; what nobody has looked at keeps the tagger's. ``meta.annotation``
    says who corrected, and how many mentions and relations nobody has looked at.

    Args:
        db: the archive.
        whole: only articles that were accepted as a whole.
    """
    articles = db.execute(
        "SELECT DISTINCT articles.id FROM corrections JOIN articles USING (sha256)"
        " WHERE NOT undone AND kind IN (?, ?, ?) ORDER BY articles.id", [MENTION, RELATION, ARTICLE],
    ).fetchall()
    for (article_id,) in articles:
        document = store.document(db, article_id)
        said = edits_of(db, document.sha256)
        if not whole or any(edit.kind == ARTICLE for edit in said):
            yield _gold(document, said, _editors(db, document.sha256))


def _editors(db: sqlite_utils.Database, sha256: str) -> list[str]:
    rows = db.execute(
        "SELECT DISTINCT editor FROM corrections WHERE sha256 = ? AND NOT undone AND editor IS NOT NULL"
        " ORDER BY editor", [sha256],
    )
    return [editor for (editor,) in rows]


def _gold(document: Document, said: Sequence[Edit], editors: list[str]) -> Document:
    every = any(edit.kind == ARTICLE for edit in said)
    spans = {edit.now for edit in said if edit.kind == MENTION}
    pairs = {edit.pair for edit in said if edit.kind == RELATION}
    known = document.by_id()

    def seen(*ends: str) -> tuple[edits.Span, ...]:
        return tuple((known[end].start, known[end].end, known[end].label) for end in ends)

    entities: list[Entity] = [
        replace(one, score=None if every or seen(one.id)[0] in spans else one.score) for one in document.entities
    ]
    relations: list[Relation] = [
        replace(one, score=None if every or (*seen(one.head, one.tail), one.label) in pairs else one.score)
        for one in document.relations
    ]
    unseen = sum(one.score is not None for one in entities) + sum(one.score is not None for one in relations)
    note = {"editors": editors, "corrections": len(said), "not_looked_at": unseen}
    return replace(
        document, entities=entities, relations=relations, records=None, meta={**document.meta, "annotation": note},
    )

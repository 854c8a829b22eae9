"""Editors' corrections of what was found in an article: accept, reject, relabel, add; see ``corrections.py``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlite_utils

from annotations.document import Document, Entity, Relation, Value
from annotations.schema import SCHEMA
from pipeline.archive import edits, identity, log, store, write
from pipeline.archive.edits import ARTICLE, MENTION, RELATION, CorrectionError, Edit
from pipeline.normalize.context import TimeContext
from pipeline.normalize.spans import read_span
from pipeline.records import build_records


def accept(db: sqlite_utils.Database, article_id: int, mention: str, *, editor: str | None = None) -> int:
    """A mention is right as it stands: its borders, label and value.

    Args:
        db: the archive.
        article_id: of the article.
        mention: its id within it.
        editor: who says so.

    Returns:
        The number of the correction.

    Raises:
        CorrectionError: there is no such article or mention.
    """
    document, entity = _mention(db, article_id, mention)
    detail = {name: getattr(entity, name) for name in SCHEMA.attributes.get(entity.label, ())}
    return _write(db, article_id, document, Edit("accept", MENTION, _span(entity), detail), [_span(entity)], editor)


def reject(db: sqlite_utils.Database, article_id: int, mention: str, *, editor: str | None = None) -> int:
    """There is no such mention; its relations go with it. Arguments as for :func:`accept`."""
    document, entity = _mention(db, article_id, mention)
    return _write(db, article_id, document, Edit("reject", MENTION, _span(entity)), [_span(entity)], editor)


def relabel(
    db: sqlite_utils.Database, article_id: int, mention: str, label: str, *, start: int | None = None,
    end: int | None = None, value: Value = None, unit: str | None = None, bound: str | None = None,
    editor: str | None = None,
) -> int:
    """A mention is another one: of another label, with other borders, or of another value.

    Args:
        db: the archive.
        article_id: of the article.
        mention: its id within it.
        label: the right one, which may be its own.
        start: the right border; by default its own.
        end: likewise.
        value: of a quantity or time; without ``value``, ``unit`` and ``bound`` it is read from the text.
        unit: of a quantity.
        bound: of a quantity or time.
        editor: who says so.

    Returns:
        The number of the correction.

    Raises:
        CorrectionError: there is no such article, mention or label, or the mention overlaps another.
    """
    document, entity = _mention(db, article_id, mention)
    start, end = entity.start if start is None else start, entity.end if end is None else end
    own = _entity(document, start, end, label, value, unit, bound)
    edits.check(document, own, but=entity.id)
    edit = Edit("relabel", MENTION, _span(entity), {"to": _said(own)})
    return _write(db, article_id, document, edit, [_span(entity), _span(own)], editor)


def add(
    db: sqlite_utils.Database, article_id: int, start: int, end: int, label: str, *, value: Value = None,
    unit: str | None = None, bound: str | None = None, editor: str | None = None,
) -> int:
    """There is a mention that was not found.

    Args:
        db: the archive.
        article_id: of the article.
        start: its first code point.
        end: one past its last.
        label: of the schema.
        value: of a quantity or time; without ``value``, ``unit`` and ``bound`` it is read from the text.
        unit: of a quantity.
        bound: of a quantity or time.
        editor: who says so.

    Returns:
        The number of the correction.

    Raises:
        CorrectionError: there is no such article or label, or the mention lies outside the text or overlaps another.
    """
    document = _document(db, article_id)
    own = _entity(document, start, end, label, value, unit, bound)
    edits.check(document, own)
    return _write(db, article_id, document, Edit("add", MENTION, _span(own), _said(own)), [_span(own)], editor)


def accept_relation(
    db: sqlite_utils.Database, article_id: int, head: str, tail: str, label: str, *, editor: str | None = None,
) -> int:
    """A relation is right.

    Args:
        db: the archive.
        article_id: of the article.
        head: id of a mention of it.
        tail: likewise.
        label: of the relation.
        editor: who says so.

    Returns:
        The number of the correction.

    Raises:
        CorrectionError: there is no such article, mention or relation.
    """
    return _write_relation(db, article_id, "accept", Relation(head, tail, label), editor)


def reject_relation(
    db: sqlite_utils.Database, article_id: int, head: str, tail: str, label: str, *, editor: str | None = None,
) -> int:
    """There is no such relation. Arguments as for :func:`accept_relation`."""
    return _write_relation(db, article_id, "reject", Relation(head, tail, label), editor)


def add_relation(
    db: sqlite_utils.Database, article_id: int, head: str, tail: str, label: str, *, editor: str | None = None,
) -> int:
    """There is a relation that was not found. Arguments as for :func:`accept_relation`."""
    return _write_relation(db, article_id, "add", Relation(head, tail, label), editor)


def accept_article(db: sqlite_utils.Database, article_id: int, *, editor: str | None = None) -> int:
    """All that was found in an article is right, and all is found: it is gold from now on.

    Returns:
        The number of the correction.

    Raises:
        CorrectionError: there is no such article.
    """
    document = _document(db, article_id)
    edit = Edit("accept", ARTICLE, (0, len(document.text), ""), {"standoff": edits.whole(document)})
    edit.detail["was"] = edit.detail["standoff"]
    return _write(db, article_id, document, edit, [], editor)


def apply(db: sqlite_utils.Database, document: Document) -> Document:
    """What a model found, with the editors' corrections of that text.

    Args:
        db: the archive.
        document: as it was tagged.

    Returns:
        The document itself where there are no corrections; else one with the corrections and records built anew.
    """
    said = edits_of(db, document.sha256)
    if not said:
        return document
    found = edits.applied(document, said)
    found.records = build_records(found)
    return found


def undo_edit(db: sqlite_utils.Database, row: dict[str, Any]) -> None:
    """Tell an article anew that a correction, which is undone now, was about.

    Args:
        db: the archive.
        row: of ``corrections``.
    """
    article = db.execute("SELECT id FROM articles WHERE sha256 = ?", [row["sha256"]]).fetchone()
    if article:
        document = edits.reverted(_document(db, article[0]), _edit(row))
        _renew(db, article[0], edits.applied(document, edits_of(db, row["sha256"])))


def _document(db: sqlite_utils.Database, article_id: int) -> Document:
    try:
        return store.document(db, article_id)
    except store.ArchiveError as error:
        raise CorrectionError(error.what) from None


def _mention(db: sqlite_utils.Database, article_id: int, mention: str) -> tuple[Document, Entity]:
    document = _document(db, article_id)
    entity = document.by_id().get(mention)
    if entity is None:
        raise CorrectionError(
            f"no mention {mention!r} in article {article_id}",
            hint="the article may have been tagged anew: load it again",
        )
    return document, entity


def _entity(
    document: Document, start: int, end: int, label: str, value: Value, unit: str | None, bound: str | None,
) -> Entity:
    own = Entity("new", start, end, label, document.text[start:end], value, unit, bound)
    inside = 0 <= start < end <= len(document.text)
    if label in SCHEMA.attributes and value is None and unit is None and bound is None and inside:
        for name, read in read_span(TimeContext(document.text, document.meta.get("date")), start, end, label).items():
            setattr(own, name, read)
    elif label == "QUANTITY":
        own.bound = bound or "exact"
    return own


def _span(entity: Entity) -> edits.Span:
    return entity.start, entity.end, entity.label


def _said(entity: Entity) -> dict[str, Any]:
    return {name: value for name, value in entity.to_json().items() if name not in ("id", "text")}


def _write_relation(
    db: sqlite_utils.Database, article_id: int, action: str, relation: Relation, editor: str | None,
) -> int:
    document, head = _mention(db, article_id, relation.head)
    tail = document.by_id().get(relation.tail)
    if tail is None:
        raise CorrectionError(f"no mention {relation.tail!r} in article {article_id}")
    same = any((one.head, one.tail, one.label) == (head.id, tail.id, relation.label) for one in document.relations)
    if same is (action == "add"):
        raise CorrectionError(
            f"{relation.label} from {relation.head} to {relation.tail} is there already" if same
            else f"no {relation.label} from {relation.head} to {relation.tail} in article {article_id}",
        )
    edits.check_relation(document, relation)
    detail = {"head": head.label, "tail": {"start": tail.start, "end": tail.end, "label": tail.label}}
    edit = Edit(action, RELATION, (head.start, head.end, relation.label), detail)
    return _write(db, article_id, document, edit, [_span(head), _span(tail)], editor)


def _write(
    db: sqlite_utils.Database, article_id: int, document: Document, edit: Edit, spans: Sequence[edits.Span],
    editor: str | None,
) -> int:
    """Log a correction of an article, and let it take effect."""
    edit.detail.setdefault("was", edits.state(document, *spans))
    start, end, label = edit.span
    number = log.write(
        db, edit.action, edit.kind, edit.detail, editor,
        sha256=document.sha256, start=start, end=end, label=label or None,
    )
    _renew(db, article_id, edits.applied(document, [edit]))
    return number


def _renew(db: sqlite_utils.Database, article_id: int, document: Document) -> None:
    """Write an article's mentions and records anew, and join them."""
    document.records = build_records(document)
    write.replace(db, article_id, document)
    identity.join(db, [article_id])


def edits_of(db: sqlite_utils.Database, sha256: str) -> list[Edit]:
    """The corrections of a text that are in force, the oldest first."""
    kinds = (MENTION, RELATION, ARTICLE)
    rows = db.query(
        "SELECT * FROM corrections WHERE sha256 = ? AND kind IN (?, ?, ?) AND NOT undone ORDER BY id", [sha256, *kinds],
    )
    return [_edit(row) for row in rows]


def _edit(row: dict[str, Any]) -> Edit:
    span = row["start"], row["end"], row["label"] or ""
    return Edit(row["action"], row["kind"], span, json.loads(row["detail"]), row["id"])

"""The bodies of an article's records."""

from __future__ import annotations

import json
from collections import defaultdict

import sqlite_utils

from annotations.document import Entity
from pipeline.archive.bodies import Body

Linked = dict[str, tuple[int, Body]]
"""Mention id -> id of the body, and the body: of ORG, and of a POSITION the body it is in."""


def link_bodies(db: sqlite_utils.Database, article_id: int, entities: dict[str, Entity], found: Linked) -> None:
    """Give offices, figures, deadlines and assignments their bodies.

    Args:
        db: the archive.
        article_id: of the article.
        entities: its mentions by id.
        found: their bodies.
    """

    def of(evidence: str, label: str, written: str) -> tuple[int, Body] | None:
        return next((
            found[mention] for mention in json.loads(evidence) if mention in found
            and entities[mention].label == label and " ".join(entities[mention].text.split()) == written
        ), None)

    offices = []
    for row, organisation, position, evidence in db.execute(
        "SELECT id, organisation, position, evidence FROM offices WHERE article_id = ? AND position IS NOT NULL",
        [article_id],
    ).fetchall():
        if body := of(evidence, "ORG", organisation) if organisation else of(evidence, "POSITION", position):
            offices.append((body[0], body[1].place, row))
    db.conn.executemany(
        "UPDATE offices SET organisation_id = ?, place_code = coalesce(place_code, ?) WHERE id = ?", offices,
    )
    figures = db.execute(
        "SELECT id, body, evidence FROM figures WHERE article_id = ? AND body IS NOT NULL", [article_id],
    ).fetchall()
    db.conn.executemany(
        "UPDATE figures SET organisation_id = ? WHERE id = ?",
        [(body[0], row) for row, written, evidence in figures if (body := of(evidence, "ORG", written))],
    )
    responsible: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for deadline, mention in db.execute(
        "SELECT deadline_id, mention FROM assignments WHERE article_id = ?", [article_id],
    ):
        if mention in found:
            responsible[deadline].append((entities[mention].start, mention))
    db.conn.executemany(
        "UPDATE assignments SET organisation_id = ? WHERE deadline_id = ? AND mention = ?",
        [(found[mention][0], deadline, mention) for deadline, tasks in responsible.items() for _, mention in tasks],
    )
    db.conn.executemany(
        "UPDATE deadlines SET organisation_id = ? WHERE id = ?",
        [(found[min(tasks)[1]][0], deadline) for deadline, tasks in responsible.items()],
    )

"""A tagged article as rows of the archive's tables."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from annotations.document import Document, Entity
from annotations.folding import fold
from pipeline.archive import places
from pipeline.normalize.iso import days
from pipeline.places import Unit, link
from pipeline.records.graph import least, shown

Row = dict[str, Any]
Record = dict[str, Any]
Units = dict[str, Unit]

NAMED = frozenset({"OFFICIAL", "PERSON", "POSITION", "ORG", "LOC", "INDICATOR"})
"""Labels whose mentions are compared by name."""
_PEOPLE = frozenset({"OFFICIAL", "PERSON"})
_ASSIGNING = ("ASSIGNED", "OF")  # of a task, and of a figure to be reached
_KEPT_APART = ("title", "date", "source", "url")


def article(document: Document) -> Row:
    """The row of ``articles``, without what the archive itself adds.

    What was given with an article is kept: in a column where it is of the column's kind, else in ``meta``.
    """
    meta = dict(document.meta)
    columns: Row = {name: meta.pop(name) if isinstance(meta.get(name), str) else None for name in _KEPT_APART}
    given = columns["date"] if columns["date"] is not None else meta.get("date")
    columns["date"] = day = _day(given)
    if day is None and given not in (None, ""):
        meta["date"] = given
    elif day != given and given != "":
        meta["date_given"] = given
        meta.pop("date", None)
    return {
        "key": document.id, "sha256": document.sha256, "text": document.text, **columns,
        "year": int(day[:4]) if day else None, "syllables": len(document.text.split()),
        "meta": json.dumps(meta, sort_keys=True),
    }


def meta(row: Row) -> dict[str, Any]:
    """What was given with an article, from its row of ``articles``: the inverse of :func:`article`."""
    columns = {name: row[name] for name in _KEPT_APART if row[name]}
    given = columns | json.loads(row["meta"])
    if "date_given" in given:
        given["date"] = given.pop("date_given")
    return given


def tagging(document: Document) -> Row:
    """The columns of ``articles`` that tagging anew changes."""
    model = document.model or {}
    scores = [*(entity.score for entity in document.entities), *(relation.score for relation in document.relations)]
    return {"model": model.get("name"), "model_version": model.get("version"), "lowest_score": least(scores)}


def found(document: Document) -> dict[str, list[Row]]:
    """The rows of what was found in an article, by table, without ``article_id``.

    ``deadlines`` carry their ``assignments`` under that name; ``articles`` is one row, of what changes there too.
    """
    known = document.by_id()
    records = document.records or {}
    date = _day(document.meta.get("date"))
    units = link(document)
    return {
        "articles": [tagging(document) | {"province": places.province(units.values())}],
        "mentions": [_mention(entity, units.get(entity.id)) for entity in document.entities],
        "relations": [relation.to_json() | {"score": relation.score} for relation in document.relations],
        "offices": [_office(record, known, units, date) for record in records.get("officials", ())],
        "figures": [_figure(record, known, units, date) for record in records.get("figures", ())],
        "deadlines": [_deadline(record, known, document, date) for record in records.get("deadlines", ())],
    }


def _mention(entity: Entity, unit: Unit | None) -> Row:
    value = entity.value
    if isinstance(value, list):
        value = json.dumps(value)
    elif isinstance(value, int) and abs(value) >= 2**63:  # more than SQLite's integers hold
        value = float(value)
    return {
        "mention": entity.id, "start": entity.start, "end": entity.end, "label": entity.label, "text": entity.text,
        "folded": fold(shown(entity) or "") if entity.label in NAMED else None,
        "value": value, "unit": entity.unit, "bound": entity.bound, "score": entity.score,
        "place_code": places.code(unit) if unit else None,
    }


def _office(record: Record, known: dict[str, Entity], units: Units, date: str | None) -> Row:
    parts = _parts(record, known)
    return {
        "name": record["name"], "position": record.get("position"), "folded_position": _folded(record.get("position")),
        "former": bool(record.get("former")), "organisation": record.get("organisation"),
        "place": record.get("place"),
        "place_code": _place(parts, units, record.get("place"), record.get("organisation")),
        "date": date, "mention": next((part.id for part in parts if part.label in _PEOPLE), None),
        **_extent(parts), "evidence": _evidence(parts), "score": record.get("score"),
    }


def _figure(record: Record, known: dict[str, Entity], units: Units, date: str | None) -> Row:
    parts = _parts(record, known)
    value, period = record.get("value"), record.get("period") or {}
    low, high = value if isinstance(value, list) else (value, None)
    return {
        "indicator": record.get("indicator"), "counted": record.get("counted"),
        "folded": _folded(record.get("indicator") or record.get("counted")), "written": record.get("quantity"),
        "value": _number(low), "high": _number(high), "unit": record.get("unit"), "bound": record.get("bound"),
        "period": period.get("value"), "period_written": period.get("text"), "body": record.get("body"),
        "place": record.get("place"), "place_code": _place(parts, units, record.get("place"), record.get("body")),
        "kind": record.get("kind") or "result", "due": record.get("due"), "date": date,
        **_itself(parts, "QUANTITY"), "evidence": _evidence(parts), "score": record.get("score"),
    }


def _deadline(record: Record, known: dict[str, Entity], document: Document, date: str | None) -> Row:
    parts = _parts(record, known)
    heads = {part.id for part in parts if part.label in ("TASK", "QUANTITY")}
    assigned = {
        relation.tail for relation in document.relations if relation.head in heads and relation.label in _ASSIGNING
    }
    responsible = record.get("responsible") or []
    sentence = record.get("sentence") or {}
    last = days(record["date"]) if record.get("date") else None
    return {
        "day": last[1].isoformat() if last else None, "value": record.get("date"), "written": record.get("written"),
        "bound": record.get("bound"), "kind": record.get("kind") or "task", "task": record.get("task"),
        "responsible": "; ".join(responsible) or None, "issuer": record.get("issuer"), "date": date,
        **_itself(parts, "DEADLINE"), "sentence_start": sentence.get("start"), "sentence_end": sentence.get("end"),
        "evidence": _evidence(parts), "score": record.get("score"),
        "assignments": [
            {"mention": part.id, "label": part.label, "name": shown(part)}
            for part in parts if part.id in assigned
        ],
    }


def _parts(record: Record, known: dict[str, Entity]) -> list[Entity]:
    return [known[item["id"]] for item in record.get("evidence", ()) if item.get("id") in known]


def _evidence(parts: Iterable[Entity]) -> str:
    return json.dumps([part.id for part in parts])


def _extent(parts: list[Entity]) -> Row:
    start = min((part.start for part in parts), default=None)
    return {"start": start, "end": max((part.end for part in parts), default=None)}


def _itself(parts: list[Entity], label: str) -> Row:
    """The place of the part that a record is about."""
    part = next((part for part in parts if part.label == label), None)
    return {"mention": part and part.id, "start": part and part.start, "end": part and part.end}


def _place(parts: list[Entity], units: Units, *written: str | None) -> str | None:
    """The code of the first of a record's place and body whose unit is known."""
    return next((
        places.code(units[part.id]) for name in written if name for part in parts
        if part.id in units and shown(part) == name
    ), None)


def _folded(text: str | None) -> str | None:
    return fold(text) if text else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


def _day(given: Any) -> str | None:
    """A date of publication as far as it is ISO 8601: a moment is its day, a year may be a number.

    >>> _day("2018-11-11T07:00:00+07:00"), _day(2018), _day("11/11/2018")
    ('2018-11-11', '2018', None)
    """
    text = str(given) if isinstance(given, (str, int)) else ""
    text = text[:10] if text[10:11] in ("T", " ") else text
    return text if "/" not in text and days(text) else None

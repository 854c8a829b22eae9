"""A document's records as rows of one table, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotations.document import Document

COLUMNS = (
    "document", "date", "record", "name", "position", "organisation", "place", "indicator", "counted", "quantity",
    "value", "unit", "bound", "period", "kind", "due", "task", "responsible", "score", "start", "end",
)


def rows(document: Document) -> Iterator[dict[str, Any]]:
    """One row a record; a field that its kind of record lacks is missing.

    ``start`` and ``end`` are the outer bounds of the record's evidence, in code points.
    """
    records = document.records or {}
    for kind, given in (("official", "officials"), ("figure", "figures"), ("deadline", "deadlines")):
        for record in records.get(given, ()):
            row = {key: value for key, value in record.items() if key in COLUMNS}
            row.update(document=document.id, record=kind, date=document.meta.get("date"))
            if kind == "figure":
                row["organisation"] = record["body"]
                row["period"] = (record["period"] or {}).get("value") or (record["period"] or {}).get("text")
                if isinstance(record["value"], list):
                    row["value"] = "..".join(f"{number:.15g}" for number in record["value"])
                elif record["value"] is not None:
                    row["value"] = f"{record['value']:.15g}"
            if kind == "deadline":
                row.update(due=record["date"], responsible="; ".join(record["responsible"]))
            places = record["evidence"]
            row["start"] = min((item["start"] for item in places), default=None)
            row["end"] = max((item["end"] for item in places), default=None)
            yield row

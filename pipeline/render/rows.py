"""A document's records as rows: of one table for a spreadsheet, or of a typed table a kind for Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from annotations.document import Document
from annotations.errors import InputError

if TYPE_CHECKING:
    import pyarrow

COLUMNS = (
    "document", "date", "record", "name", "position", "organisation", "place", "indicator", "counted", "quantity",
    "value", "unit", "bound", "period", "kind", "due", "task", "responsible", "score", "start", "end",
    "positions", "former", "canonical", "place_code", "place_code_now", "issuer", "sentence",
)
KINDS = ("officials", "figures", "deadlines", "places")
"""The kinds of records that :func:`records_table` makes a table of."""
_ABOUT = {"document": "string", "document_date": "string"}
_TYPES: dict[str, dict[str, str]] = {
    "officials": {
        "name": "string", "written": "list", "position": "string", "positions": "list", "former": "bool",
        "organisation": "string", "organisation_canonical": "string", "place": "string",
    },
    "figures": {
        "indicator": "string", "counted": "string", "quantity": "string", "value": "double", "high": "double",
        "unit": "string", "bound": "string", "period": "string", "period_written": "string", "body": "string",
        "body_canonical": "string", "place": "string", "kind": "string", "due": "string",
    },
    "deadlines": {
        "date": "string", "bound": "string", "written": "string", "kind": "string", "task": "string",
        "responsible": "list", "responsible_canonical": "list", "issuer": "string", "issuer_canonical": "string",
        "sentence": "string",
    },
    "places": {"name": "string", "level": "string", "key": "string"},
}
_CODES = {"place_code": "string", "place_code_now": "string"}


def rows(document: Document) -> Iterator[dict[str, Any]]:
    """One row a record; a field that its kind of record lacks is missing.

    ``organisation`` is as written, ``canonical`` its fullest form in the article. ``start`` and ``end`` are the
    outer bounds of the record's evidence, in code points.
    """
    records = document.records or {}
    for kind, given in (("official", "officials"), ("figure", "figures"), ("deadline", "deadlines")):
        for record in records.get(given, ()):
            row = {key: value for key, value in record.items() if key in COLUMNS}
            row.update(document=document.id, record=kind, date=document.meta.get("date"))
            if kind == "official":
                row.update(positions=_joined(record.get("positions")), canonical=record.get("organisation_canonical"))
            if kind == "figure":
                row.update(organisation=record["body"], canonical=record.get("body_canonical"))
                row["period"] = (record["period"] or {}).get("value") or (record["period"] or {}).get("text")
                if isinstance(record["value"], list):
                    row["value"] = "..".join(f"{number:.15g}" for number in record["value"])
                elif record["value"] is not None:
                    row["value"] = f"{record['value']:.15g}"
            if kind == "deadline":
                row.update(
                    due=record["date"], responsible=_joined(record["responsible"]),
                    canonical=_joined(record.get("responsible_canonical")), issuer=record.get("issuer_canonical"),
                    sentence=_sentence(document, record),
                )
            places = record["evidence"]
            row["start"] = min((item["start"] for item in places), default=None)
            row["end"] = max((item["end"] for item in places), default=None)
            yield row


def records_schema(kind: str) -> pyarrow.Schema:
    """The columns of a kind's table; the same whatever the documents, so that parts of one file fit.

    Args:
        kind: one of :data:`KINDS`.

    Raises:
        InputError: there is no such kind.
    """
    import pyarrow

    if kind not in KINDS:
        raise InputError(f"no records of the kind {kind!r}", hint=f"known are: {', '.join(KINDS)}")
    types = {
        "string": pyarrow.string(), "double": pyarrow.float64(), "bool": pyarrow.bool_(),
        "list": pyarrow.list_(pyarrow.string()),
    }
    place = pyarrow.struct([("id", pyarrow.string()), ("start", pyarrow.int64()), ("end", pyarrow.int64())])
    columns = [(name, types[of]) for name, of in {**_ABOUT, **_TYPES[kind], **_CODES}.items()]
    return pyarrow.schema([*columns, ("score", pyarrow.float64()), ("evidence", pyarrow.list_(place))])


def records_table(documents: Iterable[Document], kind: str) -> pyarrow.Table:
    """The records of documents as one typed table, for Parquet, Arrow or a data frame.

    A range has its ends in ``value`` and ``high``. ``sentence`` is the source sentence as written, ``evidence`` the
    entities a record was made from, in code points.

    Args:
        documents: with records.
        kind: one of :data:`KINDS`.

    Raises:
        InputError: there is no such kind.
    """
    import pyarrow

    schema = records_schema(kind)
    found = [
        {**dict.fromkeys(schema.names), **_typed(document, record, kind)}
        for document in documents for record in (document.records or {}).get(kind, ())
    ]
    return pyarrow.Table.from_pylist(found, schema=schema)


def _typed(document: Document, record: dict[str, Any], kind: str) -> dict[str, Any]:
    row = {name: value for name, value in record.items() if name not in ("sentence", "period", "value")}
    date = document.meta.get("date")
    identity = document.id.encode("utf-8", "backslashreplace").decode()  # a file's name may hold half a surrogate
    row.update(document=identity, document_date=None if date in (None, "") else str(date))
    if kind == "figures":
        low, high = record["value"] if isinstance(record["value"], list) else (record["value"], None)
        row.update(value=_number(low), high=_number(high))
        row.update(period=(record["period"] or {}).get("value"), period_written=(record["period"] or {}).get("text"))
    if kind == "deadlines":
        row["sentence"] = _sentence(document, record)
    return row


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _joined(given: list[str | None] | None) -> str:
    return "; ".join(filter(None, given or ()))


def _sentence(document: Document, record: dict[str, Any]) -> str:
    place = record["sentence"]
    return document.text[place["start"]:place["end"]]

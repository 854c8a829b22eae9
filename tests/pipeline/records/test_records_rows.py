"""Records as rows: a spreadsheet's, and a typed table a kind."""

import csv
import io

import pyarrow.parquet as pq
import pytest

from annotations import Document, InputError
from pipeline.records import build_records
from pipeline.render.rows import COLUMNS, KINDS, records_schema, records_table, rows
from tests.pipeline.records.test_records_joined import DOCUMENT, RECORDS
from tests.pipeline.test_records import DOCUMENT as FIGURES


def tagged(document):
    return Document(
        document.id, document.text, {"date": "2019"}, document.entities, document.relations, build_records(document),
    )


ARTICLES = [tagged(DOCUMENT), tagged(FIGURES), Document("empty", "Không có gì.")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_a_record_and_columns_that_stay(kind, tmp_path):
    table = records_table(ARTICLES, kind)
    assert table.num_rows == sum(len((article.records or {}).get(kind, ())) for article in ARTICLES) > 0
    assert records_table([], kind).schema == table.schema == records_schema(kind)
    pq.write_table(table, tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet") == table
    assert set(table.column("document_date").to_pylist()) == {"2019"}


def test_every_field_of_a_record_has_its_column():
    for kind in KINDS:
        fields = {name for article in ARTICLES for row in (article.records or {}).get(kind, ()) for name in row}
        assert fields <= set(records_schema(kind).names), kind


def test_values_keep_their_types():
    figures = records_table(ARTICLES, "figures").to_pylist()
    assert [(row["value"], row["high"]) for row in figures[2:]] == [(13e9, None), (5.0, 7.0)]
    assert figures[2]["period"] == "2018"
    assert figures[2]["period_written"] == "năm 2018"
    deadline = records_table(ARTICLES, "deadlines").to_pylist()[0]
    assert deadline["sentence"].startswith("Giám đốc Vũ Thị Lan giao")
    assert (deadline["bound"], deadline["responsible"], deadline["issuer"]) == ("before", ["Sở"], "Vũ Thị Lan")
    official = records_table(ARTICLES, "officials").to_pylist()[0]
    assert official["positions"] == RECORDS["officials"][0]["positions"]
    assert official["evidence"] == RECORDS["officials"][0]["evidence"]


def test_an_unknown_kind_is_an_error():
    with pytest.raises(InputError, match="no records of the kind 'people'"):
        records_table([], "people")


def test_records_of_before_have_empty_columns():
    old = {"officials": [{"name": "Lê An", "position": None, "score": 0.5, "evidence": []}]}
    row, = records_table([Document("a", "Lê An", records=old)], "officials").to_pylist()
    assert (row["name"], row["place_code"], row["positions"]) == ("Lê An", None, None)


def test_a_spreadsheet_has_a_row_a_record():
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for article in ARTICLES:
        writer.writerows(rows(article))
    found = list(csv.DictReader(io.StringIO(text.getvalue())))
    assert len(found) == sum(len(article.records[kind]) for article in ARTICLES[:2] for kind in KINDS[:3])
    official = next(row for row in found if row["record"] == "official")
    assert (official["place_code"], official["positions"]) == ("62", "Giám đốc Sở Y tế tỉnh Kon Tum; Tỉnh ủy viên")
    deadline = next(row for row in found if row["record"] == "deadline")
    assert (deadline["responsible"], deadline["canonical"]) == ("Sở", "Sở Y tế tỉnh Kon Tum")
    assert deadline["issuer"] == "Vũ Thị Lan"

from datetime import date, datetime, timezone

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from annotations.errors import InputError
from corpus.articles import Article
from corpus.readers import read_paths
from corpus.readers.parquet import read_rows


def written(path, columns, **options):
    pq.write_table(pa.table(columns), path, **options)
    return path


def test_days_titles_and_meta_as_jsonl_has_them(tmp_path):
    file = written(tmp_path / "tin.parquet", {
        "id": pa.array([7, None, 9], pa.int64()),
        "text": ["Uỷ ban họp.", "Họp\u00a0tiếp.", "Hết."],
        "title": [None, "Tin", ""],
        "date": pa.array([date(2019, 10, 16), None, date(2019, 10, 18)]),
        "views": [1, 2, 3],
        "meta": [{"source": "báo", "pages": 2.5}, {"source": None, "pages": float("nan")}, None],
    })
    assert [*read_paths([file])] == [
        Article("7", "Uỷ ban họp.", {"date": "2019-10-16", "source": "báo", "pages": 2.5}),
        Article("tin:2", "Tin\nHọp\u00a0tiếp.", {"title": "Tin"}),
        Article("9", "Hết.", {"date": "2019-10-18"}),
    ]


def test_meta_as_json_and_as_a_map(tmp_path):
    as_json = written(tmp_path / "a.parquet", {"text": ["Họp.", "Họp."], "meta": ['{"date": "2019-10-16"}', "{"]})
    first, second = read_paths([as_json])
    assert first.meta == {"date": "2019-10-16"}
    assert str(second).startswith(f"{as_json}:2: cannot be read: Expecting property name")
    as_map = written(tmp_path / "b.parquet", {
        "text": ["Họp."], "meta": pa.array([[("date", "2019-10-16")]], pa.map_(pa.string(), pa.string())),
    })
    assert [item.meta for item in read_paths([as_map])] == [{"date": "2019-10-16"}]


@pytest.mark.parametrize("moment, zone, day", [
    (datetime(2019, 10, 16, 20, tzinfo=timezone.utc), "UTC", "2019-10-17"),  # 3 in the morning in Vietnam
    (datetime(2019, 10, 16, 20, tzinfo=timezone.utc), "Asia/Tokyo", "2019-10-17"),
    (datetime(2019, 10, 16, 20), None, "2019-10-16"),
])
@pytest.mark.parametrize("unit", ["ms", "ns"])
def test_the_day_of_a_time(tmp_path, moment, zone, day, unit):
    file = written(tmp_path / "a.parquet", {"text": ["Họp."], "date": pa.array([moment], pa.timestamp(unit, zone))})
    assert [item.meta for item in read_paths([file])] == [{"date": day}]


def test_rows_that_are_no_article_and_tables_that_are_none(tmp_path):
    file = written(tmp_path / "a.parquet", {"text": ["Họp.", None, "Hết."]})
    found = [*read_paths([file])]
    assert [type(item) for item in found] == [Article, InputError, Article]
    assert str(found[1]) == f"{file}:2: no article: 'text' is missing or not a string"
    other = written(tmp_path / "b.parquet", {"body": ["Họp."], "day": ["x"]})
    assert [*map(str, read_paths([other]))] == [
        f"{other}: no articles in this table: no column 'text'; it has: body, day"
    ]
    (tmp_path / "c.parquet").write_bytes(b"PAR1 and nothing else")
    assert "damaged Parquet file" in str(*read_paths([tmp_path / "c.parquet"]))


def test_bytes_that_are_not_utf_8_cost_one_row(tmp_path):
    texts = pa.array([b"H\xe1\xbb\x8dp.", b"\xff\xfe", b"Xong."], pa.binary()).view(pa.string())
    file = written(tmp_path / "a.parquet", {"text": texts})
    first, second, third = read_paths([file])
    assert (first.text, third.text) == ("Họp.", "Xong.")
    assert str(second).startswith(f"{file}:2: cannot be read: 'utf-8' codec")


@pytest.mark.parametrize("group", [1, 3, 7, 200])
def test_some_rows_of_many_groups(tmp_path, group):
    file = written(tmp_path / "a.parquet", {"text": [f"Tin {row}" for row in range(150)]}, row_group_size=group)
    for first, count in ((0, 150), (0, 1), (6, 8), (64, 70), (149, 1), (149, 9), (150, 5)):
        found = [*read_rows(file, "a", "a", first, count)]
        assert [item.id for item in found] == [f"a:{row + 1}" for row in range(first, min(first + count, 150))]
        assert [item.text for item in found] == [f"Tin {row}" for row in range(first, min(first + count, 150))]

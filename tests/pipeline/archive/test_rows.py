"""Rows of one small article, worked by hand."""

import json

import pytest

from annotations import Document
from annotations.formats import writing
from pipeline.archive.store import open_archive
from pipeline.archive.write import insert, prepare
from pipeline.records import build_records

TEXT = (
    "Ông Lê Văn Tám, Bí thư Huyện uỷ, Chủ tịch HĐND huyện nêu rõ: thu ngân sách năm 2018 đạt trên 13 tỷ đồng.\n"
    "Ông Tám và bà Vũ Thị Lan, Chủ tịch huyện Như Xuân giao Sở Y tế, Sở Nội vụ báo cáo trong quý I năm 2019.\n"
    "Phấn đấu đến năm 2020 có 5 đến 7 xã đạt chuẩn.\n"
)
WRITTEN = """
[1]
OFFICIAL a = Lê Văn Tám
POSITION b = Bí thư
ORG c = Huyện uỷ
POSITION d = Chủ tịch
ORG e = HĐND huyện
INDICATOR i = thu ngân sách
DATE t = năm 2018 | 2018
QUANTITY q = 13 tỷ đồng | 13000000000; VND; over
HOLDS a b
HOLDS a d
AT b c
AT d e
MEASURES q i
AS_OF q t
OF q e
[2]
OFFICIAL a = Tám
OFFICIAL b = Vũ Thị Lan
POSITION c = Chủ tịch
LOC d = huyện Như Xuân
ORG e = Sở Y tế
ORG f = Sở Nội vụ
DEADLINE x = trong quý I năm 2019 | 2019-Q1
TASK t = báo cáo
HOLDS b c
AT c d
DUE t x
ASSIGNED t e
ASSIGNED t f
[3]
DEADLINE x = đến năm 2020 | 2020-12-31
QUANTITY q = 5 đến 7 xã | 5..7; xã
DUE q x
"""


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    document, errors = writing.loads(WRITTEN, Document("a", TEXT, {"date": "2019-01-05"}))
    assert errors == []
    for number, entity in enumerate(document.entities):
        entity.score = 0.9 - number / 100
    document.records = build_records(document)
    db = open_archive(tmp_path_factory.mktemp("archive") / "a.db", create=True)
    insert(db, prepare(document))  # without anything across articles
    yield db
    db.close()


def rows(db, query):
    return db.execute(query).fetchall()


def test_offices(db):
    found = rows(db, "SELECT name, position, folded_position, organisation, place, place_code, offices.date,"
                     ' substr(text, start + 1, "end" - start) FROM offices JOIN articles ON articles.id = article_id')
    assert [row[:7] for row in found] == [
        ("Lê Văn Tám", "Bí thư", "bí thư", "Huyện uỷ", None, None, "2019-01-05"),
        ("Lê Văn Tám", "Chủ tịch", "chủ tịch", "HĐND huyện", None, None, "2019-01-05"),
        ("Vũ Thị Lan", "Chủ tịch", "chủ tịch", None, "huyện Như Xuân", "old/38/402", "2019-01-05"),
    ]
    assert [row[7] for row in found] == [
        "Lê Văn Tám, Bí thư Huyện uỷ", "Lê Văn Tám, Bí thư Huyện uỷ, Chủ tịch HĐND huyện",
        "Vũ Thị Lan, Chủ tịch huyện Như Xuân",
    ]


def test_figures(db):
    columns = "indicator, counted, folded, written, value, high, unit, bound, period, period_written, body, kind, due"
    assert rows(db, f"SELECT {columns} FROM figures ORDER BY start") == [
        ("thu ngân sách", None, "thu ngân sách", "13 tỷ đồng", 13e9, None, "VND", "over", "2018", "năm 2018",
         "HĐND huyện", "result", None),
        (None, "xã", "xã", "5 đến 7 xã", 5.0, 7.0, "xã", "exact", None, None, None, "target", "2020-12-31"),
    ]


def test_deadlines_and_who_is_responsible(db):
    columns = "day, value, written, kind, task, responsible"
    assert rows(db, f"SELECT {columns} FROM deadlines ORDER BY start") == [
        ("2019-03-31", "2019-Q1", "trong quý I năm 2019", "task", "báo cáo", "Sở Y tế; Sở Nội vụ"),
        ("2020-12-31", "2020-12-31", "đến năm 2020", "target", "5 đến 7 xã", None),
    ]
    assert rows(db, "SELECT name, label FROM assignments ORDER BY name") == [("Sở Nội vụ", "ORG"), ("Sở Y tế", "ORG")]
    assert rows(db, "SELECT day, sentence, article FROM tasks") == [("2019-03-31", TEXT.splitlines()[1], "a")]


def test_mentions_and_scores(db):
    (article,) = rows(db, "SELECT lowest_score, syllables, year FROM articles")
    assert article == (min(score for (score,) in rows(db, "SELECT score FROM mentions")), len(TEXT.split()), 2019)
    assert rows(db, "SELECT value, unit, bound FROM mentions WHERE label = 'QUANTITY' ORDER BY start") == [
        (13000000000, "VND", "over"), (json.dumps([5.0, 7.0]), "xã", "exact"),
    ]
    assert rows(db, "SELECT folded FROM mentions WHERE text = 'Huyện uỷ'") == [("huyện ủy",)]
    assert rows(db, "SELECT place_code FROM mentions WHERE label = 'LOC'") == [("old/38/402",)]


def test_offices_held(db):
    document, _ = writing.loads(WRITTEN, Document("b", f"{TEXT}.", {"date": "2020-06-07"}))
    document.records = build_records(document)
    document.records["officials"][1]["former"] = True
    insert(db, prepare(document))
    db.execute("INSERT INTO people (id, key, name, folded) VALUES (1, 'a', 'Lê Văn Tám', 'lê văn tám')")
    db.execute("UPDATE offices SET person_id = 1 WHERE name = 'Lê Văn Tám'")
    columns = "person, position, body, first_seen, last_seen, articles"
    assert rows(db, f"SELECT {columns} FROM offices_held ORDER BY 2") == [
        ("Lê Văn Tám", "bí thư", "Huyện uỷ", "2019-01-05", "2020-06-07", 2),
        ("Lê Văn Tám", "chủ tịch", "HĐND huyện", "2019-01-05", "2019-01-05", 2),
    ]
    db.execute("UPDATE people SET hidden = 1")
    assert rows(db, "SELECT * FROM offices_held") == []

"""Records of one small article, worked by hand."""

from annotations import Document
from annotations.formats import writing
from pipeline.records import build_records

TEXT = (
    "Ông Lê Văn Tám, Bí thư Huyện uỷ, Chủ tịch HĐND huyện nêu rõ: thu ngân sách năm 2018 đạt trên 13 tỷ đồng.\n"
    "Ông Tám và bà Vũ Thị Lan, Chủ tịch huyện Như Xuân giao Sở Y tế báo cáo trước ngày 5/5.\n"
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
DEADLINE x = trước ngày 5/5 | 2019-05-05
TASK t = báo cáo
HOLDS b c
AT c d
DUE t x
ASSIGNED t e
[3]
DEADLINE x = đến năm 2020 | 2020-12-31
QUANTITY q = 5 đến 7 xã | 5..7; xã
DUE q x
"""
DOCUMENT, ERRORS = writing.loads(WRITTEN, Document("a", TEXT))
RECORDS = build_records(DOCUMENT)


def test_the_annotation_is_right():
    assert ERRORS == []


def test_officials():
    shown = [(row["name"], row["position"], row["organisation"], row["place"]) for row in RECORDS["officials"]]
    assert shown == [
        ("Lê Văn Tám", "Bí thư", "Huyện uỷ", None),
        ("Lê Văn Tám", "Chủ tịch", "HĐND huyện", None),
        ("Vũ Thị Lan", "Chủ tịch", None, "huyện Như Xuân"),
    ]


def test_figures():
    first, second = RECORDS["figures"]
    assert (first["indicator"], first["value"], first["unit"], first["bound"]) == ("thu ngân sách", 13e9, "VND", "over")
    assert first["period"] == {"text": "năm 2018", "value": "2018"}
    assert (first["body"], first["kind"], first["counted"]) == ("HĐND huyện", "result", None)
    assert (second["counted"], second["value"], second["kind"], second["due"]) == ("xã", [5, 7], "target", "2020-12-31")


def test_deadlines():
    shown = [(row["date"], row["kind"], row["task"], row["responsible"]) for row in RECORDS["deadlines"]]
    assert shown == [
        ("2019-05-05", "task", "báo cáo", ["Sở Y tế"]),
        ("2020-12-31", "target", "5 đến 7 xã", []),
    ]
    sentence = RECORDS["deadlines"][0]["sentence"]
    assert TEXT[sentence["start"]:sentence["end"]].startswith("Ông Tám và bà")


def test_evidence_points_at_the_text():
    for record in (row for rows in RECORDS.values() for row in rows):
        assert record["evidence"]
        for place in record["evidence"]:
            entity = DOCUMENT.by_id()[place["id"]]
            assert (place["start"], place["end"]) == (entity.start, entity.end)


def test_gold_has_no_scores_and_a_records_score_is_its_least_certain_part():
    assert {row["score"] for rows in RECORDS.values() for row in rows} == {None}
    scored, _ = writing.loads(WRITTEN, Document("a", TEXT))
    for index, item in enumerate([*scored.entities, *scored.relations]):
        item.score = 0.9 - index / 100
    first = build_records(scored)["figures"][0]
    joined = [item.score for item in scored.relations if item.label in ("MEASURES", "AS_OF", "OF")]
    assert first["score"] == min(joined)

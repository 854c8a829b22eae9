"""Records whose mentions are joined: one office, one body, one place with its codes."""

import unicodedata

import pytest
from hypothesis import given, settings

from annotations import Document
from annotations.document import Entity
from annotations.formats import writing
from pipeline.records import build_records
from pipeline.records.coreference import Coreference
from pipeline.records.deadlines import bound
from pipeline.records.graph import Graph
from tests.annotations.strategies import documents

TEXT = (
    "Bà Vũ Thị Lan, Giám đốc Sở Y tế tỉnh Kon Tum, Tỉnh ủy viên đến huyện Sa Thầy.\n"
    "Giám đốc Sở Lan và ông Bùi Văn Tám, nguyên Bí thư Huyện ủy, cùng dự.\n"
    "Giám đốc Vũ Thị Lan giao Sở báo cáo trước ngày 5/5; yêu cầu UBND huyện chi 9 tỷ đồng chậm nhất tháng 6.\n"
    "Bà cũng đề nghị Sở đào tạo 20 người xong trước tháng 7.\n"
)
WRITTEN = """
[1]
OFFICIAL a = Vũ Thị Lan
POSITION b = Giám đốc
ORG c = Sở Y tế tỉnh Kon Tum
POSITION d = Tỉnh ủy viên
LOC l = huyện Sa Thầy
HOLDS a b
HOLDS a d
AT b c
[2]
POSITION b = Giám đốc
ORG c = Sở
OFFICIAL a = Lan
OFFICIAL d = Bùi Văn Tám
POSITION e = Bí thư
ORG f = Huyện ủy
HOLDS a b
AT b c
HOLDS d e
AT e f
[3]
POSITION b = Giám đốc
OFFICIAL a = Vũ Thị Lan
ORG c = Sở
TASK t = báo cáo
DEADLINE x = trước ngày 5/5 | 2019-05-05
ORG d = UBND huyện
TASK u = chi 9 tỷ đồng
QUANTITY q = 9 tỷ đồng | 9000000000; VND; exact
DEADLINE y = chậm nhất tháng 6 | 2019-06-30
HOLDS a b
DUE t x
ASSIGNED t c
DUE u y
ASSIGNED u d
[4]
ORG c = Sở
TASK t = đào tạo 20 người
QUANTITY q = 20 người | 20; người; exact
DEADLINE x = xong trước tháng 7 | 2019-06-30
DUE t x
ASSIGNED t c
"""
DOCUMENT, ERRORS = writing.loads(WRITTEN, Document("a", TEXT))
RECORDS = build_records(DOCUMENT)


def test_the_annotation_is_right():
    assert ERRORS == []


def test_one_office_said_three_times_is_one_record():
    lan = [row for row in RECORDS["officials"] if row["name"] == "Vũ Thị Lan"]
    assert [(row["position"], row["organisation"]) for row in lan] == [
        ("Giám đốc", "Sở Y tế tỉnh Kon Tum"), ("Tỉnh ủy viên", None),
    ]
    assert lan[0]["written"] == ["Vũ Thị Lan", "Lan"]
    assert lan[0]["positions"] == lan[1]["positions"] == ["Giám đốc Sở Y tế tỉnh Kon Tum", "Tỉnh ủy viên"]
    assert len({item["start"] // 100 for item in lan[0]["evidence"]}) == 2  # of all three sentences


def test_an_office_that_was_held_is_marked():
    assert [row["former"] for row in RECORDS["officials"]] == [False, False, True]


def test_the_fullest_form_stands_beside_what_is_written():
    first, second, third = RECORDS["deadlines"]
    assert (first["responsible"], first["responsible_canonical"]) == (["Sở"], ["Sở Y tế tỉnh Kon Tum"])
    assert second["responsible_canonical"] == ["UBND huyện"]
    assert third["responsible_canonical"] == ["Sở Y tế tỉnh Kon Tum"]


def test_who_set_a_deadline_is_carried_across_clauses_and_pronouns():
    shown = [(row["issuer"], row["issuer_canonical"]) for row in RECORDS["deadlines"]]
    assert shown == [("Vũ Thị Lan", "Vũ Thị Lan")] * 3


def test_codes_of_places_and_of_bodies():
    lan, *_ = RECORDS["officials"]
    assert (lan["place"], lan["place_code"], lan["place_code_now"]) == (None, "62", "51")
    assert [(row["name"], row["place_code"], row["place_code_now"]) for row in RECORDS["places"]] == [
        ("Huyện Sa Thầy", "616", "51"),
    ]
    assert RECORDS["deadlines"][0]["place_code"] == "62"  # of "Sở", by its fullest form
    assert RECORDS["deadlines"][1]["place_code"] is None  # which huyện is not said


@pytest.mark.parametrize(("text", "counts"), [
    ("trước ngày 15/11/2018", "before"), ("xong trước 15/11", "before"), ("trước thứ hai", "before"),
    ("trước ngày mai", "before"), ("trước tháng 5/2024", "by"), ("trước quý II", "by"), ("trước năm 2026", "by"),
    ("trước 17 giờ ngày 5/5", "by"), ("trước 17h30 ngày 5/5", "by"), ("đến hết ngày 5/5", "by"),
    ("chậm nhất ngày 3/3", "by"), ("năm 2024", "by"), ("trong vòng 15 ngày", "by"), ("không rõ", "by"),
])
def test_whether_the_day_itself_counts(text, counts):
    assert bound(text) == counts
    assert bound(unicodedata.normalize("NFD", text)) == counts


def issuer(sentence, annotation):
    document, errors = writing.loads(f"[1]\n{annotation}", Document("a", sentence))
    assert errors == []
    return build_records(document)["deadlines"][0]["issuer"]


ORDER = "TASK t = báo cáo\nDEADLINE x = trước ngày 5/5 | 2019-05-05\nDUE t x\nASSIGNED t s\n"


@pytest.mark.parametrize(("sentence", "annotation", "expected"), [
    ("UBND tỉnh giao Sở báo cáo trước ngày 5/5.", "ORG u = UBND tỉnh\nORG s = Sở\n", "UBND tỉnh"),
    ("Tỉnh Kon Tum yêu cầu Sở báo cáo trước ngày 5/5.", "LOC u = Tỉnh Kon Tum\nORG s = Sở\n", "Tỉnh Kon Tum"),
    ("Tại tỉnh Kon Tum họp và giao Sở báo cáo trước ngày 5/5.", "LOC u = tỉnh Kon Tum\nORG s = Sở\n", None),
    ("Sở được giao báo cáo trước ngày 5/5.", "ORG s = Sở\n", None),
    ("Sở bàn giao rồi báo cáo trước ngày 5/5.", "ORG s = Sở\n", None),
    ("Sở báo cáo trước ngày 5/5.", "ORG s = Sở\n", None),
    ("Theo Kế hoạch số 5 của UBND tỉnh, Sở báo cáo trước ngày 5/5.", "ORG u = UBND tỉnh\nORG s = Sở\n", "UBND tỉnh"),
    ("Sở kiến nghị giao Sở báo cáo trước ngày 5/5.", "ORG u = Sở\nORG s = Sở\n", None),
    (
        "Chủ tịch UBND tỉnh khen Sở Y tế, đồng thời yêu cầu Sở báo cáo trước ngày 5/5.",
        "POSITION p = Chủ tịch\nORG u = UBND tỉnh\nORG k = Sở Y tế\nORG s = Sở\nAT p u\n", "Chủ tịch",
    ),
])
def test_who_orders(sentence, annotation, expected):
    assert issuer(sentence, annotation + ORDER) == expected
    document, _ = writing.loads(f"[1]\n{annotation}{ORDER}", Document("a", sentence))
    found = build_records(decomposed(document))["deadlines"][0]["issuer"]
    assert found == (None if expected is None else unicodedata.normalize("NFD", expected))


def decomposed(document):
    """The document with decomposed letters, its offsets moved with them."""
    def at(offset):
        return len(unicodedata.normalize("NFD", document.text[:offset]))

    entities = [
        Entity(
            item.id, at(item.start), at(item.end), item.label, unicodedata.normalize("NFD", item.text), item.value,
            item.unit, item.bound, item.score,
        )
        for item in document.entities
    ]
    text = unicodedata.normalize("NFD", document.text)
    return Document(document.id, text, document.meta, entities, document.relations)


def test_decomposed_letters_change_nothing():
    def composed(value):
        if isinstance(value, str):
            return unicodedata.normalize("NFC", value)
        if isinstance(value, list):
            return [composed(item) for item in value]
        if isinstance(value, dict):
            return {key: composed(item) for key, item in value.items() if key not in ("start", "end")}
        return value

    assert composed(build_records(decomposed(DOCUMENT))) == composed(RECORDS)


@settings(deadline=None, max_examples=60)
@given(documents())
def test_every_mention_is_in_one_chain_and_every_record_points_at_the_text(document):
    coreference = Coreference(Graph(document))
    bodies = [mention.id for chain in coreference.bodies for mention in chain]
    assert sorted(bodies) == sorted(item.id for item in document.entities if item.label == "ORG")
    people = [mention.id for chain in coreference.people for mention in chain]
    assert len(set(people)) == len(people)
    named = {item.id for item in document.entities if item.label in ("OFFICIAL", "PERSON")}
    assert named <= set(people)
    known = document.by_id()
    for kind, rows in build_records(document).items():
        for row in rows:
            assert row["evidence"], kind
            assert all(known[item["id"]].start == item["start"] for item in row["evidence"])

"""FollowTheMoney entities: of known schemata and properties, each once, pointing at one another."""

import json
from collections import Counter

import pytest

from pipeline.archive import corrections, store
from pipeline.archive.exports import ftm
from tests.pipeline.archive import invented

# Those of followthemoney 4.11 that are used, with the schema that an entity points at.
SCHEMATA = {
    "Article": {"title": None, "publishedAt": None, "publisher": None, "sourceUrl": None, "language": None,
                "country": None},
    "PublicBody": {"name": None, "alias": None, "weakAlias": None, "country": None, "address": None},
    "Organization": {"name": None, "alias": None, "weakAlias": None, "country": None, "address": None},
    "Person": {"name": None, "alias": None, "position": None},
    "Position": {"name": None, "country": None, "organization": ("PublicBody", "Organization"),
                 "subnationalArea": None},
    "Occupancy": {"holder": ("Person",), "post": ("Position",), "date": None, "status": None, "proof": ("Article",)},
}
REQUIRED = {"Occupancy": {"holder", "post"}, "Article": {"title"}}


def entities(path):
    db = store.open_archive(path, read_only=True)
    try:
        return list(ftm.entities(db))
    finally:
        db.close()


def of(found, schema):
    return [row["properties"] for row in found if row["schema"] == schema]


@pytest.fixture(scope="module")
def found(toys):
    return entities(toys)


def test_entities_are_what_the_schema_allows(found):
    by_id = {row["id"]: row for row in found}
    assert len(by_id) == len(found) and set(SCHEMATA) - {"Organization"} <= {row["schema"] for row in found}
    for row in found:
        allowed = SCHEMATA[row["schema"]]
        assert set(row["properties"]) <= set(allowed) and set(row) == {"id", "schema", "properties"}
        assert REQUIRED.get(row["schema"], {"name"}) <= set(row["properties"])
        for name, values in row["properties"].items():
            assert values and all(isinstance(value, str) and value for value in values)
            for value in values if allowed[name] else ():
                assert by_id[value]["schema"] in allowed[name]


def test_who_held_what(found):
    (khoat,) = [row for row in found if row["properties"].get("name") == ["Vũ Đình Khoát"]]
    assert khoat["id"] == ftm.identifier("person", "vũ-đình-khoát")
    (held,) = [row for row in of(found, "Occupancy") if row["holder"] == [khoat["id"]]]
    assert held["date"] == ["2018-10-01", "2020-02-03"] and len(held["proof"]) == 5 and "status" not in held
    (post,) = [row["properties"] for row in found if row["id"] == held["post"][0]]
    assert post["name"] == ["Chủ tịch, UBND thị xã Bỉm Sơn"]
    assert post["subnationalArea"] == ["Thị xã Bỉm Sơn, Tỉnh Thanh Hóa"]
    assert post["organization"] == [ftm.identifier("organisation", "ủy-ban-nhân-dân~old.38.381")]


def test_names_of_a_body(found):
    (office,) = [row for row in of(found, "PublicBody") if row["name"] == ["Sở Y tế tỉnh Thanh Hóa"]]
    assert office["weakAlias"] == ["Sở Y tế"] and office["address"] == ["Tỉnh Thanh Hóa"]


def test_addresses_and_days_of_articles(found):
    articles = {row["title"][0]: row for row in of(found, "Article")}
    assert articles["Họp lần 0"]["publishedAt"] == ["2018-10-01"] and "sourceUrl" not in articles["Họp lần 0"]
    assert [row["sourceUrl"] for row in articles.values() if "sourceUrl" in row] == [["https://example.org/hai"]]


def test_former_offices_firms_and_offices_of_no_body(tmp_path):
    says = [
        {"person": "Lương Khắc Tĩnh", "label": "OFFICIAL", "who": None, "offices": [
            ["nguyên Giám đốc", "Sở Y tế Nghệ An", None], ["Tổng giám đốc", "Công ty Sao Mai", None],
            ["Trưởng đoàn", None, None],
        ]},
    ]
    document = invented.article("bài", {"date": "2018-01-01", "says": says})[0]
    invented.archive(tmp_path / "a.db", [document]).close()
    found = entities(tmp_path / "a.db")
    assert sorted(row.get("status", ["held"])[0] for row in of(found, "Occupancy")) == ["ended", "held"]
    assert "date" not in next(row for row in of(found, "Occupancy") if "status" in row)
    assert [row["name"] for row in of(found, "Organization")] == [["Công ty Sao Mai"]]
    assert of(found, "Person")[0]["position"] == ["Trưởng đoàn"]


def test_an_office_in_a_body_that_is_not_told_apart_is_no_position_of_its_own(found):
    (tue,) = [row for row in of(found, "Person") if row["name"] == ["Lê Khắc Tuệ"]]
    assert tue["position"] == ["Bí thư, Thị uỷ"]
    assert sorted(row["name"][0] for row in of(found, "Position")) == [
        "Bí thư, Thị uỷ Bỉm Sơn", "Chủ tịch, UBND thị xã Bỉm Sơn",
    ]


def test_the_same_bytes_and_ids_that_last(toys, own_toys, tmp_path, correct):
    counts = []
    for name in ("a", "b"):
        db = store.open_archive(toys, read_only=True)
        counts.append(ftm.export(db, tmp_path / name))
        db.close()
    content = (tmp_path / "a").read_bytes()
    assert content == (tmp_path / "b").read_bytes() and counts == [content.count(b"\n")] * 2
    before = {json.loads(line)["id"] for line in content.splitlines()}
    correct(corrections.rename, "person", "vũ-đình-khoát", "Vũ Đình Khoát (Bỉm Sơn)")
    after = entities(own_toys)
    assert {row["id"] for row in after} == before
    (renamed,) = [row for row in of(after, "Person") if row["name"] == ["Vũ Đình Khoát (Bỉm Sơn)"]]
    assert renamed["alias"] == ["Vũ Đình Khoát"]


def test_what_is_hidden_is_left_out(own_toys, correct, found):
    correct(corrections.hide, "person", "vũ-đình-khoát")
    correct(corrections.hide, "organisation", "thị-ủy~old.38.381")
    shown = entities(own_toys)
    assert "Vũ Đình Khoát" not in json.dumps(of(shown, "Person"), ensure_ascii=False)
    gone = Counter(row["schema"] for row in found) - Counter(row["schema"] for row in shown)
    assert gone == {"Person": 1, "PublicBody": 1, "Position": 2, "Occupancy": 2}

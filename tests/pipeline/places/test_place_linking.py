"""Which unit a place of an invented article is."""

import pytest
from hypothesis import given, settings

from annotations.document import Document, Entity
from pipeline.places import link, units
from tests.annotations.strategies import documents

NAMES = {unit.key: unit.name for unit in units()}


def linked(text, *mentions, **meta):
    """Keys of the units of mentions, LOC or (with a leading @) ORG, in the order of the text; None for none."""
    entities, at = [], 0
    for number, mention in enumerate(mentions):
        label, name = ("ORG", mention[1:]) if mention.startswith("@") else ("LOC", mention)
        start = text.index(name, at)
        at = start + len(name)
        entities.append(Entity(f"e{number}", start, at, label, name))
    found = link(Document("a", text, meta, entities))
    return [found[entity.id].key if entity.id in found else None for entity in entities]


def test_a_name_with_its_type_and_a_province_without():
    assert linked("Ở huyện Sa Thầy và Kon Tum.", "huyện Sa Thầy", "Kon Tum") == ["old/62/616", "old/62"]


@pytest.mark.parametrize("written", ["TP.HCM", "TPHCM", "TP Hồ Chí Minh", "thành phố Hồ Chí Minh", "TP. HCM"])
def test_ways_of_writing(written):
    assert linked(f"Ở {written}.", written) == ["old/79"]


def test_the_unit_named_behind_tells_which():
    text = "Ở xã Tân Thành, huyện Hướng Hóa; xã Tân Thành (huyện Thường Xuân) cũng vậy."
    assert linked(text, "xã Tân Thành", "huyện Hướng Hóa", "xã Tân Thành", "huyện Thường Xuân") == [
        "old/45/465/19456", "old/45/465", "old/38/396/15661", "old/38/396",
    ]
    text = "Các xã Sa Bình, Sa Sơn (huyện Sa Thầy)."
    assert linked(text, "Sa Bình", "Sa Sơn", "huyện Sa Thầy") == ["old/62/616/23545", "old/62/616/23539", "old/62/616"]


def test_the_articles_province_tells_which():
    assert linked("Ở xã Đoàn Kết.", "xã Đoàn Kết") == [None]  # there are eight
    assert linked("Ở xã Đoàn Kết, UBND tỉnh Kon Tum nói.", "xã Đoàn Kết", "@UBND tỉnh Kon Tum") == [
        "old/62/608/23329", "old/62",
    ]
    assert linked("Kon Tum – Xã Đoàn Kết mưa.", "Kon Tum", "Xã Đoàn Kết")[1] == "old/62/608/23329"
    assert linked("Xã Đoàn Kết mưa.", "Xã Đoàn Kết", source="bao/kontum-online") == ["old/62/608/23329"]
    assert linked("Xã Đoàn Kết mưa.", "Xã Đoàn Kết", url="https://sonnptnt.kontum.gov.vn/tin/1") == ["old/62/608/23329"]


def test_a_district_named_before_tells_which():
    text = "Ở Lạng Sơn có huyện Bắc Sơn. Xã Tân Thành nghèo. Ở huyện Hữu Lũng, xã Tân Thành giàu."
    found = linked(text, "Lạng Sơn", "huyện Bắc Sơn", "Xã Tân Thành", "huyện Hữu Lũng", "xã Tân Thành")
    assert found[2:] == ["old/20/185/06379", "old/20/186", "old/20/186/06442"]


def test_what_is_not_told_stays_open():
    assert linked("Ở Lạng Sơn có xã Tân Thành.", "Lạng Sơn", "xã Tân Thành") == ["old/20", None]  # there are three
    assert linked("Sông Hồng, Lào, số 5 đường Kon Tum.", "Sông Hồng", "Lào", "số 5 đường Kon Tum") == [None] * 3
    # A ward's name elsewhere in the country, and one without its type, are not enough.
    assert linked("Ở Hà Nội, xã Sa Bình.", "Hà Nội", "xã Sa Bình") == ["old/01", None]
    assert linked("Ông khen Sa Bình.", "Sa Bình") == [None]


def test_a_name_is_the_same_unit_throughout():
    text = "Ở xã Tân Thành (huyện Hướng Hóa). Tân Thành nghèo. Xã Tân Thành đẹp."
    assert linked(text, "xã Tân Thành", "huyện Hướng Hóa", "Tân Thành", "Xã Tân Thành")[2:] == ["old/45/465/19456"] * 2


def test_a_unit_that_was_raised_and_marks_that_were_written_otherwise():
    text = "Đắk Nông: thị xã Gia Nghĩa và huyện Đăk R’lấp."
    assert linked(text, "Đắk Nông", "thị xã Gia Nghĩa", "huyện Đăk R’lấp") == ["old/67", "old/67/660", "old/67/666"]


def test_since_july_2025_units_of_today_are_meant_and_those_of_before_by_names_that_are_gone():
    text = "Quảng Ngãi: phường Kon Tum, trước là TP Kon Tum, tỉnh Kon Tum."
    names = "Quảng Ngãi", "phường Kon Tum", "TP Kon Tum", "tỉnh Kon Tum"
    assert linked(text, *names, date="2025-08-01") == ["51", "51/23293", "old/62/608", "old/62"]
    assert linked(text, *names, date="2025-06-30")[:2] == ["old/51", None]  # no such ward then


def test_an_undated_article_is_of_before_unless_a_time_in_it_is_later():
    document = Document("a", "Kon Tum 2025", {}, [Entity("e1", 0, 7, "LOC", "Kon Tum"),
                                                Entity("e2", 8, 12, "DATE", "2025", "2025-08-01")])
    assert link(document)["e1"].key == "old/62"  # no province of today bears the name
    document.entities[0] = Entity("e1", 0, 7, "LOC", "Kon Tum")
    document.entities[1].value = "2024"
    assert link(document)["e1"].key == "old/62"
    hanoi = Document("a", "Hà Nội 2025", {}, [Entity("e1", 0, 6, "LOC", "Hà Nội"),
                                             Entity("e2", 7, 11, "DATE", "2025", "2025-08-01")])
    assert link(hanoi)["e1"].key == "01"


def test_huế_was_another_unit_until_2025():
    assert linked("Ở Huế.", "Huế", date="2024-05-01") == [None]
    assert linked("Ở Huế.", "Huế", date="2025-05-01") == ["old/46"]
    assert linked("Ở tỉnh Thừa Thiên - Huế.", "tỉnh Thừa Thiên - Huế", date="2024-05-01") == ["old/46"]


def test_a_body_has_the_place_its_name_ends_in():
    bodies = {
        "Sở Y tế Kon Tum": "old/62", "Huyện ủy Sa Thầy": "old/62/616", "Công an huyện Sa Thầy": "old/62/616",
        "UBND tỉnh": None, "Công ty Kon Tum": None, "UBND các huyện Sa Thầy": None, "Đoàn TNCS Hồ Chí Minh": None,
        "Hiệp hội Thái Bình Dương": None, "Trường THPT Nguyễn Huệ": None,
    }
    for name, key in bodies.items():
        assert linked(f"{name} họp.", f"@{name}") == [key], name


def test_a_district_the_tables_lack_is_not_the_ward_of_its_name():
    # Huyện Đông Sơn was joined to the city of Thanh Hóa in January 2025 and left its name to a ward.
    text = "Thanh Hóa: Nga Sơn, Quảng Xương, Đông Sơn, Như Xuân."
    found = linked(text, "Thanh Hóa", "Nga Sơn", "Quảng Xương", "Đông Sơn", "Như Xuân")
    assert [key and key.count("/") for key in found] == [1, 2, 2, None, 2]


@settings(deadline=None, max_examples=50)
@given(documents())
def test_only_places_and_bodies_have_a_unit(document):
    known = document.by_id()
    for mention, unit in link(document).items():
        assert known[mention].label in ("LOC", "ORG")
        assert unit.key in NAMES

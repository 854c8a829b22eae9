"""Offices as titles name them, and the people and offices of one article."""

import pytest

from pipeline.archive import positions
from pipeline.archive.appearances import Source, analyse
from pipeline.archive.positions import Office, body_of_unit
from pipeline.archive.posts import Appearance
from tests.pipeline.archive import invented

HERE = {"place": "huyện Như Xuân"}, {"place": "tỉnh Thanh Hoá"}


@pytest.mark.parametrize(("text", "office"), [
    ("Chủ tịch", Office("chủ tịch", sole=True)), ("QUYỀN CHỦ TỊCH", Office("chủ tịch", sole=True)),
    ("Phó Bí thư Thường trực", Office("phó bí thư")), ("Gđ", Office("giám đốc", sole=True)),
    ("Uỷ viên", Office("ủy viên", seat=True)),
    ("Chủ tịch huyện", Office("chủ tịch", "ủy ban nhân dân huyện", sole=True)),
    ("Bí thư xã", Office("bí thư", "đảng ủy xã", sole=True)), ("Thường trực", Office("thường trực")),
    ("Bộ trưởng Y tế", Office("bộ trưởng", "bộ y tế", sole=True)),
    ("Thứ trưởng GTVT", Office("thứ trưởng", "bộ giao thông vận tải")),
    ("Tỉnh uỷ viên", Office("ủy viên", "tỉnh ủy", seat=True)), ("ĐBQH", Office("đại biểu", "quốc hội", seat=True)),
    ("Chủ tịch nước", Office("chủ tịch nước", "nhà nước", sole=True)),
    ("Trung tướng", None), ("…", None),
])
def test_titles(text, office):
    assert positions.read(text) == office


def test_the_body_of_a_unit_named_alone():
    assert body_of_unit("phó chủ tịch", "xã") == "ủy ban nhân dân xã"
    assert body_of_unit("bí thư", "thành phố") == "thành ủy"
    assert body_of_unit("bí thư", "thôn") is None is body_of_unit("giám đốc", "xã")


# One article --------------------------------------------------------------------------------------------------


def man(name, *offices, label="OFFICIAL"):
    return {"person": name, "who": None, "label": label, "offices": [[*office, None] for office in offices]}


def found(*says):
    document, _ = invented.article("bài", {"date": "2018-01-01", "says": [*HERE, *says]})
    from pipeline.archive import places
    from pipeline.places import link

    codes = {mention: places.code(unit) for mention, unit in link(document).items()}
    return analyse(Source(document, codes, "2018-01-01"))


def offices(person):
    return [post.office for post in person.posts]


def test_a_person_is_all_forms_of_the_name_with_all_offices():
    (person,) = found(
        man("Lương Khắc Tĩnh", ("Huyện uỷ viên", None), ("Chủ tịch", "UBND huyện Như Xuân")), man("Tĩnh"),
        {"office": "Chủ tịch", "body": "UBND huyện", "which": None},
    ).people
    assert (person.name, person.written, person.official, person.province) == (
        "lương khắc tĩnh", "Lương Khắc Tĩnh", True, "38",
    )
    assert offices(person) == ["chủ tịch@ủy-ban-nhân-dân~old.38.402", "ủy viên@huyện-ủy~old.38.402"]
    assert len(person.mentions) == 3
    assert Appearance.of(person.facts()) == person


def test_two_namesakes_of_one_article():
    people = found(
        man("Lê Văn Dũng", ("Chủ tịch", "UBND xã Bãi Trành")), man("Lê Văn Dũng", ("Chủ tịch", "UBND xã Xuân Hoà")),
    ).people
    assert [len(person.posts) for person in people] == [1, 1]


def test_a_past_office_is_marked():
    (person,) = found(man("Lương Khắc Tĩnh", ("nguyên Bí thư", "Huyện uỷ Như Xuân"))).people
    assert [(post.title, post.former) for post in person.posts] == [("bí thư", True)]


def test_half_a_name_counts_only_with_an_office():
    assert found(man("Tĩnh")).people == []
    assert offices(found(man("Tĩnh", ("Bí thư", "Huyện uỷ"))).people[0]) == ["bí thư@huyện-ủy~old.38.402"]


def test_offices_without_a_person():
    def unnamed(title, body="UBND huyện"):
        return [offices(row) for row in found({"office": title, "body": body, "which": None}).offices]

    assert unnamed("Chủ tịch") == [["chủ tịch@ủy-ban-nhân-dân~old.38.402"]]
    assert unnamed("Phó Chủ tịch") == [] == unnamed("Uỷ viên") == unnamed("nguyên Chủ tịch")
    assert unnamed("Chủ tịch", "UBND các huyện") == []

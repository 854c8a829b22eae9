"""What body a name means: its core words and its unit, from its words or from the article."""

import pytest

from pipeline.archive import bodies
from pipeline.archive.context import Context
from pipeline.archive.organisations import display, plain_name


def read(text, date="2018-05-05"):
    name = bodies.read(text, date)
    return name and (" ".join(name.core), [unit.name for unit in name.units], name.level)


@pytest.mark.parametrize(("text", "core", "unit"), [
    ("UBND huyện Krông Nô", "ủy ban nhân dân", "Huyện Krông Nô"),
    ("Uỷ ban Nhân dân huyện Krông Nô", "ủy ban nhân dân", "Huyện Krông Nô"),
    ("Ủy ban nhân dân (UBND) huyện Krông Nô", "ủy ban nhân dân", "Huyện Krông Nô"),
    ("UBND TP.HCM", "ủy ban nhân dân", "Thành phố Hồ Chí Minh"),
    ("Thành ủy Hà Nội", "thành ủy", "Thành phố Hà Nội"),
    ("Thành uỷ Vinh", "thành ủy", "Thành phố Vinh"),
    ("Sở Y tế Đắk Lắk", "sở y tế", "Tỉnh Đắk Lắk"),
    ("Sở GD-ĐT tỉnh Nghệ An", "sở giáo dục đào tạo", "Tỉnh Nghệ An"),
    ("Sở Giáo dục và Đào tạo Nghệ An", "sở giáo dục đào tạo", "Tỉnh Nghệ An"),
    ("Văn phòng Tỉnh ủy Thanh Hoá", "văn phòng tỉnh ủy", "Tỉnh Thanh Hóa"),
    ("phòng Nội vụ thị xã Bỉm Sơn", "phòng nội vụ", "Thị xã Bỉm Sơn"),
])
def test_a_unit_in_the_words(text, core, unit):
    found, units, _ = read(text)
    assert (found, units) == (core, [unit])


@pytest.mark.parametrize(("text", "core", "level"), [
    ("UBND huyện", "ủy ban nhân dân", "huyện"), ("Tỉnh ủy", "tỉnh ủy", "tỉnh"),
    ("Ban Thường vụ Tỉnh ủy", "ban thường vụ tỉnh ủy", "tỉnh"), ("Sở Tư pháp", "sở tư pháp", "province"),
    ("Bộ Y tế", "bộ y tế", ""), ("Bộ Chỉ huy quân sự tỉnh", "bộ chỉ huy quân sự", "tỉnh"),
    ("Phòng Nội vụ", "phòng nội vụ", "local"), ("Công ty CP Gốm Sông Thương", "công ty cổ phần gốm sông thương", None),
    ("Bảo hiểm xã hội", "bảo hiểm xã hội", "local"), ("Thông tấn xã Việt Nam", "thông tấn xã việt nam", ""),
    ("Trung ương Đảng", "ban chấp hành trung ương đảng", ""),
])
def test_whose_body_it_is_where_no_unit_is_named(text, core, level):
    assert read(text) == (core, [], level)


@pytest.mark.parametrize("text", [
    "UBND các huyện, thị xã", "UBND cấp xã", "sở, ban, ngành", "các sở", "UBND xã, phường",
    "UBND huyện Krông Nô và huyện Đắk Mil", "tỉnh Đắk Lắk", "Đà Nẵng",
    "", "…",
])
def test_a_set_of_bodies_or_a_unit_is_none(text):
    assert read(text) is None


def test_a_name_that_many_units_bear_is_all_of_them():
    assert len(read("UBND huyện Châu Thành")[1]) > 5
    assert len(read("UBND xã Tân Lập")[1]) > 5
    assert read("UBND xã Tân Lập, huyện Đan Phượng") == ("ủy ban nhân dân", ["Xã Tân Lập"], None)


def test_units_of_the_articles_time():
    assert bodies.read("UBND tỉnh Bình Định", "2018-05-05").units[0].status == "old"
    assert [unit.status for unit in bodies.read("UBND tỉnh Đắk Lắk", "2025-09-09").units] == ["new"]


def test_a_province_that_goes_on_is_one_body():
    def key(text, day):
        return bodies.Body("ủy ban nhân dân", bodies.read(text, day).units[0].code, 1.0).key

    assert key("UBND tỉnh Gia Lai", "2018-05-05") == key("UBND tỉnh Gia Lai", "2025-09-09")
    assert key("UBND tỉnh Gia Lai", "2018-05-05") != key("UBND tỉnh Bình Định", "2018-05-05")


@pytest.mark.parametrize("body", [
    bodies.Body("sở y tế", "38", 1.0), bodies.Body("chính phủ", None, 1.0), bodies.Body("đội 7", "old/67/664", 1.0),
])
def test_a_key_is_read_back(body):
    assert bodies.parts(body.key) == (body.core, body.home)


# Told from the article -----------------------------------------------------------------------------------------


def code(text):
    return bodies.read(f"UBND {text}", "2018-05-05").units[0].code


def told(text, *named, offset=1000):
    context = Context((at, code(unit)) for at, unit in named)
    body = context.body(bodies.read(text, "2018-05-05"), offset)
    return body and (body.place, body.score)


def test_the_only_unit_of_a_type():
    assert told("UBND huyện", (1, "huyện Krông Nô"), (5, "tỉnh Đắk Nông")) == (code("huyện Krông Nô"), 0.95)


def test_of_several_the_one_named_most_or_last_before():
    both = ((1, "huyện Krông Nô"), (500, "huyện Đắk Mil"))
    assert told("UBND huyện", *both, offset=100)[0] == code("huyện Krông Nô")
    assert told("UBND huyện", *both, offset=600)[0] == code("huyện Đắk Mil")
    assert told("UBND huyện", *both, (510, "huyện Đắk Mil"), offset=100) == (code("huyện Đắk Mil"), 0.8)


def test_the_articles_province():
    assert told("Sở Y tế", (1, "huyện Krông Nô"))[0] == "old/67"
    assert told("Trường THCS Nguyễn Trãi", (1, "huyện Krông Nô")) == ("old/67", 0.8)
    assert told("UBND thành phố", (1, "thành phố Đà Nẵng")) == ("48", 0.95)
    assert told("Sở Y tế") is None
    assert told("UBND huyện", (1, "tỉnh Đắk Nông")) is None


def test_a_namesake_in_the_articles_province():
    assert told("UBND huyện Châu Thành", (1, "tỉnh Bến Tre"))[0] == "old/83/831"
    assert told("UBND huyện Châu Thành", (1, "tỉnh Tây Ninh"))[0] == "old/72/708"


def test_no_unit_belongs_to_a_firm_or_to_the_country():
    assert told("Công ty CP Gốm Sông Thương", (1, "tỉnh Đắk Nông")) == (None, 0.9)
    assert told("Bộ Y tế", (1, "tỉnh Đắk Nông")) == (None, 0.9)


# What it is called ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "place", "named", "name"), [
    ("UBND huyện Krông Nô", "old/67/664", True, ["UBND huyện Krông Nô"]),
    ("UBND huyện", "old/67/664", False, ["UBND huyện Krông Nô"]),
    ("Sở  Y tế", "38", False, ["Sở Y tế tỉnh Thanh Hóa"]), ("Tỉnh uỷ", "38", False, ["Tỉnh uỷ Thanh Hóa"]),
    ("Trường THCS Lê Lợi", "38", False, ["Trường THCS Lê Lợi, Tỉnh Thanh Hóa"]), ("UBND", "38", False, []),
    ("Chính phủ Việt Nam", None, False, []),
])
def test_a_name_in_full(text, place, named, name):
    core = " ".join(bodies.read(text, "2018-05-05").core)
    assert display(bodies.Body(core, place, 1.0, named), text, "2018-05-05") == name


def test_what_is_no_part_of_the_name_is_not_shown():
    text = "UBND huyện Krông Nô kỳ vọng"
    assert bodies.read(text, "2018-05-05").units == bodies.read("UBND huyện Krông Nô", "2018-05-05").units
    assert display(bodies.Body("ủy ban nhân dân", "old/67/664", 1.0, True), text, "2018-05-05") == []


def test_a_name_that_no_article_writes():
    assert plain_name("ủy ban nhân dân", "38") == "Ủy ban nhân dân tỉnh Thanh Hóa"
    assert plain_name("chính phủ", None) == "Chính phủ"

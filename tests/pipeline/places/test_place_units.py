"""The table of units: two systems, official codes, what became of what."""

from collections import Counter

from pipeline.places import DISTRICT, PROVINCE, WARD, units
from pipeline.places.names import parse

UNITS = {unit.key: unit for unit in units()}


def test_there_are_as_many_as_there_are():
    counted = Counter((unit.level, unit.today) for unit in UNITS.values())
    assert counted == {
        (PROVINCE, True): 34, (WARD, True): 3321, (PROVINCE, False): 63, (DISTRICT, False): 696, (WARD, False): 10035,
    }
    assert len(UNITS) == len(units())


def test_a_unit_comes_after_the_one_it_is_in_and_the_one_that_holds_it():
    seen = set()
    for unit in units():
        seen.add(unit.key)
        assert unit.now in seen
        assert unit.parent is None or unit.parent in seen


def test_a_code_may_be_another_provinces_today():
    assert (UNITS["old/52"].name, UNITS["52"].name) == ("Tỉnh Bình Định", "Tỉnh Gia Lai")
    assert (UNITS["old/52"].now, UNITS["old/64"].now) == ("52", "52")  # Bình Định and Gia Lai are one
    assert UNITS["52"].code is None  # there was no such province


def test_codes_before_and_now():
    ward = UNITS["old/01/001/00007"]
    assert (ward.name, ward.code, ward.province, ward.province_now) == ("Phường Cống Vị", "00007", "old/01", "01")
    district = UNITS["old/67/664"]
    assert (district.name, district.code, district.code_now) == ("Huyện Krông Nô", "664", "68")
    island = UNITS["old/48/498"]  # all of it is one unit of today
    assert (island.name, UNITS[island.now].name) == ("Huyện Hoàng Sa", "Đặc khu Hoàng Sa")
    assert (UNITS["01"].code, UNITS["01"].code_now) == ("01", "01")  # the same land


def test_names_are_matched_however_the_tables_write_them():
    # vietnam-provinces: "Cư M’gar", underthesea: "Cư M'gar"; "Phường  Buôn Ma Thuột" with two spaces.
    found = {parse(unit.name).full for unit in UNITS.values() if unit.today and unit.province == "66"}
    assert {"xã cư m'gar", "phường buôn ma thuột"} <= found
    whole = [unit for unit in UNITS.values() if unit.key.startswith("old/66/643/") and unit.now.startswith("66/")]
    assert len(whole) > 15  # wards of Buôn Ma Thuột that are known to be in one ward of today


def test_every_name_of_a_type_is_read():
    assert {parse(unit.name).type for unit in UNITS.values()} == {
        "tỉnh", "thành phố", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu",
    }

from annotations.document import Document, Entity
from pipeline.archive.places import code, province, units
from pipeline.places import link


def test_every_unit_is_a_row_and_what_it_points_at_is_too():
    found = {place.code: place for place in units()}
    assert len(found) == len(units())
    seen = set()
    for place in units():
        assert place.parent is None or place.parent in seen
        assert (place.now is None) == (place.status == "new") and (place.now is None or place.now in found)
        assert place.code.endswith(place.official)
        seen.add(place.code)
    assert found["38/14812"].name == "Phường Bỉm Sơn"


def test_provinces_of_both_times():
    found = {place.code: place for place in units() if place.level == "province"}
    assert sum(place.status == "new" for place in found.values()) == 34
    assert found["38"].name == "Tỉnh Thanh Hóa" and "old/38" not in found  # it goes on as it was
    assert (found["91"].name, found["old/91"].name, found["old/89"].name) == (
        "Tỉnh An Giang", "Tỉnh Kiên Giang", "Tỉnh An Giang",
    )
    assert found["old/91"].now == found["old/89"].now == "91"


def test_the_units_of_an_article():
    text = "Họp tại huyện Như Xuân, tỉnh Thanh Hóa; dự có đoàn tỉnh Hà Giang."
    names = ("huyện Như Xuân", "tỉnh Thanh Hóa", "tỉnh Hà Giang")
    entities = [Entity(name, text.index(name), text.index(name) + len(name), "LOC", name) for name in names]
    linked = link(Document("a", text, {"date": "2019-01-05"}, entities))
    assert [code(linked[name]) for name in names] == ["old/38/402", "38", "old/02"]
    assert province(linked.values()) == "38" and province([]) is None
    assert {code(unit) for unit in linked.values()} <= {place.code for place in units()}

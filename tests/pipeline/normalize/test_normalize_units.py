"""Names, codes and conversion of units."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import NormalizationError
from pipeline.normalize import Quantity, parse_quantity, unit_codes
from pipeline.normalize.folding import fold
from pipeline.normalize.measures import ROWS, read_unit
from pipeline.normalize.units import convert, registry


@pytest.mark.parametrize(("value", "unit", "to", "expected"), [
    (5, "ha", "m2", 50_000), (1, "km2", "ha", 100), (3, "km", "m", 3000), (2, "tạ", "kg", 200), (1.5, "tấn",
        "kg", 1500),
    (12, "tấn/ha", "kg/m2", 1.2), (72, "km/giờ", "m/s", 20), (3, "m3/s", "m3/ngày", 259_200), (100, "kWh",
        "MWh", 0.1),
    (2, "năm", "tháng", 24), (300, "người/km2", "người/ha", 3), (5, "VND/m2", "VND/ha", 50_000), (7,
        "hộ nghèo", "hộ nghèo", 7),
    (50, "%", "‰", 500), (30, "°C", "°C", 30), (2, "lần", "lần", 2), (500, "lít", "m3", 0.5), (1, "GB", "MB",
        1000),
])
def test_conversion(value: float, unit: str, to: str, expected: float) -> None:
    assert convert(value, unit, to) == pytest.approx(expected)
    assert convert(expected, to, unit) == pytest.approx(value)


@pytest.mark.parametrize(("unit", "to"), [("VND", "USD"), ("ha", "m"), ("hộ", "người"), ("tuổi", "kg"), ("ha",
    ""), ("%", "điểm %")])
def test_what_measures_something_else_is_refused(unit: str, to: str) -> None:
    with pytest.raises(NormalizationError):
        convert(1, unit, to)


def test_a_quantity_in_another_unit_keeps_its_bound_and_its_range() -> None:
    assert parse_quantity("trên 5 ha").to("m2") == Quantity(50_000.0, "m2", "over")
    assert parse_quantity("10-15 ha").to("km2") == Quantity((0.1, 0.15), "km2")
    with pytest.raises(NormalizationError, match="without value or unit"):
        parse_quantity("hàng trăm hộ").to("người")


def test_codes() -> None:
    assert unit_codes("VND") == {"iso4217": "VND"}
    assert unit_codes("đô la Mỹ") == {"iso4217": "USD"}
    assert unit_codes("km/giờ") == {"ucum": "km/h"}
    assert unit_codes("người/km2") == unit_codes("VND/m2") == unit_codes("hộ") == unit_codes("") == {}
    assert unit_codes("tấn/ha/năm") == {"ucum": "t/har/a"}


def test_every_unit_is_read_from_each_of_its_spellings_and_is_defined() -> None:
    for name, row in ROWS.items():
        assert len(row.get("iso4217", "AAA")) == 3
        for spelling in (name, *row["spellings"]):
            read = read_unit(fold(spelling))
            assert read is not None and read.name == name, spelling
        assert convert(1, name, name) == 1


def test_no_unit_of_the_library_itself_is_known() -> None:
    assert "mile" not in registry()
    assert convert(3, "mile", "mile") == 3  # a counted noun like any other


@pytest.mark.parametrize("noun", ["đồng chí", "đồng bào", "m", "phân khu", "năm học", "khối thi"])
def test_a_noun_that_begins_like_a_unit(noun: str) -> None:
    assert parse_quantity(f"3 {noun}").unit == noun


@given(st.text(max_size=30))
def test_any_string_is_a_unit_or_none(written: str) -> None:
    unit_codes(written)
    with suppress(NormalizationError):
        convert(1, written, written)

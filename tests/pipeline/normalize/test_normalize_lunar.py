"""Days of the Vietnamese lunar calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunar_vn import solar_to_lunar

from pipeline.normalize import parse_time
from pipeline.normalize.anchors import Anchor
from pipeline.normalize.lunar import cycle_year, read_lunar


@pytest.mark.parametrize(("year", "tet"), [
    # 1968, 1985, 2007 and 2030 differ from the Chinese calendar: the new moon falls on another day at UTC+7.
    (1968, "1968-01-29"), (1985, "1985-01-21"), (2007, "2007-02-17"), (2030, "2030-02-02"),
    (2019, "2019-02-05"), (2024, "2024-02-10"), (2025, "2025-01-29"),
])
def test_tet_at_utc_plus_7(year: int, tet: str) -> None:
    first = date.fromisoformat(tet)
    assert parse_time(f"mùng 1 Tết {year}").value == tet
    assert parse_time(f"giao thừa năm {year}").value == (first - timedelta(1)).isoformat()
    assert parse_time(f"trước Tết Nguyên đán {year}", deadline=True).value == tet


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_lunar_days_are_read_back(day: date) -> None:
    lunar = solar_to_lunar(day)
    leap = " nhuận" if lunar.leap else ""
    assert parse_time(f"ngày {lunar.day} tháng {lunar.month}{leap} năm {lunar.year} âm lịch").value == day.isoformat()


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(-60, 60))
def test_a_missing_year_is_the_nearest(anchor: date, away: int) -> None:
    day = anchor + timedelta(away)
    lunar = solar_to_lunar(day)
    if not lunar.leap:
        assert parse_time(f"{lunar.day}/{lunar.month} âm lịch", anchor=anchor).value == day.isoformat()


@pytest.mark.parametrize("text", [
    "10/3", "mùng 10 tháng 3", "tết", "tết dương lịch", "tháng giêng", "rằm", "31/1/2019 âm lịch",
    "0/1/2019 âm lịch", "1/13/2019 âm lịch", "1/1/1500 âm lịch", "1/1/2019 âm lịch hằng năm", "",
])
def test_no_lunar_day(text: str) -> None:
    assert read_lunar(text, Anchor(2019, 2, 20)) is None


@given(st.integers(1000, 2900))
def test_names_of_years_come_round_every_sixty(year: int) -> None:
    assert cycle_year("quý mão", Anchor(year)) in range(year - 29, year + 31)
    assert (cycle_year("quý mão", Anchor(year)) - 2023) % 60 == 0  # type: ignore[operator]
    assert cycle_year("giáp sửu", Anchor(year)) is None  # no such pair
    assert cycle_year("quý mão", None) is None

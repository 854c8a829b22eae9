"""Which anchor an article gives to its dates."""

from __future__ import annotations

from datetime import date

import pytest

from annotations.errors import NormalizationError
from pipeline.normalize import Time, TimeContext


def _anchor(text: str, mark: str = "▮", given: date | str | None = None) -> str | None:
    return TimeContext(text, given).anchor_at(text.index(mark) if mark in text else 0)


def test_the_articles_own_date_comes_first() -> None:
    text = "19:46 11/11/2018\nNăm 2015, ▮ hội thi được mở."
    assert _anchor(text, given=date(2019, 2, 3)) == "2019-02-03"
    assert _anchor(text, given="2019-02") == "2019-02"
    assert _anchor(text, given="(unknown)") == "2018-11-11"


@pytest.mark.parametrize("dateline", [
    "28/05/13 06:10 GMT+7", "06:10 | 28/05/2013", "06:10 !! 28/5/2013", "Thứ ba, 28/05/2013",
    "Cập nhật ngày 28-05-2013",
    "28.05.2013", "Thứ ba 28/05/2013, 06:10",
])
def test_a_dateline_on_a_line_of_its_own(dateline: str) -> None:
    assert _anchor(f"Khai mạc hội thi\n  {dateline}\n▮ Sáng 27/5, hội thi mở màn.") == "2013-05-28"
    assert _anchor(f"▮ Sáng 27/5, hội thi mở màn.\r\n{dateline}\r\nXã hội") == "2013-05-28"


def test_place_and_date_in_brackets_near_the_top() -> None:
    assert _anchor("(Hà Nội, 5/6/2019) ▮ Sáng 4/6, hội nghị bế mạc.") == "2019-06-05"
    assert _anchor("(Hà Nội, ngày 5/6/2019) ▮ Sáng 4/6, hội nghị bế mạc.") == "2019-06-05"


def test_the_nearest_dated_event_before_then_behind() -> None:
    text = "① Sáng 2/3 họp. Ngày 5/4/2016 xây. ② Ngày 7/8 nghỉ. Tháng 9/2017 xong. ③ Chiều 1/2 tặng quà."
    assert [_anchor(text, mark) for mark in "①②③"] == ["2016", "2016", "2017"]


def test_a_year_alone_counts_where_no_event_is_dated() -> None:
    text = "Tổng kết năm 2018. Thu năm 2018 đạt dự toán năm 2017. ▮ Chiều 6/12, hội nghị bế mạc."
    assert _anchor(text) == "2018"


@pytest.mark.parametrize("text", [
    "▮ Theo Nghị quyết 30/2021/QĐ-HĐND, xã họp.", "▮ Theo Quyết định số 5 ngày 10/5/2014, xã họp.",
    "▮ Ông sinh năm 1960.",
    "▮ Nhiệm kỳ 2016-2021, giai đoạn 2021 – 2025.", "▮ Quy hoạch đến năm 2030, tầm nhìn 2050.",
    "▮ Vào Đảng năm 1997.",
    "▮ Thông tư của Bộ năm 2016 nêu rõ.", "▮ Có 2018 hộ, chi 1.2019 đồng.", "▮ Không có năm nào.", "",
])
def test_what_dates_no_event(text: str) -> None:
    assert _anchor(text) is None


def _time(text: str, written: str, deadline: bool = False, given: str | None = None) -> Time:
    start = text.index(written)
    return TimeContext(text, given).time_at(start, start + len(written), deadline)


def test_times_are_read_in_their_place() -> None:
    text = "Hội thi năm 2018\nSáng 21/4, hội thi mở màn; báo cáo trước ngày 30/6. Hôm nay vui."
    assert _time(text, "Sáng 21/4") == Time("2018-04-21")
    assert _time(text, "trước ngày 30/6", deadline=True) == Time("2018-06-30", "before")
    assert _time(text, "Hôm nay") == Time(None)
    assert _time(text, "Hôm nay", given="2018-04-22") == Time("2018-04-22")


def test_the_same_day_is_the_last_day_named() -> None:
    text = "Kỷ niệm 27/7/2019. Sáng ngày 22/7, đoàn viếng nghĩa trang liệt sĩ. Cùng ngày, đoàn tặng quà."
    assert _time(text, "Cùng ngày", given="2019-08-08") == Time("2019-07-22")
    assert _time("Cùng ngày, đoàn tặng quà.", "Cùng ngày", given="2019-08-08") == Time("2019-08-08")
    assert _time("Cùng ngày, đoàn tặng quà.", "Cùng ngày") == Time(None)


def test_today_with_its_date_in_brackets() -> None:
    text = "Sáng nay (28/5), hội thi mở màn; chiều nay ( trao giải."
    assert _time(text, "Sáng nay", given="2013-05-29") == Time("2013-05-28")
    assert _time(text, "chiều nay", given="2013-05-29") == Time("2013-05-29")
    assert _time("Sáng nay (28/5/2013)", "Sáng nay") == Time("2013-05-28")


@pytest.mark.parametrize(("text", "year"), [
    ("Kỷ niệm (15/8/1984 - 15/8/2018) ▮ sáng 12/8 họp.", "2018"),
    ("Kỷ niệm ngày 27/7/1947–27/7/2019. ▮", "2019"),
    ("Khai hội hoa ban 2022\n▮ Sáng 17/4 họp.", "2022"),
    ("Khai hội\n▮ Sáng 17/4 họp ở phòng 2022.", None),
    ("Chợ hoa xuân 2021 mở. ▮", "2021"),
    ("Đại hội Đảng bộ xã nhiệm kỳ 2020 - 2025 họp. ▮", "2020"),
    ("Bí thư xã nhiệm kỳ 2020-2025 nói. ▮", None),
    ("Mừng ngày 30/4/1975. ▮", None), ("Bản đồ tỷ lệ 1/2000 ▮", None), ("Theo Nghị quyết 07/2021 ▮", None),
    ("Nộp báo cáo về quận trước ngày 6/4/2022. ▮", "2022"),
])
def test_which_years_date_what_a_text_reports(text: str, year: str | None) -> None:
    assert _anchor(text) == year


def test_of_two_years_the_one_nearer_to_the_day_that_is_named() -> None:
    text = "Tính đến 30/11/2019 có 5 hộ. Sáng 24/1, xã họp; quý I đạt; tháng này vui."
    assert _time(text, "Sáng 24/1") == Time("2020-01-24")
    assert _time(text, "quý I") == Time("2019-Q1")
    assert _time(text, "tháng này") == Time(None)


def test_misuse() -> None:
    with pytest.raises(NormalizationError):
        TimeContext("", 2018)  # type: ignore[arg-type]

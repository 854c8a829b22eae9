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


PLANS = "Trước ngày 15/8, xã báo cáo; theo Quyết định số 5 ngày 3/7, hạn là ngày 20/8. "


@pytest.mark.parametrize(("text", "day"), [
    (f"Sáng 12/7, huyện họp. {PLANS}Chiều ▮cùng ngày▮, đoàn về xã.", "2018-07-12"),
    ("Ngày 12 tháng 7, huyện họp. ▮Cùng ngày▮, đoàn về xã.", "2018-07-12"),
    ("Hôm qua, huyện họp. ▮Cùng ngày▮, đoàn về xã.", "2018-07-13"),
    ("Sáng 12/7, huyện họp. Sáng 13/7, đoàn về xã. " + "Bà con nêu ý kiến. " * 40 + "▮Cùng ngày▮, xã họp.",
        "2018-07-12"),
    (f"{PLANS}▮Cùng ngày▮, đoàn về xã.", "2018-07-14"),
    ("Đêm 11/7, trời mưa to. ▮Sáng hôm sau▮, đoàn về xã.", "2018-07-12"),
    ("Trời mưa to. ▮Sáng hôm sau▮, đoàn về xã.", None),
])
def test_the_day_of_what_is_reported(text: str, day: str | None) -> None:
    """Not of deadlines and documents; far from any day, the one the article opens with; else its own."""
    before, written, after = text.split("▮")
    text = before + written + after
    read = TimeContext(text, "2018-07-14").time_at(len(before), len(before) + len(written))
    assert read == Time(day)


def test_the_one_before_the_one_a_sentence_names() -> None:
    text = "Năm 2017, TP. Bắc Ninh có 12 vụ, giảm 3 vụ so với năm trước. Thu tháng 2 tăng so với tháng trước."
    assert _time(text, "năm trước", given="2019-01-20") == Time("2016")
    assert _time(text, "tháng trước", given="2019-03-20") == Time("2019-01")
    assert _time("Xã có 2 vụ, hơn năm trước.", "năm trước", given="2019-01-20") == Time("2018")
    assert _time("Năm 2017 xong. Nay hơn năm trước.", "năm trước", given="2019-01-20") == Time("2018")
    assert _time("Năm 2017 có lũ, 2 năm trước cũng vậy.", "2 năm trước", given="2019") == Time("2017")


def test_a_lunar_day_marked_behind_it() -> None:
    text = "Hội làng mở ngày 24/3/2024 (tức 15/2/2024 âm lịch)."
    assert _time(text, "15/2/2024") == Time("2024-03-24")
    assert _time(text, "24/3/2024") == Time("2024-03-24")


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
    ("Trong quý III/2017 phải xong. ▮", "2017"),
    ("Kế hoạch năm học 2019-2020. ▮ Ngày 10/4, sở họp.", "2020"),
    ("Kế hoạch năm học 2019-2020. ▮ Ngày 10/8, sở họp.", "2019"), ("Kế hoạch năm học 2019-2020. ▮", None),
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


def test_tet_is_the_one_nearer_to_the_day_that_is_named() -> None:
    text = "Ngày 4/12/2019, quận họp. Trước Tết Nguyên đán phải xong."
    assert _time(text, "Trước Tết Nguyên đán", deadline=True) == Time("2020-01-25", "before")


def test_misuse() -> None:
    with pytest.raises(NormalizationError):
        TimeContext("", 2018)  # type: ignore[arg-type]

"""What holds for any number, any date and any string."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from number_words import write_number_words

from annotations.errors import NormalizationError
from pipeline.normalize import Quantity, TimeContext, parse_quantity, parse_time, to_edtf, to_timex3
from pipeline.normalize.iso import days

WHOLE = st.integers(1, 10**15)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
WORDS = [
    "tỷ", "triệu", "nghìn", "trăm", "mươi", "linh", "rưỡi", "năm", "tháng", "ngày", "quý", "đầu", "cuối",
    "nửa", "đến",
    "trước", "trong", "và", "trên", "hơn", "hai", "đồng", "ha", "tuần", "tới", "hôm nay", "tết", "qua",
    "đến nay",
    "âm lịch", "rằm", "giao thừa", "cách đây", "xuân", "ất tỵ", "24/7", "phần ba", "chục", "tr", "hôm sau", "cùng ngày",
    "thứ sáu", "tuần", "không", "quá", "so với", "ước",
    "trong đó", "trở lại", "âm lịch",
    " tỷ ", " đến ", " - ", "IV/", "ngày ", "kể từ ", "trở lên",
]
ALPHABET = st.sampled_from([*"0123456789.,/-– ()%\n\u00a0\u200b\u0309½²xviĐđ", *WORDS])
ANY = st.one_of(st.text(), st.lists(ALPHABET, max_size=40).map("".join))


@given(WHOLE)
@example(5)
@example(10**15)
@example(1_000_000_005)
@example(2_105)
def test_number_words_are_read_back(n: int) -> None:
    assert parse_quantity(f"{write_number_words(n)} hộ") == Quantity(n, "hộ")


@given(WHOLE, st.lists(st.sampled_from([
    ("linh", "lẻ"), ("nghìn", "ngàn"), ("tỷ", "tỉ"), ("mươi bốn", "mươi tư"), ("mươi lăm", "mươi nhăm"),
    ("bảy", "bẩy"),
])), st.booleans())
def test_other_words_for_the_same_numbers(n: int, variants: list[tuple[str, str]], capitals: bool) -> None:
    written = write_number_words(n)
    for word, other in variants:
        written = written.replace(word, other)
    assert parse_quantity(f"{written.upper() if capitals else written} hộ") == Quantity(n, "hộ")


@given(st.integers(1, 10**7), st.integers(1, 99))
def test_what_is_counted_in_vạn_is_read_back(whole: int, hundredths: int) -> None:
    assert parse_quantity(f"{whole} vạn dân") == Quantity(whole * 10_000, "dân")
    assert parse_quantity(f"{whole},{hundredths:02} vạn dân").value == whole * 10_000 + hundredths * 100
    assert parse_quantity(f"{whole} vạn rưỡi dân") == Quantity(whole * 10_000 + 5_000, "dân")


@given(st.integers(1, 9), st.sampled_from(["ba", "tư", "năm", "bảy", "mười"]))
def test_shares_are_under_a_hundred_percent(reached: int, whole: str) -> None:
    read = parse_quantity(f"{write_number_words(reached)} phần {whole}")
    below = reached < {"ba": 3, "tư": 4, "năm": 5, "bảy": 7, "mười": 10}[whole]
    assert (read.unit == "%" and isinstance(read.value, (int, float)) and 0 < read.value < 100) is below


@given(WHOLE, st.sampled_from([".", ",", " ", "\u00a0", ""]))
def test_figures_are_read_back(n: int, separator: str) -> None:
    assert parse_quantity(f"{n:,} hộ".replace(",", separator)) == Quantity(n, "hộ")


@given(st.integers(1, 10**6), st.integers(1, 99), st.sampled_from([("tỷ", 10**9), ("triệu", 10**6), ("nghìn",
    1000)]))
def test_decimals_of_a_scale_are_exact(whole: int, hundredths: int, scale: tuple[str, int]) -> None:
    written = f"{whole:,}".replace(",", ".") + f",{hundredths:02} {scale[0]} đồng"
    assert parse_quantity(written).value == (whole * 100 + hundredths) * scale[1] // 100


@given(WHOLE, WHOLE)
def test_ranges_keep_both_ends(one: int, other: int) -> None:
    low, high = sorted((one, other))
    read = parse_quantity(f"{low} - {high} hộ").value
    assert read == ((low, high) if low < high else None)


@given(DAYS, st.sampled_from([
    "{0.day}/{0.month}/{0.year}", "{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}", "{0:%Y-%m-%d}",
    "ngày {0.day} tháng {0.month} năm {0.year}", "Sáng ngày {0:%d/%m/%Y}", "thứ ba, {0:%d/%m/%Y} 08:25",
    "8 giờ 30 phút ngày {0.day}/{0.month}/{0.year}", "ngày {0.day} - {0.month} - {0.year}", "({0:%d/%m/%Y})",
    "NGÀY {0.day} THÁNG {0.month} NĂM {0.year}", "ngày\u00a0{0.day}/ {0.month}/ {0.year}",
]))
def test_dates_are_read_back_in_every_form(day: date, form: str) -> None:
    written = form.format(day)
    assert parse_time(written).value == day.isoformat()
    assert parse_time(unicodedata.normalize("NFD", written)).value == day.isoformat()
    assert parse_time("trước " + written, deadline=True).value == day.isoformat()


@given(DAYS, st.integers(-100, 100), st.sampled_from(["{0.day}/{0.month}", "ngày {0.day} tháng {0.month}",
    "{0:%d-%m}"]))
def test_a_missing_year_is_the_nearest(anchor: date, away: int, form: str) -> None:
    """Within 100 days it is nearer, even where it is weighted, than the same day of any other year."""
    day = anchor + timedelta(away)
    assume((day.day, day.month) != (24, 7))  # 24/7 alone is all day, every day
    assert parse_time(form.format(day), anchor=anchor).value == day.isoformat()


@given(DAYS, st.integers(0, 100))
def test_a_deadline_without_a_year_is_not_behind_the_anchor(anchor: date, ahead: int) -> None:
    day = anchor + timedelta(ahead)
    assert parse_time(f"trước {day.day}/{day.month}", True, anchor).value == day.isoformat()


@given(st.integers(1, 12), st.integers(2000, 2099))
def test_months_quarters_and_years_end_where_the_calendar_says(month: int, year: int) -> None:
    after = date(year + month // 12, month % 12 + 1, 1)
    last = (after - timedelta(1)).isoformat()
    assert parse_time(f"trong tháng {month}/{year}", True).value == last
    assert parse_time(f"trước tháng {after.month} năm {after.year}", True).value == last
    if month % 3 == 0:
        assert parse_time(f"hết quý {month // 3} năm {year}", True).value == last
    assert parse_time(f"{month} tháng đầu năm {year}", True).value == last


@settings(max_examples=400)
@given(ANY, ANY, ANY, st.booleans(), st.one_of(st.none(), st.dates(), ANY))
def test_any_string_is_read_or_unknown(text: str, before: str, after: str, deadline: bool,
    anchor: date | str | None) -> None:
    value, _, bound = parse_quantity(text, before, after)
    assert bound in {"exact", "about", "over", "under", "at_least", "at_most"}
    if isinstance(value, tuple):
        assert value[0] < value[1]
    read = parse_time(text, deadline, anchor)
    if read.value is not None:
        assert days(read.value.replace("..", read.value[:4])) is not None
        assert not deadline or date.fromisoformat(read.value)
        assert to_timex3(read)["type"] and to_edtf(read)
    context = TimeContext(before + text + after, anchor)
    context.time_at(len(before), len(before) + len(text), deadline)


LONG = 1_000_000
HOSTILE = [
    "1", "1.", "1,", "1.234", "1 ", " ", "tỷ ", "(", "()", "năm ", "1/", "1/1", "1/1/2018 ", "-", "1-",
    "đến ", "ngày ",
    "hai ", "trăm ", "trên ", "rưỡi ", "08:25 ", "\u0309", "\u00a0", "a", "/", "năm 2018", "Quyết định ",
    "19:46 !! ",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("read", [
    parse_quantity, parse_time, lambda text: parse_quantity("5 ha", text, text), lambda text: parse_time(text,
        True, text),
    lambda text: TimeContext(text).anchor_at(LONG),
    lambda text: TimeContext(text + " cùng ngày", "2018-11-11").time_at(LONG, LONG + 10),
    lambda text: TimeContext(text + " năm trước").time_at(LONG, LONG + 10),
], ids=["quantity", "time", "context words", "deadline", "time context", "same day", "year before"])
def test_a_megabyte_takes_no_longer_than_its_length(read: Callable[[str], object], piece: str) -> None:
    """A quadratic reading of a megabyte would take hours."""
    text = (piece * (LONG // len(piece) + 1))[:LONG]
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 20


@pytest.mark.parametrize("piece", [*HOSTILE, "11-", "12-12-", "1, ", "1 và ", "1-1-2018-", "2018 - ", "5 năm trước - "])
def test_a_text_of_many_ends_is_given_up_soon(piece: str) -> None:
    """Short enough to be read at all; trying every way to split it would take seconds."""
    text = (piece * 300)[:300]
    start = time.process_time()
    parse_time(text)
    parse_time(text, True, "2018-11-11")
    parse_quantity(text, text, text)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("wrong", [None, 5, b"5 ha", ["5 ha"]])
def test_what_is_no_string_is_misuse(wrong: Any) -> None:
    for misuse in (
        lambda: parse_quantity(wrong), lambda: parse_quantity("5 ha", wrong), lambda: parse_time(wrong),
       
        lambda: TimeContext(wrong),
    ):
        with pytest.raises(NormalizationError, match="given"):
            misuse()


def test_an_anchor_is_a_date_a_string_or_nothing() -> None:
    with pytest.raises(NormalizationError, match="anchor"):
        parse_time("21/5", anchor=2018)  # type: ignore[arg-type]
    for nothing in ("", "0001-01-01", "9999-12-31", date.min, date.max, "(unknown)", "2018-13", "2018-02-30",
        "mai"):
        assert parse_time("21/5", anchor=nothing).value is None

"""Folding, numbers, calendar values and exports on their own."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline.normalize
from pipeline.normalize import Time, parse_time, to_edtf, to_timex3
from pipeline.normalize import bounds as bounds_module
from pipeline.normalize import numbers as numbers_module
from pipeline.normalize.folding import fold, old_tones, plain
from pipeline.normalize.iso import days
from pipeline.normalize.numbers import read_number


@pytest.mark.parametrize(("one", "other"), [
    ("uỷ", "ủy"), ("Hoà", "hòa"), ("khoẻ", "khỏe"), ("THUỶ", "thủy"), ("quý", "quý"), ("hoàn", "hoàn"),
    ("toà  nhà", "tòa\u00a0nhà"),
    ("1 – 2", "1 - 2"), ("tỷ\u200b đồng\r\n", "tỷ đồng"),
])
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert fold(unicodedata.normalize("NFD", one)) == fold(other)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(plain(text))
    assert old_tones(folded) == folded


@given(st.integers(0, 10**9), st.sampled_from(["nghìn", "triệu", "tỷ", "trăm", "vạn"]))
def test_the_quick_reading_of_figures_is_the_general_one(n: int, scale: str) -> None:
    written = f"{n} {scale}"
    quick, general = read_number(written), numbers_module._words(written, 0)
    assert quick and general and quick.value() == general.value() and quick.end == general.end == len(written)


def test_no_word_of_bound_before_a_number_has_two_spellings() -> None:
    for phrase in [*bounds_module._BEFORE, *bounds_module._SKIPPED]:
        assert fold(phrase) == phrase


@pytest.mark.parametrize("tail", [
    "", " xã", " năm", " mốt", " nghìn đồng", ", ba xã", " rưỡi", " phẩy năm", " trăm", "x",
])
def test_the_quick_reading_of_small_number_words_is_the_general_one(tail: str) -> None:
    for written in numbers_module._BELOW_HUNDRED:
        assert read_number(written + tail) == numbers_module._words(written + tail, 0)


@pytest.mark.parametrize("text", ["nghìn tỷ", "linh năm", "mươi hai", "không", "tư", "mốt", "phẩy năm", "",
    " 5", "1.23.4", "1,234.5.6", "9" * 25, "rưỡi"])
def test_no_number_begins_here(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(("text", "rest"), [("hai trăm năm", " năm"), ("2 tỷ 5 xã", " 5 xã"), ("mười hai hai",
    " hai"), ("ba năm", " năm"), ("hai tư liệu", " tư liệu")])
def test_where_a_number_ends(text: str, rest: str) -> None:
    number = read_number(text)
    assert number and text[number.end:] == rest


@pytest.mark.parametrize(("value", "first", "last"), [
    ("2018", (2018, 1, 1), (2018, 12, 31)), ("2020-02", (2020, 2, 1), (2020, 2, 29)), ("2018-Q4", (2018, 10,
        1), (2018, 12, 31)),
    ("2018-H2", (2018, 7, 1), (2018, 12, 31)), ("2018-Q2/2018-Q3", (2018, 4, 1), (2018, 9, 30)), ("2018-01/2018-10",
        (2018, 1, 1), (2018, 10, 31)),
])
def test_days_of_a_value(value: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert days(value) == (date(*first), date(*last))


@pytest.mark.parametrize("value", ["2018-00", "2018-13", "2018-02-30", "2018-05-00", "2018-W05", "2018-Q5",
    "", "/", "2018/", "0000", "..", "18"])
def test_no_such_value(value: str) -> None:
    assert days(value) is None


@pytest.mark.parametrize(("written", "timex", "edtf"), [
    ("quý IV/2018", "2018-Q4", "2018-36"), ("6 tháng đầu năm 2018", "2018-H1", "2018-40"),
    ("nửa cuối năm 2018", "2018-H2", "2018-41"),
    ("năm 2018", "2018", "2018"), ("tháng 5/2018", "2018-05", "2018-05"), ("5/5/2018", "2018-05-05",
        "2018-05-05"),
])
def test_exports_of_single_times(written: str, timex: str, edtf: str) -> None:
    read = parse_time(written)
    assert to_timex3(read) == {"type": "DATE", "value": timex}
    assert to_edtf(read) == edtf


@pytest.mark.parametrize(("written", "duration", "edtf"), [
    ("2021-2030", "P10Y", "2021/2030"), ("10 tháng đầu năm 2018", "P10M", "2018-01/2018-10"),
    ("năm 2015 đến nay", "PXX", "2015/.."),
    ("16-19/4/2019", "P4D", "2019-04-16/2019-04-19"),
])
def test_exports_of_intervals(written: str, duration: str, edtf: str) -> None:
    begin, end = edtf.split("/")
    read = parse_time(written)
    assert to_timex3(read) == {"type": "DURATION", "value": duration, "beginPoint": begin, "endPoint": end}
    assert to_edtf(read) == edtf


def test_exports_of_the_unknown_and_of_deadlines() -> None:
    assert to_timex3(Time(None)) == {} and to_edtf(Time(None)) is None
    assert to_timex3(parse_time("trước ngày 5/5/2018", deadline=True)) == {"type": "DATE",
        "value": "2018-05-05", "mod": "ON_OR_BEFORE"}


def test_the_days_of_a_week_are_a_week_in_timex3() -> None:
    week = parse_time("tuần này", anchor="2018-11-07")
    assert to_timex3(week) == {"type": "DATE", "value": "2018-W45"} and to_edtf(week) == "2018-11-05/2018-11-11"
    assert to_timex3(Time("2018-11-06/2018-11-12"))["value"] == "P7D"


def test_quarters_at_the_ends_of_an_interval_are_months_in_edtf() -> None:
    quarters = parse_time("quý I và II/2019")
    assert quarters.value == "2019-Q1/2019-Q2" and to_edtf(quarters) == "2019-01/2019-06"
    assert to_timex3(quarters) == {
        "type": "DURATION", "value": "P6M", "beginPoint": "2019-Q1", "endPoint": "2019-Q2"}


def test_the_package_is_light_and_gives_what_it_names() -> None:
    code = """if True:
        import sys
        import pipeline.normalize
        print([name for name in ("pint", "spacy", "pipeline.normalize.time") if name in sys.modules])
        print(hasattr(pipeline.normalize, "nothing"))
    """
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["[]", "False"]
    for name in pipeline.normalize.__all__:
        assert callable(getattr(pipeline.normalize, name))

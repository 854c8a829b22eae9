"""The parts pages are made of: wording, numbers and dates, plots, addresses."""

import re
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the pages need the extra 'archive'")

from datasette.utils.asgi import Request
from hypothesis import given
from hypothesis import strategies as st

import pipeline.archive.pages as pages
from annotations.schema import SCHEMA
from pipeline.archive.headline import headline
from pipeline.archive.pages import charts, filters, wording
from pipeline.archive.pages.links import Links

HERE = Path(pages.__file__).parent
SAID = wording.sentences()


def test_both_languages_say_everything():
    assert set(SAID["vi"]) == set(SAID["en"])
    for key, sentence in SAID["vi"].items():
        assert sentence.strip() and SAID["en"][key].strip(), key
        assert set(re.findall(r"\{\w+\}", sentence)) == set(re.findall(r"\{\w+\}", SAID["en"][key])), key


def test_every_sentence_asked_for_is_there():
    asked = set()
    for file in [*(HERE / "templates").glob("*.html"), *HERE.glob("*.py")]:
        asked |= set(re.findall(r"""\b(?:t|say|query\.say)\(["']([a-z_]+)["'](?! ~)""", file.read_text("utf-8")))
    made = set(SCHEMA.labels) | set(SCHEMA.relations)
    assert len(asked) > 100 and asked | made <= set(SAID["vi"])


@pytest.mark.parametrize(("value", "vietnamese", "english"), [
    ("2018-11-05", "05/11/2018", "5 Nov 2018"), ("2018-11", "11/2018", "Nov 2018"), ("2018", "2018", "2018"),
    ("2018-Q4", "quý 4/2018", "Q4 2018"), ("2018-H1", "nửa năm 1/2018", "H1 2018"),
    ("2018-01/2018-09", "01/2018 – 09/2018", "Jan 2018 – Sep 2018"),
    ("2018-11-15T17:00", "17:00 15/11/2018", "17:00 15 Nov 2018"),
    (None, "—", "—"), ("hôm nay", "hôm nay", "hôm nay"), ("1-2-3-4", "1-2-3-4", "1-2-3-4"),
])
def test_days(value, vietnamese, english):
    assert filters.day({"lang": "vi"}, value) == vietnamese and filters.day({"lang": "en"}, value) == english


def test_figures_as_each_language_writes_them():
    def amount(row):
        return filters.amount({"lang": "vi"}, row), filters.amount({"lang": "en"}, row)

    one = {"value": 9500.5, "high": None, "unit": "ha", "bound": "over"}
    assert amount(one) == ("> 9.500,5 ha", "> 9,500.5 ha")
    ends = {"value": 1000, "high": 2000, "unit": None, "bound": None}
    assert amount(ends) == ("1.000–2.000", "1,000–2,000")
    assert filters.short({"lang": "vi"}, 1.5e9) == "1,5 tỷ" and filters.short({"lang": "en"}, 1.5e9) == "1.5bn"
    assert filters.short({"lang": "vi"}, 20000) == "20 nghìn" and filters.short({"lang": "en"}, 900) == "900"


@pytest.mark.parametrize(("value", "said"), [
    ("2024-03-10", "hôm nay"), ("2024-03-09", "hôm qua"), ("2024-03-11", "ngày mai"), ("2024-03-01", "quá 9 ngày"),
    ("2024-05-09", "còn 60 ngày"), ("2024-05-10", "còn 2 tháng"), ("2020-03-10", "quá 4 năm"),
])
def test_how_far_a_day_is(value, said):
    context = {"lang": "vi", "t": wording.Wording("vi")}
    assert filters.distance(context, value, "2024-03-10") == said


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "data:text/html,x", "//x", "x", "", None, "http://[", "JAVASCRIPT:x",
])
def test_only_web_addresses_are_links(address):
    assert not filters.web(address)


def test_a_headline_is_cut_between_words():
    assert headline({"title": " Tên ", "opening": "x"}) == "Tên"
    long = headline({"title": None, "opening": "từ " * 80, "key": "k"})
    assert len(long) < 115 and long.endswith("từ …")
    assert headline({"title": None, "opening": "\n", "key": "k"}) == "k"


def figure(value, period, **more):
    return {"value": value, "high": None, "period": period, "due": None, "date": None, "kind": "result", **more}


def test_points_stand_where_they_belong():
    plot = charts.points([figure(0, "2018"), figure(50, "2019"), figure(100, "2020")], joined=True)
    xs, ys = [point["x"] for point in plot["points"]], [point["y"] for point in plot["points"]]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=1) and xs[0] > charts.LEFT
    assert ys == [charts.HEIGHT - charts.BOTTOM, pytest.approx((ys[0] + ys[2]) / 2), charts.TOP]
    assert len(plot["line"].split()) == 3 and not plot["logarithmic"]
    assert [year for _, year in plot["x_ticks"]] == [2019, 2020]


def test_a_figure_far_above_the_others_does_not_press_them_down():
    plot = charts.points([figure(value, "2018") for value in (1, 2, 3, 1e6)], joined=False)
    assert plot["logarithmic"] and plot["line"] is None
    ys = [point["y"] for point in plot["points"]]
    assert ys[0] - ys[1] > 5


def test_what_has_no_time_or_value_is_counted():
    plot = charts.points([figure(1, "2018"), figure(2, "2019"), figure(3, None), figure(None, "2018")], joined=False)
    assert len(plot["points"]) == 2 and plot["undated"] == 2
    assert charts.points([figure(1, "2018"), figure(3, None)], joined=False) is None


@given(st.lists(st.tuples(
    st.floats(-1e15, 1e15),
    st.sampled_from(["2018", "2018-Q1", "1990-05", "2100", "0001", "9999-12-31", "2018-01/2018-03"]),
), min_size=2, max_size=8))
def test_every_point_lies_in_the_plot(rows):
    plot = charts.points([figure(value, period) for value, period in rows], joined=True)
    for point in plot["points"]:
        assert charts.LEFT <= point["x"] <= charts.WIDTH and 0 <= point["y"] <= charts.HEIGHT
    assert len(plot["y_ticks"]) <= 10 and len(plot["x_ticks"]) <= 12


@given(st.floats(-1e15, 1e15), st.floats(-1e15, 1e15))
def test_ticks_enclose(one, other):
    low, high = sorted((one, other))
    marks = charts.ticks(low, high)
    slack = 1e-9 * max(abs(low), abs(high), 1)
    assert marks[0] <= low + slack and marks[-1] >= high - slack and 2 <= len(marks) <= 10


def test_bars_run_from_first_to_last():
    rows = [
        {"first_seen": "2018-01-01", "last_seen": "2020-01-01", "articles": 2},
        {"first_seen": "2019-01-01", "last_seen": "2019-01-01", "articles": 1},
        {"first_seen": None, "last_seen": None, "articles": 1},
    ]
    drawn = charts.bars(rows)["bars"]
    assert len(drawn) == 2 and drawn[0]["width"] > 20 * drawn[1]["width"] and drawn[0]["x"] < drawn[1]["x"]
    assert charts.bars(rows[1:]) is None


def test_addresses():
    links = Links(Request.fake("/search?q=a%26b&year=2018&year=2019&page=3&lang=en"))
    assert links.again({"sort": "newest"}) == "/search?q=a%26b&year=2018&year=2019&sort=newest"
    assert links.again({"q": None, "page": 2}) == "/search?year=2018&year=2019&page=2"
    assert links.without("year", 2018) == "/search?q=a%26b&year=2019"
    assert links.plus("year", 2020).endswith("year=2019&year=2020") and links.form("csv").startswith("/search.csv?q=")

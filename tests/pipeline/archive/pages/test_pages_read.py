"""Every page, asked in process as a reader's browser asks it."""

import csv
import io
import json
import re
from html import unescape

import pytest

pytest.importorskip("datasette", reason="the pages need the extra 'archive'")

PAGES = [
    "/", "/search", "/search?q=cap+nuoc", "/article/1", "/article/2?light=e1,e4", "/people", "/people?q=tran+van+mau",
    "/bodies", "/bodies?q=so+noi+vu", "/places", "/places?q=ba+dinh", "/person/1", "/body/1", "/place/01", "/figures",
    "/figures?q=ngan+sach", "/figures?indicator=thu+ng%C3%A2n+s%C3%A1ch", "/deadlines", "/deadlines?view=coming",
    "/deadlines?view=overdue", "/deadlines?view=undated", "/review", "/review?kind=relations&below=100",
    "/review?kind=people&below=100", "/review?kind=bodies&below=100", "/corrections", "/sign-in", "/data",
    "/data/articles", "/data/offices_held", "/data/articles/1", "/nowhere",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_is_whole_in_both_languages(ask, path, language):
    ask.cookies["congbao_lang"] = language
    answer = ask(path)
    assert answer.status_code == (404 if path == "/nowhere" else 200)
    page = answer.text
    assert f'<html lang="{language}">' in page and 'class="skip" href="#main"' in page and 'id="main"' in page
    assert page.count("<h1") == 1 and "viewport" in page
    assert re.findall(r"<script(?![^>]* src=\"/static/)", page) == []
    assert " style=" not in page and "<style" not in page  # the policy would refuse them
    # No sentence of the wording is missing, and nothing of the templates is left over.
    assert "None" not in re.sub(r"<[^>]*>", "", page) and "{{ 7 * 7 }}" in page + "{{ 7 * 7 }}"


@pytest.mark.parametrize("path", PAGES)
def test_fields_have_labels(ask, path):
    page = ask(path).text
    for field in re.findall(r"<(?:input|select|textarea)[^>]*>", page):
        if 'type="hidden"' in field:
            continue
        name = re.search(r'\bid="([^"]*)"', field)
        inside = re.search(r"<label[^>]*>(?:(?!</label>).)*" + re.escape(field), page, re.S)
        assert inside or (name and f'for="{name[1]}"' in page), field


def test_the_language_is_kept(ask):
    assert "Search" in ask("/?lang=en").text
    assert ask.cookies["congbao_lang"] == "en"
    assert "Search" in ask("/search").text and "Tìm kiếm" in ask("/search?lang=vi").text
    assert '<html lang="vi">' in ask("/?lang=fr&lang=xx").text or ask.cookies["congbao_lang"] == "vi"


@pytest.mark.parametrize("asked", [
    "cấp nước", "cap nuoc", "CẤP NƯỚC", '"ban cap nuoc"', "uy ban nhan dan xa", "ubnd xa",
])
def test_searching_needs_no_marks(ask, asked):
    found = ask("/search.json", params={"q": asked}).json()
    assert [hit["key"] for hit in found["articles"]] == ["an-lac-1"]


def test_what_is_found_is_marked_in_the_text_as_written(ask):
    page = ask("/search?q=cap+nuoc").text
    snippet = re.search(r'class="snippet"[^>]*>(.*?)</p>', page, re.S)[1]
    assert snippet.startswith("Ông Trần Văn Mẫu") and "lập kế hoạch <b>cấp</b> <b>nước</b> trước" in snippet
    assert "họp bàn <b>cấp</b> <b>nước</b></a>" in page


def test_facets_narrow(ask):
    found = ask("/search.json").json()
    assert found["total"] == 3
    assert {facet["value"]: facet["count"] for facet in found["facets"]["year"]} == {2024: 2, 2025: 1}
    assert ask("/search.json?year=2025").json()["total"] == 1
    assert ask("/search.json?label=DEADLINE").json()["total"] == 1
    page = ask("/search?year=2025&q=giam+doc").text
    assert 'href="/search?q=giam+doc"' in page  # the way back out of the year


def test_an_article_shows_what_was_found(ask):
    page = ask("/article/1").text
    mark = re.search(r'<mark class="quantity[^>]*data-m="e10"[^>]*>', page)[0]
    assert 'data-value="12.000.000.000 VND"' in mark and 'data-score="94 %"' in mark and 'data-label="Số lượng"' in mark
    assert 'data-value="12,000,000,000 VND"' in ask("/article/1?lang=en").text
    assert re.search(r'<span class="task[^"]*m" data-m="e5"', page)
    person = re.search(r'<mark class="official[^>]*data-to="(/person/[0-9]+)"', page)[1]
    assert "<h1 lang=\"vi\">Trần Văn Mẫu</h1>" in ask(person).text
    assert 'data-evidence="e1 e2 e3"' in page  # the office's record
    assert re.search(r'data-evidence="[^"]*e5[^"]*e6[^"]*"', page) or re.search(r'data-evidence="e6 e5', page)


def test_the_text_shown_is_the_text(ask):
    data = ask("/article/1.json").json()
    shown = re.search(r'<div class="text"[^>]*>(.*?)</div>', ask("/article/1").text, re.S)[1]
    assert unescape(re.sub(r"<[^>]*>", "", shown)) == data["text"]


def test_a_record_lights_its_evidence_without_a_script(ask):
    page = ask("/article/1?light=e1,e2").text
    lit = re.findall(r'<(?:mark|span) class="([^"]*)" data-m="([^"]*)"', page)
    assert {ids for classes, ids in lit if "lit" in classes.split()} == {"e1", "e2"}


def test_a_persons_offices_over_time(ask):
    person = ask("/people.json?q=tran+van+mau").json()["names"]
    data = [ask(f"/person/{row['id']}.json").json() for row in person]
    offices = [(row["position"], row["body"], row["first_seen"]) for page in data for row in page["offices"]]
    assert sorted(offices) == [
        ("Chủ tịch", "UBND xã An Lạc", "2024-03-05"), ("Giám đốc", "Sở Nội vụ thành phố Đà Nẵng", "2025-02-01"),
    ]


def test_a_person_by_the_lasting_key(ask):
    person = ask("/person/1.json").json()["person"]
    answer = ask("/person", params={"key": person["key"]})
    assert answer.status_code == 302 and answer.headers["location"] == "/person/1"
    assert ask("/person", params={"key": "nobody"}).status_code == 404


def test_a_bodys_page(ask):
    bodies = {row["name"]: row["id"] for row in ask("/bodies.json").json()["names"]}
    data = ask(f"/body/{bodies['Phòng Kinh tế huyện Hòa Vang']}.json?today=2024-05-01").json()
    assert [row["day"] for row in data["deadlines"]] == ["2024-04-15"] and data["overdue"] == 1
    assert ask(f"/body/{bodies['Phòng Kinh tế huyện Hòa Vang']}.json?today=2024-04-15").json()["overdue"] == 0
    held = ask(f"/body/{bodies['UBND xã An Lạc']}.json").json()["offices"]
    assert [(row["person"], row["position"]) for row in held] == [("Trần Văn Mẫu", "Chủ tịch")]


def test_figures_over_time(ask):
    data = ask("/figures.json", params={"indicator": "thu ngân sách"}).json()
    assert [(row["period"], row["value"]) for row in data["figures"]] == [("2023", 12e9), ("2024", 15e9)]
    page = ask("/figures", params={"indicator": "thu ngân sách"}).text
    assert page.count('class="point result"') == 2 and "15 tỷ" in page
    assert ask("/figures", params={"indicator": "không có"}).status_code == 404


def test_deadlines_against_today(ask):
    def days(view, today):
        return [row["day"] for row in ask(f"/deadlines.json?view={view}&today={today}").json()["deadlines"]]

    assert days("coming", "2024-04-15") == ["2024-04-15"] and days("overdue", "2024-04-15") == []
    assert days("coming", "2024-04-16") == [] and days("overdue", "2024-04-16") == ["2024-04-15"]
    assert "ngày mai" in ask("/deadlines?view=coming&today=2024-04-14").text
    assert "tomorrow" in ask("/deadlines?view=coming&today=2024-04-14&lang=en").text


def test_a_month_and_its_days(ask):
    data = ask("/deadlines.json?month=2024-04").json()
    days = {cell["number"]: cell["count"] for week in data["weeks"] for cell in week if cell}
    assert len(days) == 30 and days[15] == 1 and sum(days.values()) == 1
    assert ask("/deadlines.json?today=2026-01-01").json()["month"] == "2024-04"  # the nearest that has any
    assert ask("/deadlines?month=2024-13").status_code == 404


def test_the_review_queue_begins_with_the_least_certain(ask):
    scores = [row["score"] for row in ask("/review.json?below=60").json()["items"]]
    assert scores == sorted(scores) and scores[0] == 0.3 and max(scores) < 0.6
    assert [row["label"] for row in ask("/review.json?below=60&label=ORG").json()["items"]] == ["ORG", "ORG"]


def test_lists_as_csv_for_spreadsheets(ask):
    answer = ask("/search.csv?q=cap+nuoc")
    assert answer.content.startswith(b"\xef\xbb\xbf") and answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0]["title"] == "Xã An Lạc họp bàn cấp nước"
    assert len(ask("/data/figures.csv?_stream=1").text.splitlines()) == 3
    assert ask("/article/1.csv").status_code == 404


def test_json_is_readable_vietnamese(ask):
    answer = ask("/article/1.json")
    assert "Xã An Lạc" in answer.text and json.loads(answer.text)["article"]["key"] == "an-lac-1"


@pytest.mark.parametrize("path", [
    "/search?page=0", "/search?page=x", "/search?page=99999999999", "/search?sort=up", "/deadlines?today=1/2/2024",
    "/review?below=200", "/review?kind=all", "/search?since=x", f"/search?q={'a' * 500}", "/figures?indicator=x&body=x",
])
def test_what_makes_no_sense_is_told(ask, path):
    answer = ask(path)
    assert answer.status_code == (200 if path.endswith("page=0") else 400)
    assert "<h1" in answer.text


def test_errors_in_json_for_programs(ask):
    answer = ask("/search.json?page=x")
    assert answer.status_code == 400 and answer.json()["ok"] is False
    assert ask("/person/99999.json").json()["status"] == 404

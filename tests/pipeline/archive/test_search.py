"""Full-text search: with and without marks, safe for anything typed, with facets, filters and passages."""

import json
import sqlite3
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.document import Document
from pipeline.archive import search, store
from pipeline.archive.search import Filters, SearchError
from pipeline.archive.snippets import phrases, snippets
from pipeline.archive.store import writing
from tests.pipeline.archive import invented

PLACE = {"place": "tỉnh Thanh Hoá"}


def man(name, *offices):
    return {"person": name, "who": None, "label": "OFFICIAL", "offices": [[*office, None] for office in offices]}


ROWS = [
    {"date": "2018-01-05", "source": "báo A", "says": [
        PLACE, man("Vũ Đình Khoát", ("Chủ tịch", "UBND huyện Bá Thước")),
    ]},
    {"date": "2019-02-05", "source": "báo B", "says": [
        {"place": "huyện Như Xuân"}, PLACE, man("Vũ Đình Khoát", ("Bí thư", "Huyện uỷ Bá Thước")),
        {"body": "Sở Y tế", "which": None},
    ]},
    {"date": "2019-03-05", "source": "báo A", "says": [{"body": "Uỷ ban nhân dân tỉnh Đắk Lắk", "which": None}]},
    {"date": None, "says": [{"body": "Công ty Gốm Đồng Triều", "which": None}]},
]


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / "a.db"
    documents = [invented.article(f"bài {number}", row)[0] for number, row in enumerate(ROWS, 1)]
    documents[2].meta["title"] = "Họp về Uỷ ban nhân dân <script>alert(1)</script>"
    invented.archive(path, documents).close()
    opened = store.open_archive(path, read_only=True)
    yield opened
    opened.close()


def found(db, query, **named):
    return [hit.id for hit in search.search(db, query, **named).hits]


@pytest.mark.parametrize("query", [
    "uy ban nhan dan", "ủy ban nhân dân", "uỷ ban nhân dân", "UBND", "ỦY BAN", "u\u0309y ban nha\u0302n da\u0302n",
    '"uy ban"', "ub*", "nhan uy dan ban",
])
def test_one_body_however_it_is_typed(db, query):
    assert sorted(found(db, query)) == [1, 3]


@pytest.mark.parametrize("query", ["đắk lắk", "dak lak", "ĐẮK LẮK", "Dak lắk"])
def test_d_with_and_without_its_stroke(db, query):
    assert found(db, query) == [3]


def test_quotation_marks_keep_words_together(db):
    assert found(db, "thuoc ba") == found(db, '"ba thuoc"') != []
    assert found(db, '"thuoc ba"') == []


@pytest.mark.parametrize("query", [
    '"', '""', '"""', "*", "**", "a*b*", "AND", "OR", "NOT", "NEAR(a b)", "NEAR(uy ban, 2)", "title:uy",
    "{title text}: uy", "-uy", "^uy", "uy + ban", "(", ")", "((", "'", "''", "; DROP TABLE articles; --",
    "\x00", "uy\x00ban", "\ud800", "uy\ud800", " ".join(f"từ{number}" for number in range(3000)),
    "%", "_", "\\", "uy AND", "NOT uy", "<script>alert(1)</script>", "../../etc/passwd", "🙂", "ｕｙ", "x" * 10_000,
    "uy " * 3000, '"uy ' * 3000, "(" * 5000, "uy OR " * 2000, "\n\t ", "rowid:1", "search", "bm25(search)",
])
def test_nothing_typed_is_an_error(db, query):
    results = search.search(db, query)
    assert results.total == len(results.hits) <= 4
    json.dumps(results.to_json())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60), names=st.lists(st.text(max_size=12), max_size=3))
def test_nothing_at_all_is_an_error(db, query, names):
    filters = Filters(person=names, organisation=names, place=names, label=names, source=names, since="".join(names))
    assert search.search(db, query).total <= 4
    assert search.search(db, query, filters=filters).total <= 4


def test_a_query_of_signs_finds_nothing_and_a_blank_one_everything(db):
    assert found(db, "???") == []
    assert found(db, "  ") == [3, 2, 1, 4]


def test_the_title_counts_more_than_the_text(db):
    assert found(db, "uy ban nhan dan")[0] == 3
    hit = search.search(db, "ban").hits[0]
    assert [hit.title[start:end] for start, end in hit.title_matches] == ["ban"]


def test_order_and_pages(db):
    assert found(db, "tinh", sort="newest") == [3, 2, 1]
    assert found(db, "tinh", sort="oldest") == [1, 2, 3]
    pages = [search.search(db, "", size=3, page=page) for page in (1, 2, 3)]
    assert [[hit.id for hit in page.hits] for page in pages] == [[3, 2, 1], [4], []]
    assert {(page.total, page.pages) for page in pages} == {(4, 2)}


@pytest.mark.parametrize("wrong", [{"page": 0}, {"size": 0}, {"size": 10**6}, {"sort": "best"}, {"facet_size": 0}])
def test_a_page_or_order_that_there_is_none_of(db, wrong):
    with pytest.raises(SearchError):
        search.search(db, "uy", **wrong)


def test_facets_count_articles(db):
    facets = {name: [(facet.name, facet.count) for facet in values]
              for name, values in search.search(db, "").facets.items()}
    assert facets["person"] == [("Vũ Đình Khoát", 2)]
    assert facets["year"] == [("2019", 2), ("2018", 1)]
    assert facets["source"] == [("báo A", 2), ("báo B", 1)]
    assert facets["label"][0] == ("ORG", 4)
    assert ("Tỉnh Thanh Hóa", 2) in facets["place"]
    assert ("UBND huyện Bá Thước", 1) in facets["organisation"]
    few = search.search(db, "so y te").facets
    assert [facet.count for facet in few["person"]] == [1]
    assert [facet.value for facet in few["year"]] == [2019]


def test_a_facets_value_is_what_its_filter_takes(db):
    everything = search.search(db, "")
    for name, values in everything.facets.items():
        for facet in values:
            narrowed = search.search(db, "", filters=Filters(**{name: [facet.value]}))
            inside = name == "place"  # a unit inside counts for it
            assert narrowed.total >= facet.count if inside else narrowed.total == facet.count, (name, facet)


def test_filters(db):
    person = search.people(db, "vu dinh khoat")[0]["key"]
    assert found(db, "", filters=Filters(person=[person])) == [2, 1]
    assert found(db, "so y te", filters=Filters(person=[person], year=[2019], label=["POSITION"])) == [2]
    assert found(db, "", filters=Filters(place=["38"])) == [2, 1]  # Như Xuân is in Thanh Hóa
    assert found(db, "", filters=Filters(since="2019-02", until="2019-02")) == [2]
    assert found(db, "", filters=Filters(until="2018")) == [1]
    assert found(db, "", filters=Filters(person=["' OR 1 --"])) == []


def test_who_is_hidden_is_not_shown(tmp_path):
    from pipeline.archive import corrections

    db = invented.archive(tmp_path / "a.db", [invented.article("bài 1", ROWS[0])[0]])
    with writing(db):
        corrections.hide(db, "person", "vũ-đình-khoát")
    assert search.search(db, "").facets["person"] == [] == search.people(db, "khoat")
    assert search.search(db, "", filters=Filters(person=["vũ-đình-khoát"])).total == 0
    db.close()


def test_near_duplicates_may_be_left_out(tmp_path):
    words = " ".join(f"việc{number}" for number in range(200))
    documents = [Document(f"bài {number}", f"{words} lần {number}.", model={"name": "x", "version": "1"})
                 for number in (1, 2)]
    db = invented.archive(tmp_path / "a.db", documents)
    assert search.search(db, "việc7").total == 2
    assert found(db, "việc7", filters=Filters(duplicates=False)) == [1]
    db.close()


def test_people_and_bodies_by_name(db):
    assert [row["name"] for row in search.people(db, "khoat vu")] == ["Vũ Đình Khoát"]
    assert search.people(db, "khoat vu")[0]["articles"] == 2
    assert [row["name"] for row in search.organisations(db, "ubnd ba thuoc")] == ["UBND huyện Bá Thước"]
    assert search.people(db, "%") == [] == search.people(db, '"')


# Passages ----------------------------------------------------------------------------------------------------


def shown(text, query, most=2):
    from pipeline.archive import folding

    return snippets(text, phrases(folding.match(query)), most)


def test_a_passage_is_the_text_as_written():
    text = "Chủ tịch UBND xã \u00a0 Đắk R'lấp\r\nnói về thuỷ lợi. " * 3
    found = shown(text, '"thuy loi"', 1)
    assert text[found[0].start:found[0].end] == found[0].text
    assert text[slice(*found[0].matches[0])] == "thuỷ lợi"


def test_an_abbreviation_is_marked_where_it_stands():
    assert [(s.text, s.matches) for s in shown("Theo UBND xã.", "ủy ban")] == [("Theo UBND xã.", [(5, 9)])]


def test_passages_do_not_overlap_and_hold_their_matches():
    text = ("Đầu bài. " + "x y z. " * 60 + "Sở Y tế họp. ") * 4
    found = shown(text, "so y te", 3)
    assert len(found) == 3
    for before, after in pairwise(found):
        assert before.end <= after.start
    for passage in found:
        assert passage.matches
        assert all(passage.start <= start < end <= passage.end for start, end in passage.matches)
        assert len(passage.text) < 400


def test_without_a_match_the_beginning_is_shown():
    assert shown("Một hai ba.", "zzz")[0].text == "Một hai ba."
    assert shown("", "zzz")[0].text == ""


def test_the_passage_with_all_the_words_comes_before_one_with_a_part():
    text = "thuế " + "từ " * 400 + "thuế đất " + "từ " * 400
    assert shown(text, "thuế đất", 1)[0].start > 1000


@settings(max_examples=100, deadline=None)
@given(
    text=st.text(alphabet="aăđ UBND.\n\r\u00a0\u0301é*\"", max_size=6000),
    query=st.sampled_from(["a", "ubnd", '"a đ"', "đ*"]),
)
def test_offsets_point_into_the_text(text, query):
    for passage in shown(text, query):
        assert 0 <= passage.start <= passage.end <= len(text)
        assert passage.text == text[passage.start:passage.end]
        assert all(passage.start <= start < end <= passage.end for start, end in passage.matches)


def test_ten_megabytes_on_one_line_are_shown_soon():
    text = "chữ và số " * 1_000_000
    started = time.process_time()
    assert shown(text, "khongco")[0].start == 0
    assert shown(text + "cuối", "so")[0].matches
    assert time.process_time() - started < 5


def test_a_reader_cannot_write(db):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM articles")

"""``congbao archive ask`` as an editor uses it: answers, spellings, what is said where there is no answer."""

import json
from datetime import date

import pytest

from pipeline.archive import calendar, corrections, store

KHOAT, HANG = "Vũ Đình Khoát", "Mai Thị Hằng"
CHAIR = ("Chủ tịch", "UBND thị xã Bỉm Sơn")


@pytest.fixture
def ask(congbao, toys):
    """Ask for JSON: the rows, and what is said on standard error."""
    def call(*arguments, db=toys):
        code, out, said = congbao("archive", "ask", *arguments, "--db", db, "--json")
        assert code == 0, said
        return json.loads(out), said

    return call


@pytest.fixture
def table(congbao, toys):
    """Ask for a table."""
    def call(*arguments, db=toys):
        code, out, said = congbao("archive", "ask", *arguments, "--db", db)
        assert code == 0, said
        return out, said

    return call


@pytest.mark.parametrize("name", [KHOAT, "vu dinh khoat", "VŨ ĐÌNH KHOÁT", "Khoát"])
def test_who_in_any_spelling(ask, name):
    (person,), said = ask("who", name)
    assert said == "" and person["name"] == KHOAT and person["key"] == "vũ-đình-khoát"
    assert (person["first_seen"], person["last_seen"], person["articles"]) == ("2018-10-01", "2020-02-03", 5)
    (office,) = person["offices"]
    assert (office["position"], office["body"]) == CHAIR
    assert (office["first_seen"], office["last_seen"], office["articles"]) == ("2018-10-01", "2020-02-03", 5)
    assert isinstance(office["evidence"], list) and 0 < office["score"] <= 1


def test_several_of_a_name_stand_apart(ask, table, own_toys, correct):
    db = store.open_archive(own_toys, read_only=True)
    (other,) = db.execute("SELECT id FROM articles WHERE key = 'tin/cả hai'").fetchone()
    db.close()
    correct(corrections.split, "person", "vũ-đình-khoát", [other])
    found, _ = ask("who", KHOAT, db=own_toys)
    assert [(row["name"], row["articles"]) for row in found] == [(KHOAT, 4), (KHOAT, 1)]
    assert len({row["key"] for row in found}) == 2 and all(len(row["offices"]) == 1 for row in found)
    out, _ = table("who", KHOAT, db=own_toys)
    assert out.count(f"{KHOAT}  ") == 2


def test_renamed_merged_and_hidden_people(ask, own_toys, correct):
    correct(corrections.rename, "person", "vũ-đình-khoát", "Vũ Đình Khoát (Bỉm Sơn)")
    for name in ("Vũ Đình Khoát", "khoat bim son"):  # as articles write it, as the editor does
        (person,), _ = ask("who", name, db=own_toys)
        assert person["name"] == "Vũ Đình Khoát (Bỉm Sơn)"
    correct(corrections.merge, "person", ["vũ-đình-khoát", "mai-thị-hằng"])
    (person,), _ = ask("who", HANG, db=own_toys)
    assert person["key"] == "vũ-đình-khoát" and {office["position"] for office in person["offices"]} == {
        "Chủ tịch", "Bí thư",
    }
    correct(corrections.hide, "person", "vũ-đình-khoát")
    assert ask("who", HANG, db=own_toys)[0] == [] and ask("office", *CHAIR, db=own_toys)[0] == []


def test_nobody_of_a_name(ask, table):
    found, said = ask("who", "Vũ Đình Khoác")
    assert found == [] and "nobody called 'Vũ Đình Khoác'; near: Vũ Đình Khoát" in said
    out, said = table("who", "xyz")
    assert out == "" and said == "congbao: nobody called 'xyz'\n"
    assert ask("who", "?!")[0] == []


@pytest.mark.parametrize("asked", [
    CHAIR, ("chu tich", "ubnd thi xa bim son"), ("Quyền Chủ tịch", "Uỷ ban nhân dân TX Bỉm Sơn"),
])
def test_office_in_any_spelling(ask, asked):
    (holder,), said = ask("office", *asked)
    assert said == "" and (holder["name"], holder["articles"], holder["former"]) == (KHOAT, 5, 0)
    assert (holder["first_seen"], holder["last_seen"]) == ("2018-10-01", "2020-02-03")


def test_office_on_a_day_month_and_year(ask):
    for day in ("2018-10-05", "2018-10", "2018", "2019"):
        (holder,), _ = ask("office", *CHAIR, "--on", day)
        assert holder["name"] == KHOAT and holder["score"] > 0.9, day
    long_after = ask("office", *CHAIR, "--on", "2040-01-01")[0]
    assert long_after[0]["score"] < 0.1


def test_holders_in_order(ask):
    found, _ = ask("office", "bi thu", "thi uy")
    assert [(row["name"], row["body"], row["first_seen"]) for row in found] == [
        (HANG, "Thị uỷ Bỉm Sơn", "2020-02-03"),
        (HANG, "Thị uỷ", "2018-10-02"), ("Lê Khắc Tuệ", "Thị uỷ", "2018-10-03"),  # which one is left open
    ]
    assert [row["body"] for row in ask("office", "Bí thư", "Thị uỷ", "--on", "2020")[0]] == ["Thị uỷ Bỉm Sơn"]


def test_who_is_only_said_to_have_held_an_office(ask, congbao, tmp_path):
    from tests.pipeline.archive import invented

    body = "UBND huyện Như Xuân"
    says = [
        {"person": name, "label": "OFFICIAL", "who": None, "offices": [[title, body, None]]}
        for name, title in ((KHOAT, "nguyên Chủ tịch"), (HANG, "Chủ tịch"))
    ]
    invented.archive(tmp_path / "a.db", [invented.article("bài", {"date": "2018-01-01", "says": says})[0]]).close()
    found, _ = ask("office", "Chủ tịch", body, db=tmp_path / "a.db")
    assert [(row["name"], row["former"], row["first_seen"]) for row in found] == [
        (KHOAT, 1, None), (HANG, 0, "2018-01-01"),
    ]
    assert [row["name"] for row in ask("office", "Chủ tịch", body, "--on", "2018", db=tmp_path / "a.db")[0]] == [HANG]
    ((office,),) = [row["offices"] for row in ask("who", KHOAT, db=tmp_path / "a.db")[0]]
    assert (office["former"], office["first_seen"]) == (1, None)
    assert "once" in congbao("archive", "ask", "who", KHOAT, "--db", tmp_path / "a.db")[1]


def test_no_such_office_or_body(ask):
    found, said = ask("office", "Giám đốc", CHAIR[1])
    assert found == [] and "nobody seen as 'Giám đốc' in" in said and "offices seen there: chủ tịch" in said
    found, said = ask("office", "Chủ tịch", "UBND huyện Zét")
    assert found == [] and "no body called" in said and "near: " in said


def test_figures_in_the_order_of_their_times(ask, table):
    found, said = ask("figures", "thu ngan sach")
    assert said == "" and [row["period"] for row in found] == sorted(row["period"] for row in found)
    assert len(found) == 10  # of twelve articles two nearly repeat others
    first = found[0]
    assert (first["value"], first["unit"], first["bound"], first["period"], first["kind"]) == (
        10e9, "VND", "exact", "2000", "result",
    )
    assert (first["key"], first["date"], first["indicator"]) == ("tin/0", "2018-10-01", "thu ngân sách")
    assert len(ask("figures", "thu ngân sách", "--repeated")[0]) == 12
    out, said = table("figures", "THU NGÂN SÁCH", "--limit", 2)
    assert "10.000.000.000 VND" in out and "2018-10-01 tin/0" in out and "2 of 10 shown" in said


def test_figures_of_a_span(ask):
    def periods(*span):
        return [row["period"] for row in ask("figures", "thu ngân sách", *span)[0]]

    assert periods("--from", "2003", "--to", "2006-05") == ["2003", "2005", "2006"]
    assert periods("--to", "2000") == ["2000"] and periods("--from", "2011-12-31") == ["2011"]
    assert periods("--from", "2050") == []


def test_figures_of_a_place_and_a_body(ask, own_toys):
    db = store.open_archive(own_toys)
    (body,) = db.execute("SELECT id FROM organisations WHERE name LIKE 'UBND%'").fetchone()
    db.execute("UPDATE figures SET organisation_id = ?, place_code = NULL WHERE period = '2001'", [body])
    db.execute("UPDATE figures SET place_code = '38' WHERE period = '2002'")
    db.close()

    def periods(*chosen):
        return [row["period"] for row in ask("figures", "thu ngân sách", *chosen, db=own_toys)[0]]

    assert periods("--body", "ubnd thi xa bim son") == ["2001"]
    assert periods("--place", "thanh hoa") == ["2001", "2002"]  # a figure of a body lies where the body does
    assert periods("--place", "Thị xã Bỉm Sơn") == ["2001"] and periods("--place", "38") == ["2001", "2002"]
    assert periods("--place", "Cà Mau") == []


def test_no_such_indicator_place_or_body(ask):
    found, said = ask("figures", "thu ngân xách")
    assert found == [] and "no figures of 'thu ngân xách'; near: thu ngân sách" in said
    found, said = ask("figures", "thu ngân sách", "--place", "Thanh Hoáa")
    assert found == [] and "no unit called 'Thanh Hoáa'; near: " in said
    found, said = ask("figures", "thu ngân sách", "--body", "Sở Z")
    assert found == [] and "no body called 'Sở Z'" in said
    assert "fits" in ask("figures", "thu ngân sách", "--from", "2050")[1]


def test_due_in_the_order_of_days(ask, table, monkeypatch):
    found, said = ask("due")
    assert said == "" and len(found) == 10
    assert [row["day"] for row in found] == sorted(row["day"] for row in found)
    first = found[0]
    assert (first["day"], first["task"], first["key"]) == ("2018-11-01", "báo cáo kết quả", "tin/0")
    assert [who["name"] for who in first["owing"]] == ["Sở Y tế"] and first["bound"] in ("by", "before")
    out, said = table("due", "--limit", 1)
    assert "2018-11-01" in out and "Báo cáo kết quả" in out and "Sở Y tế" in out and "1 of 10 shown" in said
    monkeypatch.setattr(calendar, "today", lambda: date(2018, 11, 3))
    assert [row["day"] for row in ask("due", "--overdue")[0]] == ["2018-11-01", "2018-11-02"]


def test_due_of_a_span_and_a_body(ask):
    def days(*chosen):
        return [row["day"][-2:] for row in ask("due", *chosen)[0]]

    assert days("--before", "2018-11-03") == ["01", "02"] and days("--after", "2018-11-10") == ["11", "12"]
    assert days("--before", "2018-11") == [] and len(days("--after", "2018-10", "--before", "2018-12")) == 10
    assert len(days("--body", "so y te")) == 10 and days("--body", "thi uy") == []
    found, said = ask("due", "--body", "Sở Ý tế Xa")
    assert found == [] and "no body called" in said
    assert "nothing due" in ask("due", "--after", "2030")[1]


def test_what_due_leaves_out_is_counted(ask, own_toys):
    db = store.open_archive(own_toys)
    db.execute("UPDATE deadlines SET task = NULL WHERE day = '2018-11-01'")
    db.execute("UPDATE deadlines SET day = NULL WHERE day = '2018-11-02'")
    db.close()
    found, said = ask("due", db=own_toys)
    assert len(found) == 8 and "1 more of which no task was found: --all" in said and "1 more whose day" in said
    assert len(ask("due", "--all", db=own_toys)[0]) == 9
    assert [row["day"] for row in ask("due", "--undated", db=own_toys)[0]] == [None]


def test_a_hidden_body_is_not_named(ask, own_toys, correct):
    key = ask("due", "--limit", 1)[0][0]
    db = store.open_archive(own_toys, read_only=True)
    (body,) = db.execute("SELECT key FROM organisations WHERE id = ?", [key["organisation_id"]]).fetchone()
    db.close()
    correct(corrections.hide, "organisation", body)
    row = ask("due", "--limit", 1, db=own_toys)[0][0]
    assert (row["body"], row["organisation_id"], row["owing"][0]["organisation_id"]) == (None, None, None)
    assert row["owing"][0]["name"] == "Sở Y tế" and ask("due", "--body", "Sở Y tế", db=own_toys)[0] == []


@pytest.mark.parametrize("wrong", [
    ("due", "--before", "2018-13"), ("due", "--after", "15/11/2018"), ("figures", "x", "--from", "hôm nay"),
    ("office", "a", "b", "--on", "2018-02-30"), ("due", "--undated", "--before", "2018"), ("due", "--limit", "-1"),
])
def test_wrong_usage(congbao, toys, wrong):
    code, out, said = congbao("archive", "ask", *wrong, "--db", toys)
    assert (code, out) == (2, "") and "Error: Invalid value" in said


@pytest.mark.parametrize("question", [("who", "x"), ("office", "x", "y"), ("figures", "x"), ("due",)])
def test_no_archive(congbao, tmp_path, question):
    code, _, said = congbao("archive", "ask", *question, "--db", tmp_path / "none.db")
    assert code == 1 and "none.db: no archive; make one with congbao archive add" in said


@pytest.mark.parametrize("question", [("who", "a"), ("office", *CHAIR), ("figures", "thu ngân sách"), ("due",)])
def test_tables_fit_80_columns(table, monkeypatch, question):
    monkeypatch.setenv("COLUMNS", "80")
    out, _ = table(*question)
    assert all(len(line) <= 80 for line in out.splitlines()), out

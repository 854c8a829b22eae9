"""What an article, an address or another site may try, and who may write."""

import re

import pytest

pytest.importorskip("datasette", reason="the pages need the extra 'archive'")

from conftest import HOSTILE, TOKEN, Reader

from pipeline.archive.pages.guard import LARGEST_POST
from pipeline.archive.pages.site import Site, loopback
from pipeline.archive.store import ArchiveError

ACCEPT = {"action": "accept", "article": "3", "mention": "e2"}


def hostile(ask):
    return ask("/search.json?q=drop+table").json()["articles"][0]["id"]


@pytest.mark.parametrize("path", [
    "/", "/search", "/search?q=script", "/article/{id}", "/article/{id}?light=e1", "/people", "/review?below=100",
    "/data/articles", "/data/articles/{id}", "/data/mentions", "/search?source=%22%3E%3Cscript%3Ealert(2)%3C/script%3E",
    "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/people?q=%22%3E%3Cscript%3E", "/deadlines?view=%3Cscript%3E",
    "/figures?indicator=%3Cscript%3E", "/%3Cscript%3E", "/sign-in?next=javascript:alert(1)", "/place/01%3Cscript%3E",
])
def test_what_an_article_or_address_holds_is_only_shown(ask, path):
    page = ask(path.format(id=hostile(ask))).text
    assert not re.search(r"<script(?! src=\"/static/archive\.js\" defer>)", page)
    assert "<img" not in page and "href=\"javascript:" not in page.lower() and "onerror=alert" not in re.sub(
        r"&lt;img src=x onerror=alert", "", page)


def test_the_policy_refuses_scripts_of_a_page(ask):
    for path in ("/", "/article/1", "/search.json", "/static/archive.css", "/nowhere", "/data/articles", "/-/threads"):
        headers = ask(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy and headers["x-content-type-options"] == "nosniff"


def test_the_text_of_a_hostile_article_is_shown_as_it_is(ask):
    data = ask(f"/article/{hostile(ask)}.json").json()
    assert data["text"].startswith(HOSTILE) and data["article"]["key"] == "../../etc/passwd"
    assert "{{ 7 * 7 }}" in ask(f"/article/{hostile(ask)}").text  # no template of ours


@pytest.mark.parametrize("asked", [
    "' OR 1=1 --", '"', '"""', "NEAR(a b, 3)", "a AND", "NOT", "title:x", "*", "^a", "a*b", "{a b}: c", "(",
    "-x", "\x00",
    "'; DROP TABLE articles; --", "%", "\\", "💥", "a" * 400, "() " * 100,
])
def test_nothing_typed_is_an_operator_or_an_error(ask, asked):
    for path in ("/search.json", "/people.json", "/bodies.json", "/places.json", "/figures.json"):
        assert ask(path, params={"q": asked}).status_code == 200, path
    assert ask("/search.json").json()["total"] == 3


@pytest.mark.parametrize("path", [
    "/article/../../etc/passwd", "/article/..%2F..%2Fetc%2Fpasswd", "/article/1e9", "/article/-1",
    "/article/999999999999999999", "/static/../site.py", "/static/..%2Fsite.py", "/static/%2e%2e/site.py",
    "/place/01/x", "/person/0",
])
def test_what_is_not_there_is_not_found(ask, path):
    answer = ask(path)
    assert answer.status_code in (301, 302, 404)
    assert "class Site" not in answer.text and "root:" not in answer.text


def test_readers_run_no_sql(ask):
    assert ask("/data?sql=select+1").status_code == 403
    assert ask("/data.json?sql=select+1").status_code == 403
    assert ask("/data/articles.json?_where=1").status_code == 403
    assert ask("/data.db").status_code in (403, 404)


def test_sql_where_it_is_allowed_only_reads(archive_file):
    ask = Reader(Site(archive_file, sql=True))
    assert ask("/data.json?sql=select+count(*)+as+n+from+articles&_shape=array").json() == [{"n": 3}]
    assert ask("/data.json?sql=delete+from+articles").status_code == 400
    assert ask("/search.json").json()["total"] == 3
    assert '<textarea id="sql"' in ask("/data?sql=select+1").text


def test_datasettes_pages_about_itself_are_closed(ask):
    for path in ("/-/threads.json", "/-/databases.json", "/-/metadata", "/-/plugins", "/-/permissions", "/%2D/threads"):
        assert ask(path).status_code in (302, 404), path
        assert "congbao-archive" not in ask(path).text
    assert ask("/_internal").status_code in (403, 404)


def test_it_answers_to_this_machines_names_only(ask):
    assert ask("/", headers={"host": "evil.example"}).status_code == 421
    assert ask("/", headers={"host": "127.0.0.1.evil.example:8001"}).status_code == 421
    for host in ("localhost:8001", "127.0.0.1:8001", "[::1]:8001", "127.0.0.1"):
        assert ask("/", headers={"host": host}).status_code == 200


def test_nothing_can_be_written_without_write_access(ask, archive_file):
    before = archive_file.read_bytes()
    assert ask.post("/correct", ACCEPT).status_code == 403
    assert ask.post("/correct", ACCEPT, headers={"authorization": f"Bearer {TOKEN}"}).status_code == 403
    assert ask.post("/sign-in", {"token": ""}).status_code == 403
    assert "congbao_editor" not in ask.cookies and archive_file.read_bytes() == before


def corrections(editing):
    return editing.db.execute("SELECT count(*) FROM corrections").fetchone()[0]


def test_a_write_needs_the_token(editing, monkeypatch):
    monkeypatch.setattr("pipeline.archive.pages.editing.SLOW", 0)
    ask = editing.ask
    assert ask.post("/correct", ACCEPT).status_code == 403
    for wrong in ("", "wrong", TOKEN[:-1], TOKEN + "x", TOKEN.upper()):
        assert ask.sign_in(wrong).status_code == 403
        answer = ask.post("/correct", ACCEPT, headers={"authorization": f"Bearer {wrong}"})
        assert answer.status_code == 403
    ask.cookies["congbao_editor"] = "IkxhbiI.AAAAAA.forged"
    assert ask.post("/correct", ACCEPT).status_code == 403
    assert corrections(editing) == 0


def test_only_post_writes(editing):
    editing.ask.sign_in()
    assert editing.ask("/correct", params=ACCEPT).status_code == 405
    assert editing.ask("/sign-out").status_code == 405
    assert editing.ask("/correct", "put", data=ACCEPT).status_code == 405
    assert corrections(editing) == 0


def test_a_form_of_another_site_writes_nothing(editing):
    editing.ask.sign_in()
    assert editing.ask.post("/correct", ACCEPT, csrf=False).status_code == 403
    assert editing.ask.post("/correct", {**ACCEPT, "csrftoken": "guess"}, csrf=False).status_code == 403
    # The password of a calendar program is sent along by browsers: it reads, and never writes.
    answer = Reader(editing.ask.site).post("/correct", ACCEPT, csrf=False, auth=("Lan", TOKEN))
    assert answer.status_code == 403
    assert corrections(editing) == 0


def test_the_cookie_of_an_editor(editing):
    answer = editing.ask.sign_in()
    kept = next(text for text in answer.headers.get_list("set-cookie") if text.startswith("congbao_editor="))
    assert answer.status_code == 303 and "HttpOnly" in kept and "SameSite=strict" in kept and TOKEN not in kept
    other = Reader(Site(editing.path, token="another token for it"))
    other.cookies = dict(editing.ask.cookies)
    assert "Đang sửa" in editing.ask("/").text and "Đang sửa" not in other("/").text  # another token: signed out
    editing.ask.post("/sign-out", {})
    assert "Đang sửa" not in editing.ask("/").text


@pytest.mark.parametrize("elsewhere", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a b\r\nx: y", "evil",
])
def test_signing_in_leads_nowhere_else(editing, elsewhere):
    editing.ask("/sign-in")
    answer = editing.ask.post("/sign-in", {"token": TOKEN, "next": elsewhere})
    assert answer.headers["location"] == "/"


def test_what_is_sent_is_bounded(editing):
    editing.ask.sign_in()
    assert editing.ask.post("/correct", {**ACCEPT, "x": "a" * LARGEST_POST}).status_code == 413

    async def unbounded():
        yield b"action=accept"

    assert editing.ask("/correct", "post", content=unbounded()).status_code == 411


def test_only_this_machine_by_default(archive_file):
    assert loopback("127.0.0.1") and loopback("127.1.2.3") and loopback("::1") and loopback("localhost")
    for host in ("0.0.0.0", "192.168.1.7", "::", "newsroom.example", ""):
        assert not loopback(host)
        with pytest.raises(ArchiveError, match="token"):
            Site(archive_file, host=host)


def test_where_others_can_reach_it_reading_needs_the_token(archive_file):
    ask = Reader(Site(archive_file, host="0.0.0.0", token=TOKEN))
    for path in ("/", "/article/1", "/data/articles", "/sign-in/../data/articles", "/%73ign-in/x"):
        answer = ask(path, headers={"host": "archive.example"})
        assert "An Lạc" not in answer.text and answer.status_code in (302, 404), path
    for path in ("/search.json", "/data/articles.csv", "/calendar.ics"):
        assert ask(path).status_code == 401
        assert ask(path, auth=("Lan", TOKEN)).status_code == 200
        assert ask(path, auth=("Lan", "wrong")).status_code == 401
    assert ask("/static/archive.css").status_code == 200 and ask("/sign-in").status_code == 200
    ask.sign_in()
    assert "An Lạc" in ask("/article/1").text


def test_a_token_that_can_be_guessed_is_refused(archive_file):
    with pytest.raises(ArchiveError, match="too short"):
        Site(archive_file, token="secret")


def test_other_datasettes_stay_as_they_are(site):
    from datasette.app import Datasette

    plain = Reader(Datasette(memory=True))
    assert plain("/search").status_code == 404 and "content-security-policy" not in plain("/").headers

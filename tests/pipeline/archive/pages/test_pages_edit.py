"""Corrections made on the pages."""

import json

import pytest

pytest.importorskip("datasette", reason="the pages need the extra 'archive'")

from conftest import TOKEN


@pytest.fixture
def ask(editing):
    editing.ask.sign_in(name="Lan Anh")
    return editing.ask


def mention(editing, key, name):
    found = list(editing.db.query(
        "SELECT mentions.* FROM mentions JOIN articles ON articles.id = article_id WHERE key = ? AND mention = ?",
        [key, name],
    ))
    return found[0] if found else None


def at_the_start(editing, row):
    sql = "SELECT label, score FROM mentions WHERE article_id = ? AND start = 0"
    return editing.db.execute(sql, [row["article_id"]]).fetchall()


def on(row, action, **more):
    return {"action": action, "article": row["article_id"], "mention": row["mention"], "next": "/review", **more}


def test_what_is_right_leaves_the_queue(ask, editing):
    doubtful = mention(editing, "an-lac-2", "e1")
    assert "Đang sửa: Lan Anh" in ask("/review").text and 'value="accept"' in ask("/review").text
    answer = ask.post("/correct", on(doubtful, "accept"))
    assert answer.status_code == 303 and answer.headers["location"] == "/review"
    assert "Đã ghi." in ask("/review").text
    keys = [(row["key"], row["mention"]) for row in ask("/review.json").json()["items"]]
    assert ("an-lac-2", "e1") not in keys
    assert editing.db.execute("SELECT editor, action FROM corrections").fetchall() == [("Lan Anh", "accept")]


def test_what_is_wrong_goes_and_comes_back_when_undone(ask, editing):
    doubtful = mention(editing, "an-lac-2", "e1")
    ask.post("/correct", on(doubtful, "reject"))
    assert at_the_start(editing, doubtful) == []
    page = ask("/corrections").text
    assert "sai" in page and "Hoàn tác" in page
    number = ask("/corrections.json").json()["corrections"][0]["id"]
    assert ask.post("/correct", {"action": "undo", "correction": number}).status_code == 303
    assert "đã hoàn tác" in ask("/corrections").text


def test_a_label_is_changed(ask, editing):
    doubtful = mention(editing, "an-lac-2", "e1")
    ask.post("/correct", on(doubtful, "relabel", label="LOC"))
    assert at_the_start(editing, doubtful) == [("LOC", 1.0)]


def test_borders_and_value_are_changed(ask, editing):
    figure = mention(editing, "an-lac-1", "e10")
    assert 'name="words"' in ask(f"/article/{figure['article_id']}").text
    ask.post("/correct", on(figure, "relabel", label="QUANTITY", words="đạt  12 tỷ đồng", worth="hơn 13 tỷ đồng"))
    (text, value, unit, bound, score), = editing.db.execute(
        "SELECT text, value, unit, bound, score FROM mentions WHERE article_id = ? AND label = 'QUANTITY'",
        [figure["article_id"]],
    ).fetchall()
    assert (text, value, unit, bound, score) == ("đạt 12 tỷ đồng", 13e9, "VND", "over", 1.0)
    deadline = mention(editing, "an-lac-1", "e6")
    ask.post("/correct", on(deadline, "relabel", label="DEADLINE", words=deadline["text"], worth="20/4/2024"))
    assert editing.db.execute(
        "SELECT text, value FROM mentions WHERE label = 'DEADLINE'"
    ).fetchall() == [("trước ngày 15/4/2024", "2024-04-20")]
    assert editing.db.execute("SELECT DISTINCT day FROM deadlines").fetchall() == [("2024-04-20",)]


def test_one_of_another_name_is_looked_for_and_merged(ask, editing):
    body = ask("/bodies.json?q=an+lac").json()["names"][0]
    address = f"/body/{body['id']}"
    assert "candidates" in ask(f"{address}.json").json() and ask(f"{address}.json").json()["candidates"] is None
    found = ask(f"{address}.json?merge=so+noi+vu").json()["candidates"]
    assert found and {other["name"] for other in found} == {"Sở Nội vụ thành phố Đà Nẵng"}
    page = ask(f"{address}?merge=so+noi+vu").text
    assert found[0]["key"] in page and 'value="merge"' in page
    merged = {"action": "merge", "kind": "organisation", "key": body["key"], "other": found[0]["key"]}
    assert ask.post("/correct", merged).status_code == 303
    assert ask("/bodies.json?q=so+noi+vu").json()["names"] == []
    assert "Không có ai hay cơ quan nào khác tên như vậy." in ask(f"{address}?merge=nobody").text


def test_relations(ask, editing):
    found = ask("/review.json?kind=relations&below=100").json()["items"]
    holds = next(row for row in found if row["label"] == "HOLDS")
    fields = {"article": holds["article_id"], "head": holds["head"], "tail": holds["tail"], "label": "HOLDS"}
    assert ask.post("/correct", {"action": "reject_relation", **fields}).status_code == 303
    left = ask("/review.json?kind=relations&below=100").json()["items"]
    assert len(left) < len(found)


def test_a_person_is_renamed_confirmed_hidden(ask, editing):
    person = ask("/people.json?q=tran+van+mau").json()["names"][0]
    fields = {"kind": "person", "key": person["key"], "next": f"/person/{person['id']}"}
    assert ask.post("/correct", {"action": "rename", "name": "  Trần Văn  Mẫu (An Lạc) ", **fields}).status_code == 303
    assert ask(f"/person/{person['id']}.json").json()["person"]["name"] == "Trần Văn Mẫu (An Lạc)"
    ask.post("/correct", {"action": "confirm", **fields})
    assert "đã xác nhận" in ask(f"/person/{person['id']}").text
    ask.post("/correct", {"action": "hide", **fields})
    assert ask(f"/person/{person['id']}").status_code == 404
    assert f'href="/person/{person["id"]}"' not in ask("/article/1").text


def test_an_article_of_a_namesake_is_split_off_and_merged_again(ask):
    person = ask("/people.json?q=tran+van+mau").json()["names"][0]
    articles = [row["id"] for row in ask(f"/person/{person['id']}.json").json()["articles"]]
    assert len(articles) == 2
    fields = {"kind": "person", "key": person["key"]}
    assert ask.post("/correct", {"action": "split", "article": articles[0], **fields}).status_code == 303
    two = ask("/people.json?q=tran+van+mau").json()["names"]
    assert len(two) == 2
    page = ask(f"/person/{two[0]['id']}")
    assert "Trùng tên" in page.text and 'value="merge"' in page.text
    merged = ask.post("/correct", {"action": "merge", "kind": "person", "key": two[0]["key"], "other": two[1]["key"]})
    assert merged.status_code == 303 and len(ask("/people.json?q=tran+van+mau").json()["names"]) == 1


def test_a_program_with_the_token(editing):
    doubtful = mention(editing, "an-lac-2", "e1")
    shown = {"authorization": f"Bearer {TOKEN}"}
    answer = editing.ask.post("/correct", on(doubtful, "accept"), csrf=False, headers=shown)
    assert answer.status_code == 200 and json.loads(answer.text)["ok"] is True


@pytest.mark.parametrize("fields", [
    {}, {"action": "drop"}, {"action": "accept"}, {"action": "accept", "article": "x", "mention": "e1"},
    {"action": "accept", "article": "1", "mention": "e999"},
    {"action": "relabel", "article": "1", "mention": "e1", "label": "X"},
    {"action": "relabel", "article": "99", "mention": "e1", "label": "ORG"},
    {"action": "relabel", "article": "1", "mention": "e1", "label": "OFFICIAL", "words": "xã An Lạc họp"},
    {"action": "relabel", "article": "1", "mention": "e1", "label": "OFFICIAL", "worth": "12"},
    {"action": "relabel", "article": "1", "mention": "e6", "label": "DEADLINE", "worth": "xyz"},
    {"action": "hide", "kind": "table", "key": "x"}, {"action": "hide", "kind": "person", "key": "nobody"},
    {"action": "rename", "kind": "person", "key": "trần-văn-mẫu", "name": "   "},
    {"action": "undo", "correction": "99"},
    {"action": "split", "kind": "person", "key": "trần-văn-mẫu", "article": "1,x"},
])
def test_what_cannot_be_done_is_told_and_nothing_is_written(ask, editing, fields):
    answer = ask.post("/correct", fields)
    assert answer.status_code == 400 and "<h1" in answer.text
    assert editing.db.execute("SELECT count(*) FROM corrections").fetchone()[0] == 0


def test_while_another_writes(ask, editing, monkeypatch):
    from pipeline.archive import store

    monkeypatch.setattr("pipeline.archive.pages.editing.PATIENCE", 0.05)
    other = store.open_archive(editing.path)
    with store.writing(other):
        answer = ask.post("/correct", on(mention(editing, "an-lac-2", "e1"), "accept"))
        assert answer.status_code == 503 and ask("/search").status_code == 200
    other.close()

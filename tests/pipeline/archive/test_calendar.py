"""Deadlines in order, counted, and as an iCalendar file that a calendar program reads."""

from datetime import date

import pytest

icalendar = pytest.importorskip("icalendar", reason="the calendar needs the extra 'archive'")

from pipeline.archive import calendar, store  # noqa: E402


@pytest.fixture
def db(tmp_path):
    """Two bodies; deadlines on four days, one without a day, one in an article that repeats another."""
    db = store.open_archive(tmp_path / "a.db", create=True)
    text = "Họp.\nGiao Sở Y tế báo cáo; Sở Nội vụ, tổng hợp."
    for row, repeats in ((1, None), (2, None), (3, 1)):
        db.execute(
            "INSERT INTO articles (id, key, sha256, title, date, url, text, syllables, duplicate_of, added_at)"
            " VALUES (?, ?, ?, NULL, '2018-10-01', 'https://example.org/a', ?, 9, ?, '2024')",
            [row, f"a{row}", f"hash{row}", text, repeats],
        )
    for row, name in ((1, "Sở Y tế"), (2, "Sở Nội vụ")):
        db.execute("INSERT INTO organisations (id, key, name, folded) VALUES (?, ?, ?, ?)", [row, name, name, name])
    days = [
        (1, 1, "2018-11-15", "báo cáo", "task"), (2, 1, "2018-11-30", "tổng hợp; gửi, lưu", "task"),
        (3, 2, "2018-12-01", None, "target"), (4, 2, None, "rà soát", "task"), (5, 3, "2018-11-15", "báo cáo", "task"),
        (6, 2, "2019-01-31", "báo\x07 cáo\nlại", "task"),
    ]
    for row, article, day, task, kind in days:
        db.execute(
            "INSERT INTO deadlines (id, article_id, day, written, kind, task, responsible, organisation_id, mention,"
            " start, sentence_start, sentence_end) VALUES (?, ?, ?, 'trước hạn', ?, ?, 'Sở Y tế', 1, 'e1', 5, 5, 25)",
            [row, article, day, kind, task],
        )
    for deadline, body in ((1, 1), (2, 1), (2, 2), (5, 1)):
        db.execute(
            "INSERT INTO assignments (deadline_id, article_id, mention, label, name, organisation_id)"
            " VALUES (?, 1, ?, 'ORG', ?, ?)", [deadline, f"e{body}", f"tên {body}", body],
        )
    yield db
    db.close()


def ids(found):
    return [row["id"] for row in found]


def test_in_the_order_of_days(db):
    assert ids(calendar.due(db)) == [1, 2, 3, 6]
    assert ids(calendar.due(db, newest=True, limit=2, offset=1)) == [3, 2]
    assert ids(calendar.due(db, since="2018-11-30", before="2019-01-31")) == [2, 3]
    assert ids(calendar.due(db, dated=False)) == [4]
    assert ids(calendar.due(db, kind="target")) == [3] and ids(calendar.due(db, told=True)) == [1, 2, 6]
    assert ids(calendar.due(db, repeated=True)) == [1, 5, 2, 3, 6]


def test_of_each_body_that_has_to_do_it(db):
    assert ids(calendar.due(db, body=1)) == [1, 2] and ids(calendar.due(db, body=2)) == [2]
    owing = calendar.due(db, body=2)[0]["owing"]
    assert [(who["name"], who["organisation_id"]) for who in owing] == [("tên 1", 1), ("tên 2", 2)]
    db.execute("UPDATE organisations SET hidden = 1 WHERE id = 2")
    assert [who["organisation_id"] for who in calendar.due(db, since="2018-11-30", limit=1)[0]["owing"]] == [1, None]


def test_what_is_told_of_the_article(db):
    row = calendar.due(db, limit=1)[0]
    assert row["headline"] == "Họp." and row["sentence"] == "Giao Sở Y tế báo cáo" and row["body"] == "Sở Y tế"


def test_counted_by_year_month_day(db):
    assert calendar.counted(db, 4) == {"2018": 3, "2019": 1}
    assert calendar.counted(db, 7, body=1) == {"2018-11": 2}
    assert calendar.counted(db, 10, since="2018-11-01", before="2018-12-01", repeated=True) == {
        "2018-11-15": 2, "2018-11-30": 1,
    }


def events(found, **more):
    read = icalendar.Calendar.from_ical(calendar.feed(found, name="Hạn", **more))
    return [part for part in read.walk() if part.name == "VEVENT"]


def test_a_feed_that_calendars_read(db):
    found = events(calendar.due(db), site="http://127.0.0.1:8001")
    assert len(found) == 4
    first, second, target, last = found
    assert first["dtstart"].dt == date(2018, 11, 15) and first["dtend"].dt == date(2018, 11, 16)
    assert str(first["summary"]) == "báo cáo – Sở Y tế" and str(second["summary"]) == "tổng hợp; gửi, lưu – Sở Y tế"
    assert "Giao Sở Y tế báo cáo" in first["description"] and "2018-10-01" in first["description"]
    assert str(first["url"]) == "http://127.0.0.1:8001/article/1?light=e1#e1"
    assert [str(name) for name in second["categories"].cats] == ["tên 1", "tên 2"]
    assert str(target["summary"]) == "trước hạn – Sở Y tế" and str(last["summary"]) == "báo cáo lại – Sở Y tế"


def test_the_feed_is_well_formed(db):
    feed = calendar.feed(calendar.due(db, dated=False) + calendar.due(db), name="Hạn")
    assert feed.startswith(b"BEGIN:VCALENDAR\r\n") and feed.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in feed.split(b"\r\n")) and b"\n" not in feed.replace(b"\r\n", b"")
    assert feed.count(b"BEGIN:VEVENT") == 4 and b"\x07" not in feed


def test_identifiers_last(db):
    before = [str(event["uid"]) for event in events(calendar.due(db))]
    assert len(set(before)) == 4
    assert calendar.feed(calendar.due(db), name="Hạn") == calendar.feed(calendar.due(db), name="Hạn")
    db.execute("DELETE FROM assignments")
    db.execute("UPDATE deadlines SET id = id + 100, score = 0.5, mention = 'e9'")
    assert [str(event["uid"]) for event in events(calendar.due(db))] == before


def test_two_that_say_the_same_are_two_events(db):
    db.execute("UPDATE deadlines SET article_id = 1, day = '2018-11-15', task = 'báo cáo', start = 5")
    found = events(calendar.due(db))
    assert len(found) == 6 and len({str(event["uid"]) for event in found}) == 6

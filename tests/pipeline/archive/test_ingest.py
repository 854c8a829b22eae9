import multiprocessing
import os
import random
import signal
import sqlite3
import sys

import pytest

from annotations.errors import InputError, Skipped
from corpus.articles import Article
from pipeline.archive.ingest import Ingest
from pipeline.archive.store import ArchiveError, document, open_archive, writing

from . import toy
from .canonical import dump

COUNT = 30
forks = pytest.mark.skipif(
    sys.platform != "linux",
    reason="the writers are closures, which only a forked process can run, and fork is safe on Linux alone",
)


def add(path, articles, batch=50, tag=toy.tag, sources=(), **options):
    said = []
    db = open_archive(path, create=True, **options)
    try:
        return Ingest(db, tag, said.append, batch).add(articles, sources), said
    finally:
        db.close()


def rows(path, query, *values):
    db = open_archive(path, read_only=True)
    try:
        return db.execute(query, values).fetchall()
    finally:
        db.close()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "a.db"
    add(path, toy.articles(COUNT))
    return dump(path)


def test_what_is_added(tmp_path):
    count, said = add(tmp_path / "a.db", toy.articles(3))
    assert (count.added, count.held, count.failed, said) == (3, 0, 0, [])
    (article,) = rows(tmp_path / "a.db", "SELECT key, title, date, year, source, province, model, model_version,"
                                         " syllables FROM articles WHERE id = 2")
    assert article == ("tin/1", "Họp lần 1", "2018-10-02", 2018, "báo 1", "38", "toy", "1", len(toy.text(1).split()))
    offices = rows(tmp_path / "a.db", "SELECT name, folded_position, organisation, date FROM offices ORDER BY id")
    assert offices[1] == ("Mai Thị Hằng", "bí thư", "Thị uỷ", "2018-10-02")
    assert rows(tmp_path / "a.db", "SELECT day, task, responsible, written FROM deadlines WHERE article_id = 2") == [
        ("2018-11-02", "báo cáo kết quả", "Sở Y tế", "trước ngày 2/11/2018"),
    ]
    figures = rows(tmp_path / "a.db", "SELECT folded, value, high, unit, period, kind, article_id FROM figures")
    assert figures[1] == ("thu ngân sách", 11e9, None, "VND", "2001", "result", 2)


def test_every_offset_points_at_what_stands_there(tmp_path):
    add(tmp_path / "a.db", toy.articles(5))
    found = rows(tmp_path / "a.db", 'SELECT mentions.text, substr(articles.text, start + 1, "end" - start)'
                                    " FROM mentions JOIN articles ON articles.id = article_id")
    assert found and all(mention == there for mention, there in found)


def test_a_second_run_adds_nothing(tmp_path, undisturbed):
    add(tmp_path / "a.db", toy.articles(COUNT))

    def never(articles, failed):
        raise AssertionError("nothing is left to tag")
        yield

    count, _ = add(tmp_path / "a.db", toy.articles(COUNT), tag=never)
    assert (count.added, count.held) == (0, COUNT)
    assert dump(tmp_path / "a.db") == undisturbed


@pytest.mark.parametrize("batch", [1, 7])
def test_the_content_does_not_depend_on_the_batch(tmp_path, undisturbed, batch):
    add(tmp_path / "a.db", toy.articles(COUNT), batch)
    assert dump(tmp_path / "a.db") == undisturbed


def test_near_duplicates_are_linked_to_the_first(tmp_path):
    count, _ = add(tmp_path / "a.db", toy.articles(10), batch=3)
    assert count.repeated == 2
    linked = rows(tmp_path / "a.db", "SELECT a.key, b.key, a.similarity FROM articles a JOIN articles b"
                                     " ON b.id = a.duplicate_of ORDER BY a.id")
    assert [pair[:2] for pair in linked] == [("tin/4", "tin/3"), ("tin/9", "tin/8")]
    assert all(0.7 <= similarity < 1 for *_, similarity in linked)


def test_the_same_text_is_added_once_and_another_text_under_its_id_too(tmp_path):
    one, again, other = Article("a", "Họp sáng nay."), Article("b", "Họp sáng nay."), Article("a", "Họp chiều nay.")
    count, _ = add(tmp_path / "a.db", [one, again, other])
    assert (count.added, count.held) == (2, 1)
    assert rows(tmp_path / "a.db", "SELECT key, text FROM articles ORDER BY id") == [
        ("a", "Họp sáng nay."), (f"a@{other.sha256[:12]}", "Họp chiều nay."),
    ]


def test_what_fails_is_kept_with_its_reason_until_it_succeeds(tmp_path):
    bad = [InputError("not in UTF-8", file="tin/x.txt", line=3, why="byte 0xff"), Article("y", "Tin hỏng"),
           Skipped("left out", file="tin/z.pdf"), Article("ok", "Họp.")]
    count, said = add(tmp_path / "a.db", bad, sources=["tin/"])
    assert (count.added, count.failed, len(said)) == (1, 2, 3)
    query = "SELECT source, what, why, tries FROM quarantine ORDER BY id"
    assert rows(tmp_path / "a.db", query) == [
        ("tin/x.txt:3", "not in UTF-8", "byte 0xff", 1), ("y", "y cannot be tagged", "it says so", 1),
    ]
    add(tmp_path / "a.db", bad, sources=["tin/"])
    assert [row[-1] for row in rows(tmp_path / "a.db", query)] == [2, 2]
    add(tmp_path / "a.db", [Article("x", "Nay đọc được."), Article("y", "Tin lành")], sources=["tin/"])
    assert rows(tmp_path / "a.db", query) == []


def test_what_sqlite_refuses_takes_no_other_article_with_it(tmp_path):
    count, said = add(tmp_path / "a.db", [Article("a", "Một."), Article("b", "Hai \ud800."), Article("c", "Ba.")])
    assert (count.added, count.failed) == (2, 1)
    assert "b cannot be kept" in str(said[0])
    assert rows(tmp_path / "a.db", "SELECT key FROM articles ORDER BY id") == [("a",), ("c",)]


def test_odd_dates_and_values_are_kept(tmp_path):
    given = [{"date": "2018-11-11T07:00:00+07:00"}, {"date": 2018}, {"date": "11/11/2018"}, {"title": ["x"]}, {}]
    add(tmp_path / "a.db", [Article(str(number), f"Tin {number}.", meta) for number, meta in enumerate(given)])
    assert rows(tmp_path / "a.db", "SELECT date, year FROM articles ORDER BY id") == [
        ("2018-11-11", 2018), ("2018", 2018), (None, None), (None, None), (None, None),
    ]
    db = open_archive(tmp_path / "a.db", read_only=True)
    assert [document(db, number + 1).meta for number in range(len(given))] == given
    db.close()


def test_what_was_found_before_a_fault_of_the_input_is_written(tmp_path):
    def input_with_a_fault():
        yield from toy.articles(5)
        raise RuntimeError("cable pulled")

    with pytest.raises(RuntimeError):
        add(tmp_path / "a.db", input_with_a_fault())
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM articles") == [(5,)]


def test_a_run_that_is_stopped_leaves_the_rest(tmp_path, undisturbed):
    db = open_archive(tmp_path / "a.db", create=True)
    asked = iter(range(100))
    count = Ingest(db, toy.tag, print, stopped=lambda: next(asked) >= 12).add(toy.articles(COUNT))
    db.close()
    assert count.added == 12
    add(tmp_path / "a.db", toy.articles(COUNT))
    assert dump(tmp_path / "a.db") == undisturbed


def in_a_child(work):
    """Run something in a forked process; its exit code."""
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    return child


@forks
def test_killed_at_any_moment_and_started_again_it_is_the_same_archive(tmp_path, undisturbed):
    def statements(path, limit=None):
        """Add, and be killed as SQLite begins the statement of a number."""
        seen = 0

        def count(statement):
            nonlocal seen
            seen += 1
            if seen == limit:
                os.kill(os.getpid(), signal.SIGKILL)

        db = open_archive(path, create=True)
        db.conn.set_trace_callback(count)
        Ingest(db, toy.tag, print, 4).add(toy.articles(COUNT))
        db.close()
        return seen

    total = statements(tmp_path / "whole.db")
    moments = random.Random(1)
    for _ in range(12):
        limit = moments.randint(1, total // 4)
        child = in_a_child(lambda limit=limit: statements(tmp_path / "a.db", limit))
        child.join(30)
        assert child.exitcode in (0, -signal.SIGKILL)
    add(tmp_path / "a.db", toy.articles(COUNT))
    assert rows(tmp_path / "a.db", "PRAGMA integrity_check") == [("ok",)]
    assert dump(tmp_path / "a.db") == undisturbed


@forks
def test_two_writers_at_once_both_finish(tmp_path):
    path = tmp_path / "a.db"
    children = [in_a_child(lambda first=first: add(path, toy.articles(20, first), batch=2)) for first in (0, 10)]
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0, 0]
    found = {key for (key,) in rows(path, "SELECT key FROM articles")}
    assert found == {article.id for article in toy.articles(30)}


def test_a_writer_that_is_kept_waiting_too_long_says_why(tmp_path):
    path = tmp_path / "a.db"
    other = open_archive(path, create=True)
    with writing(other), pytest.raises(ArchiveError, match="another writer is at work"):
        add(path, toy.articles(2), patience=0.1)
    other.close()
    assert add(path, toy.articles(2))[0].added == 2


def test_a_full_disk_is_said(tmp_path):
    add(tmp_path / "a.db", toy.articles(2))
    db = open_archive(tmp_path / "a.db")
    db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(ArchiveError, match="full"):
        Ingest(db, toy.tag, print).add(toy.articles(40, 2))
    db.close()
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM articles") == [(2,)]


def test_progress_is_told(tmp_path):
    told = []
    db = open_archive(tmp_path / "a.db", create=True)
    Ingest(db, toy.tag, print, 2, lambda count: told.append(count.seen)).add([*toy.articles(3), *toy.articles(1)])
    db.close()
    assert told == sorted(told) and told[-1] == 4


@pytest.mark.parametrize("content", [b"no database at all", None])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "a.db"
    if content:
        path.write_bytes(content * 100)
    else:
        sqlite3.connect(path).execute("CREATE TABLE tin (x)")
    with pytest.raises(ArchiveError, match=r"not an archive|not a database"):
        open_archive(path, create=True)
    with pytest.raises(ArchiveError, match="no archive"):
        open_archive(tmp_path / "b.db")

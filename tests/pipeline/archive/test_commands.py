"""The commands as a user runs them, with the shipped model."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from annotations.document import Document
from corpus.samples import __file__ as samples
from pipeline.archive import ahead
from pipeline.archive.store import document, open_archive
from pipeline.records import build_records

from .canonical import dump

SAMPLES = os.path.join(os.path.dirname(samples), "articles.jsonl")


@pytest.fixture
def two_files(tmp_path):
    (tmp_path / "tin").mkdir()
    (tmp_path / "tin" / "a.txt").write_text("Ông Vũ Đình Khoát, Chủ tịch UBND thị xã Bỉm Sơn dự hội nghị.", "utf-8")
    (tmp_path / "tin" / "b.txt").write_bytes("Họp.".encode("utf-16"))
    return tmp_path / "tin"


def test_add_status_and_add_again(congbao, tmp_path, two_files):
    db = tmp_path / "a.db"
    code, out, said = congbao("archive", "add", SAMPLES, two_files, "--db", db, "--jobs", 1)
    assert (code, out) == (1, "")
    for part in ("b.txt:1: not in UTF-8", "4 articles added", "articles/s", "1 failed"):
        assert part in said
    code, out, _ = congbao("archive", "status", "--db", db, "--json")
    found = json.loads(out)
    assert code == 0 and found["rows"]["articles"] == 4 and found["quarantine"][0]["what"] == "not in UTF-8"
    assert "in quarantine:" in congbao("archive", "status", "--db", db)[1]
    (two_files / "b.txt").write_text("Họp.", "utf-8")
    code, _, said = congbao("archive", "add", two_files, "--db", db, "--jobs", 2)
    assert (code, said) == (0, said) and "1 articles added" in said and "1 held already" in said
    assert json.loads(congbao("archive", "status", "--db", db, "--json")[1])["quarantine"] == []


def test_what_is_held_is_what_is_tagged_whatever_the_jobs_and_batch(congbao, tmp_path):
    assert congbao("archive", "add", SAMPLES, "--db", tmp_path / "a.db", "--jobs", 1)[0] == 0
    assert congbao("archive", "add", SAMPLES, "--db", tmp_path / "b.db", "--jobs", 2, "--batch", 1)[0] == 0
    assert dump(tmp_path / "a.db") == dump(tmp_path / "b.db")
    tagged = [Document.from_json(json.loads(line)) for line in congbao("tag", SAMPLES)[1].splitlines()]
    db = open_archive(tmp_path / "a.db", read_only=True)
    for number, given in enumerate(tagged, 1):
        kept = document(db, number)
        assert (kept.id, kept.text, kept.meta, kept.entities) == (given.id, given.text, given.meta, given.entities)
        assert {*map(repr, kept.relations)} == {*map(repr, given.relations)}
        assert build_records(kept) == given.records
    db.close()


def test_retag_passes_over_what_the_same_model_tagged(congbao, tmp_path):
    congbao("archive", "add", SAMPLES, "--db", tmp_path / "a.db", "--jobs", 1)
    before = dump(tmp_path / "a.db")
    assert "0 articles tagged anew" in congbao("archive", "retag", "--db", tmp_path / "a.db", "--jobs", 1)[2]
    db = open_archive(tmp_path / "a.db")
    db.execute("UPDATE articles SET model_version = '0' WHERE id = 2")
    db.close()
    code, _, said = congbao("archive", "retag", "--db", tmp_path / "a.db", "--jobs", 1)
    assert code == 0 and "1 articles tagged anew" in said
    assert dump(tmp_path / "a.db") == before


@pytest.mark.parametrize("arguments", [["status"], ["retag"]])
def test_no_archive(congbao, tmp_path, arguments):
    code, _, said = congbao("archive", *arguments, "--db", tmp_path / "none.db")
    assert code == 1 and "none.db: no archive; make one with congbao archive add" in said
    assert not (tmp_path / "none.db").exists()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_watch_adds_what_comes_and_stops_when_told(tmp_path, number):
    (tmp_path / "tin").mkdir()
    watching = subprocess.Popen(
        [sys.executable, "-c", "from pipeline.cli import run; run()", "archive", "watch", "tin", "--every", "0.2"],
        cwd=tmp_path, stderr=subprocess.PIPE, text=True,
    )
    try:
        (tmp_path / "tin" / "a.txt").write_text("Họp sáng nay.", "utf-8")
        os.utime(tmp_path / "tin" / "a.txt", (time.time() - 10,) * 2)
        until = time.monotonic() + 120
        while not ((tmp_path / "congbao.db").exists() and _articles(tmp_path / "congbao.db")):
            assert time.monotonic() < until and watching.poll() is None
            time.sleep(0.1)
        watching.send_signal(number)
        _, said = watching.communicate(timeout=20)
    finally:
        watching.kill()
    assert watching.returncode == 0
    assert "1 articles added" in said and said.endswith("congbao: stopped\n")


def _articles(path):
    try:
        db = sqlite3.connect(path)
        return db.execute("SELECT count(*) FROM articles").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def test_articles_are_counted_ahead(tmp_path, two_files):
    (tmp_path / "c.jsonl").write_text('{"text": "a"}\n{"text": "b"}', "utf-8")
    (two_files / "x.pdf").write_bytes(b"")
    assert ahead.count([str(two_files), str(tmp_path / "c.jsonl")]) == 4
    assert ahead.count([str(two_files), "https://example.org/feed"]) is None
    assert ahead.count(["-"]) is None

import sqlite3

import pytest

from pipeline.archive import duplicates, folding
from pipeline.archive.ingest import Ingest
from pipeline.archive.store import ArchiveError, open_archive, writing

from . import toy
from .canonical import dump


@pytest.fixture
def path(tmp_path):
    db = open_archive(tmp_path / "a.db", create=True)
    Ingest(db, toy.tag, print).add(toy.articles(6))
    db.close()
    return tmp_path / "a.db"


def test_reading_alone_cannot_write(path):
    db = open_archive(path, read_only=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM articles")
    db.close()


def test_a_transaction_is_all_or_nothing(path):
    db = open_archive(path)
    with pytest.raises(RuntimeError), writing(db):
        db["people"].insert({"key": "x", "name": "X", "folded": "x"})
        raise RuntimeError
    assert not list(db["people"].rows_where("key = 'x'"))
    db.close()


def test_an_archive_of_another_version_is_refused(path):
    db = open_archive(path)
    db.execute("UPDATE meta SET value = 99 WHERE key = 'schema_version'")
    db.close()
    with pytest.raises(ArchiveError, match="its schema is 99"):
        open_archive(path)


@pytest.mark.parametrize("key", ["folding", "signatures"])
def test_what_was_made_by_other_rules_is_made_anew(path, key):
    before = dump(path)
    db = open_archive(path)
    if key == "folding":
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
    else:
        db.execute("DELETE FROM bands")
        db.execute("UPDATE signatures SET hashes = x''")
    db.execute("UPDATE meta SET value = 'old' WHERE key = ?", [key])
    db.close()
    db = open_archive(path)
    Ingest(db, toy.tag, print).add([])
    db.close()
    assert dump(path) == before
    assert repr((key, {"folding": folding.VERSION, "signatures": duplicates.version()}[key])) in before["meta"]


def test_every_statement_of_the_schema_may_fail_and_leave_nothing(tmp_path, monkeypatch):
    from pipeline.archive import places

    def fault(db):
        raise RuntimeError("pulled")

    with monkeypatch.context() as patched:
        patched.setattr(places, "fill", fault)
        with pytest.raises(RuntimeError):
            open_archive(tmp_path / "a.db", create=True)
    open_archive(tmp_path / "a.db", create=True).close()
    assert dump(tmp_path / "a.db")["articles"] == []


def test_tables_that_an_empty_archive_of_earlier_days_lacks_are_made(tmp_path):
    db = open_archive(tmp_path / "a.db", create=True)
    made = dict(db.execute("SELECT name, sql FROM sqlite_master").fetchall())
    for table in ("appearances", "held", "body_names"):
        db.execute(f"DROP TABLE {table}")
    db.close()
    db = open_archive(tmp_path / "a.db")
    assert dict(db.execute("SELECT name, sql FROM sqlite_master").fetchall()) == made
    db.close()


def test_questions_are_answered_from_indexes(path):
    db = open_archive(path, read_only=True)
    for question in (
        "SELECT * FROM offices WHERE person_id = 1 ORDER BY date",
        "SELECT * FROM offices WHERE folded_position = 'chủ tịch' AND organisation_id = 1",
        "SELECT * FROM deadlines WHERE day BETWEEN '2018-01-01' AND '2018-12-31'",
        "SELECT * FROM figures WHERE folded = 'thu ngân sách' AND unit = 'VND' ORDER BY period",
        "SELECT article_id FROM mentions WHERE person_id = 1",
        "SELECT article_id FROM mentions WHERE folded = 'thị ủy'",
        "SELECT * FROM articles ORDER BY lowest_score LIMIT 20",
        "SELECT * FROM articles WHERE province = '38'",
        "SELECT article_id FROM bands WHERE band IN (1, 2)",
    ):
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {question}")]
        assert not [step for step in plan if step.startswith("SCAN") and "USING" not in step], (question, plan)
    db.close()

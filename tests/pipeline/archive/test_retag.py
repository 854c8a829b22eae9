import pytest

from annotations.errors import CongbaoError
from pipeline.archive.ingest import Ingest
from pipeline.archive.retag import Retag
from pipeline.archive.store import document, open_archive

from . import toy
from .canonical import dump


@pytest.fixture
def db(tmp_path):
    db = open_archive(tmp_path / "a.db", create=True)
    Ingest(db, toy.tag, print).add(toy.articles(10))
    yield db
    db.close()


def retag(db, tag=toy.tag_anew, batch=50, **options):
    said = []
    return Retag(db, tag, ("toy", "2"), said.append, batch, **options).run(), said


def test_a_newer_model_replaces_what_was_found(db, tmp_path):
    count, _ = retag(db, batch=3)
    assert (count.added, count.failed) == (10, 0)
    other = open_archive(tmp_path / "new.db", create=True)
    Ingest(other, toy.tag_anew, print).add(toy.articles(10))
    other.close()
    assert dump(tmp_path / "a.db") == dump(tmp_path / "new.db")
    assert db.execute("SELECT count(*) FROM mentions WHERE label = 'LOC'").fetchone() == (0,)


def test_only_what_another_version_tagged_is_tagged(db):
    assert retag(db)[0].added == 10

    def never(articles, failed):
        raise AssertionError("nothing is left to tag")

    assert retag(db, never)[0].added == 0


def test_stopped_it_goes_on_with_the_rest(db):
    asked = iter(range(100))
    assert retag(db, stopped=lambda: next(asked) >= 4)[0].added == 4
    assert retag(db)[0].added == 6


def test_an_article_that_cannot_be_tagged_keeps_what_was_found_before(db):
    def picky(articles, failed):
        for article in articles:
            if article.id == "tin/3":
                failed(CongbaoError("tin/3 cannot be tagged", why="no luck"))
            else:
                yield toy.document(article, "2")

    count, said = retag(db, picky)
    assert (count.added, count.failed, len(said)) == (9, 1, 1)
    (article_id,) = db.execute("SELECT id FROM articles WHERE key = 'tin/3'").fetchone()
    assert document(db, article_id).model == {"name": "toy", "version": "1"}
    assert document(db, article_id).entities
    assert db.execute("SELECT source, why FROM quarantine").fetchall() == [("tin/3", "no luck")]


def test_corrections_and_ids_of_people_and_articles_stay(db):
    db.execute("INSERT INTO corrections (at, action, kind, sha256) VALUES ('2020-01-01', 'accept', 'mention', 'x')")
    ids = {
        table: db.execute(f"SELECT id, key FROM {table} ORDER BY id").fetchall()
        for table in ("articles", "people", "organisations")
    }
    retag(db)
    assert db.execute("SELECT action, sha256 FROM corrections").fetchall() == [("accept", "x")]
    for table, before in ids.items():
        assert db.execute(f"SELECT id, key FROM {table} ORDER BY id").fetchall() == before


def test_people_and_bodies_that_nothing_names_any_more_go(db):
    def nothing(articles, failed):
        for article in articles:
            found = toy.document(article, "2")
            found.entities, found.relations = [], []
            found.records = {"officials": [], "figures": [], "deadlines": []}
            yield found

    retag(db, nothing)
    assert db.execute("SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM organisations)").fetchone() == (0, 0)


def test_a_document_comes_out_as_it_went_in(db):
    article = next(toy.articles(1))
    given, kept = toy.document(article), document(db, 1)
    assert (kept.id, kept.text, kept.meta) == (given.id, given.text, given.meta)
    assert kept.entities == given.entities
    by_ends = sorted(given.relations, key=lambda relation: (relation.head, relation.tail))
    assert sorted(kept.relations, key=lambda relation: (relation.head, relation.tail)) == by_ends

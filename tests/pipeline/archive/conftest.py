"""An archive of the toy's articles: what is asked, exported and queried."""

import shutil

import pytest

from corpus.articles import Article
from pipeline.archive import store
from pipeline.archive.ingest import Ingest
from tests.pipeline.archive import toy

COUNT = 12
BOTH = Article(
    "tin/cả hai",
    "Ông Vũ Đình Khoát, Chủ tịch UBND thị xã Bỉm Sơn, tỉnh Thanh Hoá và bà Mai Thị Hằng, Bí thư Thị uỷ dự họp.",
    {"date": "2020-02-03", "url": "https://example.org/hai"},
)


def articles():
    yield from toy.articles(COUNT)
    yield BOTH


@pytest.fixture(scope="session")
def toys(tmp_path_factory):
    """The archive's file; read it only."""
    path = tmp_path_factory.mktemp("toys") / "toys.db"
    db = store.open_archive(path, create=True)
    failed = []
    Ingest(db, toy.tag, failed.append).add(articles())
    db.close()
    assert failed == []
    return path


@pytest.fixture
def own_toys(toys, tmp_path):
    """A copy to write to."""
    db = store.open_archive(toys)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return shutil.copy(toys, tmp_path / "own.db")


@pytest.fixture
def correct(own_toys):
    """Make a correction in the copy: ``correct(change, *arguments)``; gives its number."""
    def do(change, *arguments):
        db = store.open_archive(own_toys)
        try:
            with store.writing(db):
                return change(db, *arguments)
        finally:
            db.close()

    return do

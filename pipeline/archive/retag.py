"""Tagging the articles of an archive anew with another model: what was found changes, texts and editors' work stay."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

import sqlite_utils

from annotations.document import Document
from annotations.errors import CongbaoError
from corpus.articles import Article
from pipeline.archive import corrections, identity, quarantine, rows
from pipeline.archive.ingest import BATCH, Count, Tag
from pipeline.archive.store import ArchiveError, now, writing
from pipeline.archive.write import replace

_OTHER = "(model IS NOT ? OR model_version IS NOT ?)"


class Retag:
    """One run of tagging anew; started again after a crash it goes on with what is left.

    Args:
        db: the archive, open for writing.
        tag: how articles are tagged.
        model: name and version of what ``tag`` tags with: articles tagged with it are passed over.
        failed: told of each article that cannot be tagged; it keeps what was found in it before.
        batch: articles a transaction.
        progress: told after each article.
        stopped: asked before each article whether to leave it and the rest.
    """

    def __init__(
        self, db: sqlite_utils.Database, tag: Tag, model: tuple[str, str], failed: Callable[[CongbaoError], None],
        batch: int = BATCH, progress: Callable[[Count], None] = lambda count: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.db, self.tag, self.model, self.failed = db, tag, model, failed
        self.size, self.progress, self.stopped = batch, progress, stopped
        self.count = Count()
        self._under_way: deque[tuple[int, str]] = deque()
        self._ready: list[tuple[int, Document]] = []
        self._failures: list[quarantine.Failure] = []

    def waiting(self) -> int:
        """How many articles were tagged with another model."""
        return int(self.db.execute(f"SELECT count(*) FROM articles WHERE {_OTHER}", self.model).fetchone()[0])

    def run(self) -> Count:
        """Tag them.

        Raises:
            ArchiveError: the archive cannot be written.
        """
        try:
            if self.waiting():
                for document in self.tag(self._articles(), self._not_tagged):
                    self._ready.append((self._under_way.popleft()[0], document))
                    self.count.added += 1
                    self.count.syllables += document.text.count(" ") + 1
                    self.progress(self.count)
                    if len(self._ready) >= self.size:
                        self._write()
        except ArchiveError:
            raise
        except BaseException:
            self._write()
            raise
        self._write()
        with writing(self.db):
            forget_unnamed(self.db)
        return self.count

    def _articles(self) -> Iterator[Article]:
        last = 0
        following = f"SELECT * FROM articles WHERE id > ? AND {_OTHER} ORDER BY id LIMIT 1"
        while not self.stopped() and (row := next(self.db.query(following, [last, *self.model]), None)):
            last = row["id"]
            self._under_way.append((last, row["key"]))
            yield Article(row["key"], row["text"], rows.meta(row))

    def _not_tagged(self, error: CongbaoError) -> None:
        self.count.failed += 1
        self._failures.append(quarantine.Failure.of(error, self._under_way.popleft()[1]))
        self.failed(error)

    def _write(self) -> None:
        if not self._ready and not self._failures:
            return
        with writing(self.db):
            ids = []
            for article_id, document in self._ready:
                if self.db.execute(
                    f"SELECT 1 FROM articles WHERE id = ? AND {_OTHER}", [article_id, *self.model],
                ).fetchone():  # else another writer has done it
                    replace(self.db, article_id, corrections.apply(self.db, document))
                    ids.append(article_id)
            identity.join(self.db, ids)
            quarantine.keep(self.db, self._failures)
            self.db.execute(
                "INSERT INTO batches (kind, at, articles, model, model_version) VALUES ('retag', ?, ?, ?, ?)",
                [now(), len(ids), *self.model],
            )
        self._ready.clear()
        self._failures.clear()


def forget_unnamed(db: sqlite_utils.Database) -> None:
    """Take out people and bodies that no article names any more; an editor's word on them stays in corrections."""
    for table, column, others in (
        ("people", "person_id", ("offices", "assignments")),
        ("organisations", "organisation_id", ("offices", "figures", "deadlines", "assignments")),
    ):
        unnamed = " AND ".join(
            f"NOT EXISTS (SELECT 1 FROM {other} WHERE {other}.{column} = {table}.id)" for other in ("mentions", *others)
        )
        db.execute(f"DELETE FROM {table} WHERE {unnamed}")


def model_of(name: str) -> tuple[str, str]:
    """A package's own name and version, as they stand in what it tags.

    Args:
        name: see :func:`pipeline.load`.

    Raises:
        ModelError: there is no such package.
    """
    import pipeline

    meta = pipeline.load(name).meta
    return meta["name"], meta["version"]

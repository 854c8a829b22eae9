"""Adding articles: read, passed over where held, tagged, written a batch at a time.

A batch is one transaction, and holds everything about its articles: stop the process at any moment and start it
again on the same input, and the archive is what it would have been. What it holds does not depend on the size of
batches nor on how many processes tag.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import sqlite_utils

from annotations.document import Document
from annotations.errors import CongbaoError, Skipped
from corpus.articles import Article
from pipeline.archive import duplicates, identity, quarantine
from pipeline.archive.store import ArchiveError, now, writing
from pipeline.archive.write import Prepared, insert, prepare

BATCH = 50
"""Articles a transaction: what is tagged again, at most, after a crash."""

Tag = Callable[[Iterable[Article | CongbaoError], Callable[[CongbaoError], None]], Iterator[Document]]
"""Tags a stream in its order, as :func:`pipeline.workers.tag_with_jobs` does."""


@dataclass
class Count:
    """What became of the articles read so far.

    Attributes:
        added: written, or ready to be; near-duplicates among them.
        held: their text is in the archive already.
        failed: could not be read or tagged; they are in quarantine.
        repeated: of those added, near-duplicates of others.
        syllables: of those tagged.
    """

    added: int = 0
    held: int = 0
    failed: int = 0
    repeated: int = 0
    syllables: int = 0

    @property
    def seen(self) -> int:
        """Articles that are done with."""
        return self.added + self.held + self.failed


class Ingest:
    """One run of adding articles to an archive.

    Args:
        db: the archive, open for writing.
        tag: how articles are tagged.
        failed: told of each article that is not added, and of what was left out on purpose.
        batch: articles a transaction.
        progress: told after each article.
        stopped: asked before each article whether to leave it and the rest.

    Attributes:
        count: what became of the articles so far.
        failures: of this run.
    """

    def __init__(
        self, db: sqlite_utils.Database, tag: Tag, failed: Callable[[CongbaoError], None], batch: int = BATCH,
        progress: Callable[[Count], None] = lambda count: None, stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.db, self.tag, self.failed, self.size = db, tag, failed, batch
        self.progress, self.stopped = progress, stopped
        self.count = Count()
        self.failures: set[quarantine.Failure] = set()
        self._under_way: deque[Article | CongbaoError] = deque()  # read and not yet tagged, in order
        self._texts: set[str] = set()  # SHA-256 of what is read and not yet written
        self._ready: list[Prepared] = []
        self._failures: list[quarantine.Failure] = []

    def add(self, articles: Iterable[Article | CongbaoError], sources: Iterable[str] = ()) -> Count:
        """Add articles.

        Whatever is raised (the user stops it, the input fails), what is tagged so far is written first.

        Args:
            articles: as :func:`corpus.readers.read_paths` gives them.
            sources: of which these are all, see :func:`pipeline.archive.quarantine.release`: what was in
                quarantine from there, and has not failed again, leaves it.

        Raises:
            ArchiveError: the archive cannot be written.
        """
        if duplicates.out_of_date(self.db):
            with writing(self.db):
                duplicates.renew(self.db)
        try:
            self._run(articles)
        except ArchiveError:
            raise
        except BaseException:
            self._write()
            raise
        self._write()
        if not self.stopped():
            with writing(self.db):
                quarantine.release(self.db, sources, self.failures)
        return self.count

    def _run(self, articles: Iterable[Article | CongbaoError]) -> None:
        fresh = self._fresh(articles)
        for first in fresh:
            if isinstance(first, Article):
                break
            self._not_tagged(first)
        else:  # nothing to tag: no need to load a model
            return
        for document in self.tag(chain([first], fresh), self._not_tagged):
            self._under_way.popleft()
            self._prepare(document)
            self.progress(self.count)
            if len(self._ready) + len(self._failures) >= self.size:
                self._write()

    def _fresh(self, articles: Iterable[Article | CongbaoError]) -> Iterator[Article | CongbaoError]:
        """The articles whose text is not held, and errors."""
        for item in articles:
            if self.stopped():
                return
            if isinstance(item, Skipped):
                self.failed(item)
                continue
            if isinstance(item, Article):
                sha256 = item.sha256
                if sha256 in self._texts or self._held(sha256):
                    self.count.held += 1
                    self.progress(self.count)
                    continue
                self._texts.add(sha256)
            self._under_way.append(item)
            yield item

    def _held(self, sha256: str) -> bool:
        return self.db.execute("SELECT 1 FROM articles WHERE sha256 = ?", [sha256]).fetchone() is not None

    def _not_tagged(self, error: CongbaoError) -> None:
        item = self._under_way.popleft()
        if isinstance(item, Article):
            self._texts.discard(item.sha256)
        self._fail(error, item.id if isinstance(item, Article) else None)

    def _prepare(self, document: Document) -> None:
        self.count.syllables += document.text.count(" ") + 1
        try:
            self._ready.append(prepare(document))
            self.count.added += 1
        except (ValueError, TypeError, KeyError) as problem:
            self._cannot_keep(document.id, problem)

    def _cannot_keep(self, key: str, problem: Exception) -> None:
        self._fail(CongbaoError(f"{key} cannot be kept", why=f"{type(problem).__name__}: {problem}"), key)

    def _fail(self, error: CongbaoError, key: str | None) -> None:
        self.count.failed += 1
        failure = quarantine.Failure.of(error, key)
        self._failures.append(failure)
        self.failures.add(failure)
        self.failed(error)

    def _write(self) -> None:
        """One transaction: the articles that are ready, their people and bodies, and what failed."""
        if not self._ready and not self._failures:
            return
        ids: list[int] = []
        refused = held = 0
        with writing(self.db):
            for prepared in self._ready:
                try:
                    with self.db.atomic():  # one that SQLite refuses takes no other with it
                        article_id = insert(self.db, prepared)
                except (sqlite3.IntegrityError, sqlite3.DataError, ValueError, OverflowError) as problem:
                    refused += 1
                    self._cannot_keep(prepared.article["key"], problem)
                    continue
                if article_id is None:
                    held += 1
                else:
                    ids.append(article_id)
            identity.join(self.db, ids)
            quarantine.keep(self.db, self._failures)
            if ids:
                self._log(ids)
        self._texts.difference_update(prepared.article["sha256"] for prepared in self._ready)
        self._ready.clear()
        self._failures.clear()
        self.count.added -= refused + held
        self.count.held += held
        self.count.repeated += self._repeated(ids)
        self.progress(self.count)

    def _repeated(self, ids: list[int]) -> int:
        if not ids:
            return 0
        return int(self.db.execute(
            "SELECT count(*) FROM articles WHERE id BETWEEN ? AND ? AND duplicate_of IS NOT NULL", [ids[0], ids[-1]],
        ).fetchone()[0])

    def _log(self, ids: list[int]) -> None:
        self.db.execute(
            "INSERT INTO batches (kind, at, articles, model, model_version)"
            " SELECT 'add', ?, ?, model, model_version FROM articles WHERE id = ?", [now(), len(ids), ids[0]],
        )

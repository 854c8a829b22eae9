"""Adding documents that are tagged already: what ``congbao tag`` wrote as Parquet, on one machine or a cluster.

They go the way of all articles that are added (``ingest.py``), but for the tagging: what an archive holds of them is
what it would hold had it tagged them itself with the same model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import sqlite_utils

from annotations.document import Document
from annotations.errors import CongbaoError
from corpus.articles import Article
from pipeline.archive.ingest import BATCH, Count, Ingest
from pipeline.cluster.shards import read_failures, read_shards
from pipeline.records import build_records


class Tagged:
    """Documents as a stream of articles, and as the tagger of that stream.

    Args:
        sources: files that ``congbao tag --to FILE.parquet`` wrote, and folders that ``congbao tag --engine ray``
            wrote: paths or addresses. A folder's files are checked against its manifest.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self._sources = sources
        self._given: Document | None = None

    def articles(self) -> Iterator[Article | CongbaoError]:
        """The articles, and what failed when they were tagged.

        Raises:
            InputError: a source cannot be read.
            DocumentError: it is not what was written.
        """
        for source in self._sources:
            for self._given in read_shards(source):
                yield Article(self._given.id, self._given.text, self._given.meta)
            yield from read_failures(source)

    def tag(
        self, articles: Iterable[Article | CongbaoError], failed: Callable[[CongbaoError], None],
    ) -> Iterator[Document]:
        """The document of each article, which must be asked for before the next one is read."""
        for article in articles:
            if isinstance(article, CongbaoError):
                failed(article)
                continue
            document = self._given
            if document is None or document.id != article.id:
                raise ValueError(f"{article.id} is not the article that was read last")
            yield document if document.records is not None else replace(document, records=build_records(document))


def add(
    db: sqlite_utils.Database, sources: Iterable[str], failed: Callable[[CongbaoError], None], batch: int = BATCH,
    progress: Callable[[Count], None] = lambda count: None, stopped: Callable[[], bool] = lambda: False,
) -> Count:
    """Add tagged documents; texts that are held are passed over, whatever tagged them.

    Args:
        db: the archive, open for writing.
        sources: see :class:`Tagged`.
        failed: told of each article that is not added.
        batch: articles a transaction.
        progress: told after each article.
        stopped: asked before each article whether to leave it and the rest.

    Raises:
        InputError: a source cannot be read; what was read before is added.
        DocumentError: a source is not what was written; likewise.
        ArchiveError: the archive cannot be written.
    """
    tagged = Tagged(sources)
    return Ingest(db, tagged.tag, failed, batch, progress, stopped).add(tagged.articles())

"""Tagging in several processes that share the weights of one model.

The parent reads articles, hands them out in small batches, and gives documents on in the order of the articles.
Each worker has a pipe of its own and holds one batch at a time, so that a worker that dies takes nothing with it
but that batch: its articles are tried again one by one, and one that kills a second worker is left out and named.
(``concurrent.futures`` gives up the whole pool when a process dies.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from multiprocessing.connection import wait

import pipeline
from annotations.document import Document
from annotations.errors import CongbaoError
from corpus.articles import Article
from pipeline.worker import PATIENCE, Loaded, Slot, Worker, use_one_thread

BATCH = 8
"""Articles a worker gets at once, fewer where they are long."""
BATCH_LENGTH = 50_000
"""Code points after which a batch is closed."""
AHEAD = 4
"""Batches a worker that may be read before the first of them is given on: one slow article does not stop the
others at once, and the memory is bounded."""


def tag_with_jobs(
    model: str, articles: Iterable[Article | CongbaoError], failed: Callable[[CongbaoError], None],
    jobs: int = 1, min_score: float = 0.0,
) -> Generator[Document, None, None]:
    """Tag a stream of articles in several processes; the documents are those of one process, in the same order.

    The input is read only as far as workers need it. Where it comes slowly, a document waits for its batch to fill.

    Args:
        model: see :func:`pipeline.load`.
        articles: as :func:`corpus.readers.read_paths` gives them.
        failed: called, in the order of the input, with the error of each article that gives no document.
        jobs: processes that tag. With 1 it is this one; with more each uses one thread, and an article that
            crashes its process (a fault in a library, no memory) costs no other article.
        min_score: entities less probable than this are left out.

    Yields:
        Documents. When the iterator is closed, or anything is raised in it, the processes are ended.

    Raises:
        annotations.errors.ModelError: there is no such model; raised at once.
    """
    nlp = pipeline.load(model, min_score)
    if jobs == 1:
        from pipeline.tag import tag_stream

        return tag_stream(nlp, articles, failed)
    use_one_thread(nlp)
    return _Pool(Loaded(model, min_score, nlp), jobs).tag(articles, failed)


class _Pool:
    """Workers, and the articles that were read and not yet given on.

    Args:
        loaded: what they tag with.
        jobs: the most workers.
    """

    def __init__(self, loaded: Loaded, jobs: int) -> None:
        self._loaded, self._jobs = loaded, jobs
        self._workers: list[Worker] = []
        self._order: deque[Slot] = deque()
        self._ready: deque[list[Slot]] = deque()

    def tag(
        self, articles: Iterable[Article | CongbaoError], failed: Callable[[CongbaoError], None],
    ) -> Generator[Document, None, None]:
        """See :func:`tag_with_jobs`."""
        source = _Source(articles)
        try:
            while True:
                self._hand_out(source)
                while self._order and (outcome := self._order[0].outcome):
                    self._order.popleft()
                    if isinstance(outcome, CongbaoError):
                        failed(outcome)
                    else:
                        yield outcome
                if busy := {worker.connection: worker for worker in self._workers if worker.batch}:
                    for connection in wait(list(busy)):
                        self._collect(busy[connection])  # type: ignore[index]
                elif source.ended and not self._order:
                    break
        finally:
            for worker in self._workers:
                worker.end()
            self._workers.clear()
        source.close()

    def _hand_out(self, source: _Source) -> None:
        """Give each worker that has nothing to do a batch, as far as there are any."""
        while idle := self._idle():
            if not self._ready and (batch := source.batch(self._order, AHEAD * BATCH * self._jobs)):
                self._ready.append(batch)
            if not self._ready:
                return
            worker = idle if isinstance(idle, Worker) else self._start()
            try:
                worker.give(self._ready[0])
            except OSError:  # ended while it had nothing to do, so no article is to blame
                self._remove(worker)
                continue
            self._ready.popleft()

    def _idle(self) -> Worker | bool:
        """A worker with nothing to do; True where one may be started."""
        return next((worker for worker in self._workers if not worker.batch), len(self._workers) < self._jobs)

    def _start(self) -> Worker:
        self._workers.append(Worker(self._loaded, self._workers))
        return self._workers[-1]

    def _remove(self, worker: Worker) -> str:
        self._workers.remove(worker)
        return worker.end()

    def _collect(self, worker: Worker) -> None:
        try:
            worker.take()
        except (EOFError, OSError):
            worker.process.join(PATIENCE)
            how = self._remove(worker)
            for slot in reversed(worker.batch):
                slot.crashes += 1
                if slot.crashes == 1:
                    self._ready.appendleft([slot])
                elif slot.article:
                    slot.outcome = CongbaoError(
                        f"{slot.article.id} cannot be tagged",
                        why=f"the process that tagged it ended with {how}, and not for the first time",
                        hint="it is left out, the others are tagged",
                    )


class _Source:
    """The input, read a batch at a time."""

    def __init__(self, articles: Iterable[Article | CongbaoError]) -> None:
        self._articles = iter(articles)
        self._problem: Exception | None = None
        self.ended = False

    def batch(self, order: deque[Slot], limit: int) -> list[Slot]:
        """Read a batch and put it, and errors between its articles, at the end of the order.

        Args:
            order: what was read and not given on.
            limit: the most that may be.
        """
        found: list[Slot] = []
        length = 0
        while not self.ended and len(order) < limit and len(found) < BATCH and length < BATCH_LENGTH:
            try:
                item = next(self._articles)
            except StopIteration:
                self.ended = True
                break
            except Exception as error:  # raised once the articles before it are given on, as with one process
                self._problem, self.ended = error, True
                break
            if isinstance(item, CongbaoError):
                order.append(Slot(None, item))
            else:
                found.append(Slot(item))
                order.append(found[-1])
                length += len(item.text)
        return found

    def close(self) -> None:
        """Raise what reading the input raised."""
        if self._problem:
            raise self._problem

"""One process that tags: what runs in it, and what its parent holds of it. Messages are JSON.

:mod:`pipeline.workers` has the pool.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

import pipeline
from annotations import errors
from annotations.document import Document, Entity, Relation
from annotations.errors import CongbaoError
from corpus.articles import Article

if TYPE_CHECKING:
    from spacy.language import Language

# With fork the workers share the pages the weights lie in. macOS has fork, but its own libraries do not survive it.
FORKS = sys.platform == "linux"
PATIENCE = 5
"""Seconds a process has to end."""
_ENDING = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True)
class Loaded:
    """A model, for workers that share it and for those that load it themselves.

    Attributes:
        model: see :func:`pipeline.load`.
        min_score: entities less probable than this are left out.
        nlp: made with both, and with :func:`use_one_thread`.
    """

    model: str
    min_score: float
    nlp: Language


@dataclass
class Slot:
    """An article's place in the order of the input."""

    article: Article | None
    outcome: Document | CongbaoError | None = None
    crashes: int = 0


class Worker:
    """A process, the parent's end of its pipe, and the batch it holds.

    Args:
        loaded: the model.
        others: all workers there are.
    """

    def __init__(self, loaded: Loaded, others: Sequence[Worker]) -> None:
        self.batch: list[Slot] = []
        self.connection, theirs = multiprocessing.Pipe()
        context: Any = multiprocessing.get_context("fork" if FORKS else "spawn")
        # A forked worker holds copies of the parent's ends; open, they would hide from the others that it has ended.
        inherited = [worker.connection for worker in others] + [self.connection] if FORKS else []
        self.process = context.Process(
            target=_work, daemon=True,
            args=(theirs, inherited, loaded.nlp if FORKS else None, loaded.model, loaded.min_score),
        )
        with _signals_held():
            self.process.start()
        theirs.close()

    def give(self, batch: list[Slot]) -> None:
        """Hand over a batch.

        Raises:
            OSError: the process has ended.
        """
        articles = [slot.article for slot in batch if slot.article]
        self.connection.send_bytes(_pack([[item.id, item.text, item.meta.get("date")] for item in articles]))
        self.batch = batch

    def take(self) -> None:
        """Take the outcomes of the batch.

        Raises:
            EOFError, OSError: the process has ended.
        """
        for slot, row in zip(self.batch, json.loads(_text(self.connection.recv_bytes())), strict=True):
            assert slot.article
            slot.outcome = _outcome(slot.article, row)
        self.batch = []

    def end(self) -> str:
        """End the process; says how it ended."""
        self.connection.close()
        self.process.terminate()
        self.process.join(PATIENCE)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        code = self.process.exitcode or 0
        self.process.close()
        with suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
        return f"exit code {code}"


def _work(
    connection: Connection, inherited: list[Connection], nlp: Language | None, model: str, min_score: float,
) -> None:
    """What a worker does: take a batch, tag it, send the outcomes, until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the parent ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _release_signals()
    for other in inherited:
        other.close()
    from threadpoolctl import threadpool_limits

    from pipeline.tag import tag_or_error

    if nlp is None:
        nlp = pipeline.load(model, min_score)
        use_one_thread(nlp)
    with threadpool_limits(1), suppress(EOFError, OSError):  # the parent has gone
        while True:
            given = json.loads(_text(connection.recv_bytes()))
            articles = [Article(name, text, {"date": date}) for name, text, date in given]
            connection.send_bytes(_pack([_row(tag_or_error(nlp, article)) for article in articles]))


def _row(outcome: Document | CongbaoError) -> dict[str, Any]:
    """An outcome as JSON, without what the parent knows: id, text, meta."""
    if isinstance(outcome, CongbaoError):
        return {"error": type(outcome).__name__, **vars(outcome)}
    row = outcome.to_json()
    return {key: row.get(key) for key in ("entities", "relations", "records", "model")}


def _outcome(article: Article, row: dict[str, Any]) -> Document | CongbaoError:
    if kind := row.pop("error", None):
        return getattr(errors, kind, CongbaoError)(row.pop("what"), **row)
    return Document(
        article.id, article.text, article.meta, [Entity(**entity) for entity in row["entities"]],
        [Relation(**relation) for relation in row["relations"]], row["records"], row["model"],
    )


def _pack(message: Any) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _text(message: bytes) -> str:
    return message.decode("utf-8", "surrogatepass")


def use_one_thread(nlp: Language) -> None:
    """Let an encoder run in the thread that calls it: threads of its own would not survive a fork."""
    from models.encoder.stacked import StackedTagger
    from models.encoder.tagger import EncoderTagger, OnnxModel
    from pipeline.packages import tagger_of

    tagger = getattr(tagger_of(nlp), "tagger", None)
    reader = tagger.reader if isinstance(tagger, StackedTagger) else tagger
    if isinstance(reader, EncoderTagger) and isinstance(reader.score, OnnxModel):
        reader.score = OnnxModel(reader.score.network, threads=1)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Keep signals waiting while a process starts, until it has set what they do."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _release_signals() -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)

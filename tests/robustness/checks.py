"""Kinds of inputs, and what holds for each: number ``i`` of a kind can be made and tried alone."""

import json
import math
import random
import signal
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from annotations import formats
from annotations.document import Document
from annotations.errors import CongbaoError
from annotations.formats import standoff
from corpus.articles import Article
from corpus.readers import read_paths
from pipeline.normalize import parse_quantity, parse_time
from pipeline.tag import tag_article
from tests.robustness import files, texts

PATIENCE = 20.0
"""Seconds of CPU that an input of ordinary size may take; none comes near."""
LONGEST_GRAMMAR = 500  # code points given to the number and time grammars, which refuse more


class TooSlowError(BaseException):
    """An input took longer than :data:`PATIENCE`; no ``except Exception`` of a library takes it for its own."""


@dataclass(frozen=True)
class Kind:
    """A kind of inputs.

    Attributes:
        name: what is tried, a colon, on what.
        run: makes an input from a random generator, tries it and checks what comes; raises AssertionError, or what
            should not have been raised. Gives whether the input was refused, with an error of ours.
    """

    name: str
    run: Callable[[random.Random], bool]

    def attempt(self, number: int, seed: int = 0) -> bool:
        """Try input ``number``; see ``run``."""
        with time_bound(PATIENCE), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self.run(generator(self.name, number, seed))


def generator(kind: str, number: int, seed: int = 0) -> random.Random:
    """What the input ``number`` of a kind is made from; a string seeds alike in every process."""
    return random.Random(f"{seed}/{kind}/{number}")


@contextmanager
def time_bound(seconds: float):
    """Raise :class:`TooSlowError` after some seconds of CPU; where signals cannot be had, when the work is done.

    Of CPU, so that other work on the machine makes nothing fail; for what waits and does nothing there is a limit of
    the clock in :mod:`tests.robustness.soak`.
    """
    started = time.process_time()
    armed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()

    def late(*_: object) -> None:
        raise TooSlowError(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, late) if armed else None
    try:
        if armed:
            signal.setitimer(signal.ITIMER_PROF, seconds)
        yield
    finally:
        if armed:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
    if time.process_time() - started > seconds:
        raise TooSlowError(f"more than {seconds} s")


def check_document(document: Document, text: str) -> None:
    """What holds for every document that the pipeline gives, whatever the text was."""
    assert document.text == text, "the text was changed"
    for entity in document.entities:
        assert 0 <= entity.start < entity.end <= len(text), "a span outside the text"
        assert entity.text == text[entity.start:entity.end] == entity.text.strip(), "a span that is not its text"
        assert entity.score is not None and 0 <= entity.score <= 1, "a score that is no probability"
        given = entity.value if isinstance(entity.value, list) else [entity.value]
        assert all(not isinstance(one, float) or math.isfinite(one) for one in given), "a value that is not finite"
    flat = sorted((item.start, item.end) for item in document.entities if item.label != "TASK")
    assert all(one[1] <= other[0] for one, other in pairwise(flat)), "flat entities overlap"
    known = document.by_id()
    assert len(known) == len(document.entities), "an id is used twice"
    assert all(one.head in known and one.tail in known for one in document.relations), "a relation of no entity"
    for record in (record for rows in (document.records or {}).values() for record in rows):
        for place in record["evidence"]:
            entity = known[place["id"]]
            assert (place["start"], place["end"]) == (entity.start, entity.end), "evidence that is no mention"
        if place := record.get("sentence"):
            assert 0 <= place["start"] < place["end"] <= len(text), "a sentence outside the text"
    line = json.dumps(document.to_json(), ensure_ascii=False, allow_nan=False)
    assert json.loads(line.encode("utf-8")) == json.loads(line), "not what was written"
    assert Document.from_json(json.loads(line)).to_json() == document.to_json(), "not read back"


def check_written(text: str) -> None:
    """A read text can be written."""
    text.encode("utf-8")


def _tagged(nlp, make: Callable[[random.Random], str]) -> Callable[[random.Random], bool]:
    def run(rng: random.Random) -> bool:
        text = make(rng)
        date = rng.choice((*("2019-10-16",) * 20, "2019", None, "hôm qua", 5, ["2019"], "9999-12-31", "0001-01-01"))
        try:
            document = tag_article(nlp, Article("x", text, {"date": date}))
        except CongbaoError:
            told = date is None or isinstance(date, str)
            assert not told or any("\ud800" <= char <= "\udfff" for char in text), "text in Unicode was refused"
            return True
        check_document(document, text)
        return False

    return run


def _grammar(parse: Callable[[str], object]) -> Callable[[random.Random], bool]:
    def run(rng: random.Random) -> bool:
        made = rng.choice((texts.numbers, texts.numbers, texts.noise, texts.unicode, texts.surrogates))(rng)
        start = rng.randint(0, max(0, len(made) - LONGEST_GRAMMAR))
        try:
            parse(made[start:start + LONGEST_GRAMMAR])
        except CongbaoError:
            return True
        return False

    return run


def _read(suffix: str, change: Callable[[random.Random, bytes], bytes]) -> Callable[[random.Random], bool]:
    def run(rng: random.Random) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"in{suffix}"
            path.write_bytes(change(rng, files.READ[suffix](rng)))
            found = list(read_paths([path]))
        for item in found:
            if isinstance(item, Article):
                check_written(item.text)
                check_written(item.id)
                json.dumps(item.meta).encode("utf-8")
            else:
                assert isinstance(item, CongbaoError) and str(item), "an error without words"
        return not any(isinstance(item, Article) for item in found)

    return run


def _imported(format: str, damage: bool) -> Callable[[random.Random], bool]:
    def run(rng: random.Random) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            path = files.write_annotated(rng, format, Path(folder))
            if damage:
                target = rng.choice(sorted(path.rglob("*.*"))) if path.is_dir() else path
                target.write_bytes(files.damaged(rng, target.read_bytes()))
            try:
                if format == "standoff":
                    for item in standoff.read_folder(path):
                        standoff.join(item, texts.plain(rng))
                    return False
                for document in formats.read(path, format):
                    for entity in document.entities:
                        assert entity.text == document.text[entity.start:entity.end] != "", "a span not its text"
                    json.dumps(document.to_json())
            except CongbaoError:
                assert damage or format == "standoff", "a whole file was refused"
                return True
        return False

    return run


def _random(rng: random.Random, _: bytes) -> bytes:
    return rng.randbytes(rng.randint(0, 3000))


def kinds(nlp) -> list[Kind]:
    """Every kind, with a pipeline that tags."""
    found = [Kind(f"tag: {name}", _tagged(nlp, make)) for name, make in texts.TEXTS.items()]
    found += [
        Kind("number grammar: words and noise", _grammar(parse_quantity)),
        Kind("time grammar: words and noise", _grammar(parse_time)),
        Kind("time grammar: deadlines", _grammar(lambda text: parse_time(text, deadline=True))),
    ]
    for suffix in files.READ:
        found.append(Kind(f"read {suffix}: whole files", _read(suffix, lambda _, raw: raw)))
        found.append(Kind(f"read {suffix}: damaged files", _read(suffix, files.damaged)))
        found.append(Kind(f"read {suffix}: random bytes", _read(suffix, _random)))
    for format in files.ANNOTATED:
        found.append(Kind(f"import {format}: whole files", _imported(format, False)))
        found.append(Kind(f"import {format}: damaged files", _imported(format, True)))
    return found

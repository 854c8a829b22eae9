"""Memory over many articles, which may not grow: read, tagged and forgotten one after the other."""

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

from corpus.articles import Article, articles_folder, read_articles
from corpus.load import load
from pipeline.tag import tag_stream

EVERY = 500
_STATUS = Path("/proc/self/status")


def resident() -> int:
    """Bytes of memory this process holds now; 0 where the system does not say."""
    if not _STATUS.is_file():
        return 0
    line = next(line for line in _STATUS.read_text("ascii").splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def articles() -> tuple[str, Iterator[Article]]:
    """Where articles come from, and the articles: those of this machine, else the open ones over and over, changed."""
    if folder := articles_folder():
        return "real articles", read_articles(folder)
    return "open articles, repeated with changes", _changed()


def _changed() -> Iterator[Article]:
    documents = load("open/train").documents
    rng = random.Random(0)
    for number in itertools.count():
        document = documents[number % len(documents)]
        # Other figures and other syllables: nothing that is remembered for one article serves the next.
        text = "".join(str(rng.randrange(10)) if char.isdigit() else char for char in document.text)
        words = text.split(" ")
        for _ in range(len(words) // 20):
            word = rng.choice("bcdghklmnt") + rng.choice("aeiouyêôơư") + rng.choice("cmnpt") + rng.choice("aeiou")
            words[rng.randrange(len(words))] = word
        yield Article(f"{document.id}/{number}", " ".join(words), document.meta)


def measure(nlp, count: int, every: int = EVERY) -> tuple[str, list[dict[str, float]]]:
    """Tag articles and write down the memory now and then; where they came from, and the rows."""
    source, given = articles()
    failures: list[str] = []
    rows = []
    tagged = tag_stream(nlp, itertools.islice(given, count), lambda error: failures.append(str(error)))
    for number, _ in enumerate(tagged, 1):
        if number % every == 0:
            rows.append({"articles": number, "mb": round(resident() / 1e6, 1)})
    if failures:
        raise AssertionError(f"{len(failures)} articles were not tagged; the first: {failures[0]}")
    return source, rows

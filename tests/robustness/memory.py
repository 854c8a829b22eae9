"""Memory over many articles, which may not grow: read, tagged and forgotten one after the other."""

import itertools
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corpus.articles import Article, articles_folder, read_articles
from corpus.load import load
from corpus.readers import read_paths
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


def measure(count: int, every: int = EVERY) -> tuple[str, list[dict[str, float]]]:
    """Tag articles in a process of its own and write down its memory now and then; where they came from, and the rows.

    Raises:
        RuntimeError: it ended otherwise than with an answer.
    """
    command = [sys.executable, "-m", "tests.robustness.memory", str(count), str(every)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    if done.returncode:
        raise RuntimeError(f"memory: exit code {done.returncode}: {done.stderr[-500:]}")
    source, rows = json.loads(done.stdout.splitlines()[-1])
    return source, rows


def _run(count: int, every: int) -> tuple[str, list[dict[str, float]]]:
    import pipeline

    nlp = pipeline.load()
    source, given = articles()
    failures: list[str] = []
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        # Not from the packed file: to unpack takes a window that fills as it goes, of tens of megabytes.
        file = Path(folder) / "articles.jsonl"
        with file.open("w", encoding="utf-8") as out:
            for number, article in enumerate(itertools.islice(given, count)):
                out.write(json.dumps({"id": str(number), "text": article.text, "meta": article.meta}) + "\n")
        del given
        tagged = tag_stream(nlp, read_paths([file]), lambda error: failures.append(str(error)))
        for number, _ in enumerate(tagged, 1):
            if number % every == 0:
                rows.append({"articles": number, "mb": round(resident() / 1e6, 1)})
    if failures:
        raise RuntimeError(f"{len(failures)} articles were not tagged; the first: {failures[0]}")
    return source, rows


if __name__ == "__main__":
    print(json.dumps(_run(*map(int, sys.argv[1:]))))

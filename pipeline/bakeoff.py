"""The bake-off: systems scored on one annotated set, with what each costs beside what it finds.

Of a system's packages (one a seed) each is scored; speed, size and memory are those of the first. Speed is that of the
whole pipeline, from text to records, in one process: each article goes through one system after another, and through
underthesea's ``ner`` alone, so that whatever else the machine does slows all of them alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.errors import InputError, ModelError
from annotations.sentences import sentences
from corpus.articles import ARTICLES_VARIABLE, COLLECTION, Article, articles_folder
from corpus.texts import read_texts
from evaluation.counts import shown
from evaluation.intervals import over_seeds
from evaluation.provenance import today, versions
from evaluation.reading import read_documents
from pipeline.experiments import figures
from pipeline.packages import load_package
from pipeline.tag import make_doc, tag_article
from pipeline.training import score_pipeline

if TYPE_CHECKING:
    from spacy.language import Language

Progress = Callable[[str], None]
NER = "underthesea ner"
"""What speed is compared with."""
FIGURES = ("overall", "mission", "deadline", "task")


@dataclass(frozen=True)
class Candidate:
    """A system that takes part.

    Attributes:
        name: of its row.
        packages: names of shipped packages or folders of others, one a seed.
    """

    name: str
    packages: tuple[str, ...]


def candidate(text: str) -> Candidate:
    """A candidate as it is written on a command line.

    >>> candidate("crf=out/a,out/b")
    Candidate(name='crf', packages=('out/a', 'out/b'))
    >>> candidate("vi_gov_news_sm")
    Candidate(name='vi_gov_news_sm', packages=('vi_gov_news_sm',))
    """
    name, equals, packages = text.partition("=")
    return Candidate(name, tuple(packages.split(","))) if equals else Candidate(text, (text,))


def bakeoff(
    candidates: Sequence[Candidate], gold: str, texts: Path | None, timed: int, articles: int, note: str,
    progress: Progress,
) -> dict[str, Any]:
    """Score systems and measure what they cost.

    Args:
        candidates: in the order of the rows.
        gold: an annotated set or file, see :func:`evaluation.reading.read_documents`.
        texts: JSONL of articles to measure speed and memory on; None for the project's own collection.
        timed: how many of them speed is measured on.
        articles: after how many of them memory is read.
        note: kept as it is.
        progress: called with a line of text at each step.

    Returns:
        ``gold``, ``scored`` (documents), ``note``, ``versions``, ``date``, ``processors``, ``timed`` (articles and
        syllables), ``memory_after`` (articles), ``ner_syllables_per_second`` and ``rows``: ``system``, ``seeds`` (None
        where a package tells none), F1 by seed as ``overall`` (all flat labels), ``mission``, ``deadline`` and
        ``task``, their ``mean`` and ``sd`` (standard deviation of a sample, None of one), ``syllables_per_second``,
        ``megabytes`` (10^6 bytes on disk), ``memory_mb`` (10^6 bytes at the peak, of a process that tagged
        ``memory_after`` articles) and ``parts`` (microseconds of processor time a syllable, by component).

    Raises:
        InputError: there are no texts, or no gold.
        ModelError: a package cannot be loaded, or fails.
    """
    source = _texts(texts)
    sample = [Article(str(number), text) for number, text in enumerate(islice(read_texts(source), timed), 1)]
    if not sample:
        raise InputError("no texts to measure on", file=str(source), why="it is empty")
    if len({one.name for one in candidates}) < len(candidates):
        raise InputError("two systems have one name", hint="write NAME=FOLDER,FOLDER for each")
    documents = read_documents(gold)
    rows: list[dict[str, Any]] = []
    first: dict[str, Language] = {}
    for one in candidates:
        loaded = [load_package(name) for name in one.packages]
        first[one.name] = loaded[0]
        scored = [_scored(figures(score_pipeline(nlp, documents, resamples=0))) for nlp in loaded]
        spread = over_seeds(scored)
        rows.append({
            "system": one.name, "seeds": [nlp.meta.get("congbao", {}).get("seed") for nlp in loaded],
            **{name: [row[name] for row in scored] for name in FIGURES},
            **{part: {name: spread[name][part] for name in FIGURES} for part in ("mean", "sd")},
        })
        progress(f"{one.name}: F1 {', '.join(shown(row['overall']) for row in scored)}")
    progress(f"timing on {len(sample)} articles")
    speeds = syllables_per_second({NER: ner, **{name: _tagged(nlp) for name, nlp in first.items()}}, sample)
    seen = 0
    for one, row in zip(candidates, rows, strict=True):
        progress(f"memory of {one.name}")
        peak = peak_memory(one.packages[0], source, articles)
        seen = peak["articles"]
        row["parts"] = parts(first[one.name], sample)
        row["syllables_per_second"] = round(speeds[one.name])
        row["megabytes"] = round(_bytes(first[one.name].path) / 1e6, 3)
        row["memory_mb"] = round(peak["bytes"] / 1e6)
    return {
        "gold": gold, "scored": len(documents), "note": note, "versions": versions(), "date": today(),
        "processors": os.cpu_count(),
        "timed": {"articles": len(sample), "syllables": sum(map(_syllables, sample))},
        "memory_after": seen, "ner_syllables_per_second": round(speeds[NER]), "rows": rows,
    }


def syllables_per_second(
    taggers: Mapping[str, Callable[[Article], object]], articles: Sequence[Article],
) -> dict[str, float]:
    """How fast systems are, each article given to all of them in turn; syllables are what white space parts.

    Args:
        taggers: by name.
        articles: at least one with text; the first is given to all once before, to warm up.
    """
    seconds = dict.fromkeys(taggers, 0.0)
    for number, article in enumerate([articles[0], *articles]):
        for name, tag in taggers.items():
            started = time.perf_counter()
            tag(article)
            seconds[name] += (time.perf_counter() - started) * (number > 0)
    syllables = sum(map(_syllables, articles))
    return {name: syllables / spent for name, spent in seconds.items()}


def parts(nlp: Language, articles: Sequence[Article]) -> dict[str, float]:
    """What each component costs: microseconds of processor time a syllable, the tokenizer's first."""
    seconds = dict.fromkeys(("tokenizer", *nlp.pipe_names), 0.0)
    for article in articles:
        started = time.process_time()
        doc = make_doc(nlp, article)
        seconds["tokenizer"] += time.process_time() - started
        for name, component in nlp.pipeline:
            started = time.process_time()
            doc = component(doc)
            seconds[name] += time.process_time() - started
    syllables = sum(map(_syllables, articles))
    return {name: round(spent / syllables * 1e6, 3) for name, spent in seconds.items()}


def ner(article: Article) -> None:
    """underthesea's recogniser alone, sentence by sentence; what it finds is thrown away."""
    import underthesea

    for start, end in sentences(article.text):
        underthesea.ner(article.text[start:end])


def peak_memory(package: str, texts: Path, articles: int) -> dict[str, int]:
    """The most memory a fresh process held that loaded a package and tagged articles.

    Returns:
        ``bytes``, and how many ``articles`` there were.

    Raises:
        ModelError: the process failed.
    """
    command = [sys.executable, "-m", "pipeline.peak", package, str(texts), str(articles)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ModelError(f"memory of {package!r} cannot be measured", why=done.stderr.strip()[-300:])
    return json.loads(done.stdout.splitlines()[-1])


def _texts(given: Path | None) -> Path:
    if given is not None:
        return given
    folder = articles_folder()
    if folder is None:
        raise InputError("no texts to measure on", hint=f"give --texts, or set {ARTICLES_VARIABLE}")
    return folder / COLLECTION if folder.is_dir() else folder


def _scored(found: dict[str, Any]) -> dict[str, float | None]:
    by_label = found["f1"]
    return {
        "overall": found["overall"], "mission": found["mission"],
        "deadline": by_label.get("DEADLINE"), "task": by_label.get("TASK"),
    }


def _tagged(nlp: Language) -> Callable[[Article], object]:
    return lambda article: tag_article(nlp, article)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _syllables(article: Article) -> int:
    return len(article.text.split())

"""How fast a machine tags, and what follows for a million articles: ``python -m pipeline.cluster.measure``.

Writes ``evaluation/results/throughput.json`` and, from it, the table in the README of this package.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

import pipeline
from annotations.document import Document
from annotations.errors import CongbaoError, InputError
from corpus.articles import Article

RESULT = Path(pipeline.__file__).parents[1] / "evaluation" / "results" / "throughput.json"
README = Path(__file__).with_name("README.md")
OPENS, CLOSES = "<!-- throughput -->", "<!-- /throughput -->"
SIZES = (1_000_000, 100_000_000)
CORES = 64


def main(
    paths: Annotated[list[str] | None, typer.Argument(help="As for `congbao tag`; by default open/train.")] = None,
    model: Annotated[str, typer.Option(help="See `congbao tag`.")] = pipeline.DEFAULT_MODEL,
    jobs: Annotated[str, typer.Option(help="Numbers of processes, with commas.")] = "1,2",
    rounds: Annotated[int, typer.Option(min=1, help="Times each is measured, in turn.")] = 3,
    ray: Annotated[bool, typer.Option(help="Measure Ray too.")] = True,
    to: Annotated[Path, typer.Option(help="JSON to write.")] = RESULT,
    readme: Annotated[Path, typer.Option(help="Text to write the table into.")] = README,
) -> None:
    """Measure and write both."""
    result = measure(_articles(paths), model, [int(number) for number in jobs.split(",")], rounds, ray)
    to.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    readme.write_text(with_table(readme.read_text("utf-8"), result), "utf-8")
    print(table(result))


def measure(articles: list[Article], model: str, jobs: Iterable[int], rounds: int, ray: bool = True) -> dict[str, Any]:
    """Tag the same articles with each number of processes and with Ray, in turn, and time it.

    Args:
        articles: the more, the less the start and the end of a run weigh.
        model: see :func:`pipeline.load`.
        jobs: numbers of processes.
        rounds: times each is measured; other work on the machine does not fall on one of them alone.
        ray: whether Ray is measured too, with as many actors as the most processes; its start is part of its time.

    Returns:
        ``rows``: ``system``, ``engine``, ``jobs``, ``articles_per_second`` and ``syllables_per_second`` (of the median
        round), ``seconds`` of each round, ``memory_mb`` (10^6 bytes of all processes, shared pages once; of Ray's
        unknown), ``output_sha256`` of the JSON lines. ``estimates``: the arithmetic for :data:`SIZES`. ``articles``,
        ``syllables`` and ``bytes`` say what was tagged, the rest by what.

    Raises:
        CongbaoError: an article cannot be tagged, or the output is not the same in every run.
    """
    from evaluation.provenance import today, versions
    from pipeline.parquet import write_table

    started = time.monotonic()
    meta = pipeline.load(model).meta
    loading = time.monotonic() - started
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    numbers = list(jobs)
    runs: dict[tuple[str, int], list[dict[str, Any]]] = {("processes", number): [] for number in numbers}
    if ray:
        runs["ray", max(numbers)] = []
    for _ in range(rounds):
        for (engine, number), found in runs.items():
            found.append((_run if engine == "processes" else _run_on_ray)(articles, model, number))
    hashes = {run["sha256"] for found in runs.values() for run in found}
    if len(hashes) > 1:
        raise CongbaoError("the output is not the same in every run", why=f"{len(hashes)} different ones")
    packed = io.BytesIO()
    write_table(_tagged(articles, model, 1), packed, "memory")
    syllables = sum(len(article.text.split()) for article in articles)
    rows = [
        {"system": meta["name"], "engine": engine, "jobs": number, **_summary(found, len(articles), syllables)}
        for (engine, number), found in runs.items()
    ]
    sizes = {
        "texts": sum(len(article.text.encode()) for article in articles),
        "jsonl": runs["processes", numbers[0]][0]["bytes"], "parquet": len(packed.getvalue()),
    }
    return {
        "rows": rows, "estimates": estimates(rows[0]["articles_per_second"] / rows[0]["jobs"], len(articles), sizes),
        "articles": len(articles), "syllables": syllables, "bytes": sizes, "loading_seconds": round(loading, 2),
        "machine": {"processor": _processor(), "cores": os.cpu_count(), "load_before": load},
        "model": {"name": meta["name"], "version": meta["version"]},
        "versions": versions(), "date": today(),
    }


def estimates(rate: float, articles: int, sizes: Mapping[str, int]) -> list[dict[str, Any]]:
    """What :data:`SIZES` articles of the same length take.

    Args:
        rate: articles a second of one process on one core.
        articles: how many were measured.
        sizes: their bytes, by kind of file.

    >>> estimates(10, 100, {"texts": 300_000})[0]
    {'articles': 1000000, 'core_hours': 27.8, 'hours_on_64_cores': 0.4, 'cores_for_one_day': 2, 'texts_gb': 3.0}
    """
    found = []
    for total in SIZES:
        hours = total / rate / 3600
        found.append({
            "articles": total, "core_hours": round(hours, 1), f"hours_on_{CORES}_cores": round(hours / CORES, 1),
            "cores_for_one_day": math.ceil(hours / 24),
            **{f"{kind}_gb": round(size / articles * total / 1e9, 1) for kind, size in sizes.items()},
        })
    return found


def _tagged(articles: list[Article], model: str, jobs: int) -> Any:
    from pipeline.workers import tag_with_jobs

    def failed(error: CongbaoError) -> None:
        raise error

    return tag_with_jobs(model, articles, failed, jobs)


def _run(articles: list[Article], model: str, jobs: int) -> dict[str, Any]:
    documents: Iterable[Document] = _tagged(articles, model, jobs)
    digest, size, memory = hashlib.sha256(), 0, None
    started = time.monotonic()
    for number, document in enumerate(documents, 1):
        line = (json.dumps(document.to_json(), ensure_ascii=False) + "\n").encode()
        digest.update(line)
        size += len(line)
        if number == len(articles):
            seconds, memory = time.monotonic() - started, _memory()
    return {"seconds": seconds, "bytes": size, "memory": memory, "sha256": digest.hexdigest()}


def _run_on_ray(articles: list[Article], model: str, actors: int) -> dict[str, Any]:
    from pipeline.cluster import read_shards
    from pipeline.cluster.engine import connected, tag_to_shards

    def failed(error: CongbaoError) -> None:
        raise error

    with tempfile.TemporaryDirectory() as name:
        given, to = Path(name) / "articles.jsonl", Path(name) / "tagged"
        with given.open("w", encoding="utf-8") as file:
            for article in articles:
                row = {"id": article.id, "text": article.text, "meta": article.meta}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        started = time.monotonic()
        with connected(actors):
            size = math.ceil(len(articles) / actors)
            for _ in tag_to_shards([str(given)], str(to), failed, model=model, size=size, actors=actors):
                pass
        seconds = time.monotonic() - started
        tagged = (json.dumps(document.to_json(), ensure_ascii=False) + "\n" for document in read_shards(to))
        lines = "".join(tagged).encode()
    return {"seconds": seconds, "bytes": len(lines), "memory": None, "sha256": hashlib.sha256(lines).hexdigest()}


def _summary(runs: list[dict[str, Any]], articles: int, syllables: int) -> dict[str, Any]:
    seconds = statistics.median(run["seconds"] for run in runs)
    memory = max((run["memory"] for run in runs if run["memory"]), default=None)
    return {
        "articles_per_second": round(articles / seconds, 2), "syllables_per_second": round(syllables / seconds),
        "seconds": [round(run["seconds"], 2) for run in runs],
        "memory_mb": memory and round(memory / 1e6), "output_sha256": runs[0]["sha256"],
    }


def _memory() -> int | None:
    """Bytes of this process and its workers, shared pages counted once; None where the system does not say."""
    total = 0
    for process in (os.getpid(), *(child.pid for child in multiprocessing.active_children())):
        try:
            rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            return None
        total += next(int(row.split()[1]) for row in rows if row.startswith("Pss:")) * 1024
    return total


def _processor() -> str:
    try:
        rows = Path("/proc/cpuinfo").read_text().splitlines()
        return next(row.partition(":")[2].strip() for row in rows if row.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _articles(paths: list[str] | None) -> list[Article]:
    if not paths:
        from corpus.load import load

        return [Article(document.id, document.text, document.meta) for document in load("open/train")]
    from corpus.readers import read_paths

    found = [item for item in read_paths(paths) if isinstance(item, Article)]
    if not found:
        raise InputError("no articles are given")
    return found


def table(result: Mapping[str, Any]) -> str:
    """A result in Markdown: on what it was measured, and the tables of ``RESULTS.md``."""
    from evaluation.overview.experiments import throughput

    count = result["articles"]
    head = (
        f"`{result['model']['name']}` {result['model']['version']}, {count:,} articles of "
        f"{result['syllables'] / count:,.0f} syllables and {result['bytes']['texts'] / count / 1000:.1f} kB on average,"
        f" {result['machine']['processor']}, {result['machine']['cores']} cores, Python "
        f"{result['versions']['python']}, {result['date'][:10]}. Loading the model takes "
        f"{result['loading_seconds']:.1f} s, which is not in the times of processes; Ray's hold its start and end."
    )
    return "\n".join([head, "", *throughput(dict(result))]).rstrip()


def with_table(readme: str, result: Mapping[str, Any]) -> str:
    """A README with the table of a result between its marks."""
    head, _, rest = readme.partition(OPENS)
    _, _, tail = rest.partition(CLOSES)
    return f"{head}{OPENS}\n{table(result)}\n{CLOSES}{tail}"


if __name__ == "__main__":
    try:
        typer.run(main)
    except CongbaoError as error:
        sys.exit(f"congbao: {error}")

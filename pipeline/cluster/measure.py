"""How fast a machine tags, and what follows for a million articles: ``python -m pipeline.cluster.measure``.

Writes ``evaluation/results/throughput.json`` and, from it, the table in the README of this package.
"""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterable
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
    to: Annotated[Path, typer.Option(help="JSON to write.")] = RESULT,
    readme: Annotated[Path, typer.Option(help="Text to write the table into.")] = README,
) -> None:
    """Measure and write both."""
    result = measure(_articles(paths), model, [int(number) for number in jobs.split(",")], rounds)
    to.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    readme.write_text(with_table(readme.read_text("utf-8"), result), "utf-8")
    print(table(result))


def measure(articles: list[Article], model: str, jobs: Iterable[int], rounds: int) -> dict[str, Any]:
    """Tag the same articles with each number of processes, in turn, and time it.

    Args:
        articles: the more, the less the start and the end of a run weigh.
        model: see :func:`pipeline.load`.
        jobs: numbers of processes.
        rounds: times each is measured; other work on the machine does not fall on one of them alone.

    Returns:
        ``jobs``: number -> seconds of each round, articles a second (median) and memory; ``sha256`` of the output;
        sizes in bytes; the machine. Loading the model is timed apart.

    Raises:
        CongbaoError: an article cannot be tagged, or the output is not the same in every run.
    """
    from evaluation.provenance import today, versions
    from pipeline.parquet import write_table

    started = time.monotonic()
    meta = pipeline.load(model).meta
    loading = time.monotonic() - started
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    runs: dict[int, list[dict[str, Any]]] = {number: [] for number in jobs}
    for _ in range(rounds):
        for number, found in runs.items():
            found.append(_run(articles, model, number))
    hashes = {run["sha256"] for found in runs.values() for run in found}
    if len(hashes) > 1:
        raise CongbaoError("the output is not the same in every run", why=f"{len(hashes)} different ones")
    packed = io.BytesIO()
    write_table(_tagged(articles, model, 1), packed, "memory")
    return {
        "articles": len(articles), "syllables": sum(len(article.text.split()) for article in articles),
        "bytes": {
            "text": sum(len(article.text.encode()) for article in articles),
            "jsonl": runs[next(iter(runs))][0]["bytes"], "parquet": len(packed.getvalue()),
        },
        "sha256": hashes.pop(),
        "jobs": {str(number): _summary(found, len(articles)) for number, found in runs.items()},
        "loading_seconds": round(loading, 2),
        "machine": {"processor": _processor(), "cores": os.cpu_count(), "load_before": load},
        "model": {"name": meta["name"], "version": meta["version"]},
        "versions": versions(), "date": today(),
    }


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


def _summary(runs: list[dict[str, Any]], articles: int) -> dict[str, Any]:
    return {
        "seconds": [round(run["seconds"], 2) for run in runs],
        "articles_per_second": round(articles / statistics.median(run["seconds"] for run in runs), 2),
        "memory": max((run["memory"] for run in runs if run["memory"]), default=None),
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


def table(result: dict[str, Any]) -> str:
    """A result in Markdown: what was measured, and the arithmetic for :data:`SIZES`."""
    count, size = result["articles"], result["bytes"]
    lines = [
        f"`{result['model']['name']}` {result['model']['version']}, {count:,} articles of "
        f"{result['syllables'] / count:,.0f} syllables and {size['text'] / count / 1000:.1f} kB on average, "
        f"{result['machine']['processor']}, {result['machine']['cores']} cores, Python "
        f"{result['versions']['python']}, {result['date'][:10]}. Loading the model takes "
        f"{result['loading_seconds']:.1f} s. The output is the same in all runs (SHA-256 {result['sha256'][:12]}…).",
        "",
        "| processes | articles/s | syllables/s | seconds, each round | memory |",
        "| ---: | ---: | ---: | --- | ---: |",
    ]
    for number, row in result["jobs"].items():
        rate = row["articles_per_second"]
        memory = "n/a" if row["memory"] is None else f"{row['memory'] / 1e6:,.0f} MB"
        seconds = ", ".join(f"{second:.1f}" for second in row["seconds"])
        lines.append(
            f"| {number} | {rate:,.1f} | {rate * result['syllables'] / count:,.0f} | {seconds} | {memory} |"
        )
    one = next(iter(result["jobs"].values()))["articles_per_second"] / int(next(iter(result["jobs"])))
    lines += [
        "",
        f"From {one:,.1f} articles/s a process and a core each, articles of this length:",
        "",
        f"| articles | core hours | hours on {CORES} cores | cores for one day | text | JSONL | Parquet |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for total in SIZES:
        hours = total / one / 3600
        sizes = " | ".join(f"{size[kind] / count * total / 1e9:,.0f} GB" for kind in ("text", "jsonl", "parquet"))
        lines.append(f"| {total:,} | {hours:,.0f} | {hours / CORES:,.1f} | {max(1, -(-hours // 24)):,.0f} | {sizes} |")
    return "\n".join(lines)


def with_table(readme: str, result: dict[str, Any]) -> str:
    """A README with the table of a result between its marks."""
    head, _, rest = readme.partition(OPENS)
    _, _, tail = rest.partition(CLOSES)
    return f"{head}{OPENS}\n{table(result)}\n{CLOSES}{tail}"


if __name__ == "__main__":
    try:
        typer.run(main)
    except CongbaoError as error:
        sys.exit(f"congbao: {error}")

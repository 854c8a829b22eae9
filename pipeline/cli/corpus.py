"""``congbao corpus``: statistics, samples, splits, checks, and texts joined to stand-off annotations."""

from __future__ import annotations

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotations.errors import CongbaoError, InputError, Skipped
from pipeline.cli.annotate import Format, save
from pipeline.cli.sources import annotated, articles, tell

if TYPE_CHECKING:
    from rich.console import RenderableType

    from corpus.stats import Statistics

app = typer.Typer(help="Statistics, samples, splits and checks of corpora.", no_args_is_help=True)

Sets = Annotated[list[str], typer.Argument(metavar="SET…", help="Sets (real/dev), or files or folders of a format.")]
Texts = Annotated[list[Path] | None, typer.Option(
    help="Files or folders with the texts; by default those that CONGBAO_ARTICLES names. May be repeated.",
)]
LISTING = "articles.tsv"


@app.command()
def stats(
    sets: Sets, format: Format = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Count documents, syllables, entities, relations and deadlines, by set and by source."""
    from corpus.stats import Statistics, by_source, statistics

    counts: dict[str, Statistics] = {}
    sources: dict[str, Statistics] = {}
    missing: dict[str, list[str]] = {}
    for name in dict.fromkeys(sets):
        loaded = annotated(name, format)
        counts[name] = sum(map(statistics, loaded.documents), Statistics())
        for source, found in by_source(loaded.documents).items():
            sources[source] = sources.get(source, Statistics()) + found
        missing[name] = loaded.missing
    whole = sum(counts.values(), Statistics())
    if json:
        row = {
            "sets": {name: found.to_json() for name, found in counts.items()}, "all": whole.to_json(),
            "sources": {name: found.to_json() for name, found in sorted(sources.items())}, "missing": missing,
        }
        print(json_module.dumps(row, ensure_ascii=False, indent=1))
    else:
        from rich.console import Console

        Console().print(_tables(counts, whole, dict(sorted(sources.items()))))
    for name, identities in missing.items():
        if identities:
            tell(f"{name}: {len(identities)} texts are not on this machine; not counted")


@app.command()
def card() -> None:
    """Count the project's own sets anew and write the figures of their cards (the real articles are needed)."""
    from pipeline.cards import ship_cards

    for path in ship_cards():
        print(path)


@app.command()
def sample(
    paths: Annotated[list[str] | None, typer.Argument(
        metavar="PATH…", help="Articles; by default those that CONGBAO_ARTICLES names.",
    )] = None,
    size: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
    seed: Annotated[int, typer.Option(help="Another seed gives another sample.")] = 0,
    exclude: Annotated[list[Path] | None, typer.Option(
        help="Annotated already: stand-off folders or JSONL, beside the project's own gold. May be repeated.",
    )] = None,
    plan: Annotated[Path | None, typer.Option(help="Shares and cues, as in corpus/sample.json.")] = None,
    to: Annotated[Path | None, typer.Option(help="Write texts for annotators here, instead of printing ids.")] = None,
) -> None:
    """Choose articles to annotate: varied by collection, length, year and matter."""
    from corpus.sample import PLAN
    from corpus.sample import sample as choose

    rules = json_module.loads((plan or PLAN).read_text("utf-8"))
    taken = _taken(exclude or [])
    pool = []
    for article in articles(paths or []):
        if isinstance(article, CongbaoError):
            tell(article)
        elif article.id not in taken and article.sha256 not in taken:
            pool.append(article)
    chosen = choose(pool, size, seed, rules)
    if not chosen:
        raise InputError(
            "no article to choose", why=f"none of {len(pool)} is of a collection that the plan has a quota for",
            hint="give --plan with quotas for your collections (an id up to its first slash)",
        )
    if to is None:
        for article in chosen:
            print(article.id)
        return
    _write_texts(chosen, to)
    tell(f"{len(chosen)} texts written to {to}; {LISTING} lists them in the order to annotate them in")


@app.command()
def split(
    source: Annotated[str, typer.Argument(metavar="SET", help="An annotated set, or a file or folder of a format.")],
    to: Annotated[Path, typer.Option(help="Folder to write train and dev into.")],
    dev: Annotated[float, typer.Option(min=0, max=1, help="Share of documents for dev.")] = 0.2,
    seed: Annotated[int, typer.Option(help="Another seed gives another split.")] = 0,
    held_out: Annotated[str | None, typer.Option(help="Collection for dev alone; else the seed picks one.")] = None,
    format: Annotated[str, typer.Option(help="What is written: jsonl, standoff, …")] = "jsonl",
    source_format: Format = None,
) -> None:
    """Split by document: near-duplicates on one side, one whole collection in dev alone."""
    from annotations import formats
    from corpus.splits import split as divide

    loaded = annotated(source, source_format)
    result = divide(loaded.documents, dev, seed, held_out)
    to.mkdir(parents=True, exist_ok=True)
    for name, documents in (("train", result.train), ("dev", result.dev)):
        save(documents, formats.path_in(to, name, format), format)
    tell(f"in dev alone: {result.held_out or 'no collection'}; {len(result.together)} groups of near-duplicates")
    for identity in loaded.missing:
        tell(f"{identity}: its text is not on this machine, left out")
    if loaded.missing:
        raise typer.Exit(1)


@app.command()
def validate(sets: Sets, texts: Texts = None, format: Format = None) -> None:
    """Check annotated sets against the schema; every error is named."""
    from corpus.check import check

    documents = errors = 0
    for name in sets:
        checked = check(_place(name), articles(texts or []), format)
        documents += checked.documents
        errors += len(checked.errors)
        for error in checked.errors:
            tell(error)
    tell(f"{documents} documents checked, {errors} errors")
    if errors or not documents:
        raise typer.Exit(1)


@app.command()
def rehydrate(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER…", help="Stand-off annotations.")],
    texts: Texts = None,
    to: Annotated[Path | None, typer.Option(help="JSONL to write instead of standard output.")] = None,
) -> None:
    """Join stand-off annotations with their texts, found by SHA-256, into JSONL."""
    from annotations import formats
    from annotations.document import write_jsonl
    from corpus.check import read_standoff
    from corpus.rehydrate import rehydrate as join

    errors: list[CongbaoError] = []
    items = [item for folder in folders for item in read_standoff(folder, errors)]
    joined = join(items, articles(texts or []))
    if to is None:
        write_jsonl(joined.documents, sys.stdout)
    else:
        formats.write(joined.documents, to, "jsonl")
    if joined.missing:
        errors += [error for error in joined.unread if not isinstance(error, Skipped)]
        errors += [InputError(f"the text of {item.id} was not found", file=item.file) for item in joined.missing]
    errors += joined.errors
    for error in errors:
        tell(error)
    tell(f"{len(joined.documents)} of {len(items)} annotations joined with their texts")
    if errors or not items:
        raise typer.Exit(1)


def _place(name: str) -> Path:
    """Where a set lies: one of the project's by its name, any other by its path."""
    from corpus.load import GOLD, OPEN, OPEN_SPLITS, SPLITS

    places = {f"real/{part}": GOLD / part for part in SPLITS}
    places |= {f"open/{part}": OPEN / f"{part}.jsonl" for part in OPEN_SPLITS}
    return places.get(name, Path(name))


def _taken(exclude: list[Path]) -> set[str]:
    """Ids, and SHA-256 of the texts, of what is annotated already."""
    from annotations import formats
    from corpus.check import read_standoff
    from corpus.load import GOLD

    errors: list[CongbaoError] = []
    taken: set[str] = set()
    for path in [GOLD, *exclude]:
        if path.is_dir() and formats.told(path) == "standoff":
            for item in read_standoff(path, errors):
                taken |= {item.id, item.sha256}
        else:
            for document in formats.read(path):
                taken |= {document.id, document.sha256}
    if errors:
        raise errors[0]
    return taken


def _write_texts(chosen: list[Any], to: Path) -> None:
    from annotations.document import Document
    from annotations.formats import files

    to.mkdir(parents=True, exist_ok=True)
    rows = ["file\tid\tdate\tsyllables\n"]
    for name, document in files.named(Document(article.id, article.text, article.meta) for article in chosen):
        files.write_text(to / f"{name}.txt", document.text)
        files.write_beside(to / f"{name}.json", document)
        date = document.meta.get("date") or "unknown"
        rows.append(f"{name}.txt\t{document.id}\t{date}\t{len(document.text.split())}\n")
    files.write_text(to / LISTING, "".join(rows))


def _tables(counts: dict[str, Statistics], whole: Statistics, sources: dict[str, Statistics]) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.console import Group
    from rich.table import Table

    columns = counts if len(counts) == 1 else {**counts, "all": whole}
    sets = Table(title="By set", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    sets.add_column("")
    for name in columns:
        sets.add_column(name, justify="right")
    rows = [found.to_json() for found in columns.values()]
    for name in ("documents", "sentences", "syllables", "deadlines"):
        sets.add_row("deadlines with a day" if name == "deadlines" else name, *(f"{row[name]:,}" for row in rows))
    for name in ("entities", "relations"):
        sets.add_section()
        for label in dict.fromkeys(label for row in rows for label in row[name]):
            shown = name if label == "all" else f"  {label}"
            sets.add_row(shown, *(f"{row[name].get(label, 0):,}" for row in rows))
    by_source = Table(title="By source", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    by_source.add_column("")
    for name in ("documents", "syllables", "entities", "relations", "deadlines"):
        by_source.add_column(name, justify="right")
    for source, found in sources.items():
        row = found.to_json()
        by_source.add_row(
            source, *(f"{row[name]:,}" for name in ("documents", "syllables")),
            *(f"{row[name]['all']:,}" for name in ("entities", "relations")), f"{row['deadlines']:,}",
        )
    return Group(sets, by_source)

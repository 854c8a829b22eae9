"""``congbao annotate``: annotations out to other tools and in again, agreement, suggestions to correct."""

from __future__ import annotations

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.sources import annotated, tell

if TYPE_CHECKING:
    from rich.console import RenderableType

    from annotations.agreement import Agreement
    from annotations.document import Document

app = typer.Typer(help="Exchange annotations with other tools, compare annotators, suggest.", no_args_is_help=True)

ORDER = "order.tsv"
Source = Annotated[str, typer.Argument(help="An annotated set (real/dev), or a file or folder of a format.")]
Format = Annotated[str | None, typer.Option(
    help="jsonl, brat, label_studio, docbin, writing, standoff, conll; by default told by the name.",
)]
Drop = Annotated[bool, typer.Option(help="Leave out tasks, relations, values and scores (CoNLL cannot say them).")]


@app.command()
def export(
    source: Source, to: Annotated[Path, typer.Option(help="File or folder to write.")], format: Format = None,
    source_format: Format = None, drop_layers: Drop = False,
) -> None:
    """Write annotated documents in the format of another tool."""
    loaded = annotated(source, source_format)
    save(loaded.documents, to, format, drop_layers)
    for identity in loaded.missing:
        tell(f"{identity}: its text is not on this machine")
    if loaded.missing or not loaded.documents:
        raise typer.Exit(1)


@app.command("import")
def import_(
    source: Source, format: Format = None,
    to: Annotated[Path | None, typer.Option(help="JSONL to write instead of standard output.")] = None,
) -> None:
    """Read annotations that another tool wrote; write them as JSONL."""
    from annotations import formats
    from annotations.document import write_jsonl
    from annotations.validate import validate

    documents = annotated(source, format).documents
    if to is None:
        write_jsonl(documents, sys.stdout)
    else:
        formats.write(documents, to, "jsonl")
    breaches = sum(bool(validate(document)) for document in documents)
    note = f"; {breaches} do not keep to the schema (congbao corpus validate names why)" if breaches else ""
    tell(f"{len(documents)} documents{note}")


@app.command()
def agree(
    first: Source, second: Source, format: Format = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    places: Annotated[bool, typer.Option(help="List every place where the two differ.")] = True,
) -> None:
    """How far two annotations of the same articles agree, and where they do not."""
    from annotations.agreement import agree as compare

    found = compare(annotated(first, format).documents, annotated(second, format).documents)
    if json:
        print(json_module.dumps(found.to_json(), ensure_ascii=False, indent=1))
    else:
        from rich.console import Console

        console = Console()
        console.print(_tables(found))
        for place in found.disagreements if places else ():
            console.print(str(place), markup=False, highlight=False, soft_wrap=True)
    for identity in found.unpaired:
        tell(f"{identity}: annotated on one side only, not compared")
    if not found.documents:
        raise typer.Exit(1)


@app.command()
def suggest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Articles, as for `congbao tag`.")],
    to: Annotated[Path, typer.Option(help="Folder to write into.")],
    model: Annotated[str, typer.Option(help="A shipped package, or the folder of another.")] = "vi_gov_news_sm",
    format: Annotated[str, typer.Option(help="What your annotation tool reads.")] = "writing",
    drop_layers: Drop = False,
) -> None:
    """Pre-fill articles with what a model finds, ordered by what it is least sure of."""
    import pipeline
    from annotations import formats
    from corpus.readers import read_paths
    from corpus.select import least_sure_first, uncertainty
    from pipeline.cli.tag import Report

    target = formats.path_in(to, "suggested", format)
    nlp = pipeline.load(model)
    from pipeline.tag import tag_stream

    report = Report(sys.stderr)
    documents = least_sure_first(report.counted(tag_stream(nlp, read_paths(paths), report.failed)))
    to.mkdir(parents=True, exist_ok=True)
    save(documents, target, format, drop_layers)
    rows = [f"{document.id}\t{uncertainty(document):.4f}\t{len(document.entities)}\n" for document in documents]
    (to / ORDER).write_text("id\tuncertainty\tentities\n" + "".join(rows), "utf-8")
    report.close()
    if report.failures or not documents:
        raise typer.Exit(1)


def save(documents: list[Document], to: Path, format: str | None, drop_layers: bool = False) -> None:
    """Write documents, and the labelling interface beside where Label Studio needs one; say what was written."""
    from annotations import formats

    kind = format or formats.told(to)
    formats.write(documents, to, kind, drop_layers=drop_layers)
    tell(f"{len(documents)} documents written to {to}")
    if kind == "label_studio":
        from annotations.formats.label_studio import labeling_config

        interface = to.with_suffix(".xml")
        interface.write_text(labeling_config(), "utf-8")
        tell(f"the labelling interface for this project is in {interface}")


def _tables(found: Agreement) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.console import Group
    from rich.table import Table

    parts: list[RenderableType] = []
    for title in ("entities", "attributes", "relations"):
        table = Table(title=title.capitalize(), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
        table.add_column("")
        for name in ("both", "first", "second", "F1"):
            table.add_column(name, justify="right")
        for label, count in getattr(found, title).items():
            f1 = "n/a" if count.f1 is None else f"{count.f1:.3f}"
            table.add_row(label, str(count.both), str(count.first), str(count.second), f1)
        parts.append(table)
    kappa = "n/a" if found.kappa is None else f"{found.kappa:.3f}"
    return Group(*parts, f"Cohen's kappa over {found.tokens} tokens of {found.documents} documents: {kappa}\n")

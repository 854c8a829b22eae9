"""``congbao demo``: the main job on the sample articles that ship with the project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.tag import Format, tag


def demo(
    model: Annotated[str, typer.Option(help="A shipped package, or the folder of another.")] = "vi_gov_news_sm",
    to: Annotated[Path, typer.Option(help="Folder for what is written.")] = Path("demo"),
) -> None:
    """Tag the sample articles: print their records, write JSONL, CSV and an HTML page."""
    import sys

    from annotations.document import read_jsonl
    from corpus.samples import SAMPLES
    from pipeline.cli.tag import WRITERS

    to.mkdir(parents=True, exist_ok=True)
    jsonl = to / "articles.jsonl"
    tag([str(SAMPLES)], model=model, to=jsonl, format=Format.jsonl)
    documents = list(read_jsonl(jsonl))
    WRITERS[Format.table](documents, sys.stdout)
    for kind in (Format.csv, Format.html):
        with (to / f"articles.{kind.value}").open("w", encoding="utf-8", newline="") as file:
            WRITERS[kind](documents, file)
    print("\nWritten:")
    for path in (jsonl, to / "articles.csv", to / "articles.html"):
        print(f"  {path}")
    print(f"\nOpen {to / 'articles.html'} in a browser; tag your own articles with:  congbao tag FOLDER")

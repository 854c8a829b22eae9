"""``congbao demo``: the main job on the sample articles that ship with the project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.archive.add import add
from pipeline.cli.tag import tag
from pipeline.writers import Format, write


def demo(
    model: Annotated[str, typer.Option(help="A shipped package, or the folder of another.")] = "vi_gov_news_sm",
    to: Annotated[Path, typer.Option(help="Folder for what is written.")] = Path("demo"),
) -> None:
    """Tag the sample articles: print their records, write JSONL, CSV, an HTML page and a small archive."""
    from annotations.document import read_jsonl
    from corpus.samples import SAMPLES

    to.mkdir(parents=True, exist_ok=True)
    jsonl = to / "articles.jsonl"
    tag([str(SAMPLES)], model=model, to=str(jsonl), format=Format.jsonl)
    documents = list(read_jsonl(jsonl))
    write(documents, Format.table)
    for kind in (Format.csv, Format.html):
        write(documents, kind, to / f"articles.{kind.value}")
    db = to / "congbao.db"
    add([str(SAMPLES)], db=db, model=model, jobs=1)
    print("\nWritten:")
    for path in (jsonl, to / "articles.csv", to / "articles.html", db):
        print(f"  {path}")
    print(f"\nOpen {to / 'articles.html'} in a browser; tag your own articles with:  congbao tag FOLDER")
    print(f"The archive:  congbao archive serve --db {db}  and open http://127.0.0.1:8001/")

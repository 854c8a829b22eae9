"""Options that several commands on an archive share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Archive = Annotated[Path, typer.Option("--db", help="The archive's file.")]
Model = Annotated[str, typer.Option(help="A shipped package, or the folder of another.")]
Jobs = Annotated[int, typer.Option(min=0, help="Processes that tag; 0 for one a processor.")]
Batch = Annotated[int, typer.Option(min=1, help="Articles a transaction.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

DEFAULT = Path("congbao.db")

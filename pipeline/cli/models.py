"""``congbao models``: which trained packages there are."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import Annotated

import typer


def models(json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False) -> None:
    """List the trained packages that came with the project."""
    import models as models_package

    found = []
    for path in sorted((Path(models_package.__file__).parent / "packages").glob("*/meta.json")):
        meta = json_module.loads(path.read_text("utf-8"))
        size = sum(file.stat().st_size for file in path.parent.rglob("*") if file.is_file())
        row = {key: meta.get(key) for key in ("name", "version", "description", "license")}
        found.append(row | {"bytes": size, "path": str(path.parent)})
    if json:
        print(json_module.dumps(found, ensure_ascii=False, indent=2))
        return
    for row in found:
        print(f"{row['name']} {row['version']}  {row['bytes'] / 1e6:.1f} MB  {row['description']}")

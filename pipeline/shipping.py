"""Shipping a trained package: its place in the project, and the figures of the README made from it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from annotations.errors import ModelError
from models.card import summary
from pipeline.packages import PACKAGES, shipped

README = PACKAGES.parents[1] / "README.md"
OPENS, CLOSES = "<!-- results -->", "<!-- /results -->"


def ship_package(package: Path) -> list[Path]:
    """Copy a scored package among the shipped ones and write the README's table anew.

    Args:
        package: folder with ``meta.json``, ``evaluation.json`` and ``README.md``.

    Returns:
        What was written.

    Raises:
        ModelError: the package was not scored.
    """
    if not (package / "evaluation.json").is_file():
        raise ModelError("the package was not scored", file=str(package), hint="`congbao train package` scores it")
    name = json.loads((package / "meta.json").read_text("utf-8"))["name"]
    target = PACKAGES / name
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(package, target)
    README.write_text(with_results(README.read_text("utf-8")), "utf-8")
    return [target, README]


def with_results(readme: str) -> str:
    """The README with its table of results made from the shipped packages' evaluations."""
    rows = []
    for name in shipped():
        folder = PACKAGES / name
        meta, evaluation = (json.loads((folder / file).read_text("utf-8")) for file in ("meta.json", "evaluation.json"))
        rows.append((meta, evaluation))
    head, _, rest = readme.partition(OPENS)
    _, _, tail = rest.partition(CLOSES)
    return f"{head}{OPENS}\n{summary(rows)}\n{CLOSES}{tail}"

"""What is committed: trained packages, results, and the README's table and ``RESULTS.md`` made from both."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.errors import ModelError
from evaluation.committed import RESULTS
from evaluation.overview import write_overview
from models.card import summary
from pipeline.checksums import write_checksums
from pipeline.packages import PACKAGES, shipped

if TYPE_CHECKING:
    from evaluation import Evaluation

README = PACKAGES.parents[1] / "README.md"
BASELINES, AGREEMENT = RESULTS / "baselines_dev.json", RESULTS / "agreement_dev.json"
OPENS, CLOSES = "<!-- results -->", "<!-- /results -->"


def ship_package(package: Path) -> list[Path]:
    """Copy a scored package among the shipped ones, write its checksums, and the README's table anew.

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
    write_checksums(target)
    return [target, write_readme(), *write_results()]


def ship_evaluation(result: Evaluation, name: str, scored_on: str) -> list[Path]:
    """Write the evaluation and the card of a shipped package anew, and the README's table.

    Args:
        result: of the package as it is shipped.
        name: the package's.
        scored_on: the name of the annotated set.

    Returns:
        What was written.

    Raises:
        ModelError: no such package is shipped.
    """
    from pipeline.training import write_evaluation

    if name not in shipped():
        raise ModelError(f"{name!r} is not shipped", hint=f"shipped are: {', '.join(shipped()) or 'none'}")
    write_evaluation(result, PACKAGES / name, scored_on)
    return [PACKAGES / name / "evaluation.json", PACKAGES / name / "README.md", write_readme(), *write_results()]


def ship_baselines(result: dict[str, Any]) -> list[Path]:
    """Write the figures of the baselines, the README's table and ``RESULTS.md`` anew; returns what was written."""
    BASELINES.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return [BASELINES, write_readme(), *write_results()]


def write_results() -> list[Path]:
    """Write ``evaluation/RESULTS.md``, its plots and the packages' cards anew; returns what was written."""
    from pipeline.training import card_of

    cards = [PACKAGES / name / "README.md" for name in shipped()]
    for path in cards:
        path.write_text(card_of(path.parent), "utf-8")
    return [*write_overview(packages()), *cards]


def packages() -> dict[str, Any]:
    """The evaluation of each shipped package, by its name."""
    return {name: read_json(PACKAGES / name / "evaluation.json") for name in shipped()}


def write_readme() -> Path:
    """Write the README's table anew; returns the README."""
    README.write_text(with_results(README.read_text("utf-8")), "utf-8")
    return README


def with_results(readme: str) -> str:
    """The README with its table made from the committed results: baselines, packages, agreement."""
    scored = [(read_json(PACKAGES / name / "meta.json"), row) for name, row in packages().items()]
    table = summary(scored, *(read_json(path) if path.exists() else None for path in (BASELINES, AGREEMENT)))
    head, _, rest = readme.partition(OPENS)
    _, _, tail = rest.partition(CLOSES)
    return f"{head}{OPENS}\n{table}\n{CLOSES}{tail}"


def read_json(path: Path) -> Any:
    """What a committed JSON file holds."""
    return json.loads(path.read_text("utf-8"))

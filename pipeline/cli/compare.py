"""``congbao compare``: two systems side by side on the same annotated documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def compare(
    gold: Annotated[str, typer.Argument(help="Annotated documents: a file, or a set (real/dev).")],
    first: Annotated[str, typer.Argument(help="The baseline: a file of predictions, or a model.")],
    second: Annotated[str, typer.Argument(help="Another.")],
    format: Annotated[str | None, typer.Option(help="Of the predictions: jsonl, conll, brat, docbin.")] = None,
    gold_format: Annotated[str | None, typer.Option(help="Of the gold; by default told by the name.")] = None,
    mapping: Annotated[Path | None, typer.Option(help='JSON: {"their label": "ours" or null}.')] = None,
    gold_mapping: Annotated[Path | None, typer.Option(help="The same for the gold.")] = None,
    resamples: Annotated[int, typer.Option(min=0, help="For intervals and p-values; 0 for none.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Of both.")] = 0,
    everything: Annotated[bool, typer.Option("--all", help="Every figure, not the main ones only.")] = False,
    to: Annotated[Path | None, typer.Option(help="Write the comparison here, as JSON.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Compare two systems on the same annotated documents: differences, intervals, p-values."""
    from evaluation import evaluate as score
    from evaluation.compare import compare as against
    from evaluation.pairs import read_mapping
    from evaluation.reading import read_documents, write_json
    from pipeline.cli.evaluate import answers

    wanted = read_documents(gold, gold_format)
    theirs = None if mapping is None else read_mapping(mapping)
    ours = None if gold_mapping is None else read_mapping(gold_mapping)
    results = []
    for system in (first, second):
        path = Path(system)
        trained = not path.exists() or (path / "meta.json").is_file()  # a folder may be a model or brat's
        file, model = (None, system) if trained else (path, None)
        found = answers(wanted, file, model, format)
        results.append(score(wanted, found, mapping=theirs, gold_mapping=ours, resamples=0))
    comparison = against(*results, resamples=resamples, seed=seed)
    if to is not None:
        write_json(comparison.to_json(), to)
    if json:
        write_json(comparison.to_json())
    else:
        from rich.console import Console

        from evaluation.table import differences

        Console().print(differences(comparison, everything=everything))

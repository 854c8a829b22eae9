"""``congbao compare``: two systems side by side on the same annotated documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.evaluate import Format, Gold, GoldFormat, GoldMapping, Mapping, Train


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="A file of predictions, a model, or a baseline.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another; differences are B minus A.")],
    gold: Gold,
    train: Train = "real/train",
    format: Format = None,
    gold_format: GoldFormat = None,
    mapping: Mapping = None,
    gold_mapping: GoldMapping = None,
    resamples: Annotated[int, typer.Option(min=0, help="For intervals and p-values; 0 for none.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Of both.")] = 0,
    everything: Annotated[bool, typer.Option("--all", help="Every figure, not the main ones only.")] = False,
    to: Annotated[Path | None, typer.Option(help="Write the comparison here, as JSON.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Compare two systems on the same annotated documents: differences, intervals, p-values."""
    from dataclasses import replace

    from evaluation import Evaluation
    from evaluation import evaluate as score_documents
    from evaluation.compare import compare as against
    from evaluation.pairs import read_mapping
    from evaluation.reading import check_folders, read_documents, read_predictions, write_json
    from evaluation.systems import score
    from pipeline.systems import is_system, system_named, with_records

    check_folders(to)
    theirs, ours = (None if name is None else read_mapping(name) for name in (mapping, gold_mapping))
    wanted = with_records(read_documents(gold, gold_format))

    def result(name: str) -> Evaluation:
        if is_system(name):
            # Both are to be scored on the same labels, so none brings a mapping of its own.
            system = replace(system_named(name, train), mapping=None)
            return score(system, wanted, mapping=theirs, gold_mapping=ours, resamples=0)
        found = read_predictions(name, wanted, format)
        return score_documents(wanted, found, mapping=theirs, gold_mapping=ours, resamples=0)

    comparison = against(result(first), result(second), resamples=resamples, seed=seed)
    if to is not None:
        write_json(comparison.to_json(), to)
    if json:
        write_json(comparison.to_json())
    else:
        from evaluation.table import console, differences

        console().print(differences(comparison, everything=everything))

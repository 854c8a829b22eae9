"""``congbao evaluate``: score a model, a baseline, or predictions against annotated documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Gold = Annotated[str, typer.Option(metavar="FILE|SET", help="Annotated documents: a file, or a set (real/dev).")]
Format = Annotated[str | None, typer.Option(help="Of the predictions; by default told by the name.")]
GoldFormat = Annotated[str | None, typer.Option(help="Of the gold; by default told by the name.")]
Mapping = Annotated[str | None, typer.Option(
    metavar="FILE|NAME", help='JSON, {"their label": "ours" or null}; or "three": persons, bodies, places alone.',
)]
GoldMapping = Annotated[str | None, typer.Option(metavar="FILE|NAME", help="The same for the gold.")]
Train = Annotated[str, typer.Option(metavar="FILE|SET", help="What the baseline `majority` is fitted on.")]


def evaluate(
    gold: Gold,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="A shipped model, or the folder of one.")] = None,
    predictions: Annotated[str | None, typer.Option(
        metavar="FILE", help="The gold's documents as a system annotated them.",
    )] = None,
    baseline: Annotated[str | None, typer.Option(
        metavar="NAME", help="One of underthesea, rules, nearest, majority.",
    )] = None,
    given: Annotated[Path | None, typer.Option(help="With --predictions: relations found on gold entities.")] = None,
    train: Train = "real/train",
    format: Format = None,
    gold_format: GoldFormat = None,
    mapping: Mapping = None,
    gold_mapping: GoldMapping = None,
    resamples: Annotated[int, typer.Option(min=0, help="Of the bootstrap; 0 for no intervals.")] = 1000,
    seed: Annotated[int, typer.Option(help="Of the bootstrap.")] = 0,
    to: Annotated[Path | None, typer.Option(help="Write the result here, as JSON.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a report here, one HTML file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    ship: Annotated[bool, typer.Option(
        "--ship", help="With a shipped --model: write its evaluation, its card and the README's table anew.",
    )] = False,
) -> None:
    """Score a model, a baseline, or predictions against annotated documents."""
    from annotations.errors import InputError
    from evaluation import evaluate as score_documents
    from evaluation.baselines import BASELINES
    from evaluation.pairs import read_mapping
    from evaluation.reading import read_documents, write_json
    from evaluation.systems import score
    from pipeline.systems import system_named, with_records

    if sum(one is not None for one in (model, predictions, baseline)) != 1:
        raise typer.BadParameter("give one of --model, --predictions and --baseline")
    if given is not None and predictions is None:
        raise typer.BadParameter("--given goes with --predictions; a model or baseline is asked by itself")
    if ship and (model is None or mapping or gold_mapping):
        raise typer.BadParameter("--ship goes with --model, without a mapping")
    if baseline is not None and baseline not in BASELINES:
        raise InputError(f"no baseline {baseline!r}", hint=f"known are: {', '.join(BASELINES)}")
    theirs, ours = (None if name is None else read_mapping(name) for name in (mapping, gold_mapping))
    wanted = with_records(read_documents(gold, gold_format))
    if predictions is not None:
        result = score_documents(
            wanted, read_documents(predictions, format), given=None if given is None else read_documents(given, format),
            mapping=theirs, gold_mapping=ours, resamples=resamples, seed=seed,
        )
    else:
        system = system_named(str(model or baseline), train)
        result = score(system, wanted, mapping=theirs, gold_mapping=ours, resamples=resamples, seed=seed)
    if ship:
        from pipeline.shipping import ship_evaluation

        for path in ship_evaluation(result, str(model), gold):
            typer.echo(path, err=True)
    if to is not None:
        write_json(result.to_json(), to)
    if html is not None:
        from evaluation.report import render

        html.write_text(render(result), "utf-8")
    if json:
        write_json(result.to_json())
    else:
        from rich.console import Console

        from evaluation.table import tables

        Console().print(tables(result))

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
    model: Annotated[list[str] | None, typer.Option(
        metavar="NAME", help="A shipped model, or the folder of one. Several are runs of one system: mean and spread.",
    )] = None,
    predictions: Annotated[list[str] | None, typer.Option(
        metavar="FILE", help="The gold's documents as a system annotated them. Several are runs of one system.",
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
    agreement: Annotated[Path | None, typer.Option(
        help="What `annotate agree --json` wrote of the same texts; known for real/dev.",
    )] = None,
    resamples: Annotated[int, typer.Option(min=0, help="Of the bootstrap; 0 for no intervals.")] = 1000,
    seed: Annotated[int, typer.Option(help="Of the bootstrap.")] = 0,
    errors: Annotated[int, typer.Option(
        min=0, metavar="N", help="Print the errors by cause, and the N worst of each: those it was surest of.",
    )] = 0,
    to: Annotated[Path | None, typer.Option(help="Write the result here, as JSON.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a report here, one HTML file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    ship: Annotated[bool, typer.Option(
        "--ship", help="With a shipped --model: write its evaluation, its card and the README's table anew.",
    )] = False,
) -> None:
    """Score a model, a baseline, or predictions against annotated documents."""
    from annotations.errors import InputError
    from evaluation import Evaluation
    from evaluation import evaluate as score_documents
    from evaluation.baselines import BASELINES
    from evaluation.committed import read_agreement
    from evaluation.pairs import read_mapping
    from evaluation.reading import check_folders, read_documents, read_predictions, write_json, write_text
    from evaluation.runs import Runs
    from evaluation.systems import score
    from pipeline.systems import system_named, with_records

    names = [*(model or ()), *(predictions or ()), *([baseline] if baseline else ())]
    if sum(map(bool, (model, predictions, baseline))) != 1:
        raise typer.BadParameter("give one of --model, --predictions and --baseline")
    if given is not None and not predictions:
        raise typer.BadParameter("--given goes with --predictions; a model or baseline is asked by itself")
    if ship and (not model or mapping or gold_mapping):
        raise typer.BadParameter("--ship goes with --model, without a mapping")
    if len(names) > 1 and (ship or html or errors or given):
        raise typer.BadParameter("--ship, --html, --errors and --given go with one run")
    if baseline is not None and baseline not in BASELINES:
        raise InputError(f"no baseline {baseline!r}", hint=f"known are: {', '.join(BASELINES)}")
    check_folders(to, html)
    theirs, ours = (None if name is None else read_mapping(name) for name in (mapping, gold_mapping))
    agreed = None if agreement is None else read_agreement(agreement)
    wanted = with_records(read_documents(gold, gold_format))

    def scored(name: str) -> Evaluation:
        if predictions:
            result = score_documents(
                wanted, read_predictions(name, wanted, format),
                given=None if given is None else read_documents(given, format),
                mapping=theirs, gold_mapping=ours, resamples=resamples, seed=seed,
            )
        else:
            system = system_named(name, train)
            result = score(system, wanted, mapping=theirs, gold_mapping=ours, resamples=resamples, seed=seed)
        result.agreement = agreed or result.agreement
        return result

    results = [scored(name) for name in names]
    result = results[0]
    written = (result if len(names) == 1 else Runs(names, results)).to_json()
    if ship:
        from pipeline.shipping import ship_evaluation

        for path in ship_evaluation(result, names[0], gold):
            typer.echo(path, err=True)
    if to is not None:
        write_json(written, to)
    if html is not None:
        from evaluation.report import render

        write_text(render(result), html)
    if json:
        write_json(written)
        return
    from evaluation.listing import causes
    from evaluation.table import console, runs_table, tables

    out = console()
    out.print(tables(result) if len(names) == 1 else runs_table(Runs(names, results)))
    if errors:
        out.print(causes(result, errors), soft_wrap=True)

"""``congbao train``: the tagger, the relation model, a whole package, what they need, and experiments."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from annotations.errors import InputError

app = typer.Typer(help="Train clusters, a tagger, a relation model, or a whole package.", no_args_is_help=True)

Config = Annotated[Path, typer.Argument(help="A .cfg, see models/configs. Override a value: --ner.c1 0.1")]
Output = Annotated[Path, typer.Option(help="Folder to write into.")]
SHARES, SEEDS = [0.125, 0.25, 0.5, 1.0], [1]
TRAININGS, GOLDS = ["open/train", "real/train", "real/train+open/train"], ["real/dev", "open/test"]
_OVERRIDES = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.command(context_settings=_OVERRIDES)
def ner(context: typer.Context, config: Config, output: Output = Path("training")) -> None:
    """Train the tagger of a config."""
    from pipeline.training import train_ner

    train_ner(_config(config, context), output, _progress())


@app.command(context_settings=_OVERRIDES)
def relations(context: typer.Context, config: Config, output: Output = Path("training")) -> None:
    """Train the relation model of a config, on gold and on what `train ner` left."""
    from pipeline.training import train_relation_model

    train_relation_model(_config(config, context), output, _progress())


@app.command(context_settings=_OVERRIDES)
def package(
    context: typer.Context, config: Config, output: Output = Path("training"),
    ship: Annotated[bool, typer.Option("--ship", help="Put it among the shipped packages, update the README.")] = False,
) -> None:
    """Train tagger and relations, score them on the config's dev set, write evaluation and card."""
    from pipeline.training import PACKAGE, score_package, train_ner, train_relation_model, write_evaluation

    settings, progress = _config(config, context), _progress()
    train_ner(settings, output, progress)
    train_relation_model(settings, output, progress)
    progress(f"scoring on {settings.data.dev}")
    result = score_package(output / PACKAGE, settings.data.dev)
    write_evaluation(result, output / PACKAGE, settings.data.dev)
    from rich.console import Console

    from evaluation.table import tables

    Console().print(tables(result))
    print(output / PACKAGE)
    if ship:
        from pipeline.shipping import ship_package

        for path in ship_package(output / PACKAGE):
            print(path)


@app.command(context_settings=_OVERRIDES)
def spacy(context: typer.Context, config: Config, output: Output = Path("training")) -> None:
    """Train a pipeline of spaCy's own as its config says, on our sets; for comparison."""
    from pipeline.spacy_training import train_spacy

    print(train_spacy(config, _overrides(context.args), output, _progress()))


@app.command()
def bakeoff(
    systems: Annotated[list[str], typer.Argument(
        metavar="NAME=FOLDER,FOLDER…", help="A system and its packages, one a seed; or a package alone.",
    )],
    to: Annotated[Path, typer.Option(help="JSON file to write.")],
    gold: Annotated[str, typer.Option(metavar="FILE|SET", help="Annotated documents.")] = "real/dev",
    texts: Annotated[Path | None, typer.Option(
        help="JSONL of articles to measure speed and memory on; by default those that CONGBAO_ARTICLES names.",
    )] = None,
    timed: Annotated[int, typer.Option(min=1, help="On how many of them speed is measured.")] = 100,
    articles: Annotated[int, typer.Option(min=1, help="After how many of them memory is read.")] = 300,
    note: Annotated[str, typer.Option(help="Said in the file.")] = "",
) -> None:
    """Bake-off: score packages on one set, several seeds of a system together; speed, size and memory beside."""
    from evaluation.reading import check_folders
    from pipeline.bakeoff import bakeoff as compare
    from pipeline.bakeoff import candidate

    check_folders(to)
    found = compare([candidate(text) for text in systems], gold, texts, timed, articles, note, _progress())
    _write(found, to)


@app.command(context_settings=_OVERRIDES)
def curve(
    context: typer.Context, config: Config,
    to: Annotated[Path, typer.Option(help="JSON file to write.")],
    share: Annotated[list[float], typer.Option(help="Parts of the training set; may be repeated.")] = SHARES,
    seed: Annotated[list[int], typer.Option(help="Of the order documents are drawn in; may be repeated.")] = SEEDS,
) -> None:
    """Learning curve: train the tagger on parts of the training set, score each on the dev set."""
    from pipeline.experiments import learning_curve

    for value in share:
        if not 0 < value <= 1:
            raise typer.BadParameter(f"a share is above 0 and at most 1, not {value}")
    _write(learning_curve(_config(config, context), share, seed, _progress()), to)


@app.command(context_settings=_OVERRIDES)
def transfer(
    context: typer.Context, config: Config,
    to: Annotated[Path, typer.Option(help="JSON file to write.")],
    train: Annotated[list[str], typer.Option(help="Sets to train on, joined by +; may be repeated.")] = TRAININGS,
    gold: Annotated[list[str], typer.Option(help="Sets to score on; may be repeated.")] = GOLDS,
) -> None:
    """Transfer: train the tagger on each combination of sets, score each on all the others named."""
    from pipeline.experiments import transfer as measure

    _write(measure(_config(config, context), [names.split("+") for names in train], gold, _progress()), to)


@app.command(context_settings=_OVERRIDES)
def clusters(
    context: typer.Context, config: Config,
    texts: Annotated[Path, typer.Option(help="Articles without labels: .jsonl or .jsonl.xz, objects or strings.")],
) -> None:
    """Learn word clusters from text without labels, into the file that the config names."""
    from corpus.texts import read_texts
    from models.clusters import learn_clusters, write_clusters

    settings, progress = _config(config, context), _progress()
    if settings.features.clusters is None:
        raise InputError("the config names no file for clusters", file=str(config), hint="set [features] clusters")
    write_clusters(learn_clusters(read_texts(texts), settings.clusters, progress), Path(settings.features.clusters))


@app.command(context_settings=_OVERRIDES)
def vocabulary(
    context: typer.Context, config: Config,
    texts: Annotated[Path, typer.Option(help="Articles without labels: .jsonl or .jsonl.xz, objects or strings.")],
) -> None:
    """Choose the pieces an encoder keeps by how often texts use them, into the file that the config names."""
    from corpus.texts import read_texts
    from models.encoder.source import load_source
    from models.encoder.vocabulary import choose_pieces, count_tokens, write_pieces

    settings, progress = _config(config, context).encoder, _progress()
    if settings is None or settings.pieces is None:
        raise InputError("the config names no file for pieces", file=str(config), hint="set [encoder] pieces")
    tokenizer = load_source(replace(settings, pieces=None)).pieces.tokenizer
    counted = count_tokens(read_texts(texts), progress)
    write_pieces(choose_pieces(counted, tokenizer, settings.most_pieces), Path(settings.pieces))


def _write(result: dict[str, Any], path: Path) -> None:
    from evaluation.reading import write_json

    write_json(result, path)
    print(path)


def _config(path: Path, context: typer.Context) -> Any:
    from models.config import read_config

    return read_config(path, _overrides(context.args))


def _overrides(arguments: list[str]) -> dict[str, Any]:
    """Options like ``--ner.c1 0.1`` or ``--ner.c1=0.1``; values are JSON where they can be, else text."""
    import json

    found: dict[str, Any] = {}
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if not name.startswith("--") or "." not in name:
            raise typer.BadParameter(f"not an override: {argument} (write --section.key value)")
        if not equals:
            given = next(rest, None)
            if given is None:
                raise typer.BadParameter(f"{name} needs a value")
            value = given
        try:
            found[name[2:]] = json.loads(value)
        except ValueError:
            found[name[2:]] = value
    return found


def _progress() -> Callable[[str], None]:
    started = time.monotonic()

    def show(line: str) -> None:
        print(f"[{time.monotonic() - started:7.1f} s] {line}", file=sys.stderr, flush=True)

    return show

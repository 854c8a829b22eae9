"""``congbao evaluate``: score predictions, or a model, against annotated documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from annotations.document import Document


def evaluate(
    gold: Annotated[str, typer.Argument(help="Annotated documents: a file, or a set (real/dev).")],
    predicted: Annotated[Path | None, typer.Argument(help="The same as a system annotated them.")] = None,
    model: Annotated[str | None, typer.Option(help="Tag the gold texts with this model instead.")] = None,
    given: Annotated[Path | None, typer.Option(help="Relations predicted on gold entities.")] = None,
    format: Annotated[str | None, typer.Option(help="Of the predictions: jsonl, conll, brat, docbin.")] = None,
    gold_format: Annotated[str | None, typer.Option(help="Of the gold; by default told by the name.")] = None,
    mapping: Annotated[Path | None, typer.Option(help='JSON: {"their label": "ours" or null}.')] = None,
    gold_mapping: Annotated[Path | None, typer.Option(help="The same for the gold.")] = None,
    resamples: Annotated[int, typer.Option(min=0, help="Of the bootstrap; 0 for no intervals.")] = 1000,
    seed: Annotated[int, typer.Option(help="Of the bootstrap.")] = 0,
    to: Annotated[Path | None, typer.Option(help="Write the result here, as JSON.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a report here, one HTML file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Score predictions, or a model, against annotated documents."""
    from evaluation import evaluate as score
    from evaluation.pairs import read_mapping
    from evaluation.reading import read_documents, write_json

    if (predicted is None) == (model is None):
        raise typer.BadParameter("give either a file of predictions or --model")
    wanted = read_documents(gold, gold_format)
    result = score(
        wanted, answers(wanted, predicted, model, format),
        given=None if given is None else read_documents(given, format),
        mapping=None if mapping is None else read_mapping(mapping),
        gold_mapping=None if gold_mapping is None else read_mapping(gold_mapping),
        resamples=resamples, seed=seed,
    )
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


def answers(gold: list[Document], path: Path | None, model: str | None, format: str | None) -> list[Document]:
    """What a system makes of the gold texts: read from a file, or tagged by a model.

    Args:
        gold: the documents whose texts are to be tagged.
        path: a file of predictions.
        model: name or folder of a model, where there is no file.
        format: of the file.
    """
    from evaluation.reading import read_documents

    if path is not None:
        return read_documents(path, format)
    import pipeline
    from annotations.document import Document
    from pipeline.tag import tag_documents

    plain = (Document(document.id, document.text, document.meta) for document in gold)
    return list(tag_documents(pipeline.load(str(model)), plain))

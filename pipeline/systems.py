"""Models and baselines by name, as systems the scorer can ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.document import Document, Relation
from evaluation.systems import System

if TYPE_CHECKING:
    from spacy.language import Language

TRAIN = "real/train"
"""What a baseline that learns is fitted on unless told otherwise."""


def system_named(name: str, train: str = TRAIN) -> System:
    """A baseline or a model.

    Args:
        name: a baseline's, a shipped package's, or the folder of a package.
        train: the annotated set that a baseline which learns is fitted on.

    Raises:
        ModelError: there is neither.
    """
    from evaluation.baselines import BASELINES, baseline
    from evaluation.reading import read_documents

    if name in BASELINES:
        return baseline(name, lambda: read_documents(train))
    import pipeline

    return model_system(pipeline.load(name))


def is_system(name: str) -> bool:
    """Whether a name is not that of a file of predictions: a folder may be a package's or brat's."""
    path = Path(name)
    return not path.exists() or (path / "meta.json").is_file()


def model_system(nlp: Language) -> System:
    """A pipeline as a system; asked about gold entities, its relation model for gold answers.

    Its candidates and its tokens are told too, so that what it can never find is counted.
    """
    from models.candidates import candidates, view_of
    from models.tagger import tokenized
    from pipeline.tag import tag_documents

    def predict(document: Document) -> Document:
        return next(tag_documents(nlp, [document]))

    component: Any = nlp.get_pipe("congbao_relations") if "congbao_relations" in nlp.pipe_names else None

    def link(document: Document) -> Document:
        return replace(document, relations=component.models["gold"].predict(document.text, document.entities))

    def consider(document: Document) -> Document:
        view = view_of(document.text, tokenized(document.text), document.entities)
        relations = [
            Relation(view.entities[head].id, view.entities[tail].id, label)
            for head, tail, labels in candidates(view) for label in labels
        ]
        return replace(document, relations=relations)

    def tokens(document: Document) -> list[tuple[int, int]]:
        return [(token.idx, token.idx + len(token)) for token in nlp.make_doc(document.text)]

    return System(
        nlp.meta["name"], predict, link if component else None, consider=consider if component else None, tokens=tokens,
    )


def with_records(gold: Sequence[Document]) -> list[Document]:
    """Gold with the records that follow from its entities and relations, built as those of a prediction are.

    Gold that has records keeps them. Where no document has a relation (from a format that has none) nothing is
    built: the records would lack what nobody annotated.
    """
    from pipeline.records import build_records

    if not any(document.relations for document in gold):
        return list(gold)
    return [
        document if document.records is not None else replace(document, records=build_records(document))
        for document in gold
    ]

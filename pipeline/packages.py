"""Trained packages: where they lie, how one is loaded, how one is assembled after training."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

import models
from annotations.errors import ModelError
from models.relations import RelationModel
from models.tagger import Tagger
from pipeline.checksums import verify
from pipeline.components import encoder, records, relations, sentences, tagger, values  # noqa: F401  (registers factories)
from pipeline.components.tagger import AnyTagger, TaggerComponent
from pipeline.tokenizer import SyllableTokenizer

PACKAGES = Path(models.__file__).parent / "packages"
TAGGERS = ("congbao_tagger", "congbao_encoder")
LONGEST_TEXT = 100_000_000  # code points; spaCy's own limit is for parsers, which hold more per token


def shipped() -> list[str]:
    """The names of the packages that came with the project."""
    return sorted(path.parent.name for path in PACKAGES.glob("*/config.cfg"))


def load_package(name: str | Path, min_score: float = 0.0) -> Language:
    """See :func:`pipeline.load`."""
    path = Path(name)
    if not (path / "config.cfg").is_file():
        path = PACKAGES / str(name)
    if not (path / "config.cfg").is_file():
        raise ModelError(
            f"no model {str(name)!r}", why="neither a shipped package nor a folder with a config.cfg",
            hint=f"shipped are: {', '.join(shipped()) or 'none'}",
        )
    verify(path, needed=path.resolve().parent == PACKAGES.resolve())
    try:
        nlp = spacy.load(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError("the model cannot be read", file=str(path), why=str(error)) from None
    nlp.max_length = LONGEST_TEXT
    if min_score and (component := tagger_of(nlp)):
        component.min_score = min_score
    return nlp


def tagger_of(nlp: Language) -> TaggerComponent | None:
    """The tagger of a pipeline, of either kind; None where it has none."""
    return next((nlp.get_pipe(name) for name in TAGGERS if name in nlp.pipe_names), None)  # type: ignore[return-value]


def blank() -> Language:
    """A pipeline with tokenizer, sentences and nothing trained."""
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "congbao.SyllableTokenizer.v1"}}})
    assert isinstance(nlp.tokenizer, SyllableTokenizer)
    nlp.add_pipe("congbao_sentences")
    nlp.max_length = LONGEST_TEXT
    return nlp


def assemble(
    trained: AnyTagger, relation_models: Mapping[str, RelationModel] | None, meta: dict[str, Any],
) -> Language:
    """A pipeline from trained parts.

    Args:
        trained: the tagger.
        relation_models: by :data:`models.relations.FITS`; None for a pipeline that finds no relations.
        meta: spaCy's package meta: ``name``, ``version``, ``description``, ``license`` …
    """
    nlp = blank()
    kind = "congbao_tagger" if isinstance(trained, Tagger) else "congbao_encoder"
    nlp.add_pipe(kind).tagger = trained  # type: ignore[attr-defined]
    nlp.add_pipe("congbao_values")
    if relation_models is not None:
        nlp.add_pipe("congbao_relations").models = dict(relation_models)  # type: ignore[attr-defined]
    nlp.add_pipe("congbao_records")
    nlp.meta.update(meta)
    return nlp

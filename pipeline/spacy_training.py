"""spaCy's own trainer on annotated sets: readers of our documents and texts for its configs, and a run of it.

What it trains is an ordinary spaCy pipeline: :func:`pipeline.load` loads it, ``tag`` and ``evaluate`` take it. Its
entities have no scores.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from annotations.document import Document
from annotations.errors import InputError, ModelError
from annotations.formats.conll import flat_only
from annotations.formats.docbin import to_doc
from corpus.load import load
from corpus.texts import read_texts
from models.tagger import tokenized
from models.tags import encode
from pipeline.checksums import write_checksums
from pipeline.training import fingerprint

Progress = Callable[[str], None]
LAST = "model-last"
"""The folder spaCy writes the last weights into; ``model-best`` has those of the best evaluation."""
_PRETRAINED = "model-last.bin"


@spacy.registry.readers("congbao.Documents.v1")
def documents_reader(sets: list[str]) -> Callable[[Language], Iterator[Example]]:
    """A reader of annotated sets: their flat entities, on the tokens of the pipeline.

    Args:
        sets: names, see :func:`corpus.load.load`.
    """

    def read(nlp: Language) -> Iterator[Example]:
        for document, _ in _sayable(tuple(sets)):
            yield Example(nlp.make_doc(document.text), to_doc(document, nlp.vocab))

    return read


@spacy.registry.readers("congbao.Texts.v1")
def texts_reader(path: str | None, limit: int) -> Callable[[Language], Iterator[Doc]]:
    """A reader of texts without labels.

    Args:
        path: see :func:`corpus.texts.read_texts`.
        limit: how many are read at most; 0 for all.
    """

    def read(nlp: Language) -> Iterator[Doc]:
        for text in islice(read_texts(Path(str(path))), limit or None):
            if text.strip():
                yield nlp.make_doc(text)

    return read


def train_spacy(path: Path, overrides: Mapping[str, Any], output: Path, progress: Progress) -> Path:
    """Train a pipeline as a config of spaCy's says, with its tok2vec pretrained where ``[paths] texts`` names texts.

    Args:
        path: the config, with a section ``[package]`` more: the name, version, description, license of the result.
        overrides: ``section.key`` -> value, taken instead of what the file says.
        output: folder; spaCy writes ``model-last`` and ``model-best`` into it, and the pretrained weights.
        progress: called with a line of text at each step.

    Returns:
        The folder of the last weights.

    Raises:
        ModelError: the config is none of spaCy's, or asks for what is not there.
    """
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train
    from spacy.training.pretrain import pretrain

    from pipeline import packages  # noqa: F401  (registers the components)

    output.mkdir(parents=True, exist_ok=True)
    try:
        config = spacy.util.load_config(path, overrides=dict(overrides))
        package = dict(config.pop("package", {}))
        sets = tuple(config["corpora"]["train"]["sets"])
        if config["paths"].get("texts"):
            progress(f"pretraining on {config['paths']['texts']}")
            whole = spacy.util.load_model_from_config(config, auto_fill=True).config
            pretrain(whole.interpolate(), output, silent=False)
            config["initialize"]["init_tok2vec"] = str(output / _PRETRAINED)
        read = _sayable(sets)
        for document, lost in read:
            for start, _, label in lost:
                progress(f"gold the tags cannot say: {label} at {start} of {document.id}")
        if not read:
            raise InputError("nothing to train on", why=f"{', '.join(sets)} gave no document")
        nlp = init_nlp(config)
        nlp.meta.update(package)
        documents = [document for document, _ in read]
        nlp.meta["congbao"] = {
            "trained_on": {"sets": list(sets), "documents": len(documents), "sha256": fingerprint(documents)},
            "seed": nlp.config.interpolate()["training"]["seed"],
        }
        _, folder = train(nlp, output, stdout=sys.stderr, stderr=sys.stderr)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("spaCy cannot train this", file=str(path), why=str(error)) from None
    write_checksums(Path(str(folder)))
    return Path(str(folder))


@lru_cache(maxsize=4)
def _sayable(sets: tuple[str, ...]) -> Sequence[tuple[Document, list[tuple[int, int, str]]]]:
    """The documents of sets with those flat entities that tags can say, each with the spans of the others."""
    return [_without_lost(flat_only(document)) for name in sets for document in load(name).documents]


def _without_lost(document: Document) -> tuple[Document, list[tuple[int, int, str]]]:
    spans = {(entity.start, entity.end, entity.label) for entity in document.entities}
    lost = [span for places in tokenized(document.text) for span in encode(spans, places)[1]]
    kept = [entity for entity in document.entities if (entity.start, entity.end, entity.label) not in lost]
    return replace(document, entities=kept), lost

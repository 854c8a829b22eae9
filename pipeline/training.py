"""From a config to a package: train, assemble, score on dev, write the card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.document import Document, read_jsonl, write_jsonl
from annotations.errors import InputError
from annotations.schema import SCHEMA, Schema
from corpus.load import load
from models.config import DATA_LABELS, TrainingConfig
from models.encoder.stacked import StackedTagger
from models.tags import Span
from models.train import found_entities, train_relations, train_tagger
from pipeline.checksums import DESCRIPTIONS, SUMS, write_checksums
from pipeline.packages import AnyTagger, assemble, load_package, tagger_of
from pipeline.systems import model_system, with_records

if TYPE_CHECKING:
    from spacy.language import Language

    from evaluation import Evaluation

Progress = Callable[[str], None]
HELD_OUT = "held_out.jsonl"
PACKAGE = "package"


def training_documents(config: TrainingConfig, progress: Progress) -> list[Document]:
    """The documents a config trains on; those whose text is missing are named."""
    documents: list[Document] = []
    for name in config.data.train:
        loaded = load(name)
        for missing in loaded.missing:
            progress(f"left out, its text is not on this machine: {missing}")
        documents += loaded.documents
    if not documents:
        raise InputError("nothing to train on", why=f"{', '.join(config.data.train)} gave no document")
    return documents


def with_labels(config: TrainingConfig, documents: Sequence[Document]) -> TrainingConfig:
    """The config with the labels that are learned: those of the documents where ``[data] labels`` says so.

    Raises:
        InputError: there is no label, or one that is not the schema's where those are learned.
    """
    found = {entity.label: document.id for document in documents for entity in document.entities}
    if config.data.labels == DATA_LABELS:
        if not found:
            raise InputError("no labels to learn", why=f"{', '.join(config.data.train)} has no entity")
        return config.learning(sorted(found))
    foreign = found.keys() - {*SCHEMA.labels, *config.tagger.labels}
    if foreign and config.tagger.labels == SCHEMA.flat:
        raise InputError(
            f"label {min(foreign)!r} is not in the schema", why=f"it is in {found[min(foreign)]}",
            hint=f'write labels = "{DATA_LABELS}" in [data] to learn the labels of the data',
        )
    return config


def train_ner(config: TrainingConfig, output: Path, progress: Progress) -> None:
    """Train the tagger; write a package without relations, and what it found in held-out articles.

    Args:
        config: see :mod:`models.config`.
        output: folder; ``package`` and ``held_out.jsonl`` are written into it, an encoder's checkpoints too.
        progress: called with a line of text at each step.
    """
    documents = training_documents(config, progress)
    config = with_labels(config, documents)
    fitted = _fit(config, documents, output, progress)
    for identity, (start, _, label) in fitted.lost:
        progress(f"gold the tags cannot say: {label} at {start} of {identity}")
    output.mkdir(parents=True, exist_ok=True)
    nlp = assemble(fitted.tagger, None, _meta(config, documents))
    nlp.to_disk(output / PACKAGE)
    write_checksums(output / PACKAGE)
    with (output / HELD_OUT).open("w", encoding="utf-8") as file:
        write_jsonl((_found(document, spans) for document, spans in zip(documents, fitted.held_out, strict=True)), file)


@dataclass(frozen=True)
class _Trained:
    """A tagger of any kind; the rest as :class:`models.tagger.Fitted`."""

    tagger: AnyTagger
    held_out: list[list[Span]]
    lost: list[tuple[str, tuple[int, int, str]]]


def _fit(config: TrainingConfig, documents: Sequence[Document], output: Path, progress: Progress) -> _Trained:
    if config.encoder is None:
        fitted = train_tagger(config, documents, progress)
        return _Trained(fitted.tagger, fitted.held_out, fitted.lost)
    from models.encoder.training import fit

    read = fit(documents, config.encoder, output, progress)
    if not config.encoder.stacked:
        return _Trained(read.tagger, read.held_out, read.lost)
    told = train_tagger(config, documents, progress, read.opinions)
    return _Trained(StackedTagger(read.tagger, told.tagger), told.held_out, told.lost)


def _found(document: Document, spans: Sequence[Span]) -> Document:
    return Document(document.id, document.text, document.meta, found_entities(document.text, spans))


def train_relation_model(config: TrainingConfig, output: Path, progress: Progress) -> None:
    """Train the relation model on gold and on what :func:`train_ner` left, and add it to the package.

    Its relations are the schema's: where the labels are the data's own, or no document has a relation, there is none.
    """
    given = training_documents(config, progress)
    if config.data.labels == DATA_LABELS or not any(document.relations for document in given):
        progress("no relation of the schema's to learn: the package finds entities alone")
        return
    file = output / HELD_OUT
    if not file.is_file():
        raise InputError("no tagger's output to learn from", file=str(file), hint="run `congbao train ner` first")
    found = {document.id: document for document in read_jsonl(file)}
    documents = []
    for document in given:
        if document.id in found:
            documents.append(document)
        else:
            progress(f"left out, `train ner` did not see it: {document.id}")
    held_out = [
        [Span(item.start, item.end, item.label, item.score or 0.0) for item in found[document.id].entities]
        for document in documents
    ]
    relation_models = train_relations(config, documents, held_out, progress)
    nlp = load_package(output / PACKAGE)
    tagger = tagger_of(nlp)
    if tagger is None or tagger.tagger is None:
        raise InputError("the package has no tagger", file=str(output / PACKAGE), hint="run `congbao train ner` first")
    assemble(tagger.tagger, relation_models, dict(nlp.meta)).to_disk(output / PACKAGE)
    write_checksums(output / PACKAGE)


def score_package(package: Path, dev: str, seed: int = 0) -> Evaluation:
    """Score a package on an annotated set, see :func:`score_pipeline`."""
    return score_pipeline(load_package(package), load(dev).documents, seed=seed)


def score_pipeline(nlp: Language, gold: Sequence[Document], resamples: int = 1000, seed: int = 0) -> Evaluation:
    """Score a pipeline: end to end, and relations on gold entities.

    Args:
        nlp: its labels, and the gold's, may be of any schema.
        gold: annotated documents.
        resamples: bootstrap resamples of documents; 0 for no intervals.
        seed: of the bootstrap.
    """
    from evaluation import evaluate
    from evaluation.systems import score

    system, schema = model_system(nlp), schema_of(nlp.meta, gold)
    if schema == SCHEMA:
        return score(system, with_records(gold), resamples=resamples, seed=seed)
    predicted = [system.predict(Document(document.id, document.text, document.meta)) for document in gold]
    return evaluate(gold, predicted, schema=schema, resamples=resamples, seed=seed)


def schema_of(meta: Mapping[str, Any], gold: Sequence[Document]) -> Schema:
    """The schema a package is scored by: the project's, or flat labels where it or the gold has others.

    Args:
        meta: of the package.
        gold: what it is scored on.
    """
    labels = {*meta.get("congbao", {}).get("labels", ()), *(item.label for one in gold for item in one.entities)}
    return SCHEMA if labels <= {*SCHEMA.labels} else Schema(flat=tuple(sorted(labels)))


def write_evaluation(result: Evaluation, package: Path, scored_on: str) -> None:
    """Write a package's evaluation beside its weights, and the card that is generated from it.

    Args:
        result: of :func:`score_package`.
        package: its folder.
        scored_on: the name of the annotated set.
    """
    from evaluation.three import three

    row = {
        **result.to_json(places=False), **({"three": three(result)} if result.schema == SCHEMA else {}),
        "package": {"sha256": package_hash(package), "scored_on": scored_on},
    }
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))  # a third smaller than indented
    (package / "evaluation.json").write_text(text + "\n", "utf-8")
    (package / "README.md").write_text(card_of(package), "utf-8")


def card_of(package: Path) -> str:
    """The card of a scored package: from its meta, its evaluation, its files' names and the committed bake-off."""
    from evaluation.committed import RESULTS
    from models.card import card

    meta, scored = (json.loads((package / name).read_text("utf-8")) for name in ("meta.json", "evaluation.json"))
    measured = RESULTS / "bakeoff.json"
    bakeoff = json.loads(measured.read_text("utf-8")) if measured.is_file() else None
    files = sorted(path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file())
    return card(meta, scored, files, bakeoff)


def package_hash(package: Path) -> str:
    """SHA-256 over a package's weights and tables: names and contents, sorted."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.name not in {SUMS, *DESCRIPTIONS}:
            digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def fingerprint(documents: Sequence[Document]) -> str:
    """SHA-256 over the ids and texts of documents."""
    return hashlib.sha256("".join(f"{item.id} {item.sha256}\n" for item in documents).encode()).hexdigest()


def _meta(config: TrainingConfig, documents: Sequence[Document]) -> dict[str, Any]:
    trained = {"sets": list(config.data.train), "documents": len(documents), "sha256": fingerprint(documents)}
    own: dict[str, Any] = {"trained_on": trained}
    if config.data.labels == DATA_LABELS:
        own["labels"] = list(config.tagger.labels)
    if config.encoder:
        own["seed"] = config.encoder.seed
        if config.encoder.silver:
            silver = list(read_jsonl(Path(config.encoder.silver)))
            taggers = sorted({str((item.model or {}).get("name")) for item in silver})
            own["silver"] = {"documents": len(silver), "sha256": fingerprint(silver), "tagged_by": taggers}
    return {**config.package, "congbao": own}


__all__ = [
    "package_hash", "score_package", "score_pipeline", "train_ner", "train_relation_model", "write_evaluation",
]

"""Training the accurate tagger: a cross-fit for what it does on unseen articles, then a run on all of them.

Before either, where the settings name some, a run on silver articles: what another tagger found in articles nobody
annotated (self-training; Scudder 1965, and as "silver" in Rebholz-Schuhmann et al. 2010). All further runs start
from its weights.

The cross-fit's runs are shorter than the last one (``fold_epochs``), so calibration and the relation model learn
from a tagger that is a little worse than the one in use: on the safe side, and affordable without a GPU. With
``patience`` each of them ends with its best epoch, chosen by a few of the articles it holds out (``watched``), and the
last run has no articles to be watched by, so it takes their number of epochs. What these few then say of held-out
articles is by that choice a little too good.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from annotations.document import Document, read_jsonl
from annotations.errors import ModelError
from models.calibration import Calibration
from models.consistency import Reading, apply, fit_rule
from models.encoder.decoding import names
from models.encoder.examples import Example, Lost, examples, heads
from models.encoder.export import export
from models.encoder.loop import train
from models.encoder.network import Network, TorchModel
from models.encoder.settings import EncoderSettings
from models.encoder.source import load_source
from models.encoder.tagger import EncoderTagger, OnnxModel, Shape
from models.opinion import Opinion
from models.tagger import tokenized
from models.tags import Span, f1, spans_of

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Fitted:
    """A trained tagger and what training leaves behind; as :class:`models.tagger.Fitted`.

    Attributes:
        tagger: trained on all articles, exported.
        held_out: what taggers trained without it predicted of each article, in order, not calibrated.
        opinions: the same as a stacked tagger is told it.
        lost: (document id, span) of gold that tags cannot say; reported, never silent.
    """

    tagger: EncoderTagger
    held_out: list[list[Span]]
    opinions: list[Opinion]
    lost: list[Lost]


def fit(
    documents: Sequence[Document], settings: EncoderSettings, folder: Path, progress: Progress = lambda _: None,
) -> Fitted:
    """Train the tagger.

    Args:
        documents: gold.
        settings: see there.
        folder: for checkpoints; a run that was broken off goes on from them. Those of other settings or
            documents are not touched.
        progress: called with a line of text at each step.

    Raises:
        ModelError: there are too few articles, settings exclude each other, or the pretrained encoder is not there.
    """
    folds = min(settings.folds, len(documents))
    if folds < 2:
        raise ModelError("too few articles to train on", why=f"{len(documents)} given", hint="give at least two")
    if settings.patience and not settings.watched:
        raise ModelError("patience has nothing to go by", why="watched is 0", hint="set [encoder] watched")
    if settings.averaged < 1:
        raise ModelError("no final training", why=f"averaged is {settings.averaged}", hint="set [encoder] averaged = 1")
    if settings.threads:
        torch.set_num_threads(settings.threads)
    runs = _Runs(documents, settings, folder / _name(documents, settings), progress)
    order = list(range(len(documents)))
    random.Random(settings.seed).shuffle(order)
    readings: list[list[Reading]] = [[] for _ in documents]
    opinions: dict[int, Opinion] = {}
    for fold in range(folds):
        held = sorted(order[fold::folds])
        progress(f"fold {fold + 1} of {folds}: {len(documents) - len(held)} articles, {len(held)} held out")
        tagger = runs.fold(fold, held)
        for number in held:
            text = documents[number].text
            readings[number], opinions[number] = tagger.read(text, tokenized(text))
    consistency = fit_rule(documents, readings, progress)
    if consistency:
        for document, found in zip(documents, readings, strict=True):
            apply(consistency, document.text, found)
    held_out = [[reading.span for reading in found] for found in readings]
    gold = [spans_of(document) for document in documents]
    progress(f"held out, all articles: F1 {f1(held_out, gold):.3f}")
    calibration = Calibration.fit(
        (span.label, span.score, (span.start, span.end, span.label) in right)
        for spans, right in zip(held_out, gold, strict=True) for span in spans
    )
    progress("final run, all articles")
    network = runs.final()
    progress("exporting")
    tagger = EncoderTagger(runs.shape, runs.pieces, OnnxModel(export(network)), consistency, calibration)
    return Fitted(tagger, held_out, [opinions[number] for number in range(len(documents))], runs.lost)


class _Runs:
    """The runs of a training: they share examples and vocabulary, and each starts from the pretrained weights."""

    def __init__(self, documents: Sequence[Document], settings: EncoderSettings, folder: Path, progress: Progress):
        folder.mkdir(parents=True, exist_ok=True)
        self.documents, self.settings, self.folder, self.progress = documents, settings, folder, progress
        self.pieces = load_source(settings).pieces
        self.shape = Shape(settings.labels, settings.layer, settings.window, settings.margin)
        self.examples: list[list[Example]] = []
        self.lost: list[Lost] = []
        for document in documents:
            given, lost = examples(document, self.pieces, settings)
            self.examples.append(given)
            self.lost += lost
        self.best: list[int] = []  # epoch of each fold
        self.start = self._silver()

    def _silver(self) -> dict[str, torch.Tensor] | None:
        """The weights after the silver articles; None where there are none."""
        if self.settings.silver is None:
            return None
        documents = list(read_jsonl(Path(self.settings.silver)))
        self.progress(f"silver run, {len(documents)} articles")
        given = [example for document in documents for example in examples(document, self.pieces, self.settings)[0]]
        shared = _shared(self.settings)
        network = self._network(None, shared.seed)
        file = self.folder.parent / f"{_name(documents, shared)}.pt"
        train(network, given, self.pieces, shared.silver_epochs, shared, file, self.progress)
        return network.state_dict()

    def fold(self, fold: int, held: Sequence[int]) -> EncoderTagger:
        step = max(1, len(held) // max(1, self.settings.watched))
        watched = [self.documents[number] for number in held[::step]] if self.settings.watched else []
        gold = [spans_of(document) for document in watched]

        def score(network: Network) -> float:
            tagger = self._tagger(network)
            return f1([tagger.predict(document.text) for document in watched], gold)

        rest = sorted(set(range(len(self.documents))) - set(held))
        settings = replace(self.settings, epochs=self.settings.fold_epochs)
        network, epoch = self._train(f"fold{fold + 1}", rest, settings, score if watched else None)
        self.best.append(epoch)
        return self._tagger(network)

    def final(self) -> Network:
        name, epochs = "final", self.settings.epochs
        if self.settings.patience:
            epochs = math.floor(sum(self.best) / len(self.best) + 0.5)
            name = f"final-{epochs}"  # the rates of its steps depend on their number
            self.progress(f"{epochs} epochs, as the folds' best")
        everything = list(range(len(self.documents)))
        networks = []
        for number in range(self.settings.averaged):
            settings = replace(self.settings, epochs=epochs, seed=self.settings.seed + number)
            if number:
                self.progress(f"once more, with seed {settings.seed}")
            networks.append(self._train(f"{name}-{settings.seed}", everything, settings, None)[0])
        return averaged(networks)

    def _train(
        self, name: str, numbers: Sequence[int], settings: EncoderSettings, score: Callable[[Network], float] | None,
    ) -> tuple[Network, int]:
        network = self._network(self.start, settings.seed)
        given = [example for number in numbers for example in self.examples[number]]
        epoch = train(
            network, given, self.pieces, settings.epochs, settings, self.folder / f"{name}.pt", self.progress,
            None if score is None else lambda: score(network),
        )
        return network, epoch

    def _network(self, start: Mapping[str, torch.Tensor] | None, seed: int) -> Network:
        torch.manual_seed(seed)
        sizes = [len(names(labels)) for labels in heads(self.settings)]
        encoder = load_source(self.settings).encoder
        for module in encoder.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = self.settings.encoder_dropout
        network = Network(encoder, sizes, self.settings.dropout)
        if start is not None:
            network.load_state_dict(start)
        return network

    def _tagger(self, network: Network) -> EncoderTagger:
        return EncoderTagger(self.shape, self.pieces, TorchModel(network, self.settings.bf16))


def averaged(networks: Sequence[Network]) -> Network:
    """The first of some networks, with the mean of the weights of all: they must have begun with the same weights."""
    states = [network.state_dict() for network in networks]
    with torch.no_grad():
        for name, weight in states[0].items():
            if weight.is_floating_point():
                weight.copy_(torch.stack([state[name] for state in states]).mean(0))
    return networks[0]


def _shared(settings: EncoderSettings) -> EncoderSettings:
    """The settings that decide what the silver run gives: trainings that differ in others share it."""
    plain = EncoderSettings()
    return replace(
        settings, epochs=plain.epochs, averaged=plain.averaged, fold_epochs=plain.fold_epochs, folds=plain.folds,
        watched=plain.watched, threads=plain.threads, seed=plain.seed, stacked=plain.stacked,
    )


def _name(documents: Sequence[Document], settings: EncoderSettings) -> str:
    """A name for the checkpoints of just these settings and annotated documents.

    Patience is not among them: it says when to stop, and changes no step before.
    """
    shaping = {name: value for name, value in asdict(settings).items() if name != "patience"}
    digest = hashlib.sha256(json.dumps(shaping, sort_keys=True).encode())
    for document in documents:
        digest.update(f"{document.id} {document.sha256} {sorted(spans_of(document))}\n".encode())
    return f"checkpoints-{digest.hexdigest()[:12]}"

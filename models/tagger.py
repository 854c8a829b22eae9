"""The small tagger: two CRF passes over an article, and a third for the TASK layer.

The first pass tags each sentence on its own. What it found in the whole article (:mod:`models.memory`)
is told to the second, whose tags are the result. The third finds tasks, seeing the second's tags.
Training never shows a pass its own answers: the first pass's tags of a training article come from
models that were trained without it (cross-fitting).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotations.document import Document
from annotations.errors import ModelError
from annotations.schema import SCHEMA
from annotations.sentences import sentences as split
from annotations.tokens import tokens
from models.calibration import Calibration
from models.crf import Crf
from models.cues import cue_features
from models.features import Columns, Resources, columns, window_features
from models.memory import Memory
from models.tags import Place, Span, decode, encode
from models.tasks import task_features

Sentences = Sequence[Sequence[Place]]
Progress = Callable[[str], None]
PARTS = ("first", "second", "tasks")


@dataclass(frozen=True)
class Settings:
    """How the tagger is trained.

    Attributes:
        c1: L1 penalty of every CRF; larger gives fewer weights.
        c2: L2 penalty.
        max_iterations: of L-BFGS.
        smallest_frequency: rarer features are left out; 2 cost nothing on held-out articles, and trains faster.
        folds: parts of the cross-fit.
        labels: flat labels to learn.
        layer: a label learned as a layer of its own, or None.
    """

    c1: float = 0.05
    c2: float = 0.05
    max_iterations: int = 80
    smallest_frequency: int = 2
    folds: int = 5
    labels: tuple[str, ...] = SCHEMA.flat
    layer: str | None = "TASK"

    def crf(self) -> dict[str, Any]:
        """The parameters CRFsuite is given."""
        return {
            "c1": self.c1, "c2": self.c2, "max_iterations": self.max_iterations,
            "feature.minfreq": self.smallest_frequency,
        }


class Tagger:
    """Finds entities in tokenised text.

    Args:
        resources: gazetteers and clusters, the same in training and use.
        crfs: the trained passes by name, see :data:`PARTS`; ``tasks`` may be missing.
        calibration: turns the CRFs' marginals into probabilities.
    """

    def __init__(self, resources: Resources, crfs: Mapping[str, Crf], calibration: Calibration | None = None) -> None:
        self.resources = resources
        self.crfs = dict(crfs)
        self.calibration = calibration or Calibration({})

    def predict(self, text: str, sentences: Sentences | None = None) -> list[Span]:
        """The entities of an article, in order, calibrated.

        Args:
            text: as given.
            sentences: (start, end) of the tokens of each sentence; found here by default.
        """
        sentences = tokenized(text) if sentences is None else sentences
        spans = self._raw(text, sentences)
        for span in spans:
            span.score = self.calibration(span.label, span.score)
        return spans

    def _raw(self, text: str, sentences: Sentences) -> list[Span]:
        views = [columns(text, places, self.resources) for places in sentences]
        base = [base_features(view) for view in views]
        first = [self.crfs["first"].tag(features) for features in base]
        memory = Memory(text, sentences, first)
        spans: list[Span] = []
        for view, places, features, tags in zip(views, sentences, base, first, strict=True):
            if not places:
                continue
            found = decode(self.crfs["second"].decode(second_features(text, places, features, tags, memory)), places)
            spans.extend(found)
            if "tasks" in self.crfs:
                flat = encode([(span.start, span.end, span.label) for span in found], places)[0]
                if any("DEADLINE" in tag for tag in flat):
                    spans.extend(decode(self.crfs["tasks"].decode(task_features(view, flat)), places))
        return spans

    def to_disk(self, path: Path) -> None:
        """Write weights, resources and calibration into a folder."""
        path.mkdir(parents=True, exist_ok=True)
        for name, crf in self.crfs.items():
            (path / f"{name}.crf").write_bytes(crf.weights)
        tables = {
            "clusters": {word: list(pair) for word, pair in self.resources.clusters.items()},
            "places": dict(self.resources.places),
            "calibration": self.calibration.to_json(),
        }
        for name, table in tables.items():
            text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            (path / f"{name}.json").write_text(text + "\n", "utf-8")

    @classmethod
    def from_disk(cls, path: Path) -> Tagger:
        """Read what :meth:`to_disk` wrote.

        Raises:
            ModelError: a file is missing or damaged.
        """
        crfs = {name: Crf(file.read_bytes()) for name in PARTS if (file := path / f"{name}.crf").is_file()}
        if not {"first", "second"} <= crfs.keys():
            raise ModelError("no weights", file=str(path), why="first.crf or second.crf is missing")
        try:
            tables = {
                name: json.loads((path / f"{name}.json").read_text("utf-8"))
                for name in ("clusters", "places", "calibration")
            }
        except (OSError, ValueError) as error:
            raise ModelError("a table of the tagger cannot be read", file=str(path), why=str(error)) from None
        clusters = {word: (pair[0], pair[1]) for word, pair in tables["clusters"].items()}
        return cls(Resources(clusters, tables["places"]), crfs, Calibration.from_json(tables["calibration"]))


def tokenized(text: str) -> list[list[Place]]:
    """The tokens of each sentence of a text."""
    return [tokens(text, start, end) for start, end in split(text)]


def base_features(view: Columns) -> list[list[str]]:
    """The features of a sentence in the first pass: windows, and the cues that stand far away."""
    cues = cue_features(view.tokens)
    return [window_features(view, index) + cues[index] for index in range(len(view.words))]


def second_features(
    text: str, places: Sequence[Place], base: list[list[str]], tags: Sequence[str], memory: Memory,
) -> list[list[str]]:
    """The features of a sentence in the second pass: those of the first, and what the article says."""
    return [features + memory.features(text, places, tags, index) for index, features in enumerate(base)]


@dataclass
class _Prepared:
    """A training article: its tokens, features and tags."""

    document: Document
    sentences: Sentences
    views: list[Columns]
    base: list[list[list[str]]]
    gold: list[list[str]]
    layer: list[list[str]]
    second: list[list[list[str]]]


@dataclass(frozen=True)
class Fitted:
    """A trained tagger and what training leaves behind.

    Attributes:
        tagger: trained on all articles.
        held_out: what taggers trained without it predicted of each article, in order, not calibrated.
        lost: (document id, span) of gold that tags cannot say; reported, never silent.
    """

    tagger: Tagger
    held_out: list[list[Span]]
    lost: list[tuple[str, tuple[int, int, str]]]


def fit(
    documents: Sequence[Document], resources: Resources, settings: Settings, progress: Progress = lambda _: None,
) -> Fitted:
    """Train a tagger on annotated articles.

    Args:
        documents: gold.
        resources: clusters and gazetteers.
        settings: penalties, folds, labels.
        progress: called with a line of text at each step.
    """
    lost: list[tuple[str, tuple[int, int, str]]] = []
    ready = [_prepare(document, resources, settings, lost) for document in documents]
    folds = min(settings.folds, len(ready))
    if folds < 2:
        raise ModelError("too few articles to train on", why=f"{len(ready)} given", hint="give at least two")
    for fold in range(folds):
        progress(f"first pass, fold {fold + 1} of {folds}")
        crf = _fit_first(_without(ready, fold, folds), settings)
        for article in ready[fold::folds]:
            tags = [crf.tag(features) for features in article.base]
            memory = Memory(article.document.text, article.sentences, tags)
            article.second = [
                second_features(article.document.text, places, features, sentence, memory)
                for places, features, sentence in zip(article.sentences, article.base, tags, strict=True)
            ]
    held_out: list[list[Span]] = [[] for _ in ready]
    for fold in range(folds):
        progress(f"second pass, fold {fold + 1} of {folds}")
        rest = _without(ready, fold, folds)
        second, tasks = _fit_second(rest, settings), _fit_tasks(rest, settings)
        for index in range(fold, len(ready), folds):
            held_out[index] = _apply(ready[index], second, tasks)
    progress("final passes, all articles")
    crfs = {"first": _fit_first(ready, settings), "second": _fit_second(ready, settings)}
    if tasks := _fit_tasks(ready, settings):
        crfs["tasks"] = tasks
    calibration = Calibration.fit(
        (span.label, span.score, (span.start, span.end, span.label) in gold)
        for spans, gold in zip(held_out, [_spans(document) for document in documents], strict=True)
        for span in spans
    )
    return Fitted(Tagger(resources, crfs, calibration), held_out, lost)


def _spans(document: Document) -> set[tuple[int, int, str]]:
    return {(entity.start, entity.end, entity.label) for entity in document.entities}


def _prepare(
    document: Document, resources: Resources, settings: Settings, lost: list[tuple[str, tuple[int, int, str]]],
) -> _Prepared:
    places = tokenized(document.text)
    views = [columns(document.text, sentence, resources) for sentence in places]
    flat = [span for span in _spans(document) if span[2] in settings.labels]
    layer = [span for span in _spans(document) if span[2] == settings.layer]
    tags: dict[bool, list[list[str]]] = {}
    for is_layer, spans in ((False, flat), (True, layer)):
        encoded = [encode(spans, sentence) for sentence in places]
        tags[is_layer] = [sentence for sentence, _ in encoded]
        lost.extend((document.id, span) for _, missed in encoded for span in missed)
    base = [base_features(view) for view in views]
    return _Prepared(document, places, views, base, tags[False], tags[True], [])


def _without(ready: list[_Prepared], fold: int, folds: int) -> list[_Prepared]:
    return [article for index, article in enumerate(ready) if index % folds != fold]


def _fit_first(articles: Sequence[_Prepared], settings: Settings) -> Crf:
    pairs = (pair for article in articles for pair in zip(article.base, article.gold, strict=True))
    return Crf.fit(pairs, settings.crf())


def _fit_second(articles: Sequence[_Prepared], settings: Settings) -> Crf:
    pairs = (pair for article in articles for pair in zip(article.second, article.gold, strict=True))
    return Crf.fit(pairs, settings.crf())


def _fit_tasks(articles: Sequence[_Prepared], settings: Settings) -> Crf | None:
    """Only sentences with a DEADLINE can hold a task; no others are shown, in training or in use."""
    if settings.layer is None:
        return None
    pairs = [
        (task_features(view, gold), layer)
        for article in articles
        for view, gold, layer in zip(article.views, article.gold, article.layer, strict=True)
        if any("DEADLINE" in tag for tag in gold)
    ]
    return Crf.fit(pairs, settings.crf()) if any(tag != "O" for _, tags in pairs for tag in tags) else None


def _apply(article: _Prepared, second: Crf, tasks: Crf | None) -> list[Span]:
    spans: list[Span] = []
    for view, places, features in zip(article.views, article.sentences, article.second, strict=True):
        found = decode(second.decode(features), places)
        spans.extend(found)
        flat = encode([(span.start, span.end, span.label) for span in found], places)[0]
        if tasks and any("DEADLINE" in tag for tag in flat):
            spans.extend(decode(tasks.decode(task_features(view, flat)), places))
    return spans

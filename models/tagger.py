"""The small tagger: two CRF passes over an article, and a third for the TASK layer.

The first pass tags each sentence on its own. What it found in the whole article (:mod:`models.memory`)
is told to the second, whose tags are the result. The third finds tasks, seeing the second's tags. The
second and the third may be told another tagger's opinion of the article too (:mod:`models.opinion`).
Training never shows a pass its own answers: the first pass's tags of a training article come from
models that were trained without it (cross-fitting).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from models.opinion import Opinion
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

    def predict(self, text: str, sentences: Sentences | None = None, opinion: Opinion | None = None) -> list[Span]:
        """The entities of an article, in order, calibrated.

        Args:
            text: as given.
            sentences: (start, end) of the tokens of each sentence; found here by default.
            opinion: another tagger's, if this one was trained with it.
        """
        sentences = tokenized(text) if sentences is None else sentences
        spans = self._raw(text, sentences, opinion)
        for span in spans:
            span.score = self.calibration(span.label, span.score)
        return spans

    def _raw(self, text: str, sentences: Sentences, opinion: Opinion | None) -> list[Span]:
        views = [columns(text, places, self.resources) for places in sentences]
        base = [base_features(view) for view in views]
        first = [self.crfs["first"].tag(features) for features in base]
        second = second_features(text, sentences, base, first, opinion)
        return list(apply(views, sentences, second, self.crfs["second"], self.crfs.get("tasks"), opinion))

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
    text: str, sentences: Sentences, base: Sequence[list[list[str]]], tags: Sequence[Sequence[str]],
    opinion: Opinion | None = None,
) -> list[list[list[str]]]:
    """The features of an article in the second pass: those of the first, and what the article says.

    Args:
        text: the article.
        sentences: (start, end) of the tokens of each.
        base: features of the first pass.
        tags: of the first pass.
        opinion: another tagger's.
    """
    memory = Memory(text, sentences, tags)
    other = Memory(text, sentences, opinion.tags) if opinion else None
    out = []
    for number, places in enumerate(sentences):
        rows = []
        for index, features in enumerate(base[number]):
            row = features + memory.features(text, places, tags[number], index)
            if opinion and other:
                said = opinion.tags[number]
                row += ["e" + feature for feature in other.features(text, places, said, index)]
                row += opinion.flat[number][index]
                row.append(f"both={said[index]} {tags[number][index]}")
            rows.append(row)
        out.append(rows)
    return out


def told_tasks(view: Columns, flat: Sequence[str], number: int, opinion: Opinion | None) -> list[list[str]]:
    """The features of a sentence for the TASK layer, another tagger's opinion included."""
    features = task_features(view, flat)
    if opinion is None:
        return features
    return [row + said for row, said in zip(features, map(list, opinion.layer[number]), strict=True)]


def apply(
    views: Sequence[Columns], sentences: Sentences, second: Sequence[list[list[str]]], crf: Crf, tasks: Crf | None,
    opinion: Opinion | None,
) -> Iterator[Span]:
    """The second pass and the TASK layer over an article."""
    for number, (view, places, features) in enumerate(zip(views, sentences, second, strict=True)):
        if not places:
            continue
        found = decode(crf.decode(features), places)
        yield from found
        flat = encode([(span.start, span.end, span.label) for span in found], places)[0]
        if tasks and any("DEADLINE" in tag for tag in flat):
            yield from decode(tasks.decode(told_tasks(view, flat, number, opinion)), places)


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
    opinion: Opinion | None


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
    opinions: Sequence[Opinion] | None = None,
) -> Fitted:
    """Train a tagger on annotated articles.

    Args:
        documents: gold.
        resources: clusters and gazetteers.
        settings: penalties, folds, labels.
        progress: called with a line of text at each step.
        opinions: of another tagger on each document, which it was not trained on.
    """
    lost: list[tuple[str, tuple[int, int, str]]] = []
    ready = [
        _prepare(document, resources, settings, lost, opinions[number] if opinions else None)
        for number, document in enumerate(documents)
    ]
    folds = min(settings.folds, len(ready))
    if folds < 2:
        raise ModelError("too few articles to train on", why=f"{len(ready)} given", hint="give at least two")
    for fold in range(folds):
        progress(f"first pass, fold {fold + 1} of {folds}")
        crf = _fit_first(_without(ready, fold, folds), settings)
        for article in ready[fold::folds]:
            tags = [crf.tag(features) for features in article.base]
            article.second = second_features(
                article.document.text, article.sentences, article.base, tags, article.opinion,
            )
    held_out: list[list[Span]] = [[] for _ in ready]
    for fold in range(folds):
        progress(f"second pass, fold {fold + 1} of {folds}")
        rest = _without(ready, fold, folds)
        second, tasks = _fit_second(rest, settings), _fit_tasks(rest, settings)
        for index in range(fold, len(ready), folds):
            article = ready[index]
            held_out[index] = list(apply(
                article.views, article.sentences, article.second, second, tasks, article.opinion,
            ))
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
    opinion: Opinion | None,
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
    return _Prepared(document, places, views, base, tags[False], tags[True], [], opinion)


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
        (told_tasks(view, gold, number, article.opinion), layer)
        for article in articles
        for number, (view, gold, layer) in enumerate(zip(article.views, article.gold, article.layer, strict=True))
        if any("DEADLINE" in tag for tag in gold)
    ]
    return Crf.fit(pairs, settings.crf()) if any(tag != "O" for _, tags in pairs for tag in tags) else None

"""The small tagger: two CRF passes over an article, and a third for the TASK layer.

The first pass tags each sentence on its own. What it found in the whole article (:mod:`models.memory`)
is told to the second, whose tags are the result. The third finds tasks, seeing the second's tags. The
second and the third may be told another tagger's opinion of the article too (:mod:`models.opinion`).
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
from models.consistency import PEOPLE, Consistency, Reading, apply, fit_rule, read_people
from models.crf import Crf, Scorer
from models.features import BASE, Described, Resources, describe
from models.hashing import Strings
from models.opinion import Opinion
from models.passes import feature_strings, second_columns, task_columns
from models.tags import Place, Span, decode, encode
from models.templates import Numbered, length, places

Sentences = Sequence[Sequence[Place]]
Progress = Callable[[str], None]
PARTS = ("first", "second", "tasks")
RULE = "people.json"
"""Where :class:`models.consistency.Consistency` is kept; a package may have none."""


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
        consistency: weighs the mentions of a person in an article; None leaves each as it was found.
    """

    def __init__(
        self, resources: Resources, crfs: Mapping[str, Crf], calibration: Calibration | None = None,
        consistency: Consistency | None = None,
    ) -> None:
        self.resources = resources
        self.crfs = dict(crfs)
        self.calibration = calibration or Calibration({})
        self.consistency = consistency
        self._strings = Strings()
        self._passes = Scorer([self.crfs["first"], self.crfs["second"]])
        self._layer = Scorer([self.crfs["tasks"]]) if "tasks" in self.crfs else None

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
        self._strings.forget()
        described = describe(text, sentences, self.resources)
        found = list(places(described.lengths))
        columns = Numbered(self._strings, described.columns)
        scores = self._passes.empty(length(described.lengths))
        self._passes.add(scores, BASE, columns)
        first, second = self._passes.columns
        tags = [self.crfs["first"].tag_scored(scores[start:stop, first]) for start, stop in found]
        for templates, more in second_columns(described, tags, opinion):
            columns.add(more)
            self._passes.add(scores, templates, columns)
        spans: list[list[Span]] = []
        people: list[Reading] = []
        for sentence, (start, stop) in zip(sentences, found, strict=True):
            spans.append(decode(self.crfs["second"].decode_scored(scores[start:stop, second]), sentence))
            if self.consistency:
                people += read_people(spans[-1], sentence, self.crfs["second"].marginal)
        if self._layer:
            self._add_layer(text, sentences, spans, opinion)
        if self.consistency:
            apply(self.consistency, text, people, changed_only=True)
        return [span for sentence in spans for span in sentence]

    def _add_layer(
        self, text: str, sentences: Sentences, spans: list[list[Span]], opinion: Opinion | None,
    ) -> None:
        """Add the spans of the third pass, to those of each sentence that holds a DEADLINE."""
        assert self._layer
        numbers = [number for number, found in enumerate(spans) if any(span.label == "DEADLINE" for span in found)]
        if not numbers:
            return
        some = [sentences[number] for number in numbers]
        tags = [_tags(spans[number], sentences[number]) for number in numbers]
        described = describe(text, some, self.resources)
        columns = Numbered(self._strings, described.columns)
        scores = self._layer.empty(length(described.lengths))
        for templates, more in task_columns(described, tags, numbers, opinion):
            columns.add(more)
            self._layer.add(scores, templates, columns)
        for number, (start, stop) in zip(numbers, places(described.lengths), strict=True):
            spans[number] += decode(self.crfs["tasks"].decode_scored(scores[start:stop]), sentences[number])

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
        (path / RULE).unlink(missing_ok=True)
        if self.consistency:
            (path / RULE).write_text(json.dumps(self.consistency.to_json(), sort_keys=True) + "\n", "utf-8")

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
            rule = json.loads((path / RULE).read_text("utf-8")) if (path / RULE).is_file() else None
            consistency = Consistency.from_json(rule) if rule else None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError("a table of the tagger cannot be read", file=str(path), why=str(error)) from None
        clusters = {word: (pair[0], pair[1]) for word, pair in tables["clusters"].items()}
        calibration = Calibration.from_json(tables["calibration"])
        return cls(Resources(clusters, tables["places"]), crfs, calibration, consistency)


def tokenized(text: str) -> list[list[Place]]:
    """The tokens of each sentence of a text."""
    return [tokens(text, start, end) for start, end in split(text)]


def _tags(spans: Sequence[Span], sentence: Sequence[Place]) -> list[str]:
    return encode([(span.start, span.end, span.label) for span in spans], sentence)[0]


@dataclass
class _Prepared:
    """A training article: its tokens, features and tags."""

    document: Document
    sentences: Sentences
    described: Described
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
            more = feature_strings(article.described, second_columns(article.described, tags, article.opinion))
            article.second = [
                [one + other for one, other in zip(*rows, strict=True)]
                for rows in zip(article.base, more, strict=True)
            ]
    held_out: list[list[Span]] = [[] for _ in ready]
    people: list[list[Reading]] = [[] for _ in ready]
    for fold in range(folds):
        progress(f"second pass, fold {fold + 1} of {folds}")
        rest = _without(ready, fold, folds)
        second, tasks = _fit_second(rest, settings), _fit_tasks(rest, resources, settings)
        for index in range(fold, len(ready), folds):
            article = ready[index]
            held_out[index], people[index] = _held_out(article, resources, second, tasks)
    consistency = fit_rule(documents, people, progress)
    if consistency:
        for document, found in zip(documents, people, strict=True):
            apply(consistency, document.text, found, changed_only=True)
    progress("final passes, all articles")
    crfs = {"first": _fit_first(ready, settings), "second": _fit_second(ready, settings)}
    if tasks := _fit_tasks(ready, resources, settings):
        crfs["tasks"] = tasks
    calibration = Calibration.fit(
        (span.label, span.score, (span.start, span.end, span.label) in gold)
        for spans, gold in zip(held_out, [_spans(document) for document in documents], strict=True)
        for span in spans
    )
    return Fitted(Tagger(resources, crfs, calibration, consistency), held_out, lost)


def _spans(document: Document) -> set[tuple[int, int, str]]:
    return {(entity.start, entity.end, entity.label) for entity in document.entities}


def _prepare(
    document: Document, resources: Resources, settings: Settings, lost: list[tuple[str, tuple[int, int, str]]],
    opinion: Opinion | None,
) -> _Prepared:
    sentences = tokenized(document.text)
    described = describe(document.text, sentences, resources)
    flat = [span for span in _spans(document) if span[2] in settings.labels]
    layer = [span for span in _spans(document) if span[2] == settings.layer]
    tags: dict[bool, list[list[str]]] = {}
    for is_layer, spans in ((False, flat), (True, layer)):
        encoded = [encode(spans, sentence) for sentence in sentences]
        tags[is_layer] = [sentence for sentence, _ in encoded]
        lost.extend((document.id, span) for _, missed in encoded for span in missed)
    base = feature_strings(described, [(BASE, {})])
    return _Prepared(document, sentences, described, base, tags[False], tags[True], [], opinion)


def _held_out(
    article: _Prepared, resources: Resources, second: Crf, tasks: Crf | None,
) -> tuple[list[Span], list[Reading]]:
    """What passes that were trained without it find in an article; and the people among it."""
    found: list[Span] = []
    people: list[Reading] = []
    told = {f"{part}-{label}" for part in "BI" for label in PEOPLE} <= {*second.tags}
    for number, (sentence, features) in enumerate(zip(article.sentences, article.second, strict=True)):
        spans = decode(second.decode(features), sentence)
        found += spans
        if told:
            people += read_people(spans, sentence, second.marginal)
        if tasks and any(span.label == "DEADLINE" for span in spans):
            features = _task_strings(article, resources, [number], [_tags(spans, sentence)])[0]
            found += decode(tasks.decode(features), sentence)
    return found, people


def _task_strings(
    article: _Prepared, resources: Resources, numbers: Sequence[int], tags: Sequence[Sequence[str]],
) -> list[list[list[str]]]:
    """The features of sentences, by their numbers, for the TASK layer."""
    described = describe(article.document.text, [article.sentences[number] for number in numbers], resources)
    return feature_strings(described, task_columns(described, tags, numbers, article.opinion))


def _without(ready: list[_Prepared], fold: int, folds: int) -> list[_Prepared]:
    return [article for index, article in enumerate(ready) if index % folds != fold]


def _fit_first(articles: Sequence[_Prepared], settings: Settings) -> Crf:
    pairs = (pair for article in articles for pair in zip(article.base, article.gold, strict=True))
    return Crf.fit(pairs, settings.crf())


def _fit_second(articles: Sequence[_Prepared], settings: Settings) -> Crf:
    pairs = (pair for article in articles for pair in zip(article.second, article.gold, strict=True))
    return Crf.fit(pairs, settings.crf())


def _fit_tasks(articles: Sequence[_Prepared], resources: Resources, settings: Settings) -> Crf | None:
    """Only sentences with a DEADLINE can hold a task; no others are shown, in training or in use."""
    if settings.layer is None:
        return None
    pairs: list[tuple[list[list[str]], list[str]]] = []
    for article in articles:
        numbers = [number for number, gold in enumerate(article.gold) if any("DEADLINE" in tag for tag in gold)]
        features = _task_strings(article, resources, numbers, [article.gold[number] for number in numbers])
        pairs += zip(features, [article.layer[number] for number in numbers], strict=True)
    return Crf.fit(pairs, settings.crf()) if any(tag != "O" for _, tags in pairs for tag in tags) else None

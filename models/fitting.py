"""Training the small tagger.

No pass is shown its own answers: the tags that the second and the third see of a training article come from models
that were trained without it (cross-fitting).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotations.document import Document
from annotations.errors import ModelError
from annotations.schema import SCHEMA
from models.calibration import Calibration
from models.consistency import PEOPLE, Reading, apply, fit_rule, read_people
from models.crf import Crf
from models.features import BASE, Described, Resources, describe
from models.opinion import Opinion
from models.passes import feature_strings, second_columns, task_columns
from models.tagger import Sentences, Tagger, tags_of, tokenized
from models.tags import Span, decode, encode, f1, spans_of

Progress = Callable[[str], None]
_Numbered = dict[int, list[list[str]]]
_LEANS = tuple(step / 5 for step in range(11))
"""What is tried as the weight added to a layer span's beginning; on held-out articles the best lies well inside."""


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


@dataclass
class _Prepared:
    """A training article: its tokens, features and tags; and of each sentence what is known of it after a cross-fit.

    Attributes:
        second: features for the second pass.
        found: what a second pass that was trained without it found.
        as_found: features for the third pass of the sentences with a deadline by ``found``, by their numbers.
        as_gold: the same by the annotation.
    """

    document: Document
    sentences: Sentences
    described: Described
    base: list[list[list[str]]]
    gold: list[list[str]]
    layer: list[list[str]]
    opinion: Opinion | None
    second: list[list[list[str]]] = field(default_factory=list)
    found: list[list[Span]] = field(default_factory=list)
    as_found: _Numbered = field(default_factory=dict)
    as_gold: _Numbered = field(default_factory=dict)


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
    people: list[list[Reading]] = [[] for _ in ready]
    for fold in range(folds):
        progress(f"second pass, fold {fold + 1} of {folds}")
        second = _fit_second(_without(ready, fold, folds), settings)
        for index in range(fold, len(ready), folds):
            people[index] = _read(ready[index], second)
    held_out = [[span for sentence in article.found for span in sentence] for article in ready]
    lean = 0.0
    if settings.layer:
        lean, tasks = _cross_fit_tasks(ready, resources, settings, progress)
        for spans, found in zip(held_out, tasks, strict=True):
            spans += found
            spans.sort(key=lambda span: (span.start, span.end))
    consistency = fit_rule(documents, people, progress)
    if consistency:
        for document, readings in zip(documents, people, strict=True):
            apply(consistency, document.text, readings, changed_only=True)
    progress("final passes, all articles")
    models = {"first": _fit_first(ready, settings).model(), "second": _fit_second(ready, settings).model()}
    if third := _fit_tasks(ready, settings):
        models["tasks"] = third.raised(_begin(settings), lean).model()
    calibration = Calibration.fit(
        (span.label, span.score, (span.start, span.end, span.label) in gold)
        for spans, gold in zip(held_out, [spans_of(document) for document in documents], strict=True)
        for span in spans
    )
    return Fitted(Tagger(resources, models, calibration, consistency), held_out, lost)


def _prepare(
    document: Document, resources: Resources, settings: Settings, lost: list[tuple[str, tuple[int, int, str]]],
    opinion: Opinion | None,
) -> _Prepared:
    sentences = tokenized(document.text)
    described = describe(document.text, sentences, resources)
    flat = [span for span in spans_of(document) if span[2] in settings.labels]
    layer = [span for span in spans_of(document) if span[2] == settings.layer]
    tags: dict[bool, list[list[str]]] = {}
    for is_layer, spans in ((False, flat), (True, layer)):
        encoded = [encode(spans, sentence) for sentence in sentences]
        tags[is_layer] = [sentence for sentence, _ in encoded]
        lost.extend((document.id, span) for _, missed in encoded for span in missed)
    base = feature_strings(described, [(BASE, {})])
    return _Prepared(document, sentences, described, base, tags[False], tags[True], opinion)


def _read(article: _Prepared, second: Crf) -> list[Reading]:
    """Note what a pass that was trained without the article finds in it; gives the people among it."""
    people: list[Reading] = []
    told = {f"{part}-{label}" for part in "BI" for label in PEOPLE} <= {*second.tags}
    for sentence, features in zip(article.sentences, article.second, strict=True):
        article.found.append(decode(second.decode(features), sentence))
        if told:
            people += read_people(article.found[-1], sentence, second.marginal)
    return people


def _cross_fit_tasks(
    ready: Sequence[_Prepared], resources: Resources, settings: Settings, progress: Progress,
) -> tuple[float, list[list[Span]]]:
    """How much a third pass should lean towards tasks, and what such passes find in articles they had not seen.

    A CRF is trained to be right on all tokens alike, and so finds fewer spans than would give the best F1.
    """
    for article in ready:
        tags = [tags_of(spans, sentence) for spans, sentence in zip(article.found, article.sentences, strict=True)]
        article.as_found = _task_strings(article, resources, tags)
        article.as_gold = _task_strings(article, resources, article.gold)
    folds = min(settings.folds, len(ready))
    passes = []
    for fold in range(folds):
        progress(f"tasks, fold {fold + 1} of {folds}")
        passes.append(_fit_tasks(_without(ready, fold, folds), settings))
    if not any(passes):
        return 0.0, [[] for _ in ready]
    gold = [{span for span in spans_of(article.document) if span[2] == settings.layer} for article in ready]
    best, lean_of_best, found_by_best = -1.0, 0.0, [list[Span]() for _ in ready]
    for lean in _LEANS:
        leaning = [third and third.raised(_begin(settings), lean) for third in passes]
        found = [_tasks(article, leaning[index % folds]) for index, article in enumerate(ready)]
        score = f1(found, gold)
        if score > best:
            best, lean_of_best, found_by_best = score, lean, found
    progress(f"tasks, held out: F1 {best:.3f}, with {lean_of_best} added to the weight of a beginning")
    return lean_of_best, found_by_best


def _tasks(article: _Prepared, third: Crf | None) -> list[Span]:
    """What a third pass finds beside the deadlines that were found."""
    return [
        span for number, features in article.as_found.items()
        for span in decode(third.decode(features), article.sentences[number])
    ] if third else []


def _begin(settings: Settings) -> tuple[str, str]:
    return "O", f"B-{settings.layer}"


def _task_strings(article: _Prepared, resources: Resources, tags: Sequence[Sequence[str]]) -> _Numbered:
    """The features for the third pass of the sentences that hold a DEADLINE by some tags, by their numbers."""
    numbers = [number for number, sentence in enumerate(tags) if any(tag.endswith("DEADLINE") for tag in sentence)]
    described = describe(article.document.text, [article.sentences[number] for number in numbers], resources)
    told = task_columns(described, [tags[number] for number in numbers], numbers, article.opinion)
    return dict(zip(numbers, feature_strings(described, told), strict=True))


def _without(ready: Sequence[_Prepared], fold: int, folds: int) -> list[_Prepared]:
    return [article for index, article in enumerate(ready) if index % folds != fold]


def _fit_first(articles: Sequence[_Prepared], settings: Settings) -> Crf:
    pairs = (pair for article in articles for pair in zip(article.base, article.gold, strict=True))
    return Crf.fit(pairs, settings.crf())


def _fit_second(articles: Sequence[_Prepared], settings: Settings) -> Crf:
    pairs = (pair for article in articles for pair in zip(article.second, article.gold, strict=True))
    return Crf.fit(pairs, settings.crf())


def _fit_tasks(articles: Sequence[_Prepared], settings: Settings) -> Crf | None:
    """Only sentences with a DEADLINE can hold a task; no others are shown, in training or in use.

    Each is shown twice: as it is annotated, and as the second pass read it, which in use is all there is. On held-out
    articles that did better than either alone.
    """
    pairs = [
        (features, article.layer[number])
        for article in articles for shown in (article.as_gold, article.as_found) for number, features in shown.items()
    ]
    return Crf.fit(pairs, settings.crf()) if any(tag != "O" for _, tags in pairs for tag in tags) else None

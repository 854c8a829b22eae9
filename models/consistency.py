"""One person, one label in an article: how far the other mentions of a name decide OFFICIAL or PERSON.

By the guideline a person who is presented with an office anywhere in an article is OFFICIAL in all of it; a tagger
sees a sentence, or a window. How much the other mentions weigh is learned (a logistic regression on held-out
predictions), and used only if it makes fewer mistakes on articles it was not fitted on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotations.document import Document
from annotations.folding import fold
from models.tags import Place, Span

PEOPLE = ("OFFICIAL", "PERSON")
_LEAST = 1e-4
_FOLDS = 5
_ALL, _WITHOUT_TITLES = 5, 3  # columns of evidence
_BESIDE = 3  # the most tokens between a name and its title, or the body of the title: a comma, "ông", "đồng chí"
_BODIES = ("ORG", "LOC")


@dataclass(frozen=True)
class Mention:
    """A personal name found in an article.

    Attributes:
        name: as it stands in the text.
        official: probability, by the tagger alone, that it is OFFICIAL rather than PERSON.
        titled: whether a POSITION stands beside it.
    """

    name: str
    official: float
    titled: bool = False


@dataclass(frozen=True)
class Consistency:
    """Weights of :func:`evidence`, and a bias.

    Attributes:
        weights: one a column; without the last two where the tagger tells no titles.
        bias: added.
    """

    weights: tuple[float, ...]
    bias: float

    def __call__(self, mentions: Sequence[Mention]) -> list[float]:
        """The probability of OFFICIAL of each mention of an article, by all of them."""
        known = len(self.weights)
        return [
            1 / (1 + math.exp(-(self.bias + float(np.dot(self.weights, row[:known]))))) for row in evidence(mentions)
        ]

    def to_json(self) -> dict[str, Any]:
        """The weights as JSON."""
        return {"weights": list(self.weights), "bias": self.bias}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Consistency:
        """The weights from JSON."""
        return cls(tuple(row["weights"]), row["bias"])

    @classmethod
    def fit(
        cls, articles: Sequence[Sequence[tuple[Mention, bool | None]]],
    ) -> tuple[Consistency | None, dict[str, Any]]:
        """Learn the weights.

        Args:
            articles: the mentions of each held-out article, with whether each is OFFICIAL; None where no person of
                either label stands there: such a mention is evidence for others, and is not judged.

        Returns:
            The rule, or None where it does not help; and the figures it was judged by: mentions, and
            mistakes with and without it, cross-validated over articles.
        """
        from sklearn.linear_model import LogisticRegression

        columns = _ALL if any(mention.titled for article in articles for mention, _ in article) else _WITHOUT_TITLES
        rows, truth = [], []
        for article in articles:
            known = evidence([mention for mention, _ in article])
            judged = [(row[:columns], right) for row, (_, right) in zip(known, article, strict=True)
                      if right is not None]
            if judged:
                rows.append(np.array([row for row, _ in judged]))
                truth.append(np.array([right for _, right in judged]))
        alone = sum(int(((row[:, 0] > 0) != right).sum()) for row, right in zip(rows, truth, strict=True))
        mistakes = 0
        for fold_number in range(_FOLDS):
            rest = [number for number in range(len(rows)) if number % _FOLDS != fold_number]
            if not rest or len({bool(value) for number in rest for value in truth[number]}) < 2:
                return None, {"mentions": sum(map(len, truth)), "mistakes_alone": alone, "mistakes": None}
            model = LogisticRegression().fit(
                np.concatenate([rows[number] for number in rest]), np.concatenate([truth[number] for number in rest]),
            )
            mistakes += sum(
                int((model.predict(rows[number]) != truth[number]).sum())
                for number in range(fold_number, len(rows), _FOLDS)
            )
        model = LogisticRegression().fit(np.concatenate(rows), np.concatenate(truth))
        figures = {"mentions": sum(map(len, truth)), "mistakes_alone": alone, "mistakes": mistakes}
        rule = cls(tuple(round(float(value), 4) for value in model.coef_[0]), round(float(model.intercept_[0]), 4))
        return (rule if mistakes < alone else None), figures


def evidence(mentions: Sequence[Mention]) -> list[list[float]]:
    """What is known of each mention: its own log odds of OFFICIAL, the highest and the mean of the others'; its title.

    The others are the mentions of the same name in full or in part: "Xuân" goes with "Lê Anh Xuân". Without
    others, its own log odds stand in their place. The last two columns say whether it has a title beside it, and
    whether any of the others has.
    """
    odds = [_log_odds(mention.official) for mention in mentions]
    names = [tuple(fold(mention.name).split()) for mention in mentions]
    told = _pooled(names, odds, [mention.titled for mention in mentions])
    rows = []
    for own, name, mention in zip(odds, names, mentions, strict=True):
        pool, titled = told[name], float(mention.titled)
        if pool.count > 1:
            highest = pool.highest[1] if own == pool.highest[0] else pool.highest[0]
            rows.append([own, highest, (pool.total - own) / (pool.count - 1), titled, float(pool.titled > titled)])
        else:
            rows.append([own, own, own, titled, 0.0])
    return rows


@dataclass
class _Pool:
    """What mentions that go together say, their number and sum kept so that each can be taken out again."""

    count: int = 0
    total: float = 0.0
    highest: tuple[float, float] = (-math.inf, -math.inf)
    titled: int = 0

    def add(self, other: _Pool) -> None:
        self.count += other.count
        self.total += other.total
        first, second = sorted(self.highest + other.highest, reverse=True)[:2]
        self.highest = first, second
        self.titled += other.titled


def _pooled(
    names: Sequence[tuple[str, ...]], odds: Sequence[float], titled: Sequence[bool],
) -> dict[tuple[str, ...], _Pool]:
    """Of each name what its mentions say, and those of each name that ends in it or that it ends in."""
    own: dict[tuple[str, ...], _Pool] = {}
    for name, odd, title in zip(names, odds, titled, strict=True):
        own.setdefault(name, _Pool()).add(_Pool(1, odd, (odd, -math.inf), int(title)))
    pools = {name: _Pool() for name in own}
    for name, pool in own.items():
        if not name:  # of signs alone: goes with nothing
            continue
        pools[name].add(pool)
        for start in range(1, len(name)):
            if name[start:] in own:
                pools[name].add(own[name[start:]])
                pools[name[start:]].add(pool)
    return pools


def _log_odds(probability: float) -> float:
    inside = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(inside / (1 - inside))


@dataclass
class Reading:
    """A span as a tagger reads it.

    Attributes:
        span: with the probability the tagger gives it.
        person: probability that a person stands exactly here, of either label; 0 for other labels.
        official: of this, the share of OFFICIAL.
        titled: see :class:`Mention`.
    """

    span: Span
    person: float = 0.0
    official: float = 0.0
    titled: bool = False


def apply(rule: Consistency, text: str, found: Sequence[Reading], changed_only: bool = False) -> None:
    """Let all mentions of a person in an article decide each one's label; labels and scores of spans are changed.

    Args:
        rule: learned.
        text: the article.
        found: its spans, or the people among them.
        changed_only: whether a span that keeps its label keeps its score too.
    """
    people = [reading for reading in found if reading.person]
    officials = rule([mention(text, reading) for reading in people])
    for reading, official in zip(people, officials, strict=True):
        label = PEOPLE[0] if official >= 0.5 else PEOPLE[1]
        if label != reading.span.label or not changed_only:
            reading.span.label = label
            reading.span.score = reading.person * max(official, 1 - official)


def fit_rule(
    documents: Sequence[Document], readings: Sequence[Sequence[Reading]], progress: Callable[[str], None],
) -> Consistency | None:
    """Learn the rule from the people who were found exactly.

    Args:
        documents: gold.
        readings: what a tagger that was not trained on it found in each.
        progress: called with a line of text.

    Returns:
        The rule; None where it does not make fewer mistakes.
    """
    articles = []
    for document, found in zip(documents, readings, strict=True):
        gold = {(item.start, item.end): item.label == PEOPLE[0] for item in document.entities if item.label in PEOPLE}
        articles.append([
            (mention(document.text, reading), gold.get((reading.span.start, reading.span.end)))
            for reading in found if reading.person
        ])
    consistency, figures = Consistency.fit(articles)
    progress(f"one label a person: {json.dumps(figures)}, {'used' if consistency else 'not used'}")
    return consistency


def mention(text: str, reading: Reading) -> Mention:
    """A person read in a text, as a mention."""
    return Mention(text[reading.span.start:reading.span.end], reading.official, reading.titled)


def read_people(
    spans: Sequence[Span], places: Sequence[Place], probability: Callable[[str, int], float],
) -> list[Reading]:
    """The people among the spans of a sentence.

    Args:
        spans: found in it, in order.
        places: (start, end) of its tokens.
        probability: of a tag at a token, by the tagger.
    """
    starts = {start: at for at, (start, _) in enumerate(places)}
    ends = {end: at for at, (_, end) in enumerate(places)}
    bounds = [(starts[span.start], ends[span.end]) for span in spans]
    labels = [span.label for span in spans]
    found = []
    for number, (span, (first, last)) in enumerate(zip(spans, bounds, strict=True)):
        if span.label in PEOPLE:
            official, person = (probability(f"B-{label}", first) for label in PEOPLE)
            inside = (sum(probability(f"I-{label}", at) for label in PEOPLE) for at in range(first + 1, last + 1))
            # A span may open with an I, see :func:`models.tags.decode`; then its own score is all there is.
            whole = max(min(official + person, *inside, 1.0), span.score)
            titled = any(_title(labels, bounds, number, step) for step in (-1, 1))
            found.append(Reading(span, whole, official / max(official + person, _LEAST ** 3), titled))
    return found


def _title(labels: Sequence[str], bounds: Sequence[tuple[int, int]], number: int, step: int) -> bool:
    """Whether a POSITION stands beside a span on one side, with no more than its bodies between them."""
    while 0 <= number + step < len(labels):
        one, other = sorted((bounds[number], bounds[number + step]))
        number += step
        if other[0] - one[1] - 1 > _BESIDE:
            return False
        if labels[number] == "POSITION":
            return True
        if labels[number] not in _BODIES:
            return False
    return False

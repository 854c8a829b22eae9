"""The small tagger: two CRF passes over an article, and a third for the TASK layer.

The first pass tags each sentence on its own. What it found in the whole article (:mod:`models.memory`)
is told to the second, whose tags are the result. The third finds tasks, seeing the second's tags. The
second and the third may be told another tagger's opinion of the article too (:mod:`models.opinion`).
Trained in :mod:`models.fitting`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from annotations.errors import ModelError
from annotations.sentences import sentences as split
from annotations.tokens import tokens
from models.calibration import Calibration
from models.consistency import Consistency, Reading, apply, read_people
from models.crf import Decoder, Scorer
from models.features import BASE, Resources, describe
from models.hashing import Strings
from models.opinion import Opinion
from models.passes import second_columns, task_columns
from models.tags import Place, Span, decode, encode
from models.templates import Numbered, length, places
from models.weights import SUFFIX, Model

Sentences = Sequence[Sequence[Place]]
PARTS = ("first", "second", "tasks")
RULE = "people.json"
"""Where :class:`models.consistency.Consistency` is kept; a package may have none."""


class Tagger:
    """Finds entities in tokenised text.

    Args:
        resources: gazetteers and clusters, the same in training and use.
        models: of the passes by name, see :data:`PARTS`; ``tasks`` may be missing.
        calibration: turns the CRFs' marginals into probabilities.
        consistency: weighs the mentions of a person in an article; None leaves each as it was found.
    """

    def __init__(
        self, resources: Resources, models: Mapping[str, Model], calibration: Calibration | None = None,
        consistency: Consistency | None = None,
    ) -> None:
        self.resources = resources
        self.passes = {name: Decoder(model) for name, model in models.items()}
        self.calibration = calibration or Calibration({})
        self.consistency = consistency
        self._strings = Strings()
        self._flat = Scorer([models["first"], models["second"]])
        self._layer = Scorer([models["tasks"]]) if "tasks" in models else None

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
        scores = self._flat.empty(length(described.lengths))
        self._flat.add(scores, BASE, columns)
        first, second = self._flat.columns
        tags = [self.passes["first"].tag(scores[start:stop, first]) for start, stop in found]
        for templates, more in second_columns(described, tags, opinion):
            columns.add(more)
            self._flat.add(scores, templates, columns)
        spans: list[list[Span]] = []
        people: list[Reading] = []
        for sentence, (start, stop) in zip(sentences, found, strict=True):
            spans.append(decode(self.passes["second"].decode(scores[start:stop, second]), sentence))
            if self.consistency:
                people += read_people(spans[-1], sentence, self.passes["second"].marginal)
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
        tags = [tags_of(spans[number], sentences[number]) for number in numbers]
        described = describe(text, some, self.resources)
        columns = Numbered(self._strings, described.columns)
        scores = self._layer.empty(length(described.lengths))
        for templates, more in task_columns(described, tags, numbers, opinion):
            columns.add(more)
            self._layer.add(scores, templates, columns)
        for number, (start, stop) in zip(numbers, places(described.lengths), strict=True):
            spans[number] += decode(self.passes["tasks"].decode(scores[start:stop]), sentences[number])

    def to_disk(self, path: Path) -> None:
        """Write weights, resources and calibration into a folder."""
        path.mkdir(parents=True, exist_ok=True)
        for name, decoder in self.passes.items():
            decoder.model.to_disk(path / f"{name}{SUFFIX}")
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
        models = {name: Model.from_disk(file) for name in PARTS if (file := path / f"{name}{SUFFIX}").is_file()}
        if not {"first", "second"} <= models.keys():
            raise ModelError("no weights", file=str(path), why=f"first{SUFFIX} or second{SUFFIX} is missing")
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
        return cls(Resources(clusters, tables["places"]), models, calibration, consistency)


def tokenized(text: str) -> list[list[Place]]:
    """The tokens of each sentence of a text."""
    return [tokens(text, start, end) for start, end in split(text)]


def tags_of(spans: Sequence[Span], sentence: Sequence[Place]) -> list[str]:
    """The tags that say the spans of a sentence."""
    return encode([(span.start, span.end, span.label) for span in spans], sentence)[0]

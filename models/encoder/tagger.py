"""The accurate tagger in use: onnxruntime and tokenizers, numpy for the rest; no torch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from annotations.errors import ModelError
from models.calibration import Calibration
from models.consistency import PEOPLE, Consistency, Reading, apply
from models.encoder.decoding import Chains, names, softmax
from models.encoder.pieces import Pieces
from models.encoder.windows import Window, windows
from models.opinion import Opinion, sureness, with_neighbours
from models.tagger import Sentences, tokenized
from models.tags import Place, Span

Array = npt.NDArray[Any]
NETWORK, TOKENIZER, TABLES = "network.onnx", "tokenizer.json", "tagger.json"


class Scorer(Protocol):
    """Scores the tags of pieces."""

    def __call__(self, ids: Array, mask: Array) -> Array:
        """Scores, (windows, pieces, tags), of piece ids and their mask, both 64-bit, (windows, pieces)."""


class OnnxModel:
    """A network in ONNX, run on the processor.

    Args:
        network: the file's bytes.
        threads: of one call; 0 for one a core.

    Raises:
        ModelError: the library onnxruntime is missing, or the bytes are no network.
    """

    def __init__(self, network: bytes, threads: int = 0) -> None:
        try:
            import onnxruntime
        except ImportError:
            raise ModelError("the library onnxruntime is missing", hint="pip install 'congbao[enc]'") from None
        self.network = network
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        try:
            self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has an exception class for each status, without a common base
            raise ModelError("the network cannot be run", why=str(error), hint="the file is damaged") from None

    def __call__(self, ids: Array, mask: Array) -> Array:
        """See :class:`Scorer`."""
        return self._session.run(None, {"ids": ids, "mask": mask})[0]


@dataclass(frozen=True)
class Shape:
    """What the network was trained to read and to tell apart.

    Attributes:
        labels: flat labels, in the order of the first head's tags.
        layer: label of the second head, or None.
        window: pieces seen at once, marks included.
        margin: see :func:`models.encoder.windows.windows`.
    """

    labels: tuple[str, ...]
    layer: str | None
    window: int
    margin: int


@dataclass(frozen=True)
class _Said:
    """Tag probabilities of each sentence, (tokens, tags), and the sequences of the flat labels."""

    flat: list[Array]
    layer: list[Array]
    chains: Chains


class EncoderTagger:
    """Finds entities in tokenised text; the interface of :class:`models.tagger.Tagger`.

    Args:
        shape: of the network.
        pieces: its vocabulary.
        score: the network.
        consistency: weighs the mentions of a person in an article; None leaves each as it was read.
        calibration: turns chain probabilities into probabilities of being right.
    """

    def __init__(
        self, shape: Shape, pieces: Pieces, score: Scorer, consistency: Consistency | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        self.shape, self.pieces, self.score = shape, pieces, score
        self.consistency = consistency
        self.calibration = calibration or Calibration({})

    def predict(self, text: str, sentences: Sentences | None = None) -> list[Span]:
        """The entities of an article, in order, calibrated.

        Args:
            text: as given.
            sentences: (start, end) of the tokens of each sentence; found here by default.
        """
        found = self.raw(text, sentences)
        if self.consistency:
            apply(self.consistency, text, found)
        spans = [reading.span for reading in found]
        for span in spans:
            span.score = self.calibration(span.label, span.score)
        return spans

    def raw(self, text: str, sentences: Sentences | None = None) -> list[Reading]:
        """The entities as the network alone reads them, not calibrated."""
        sentences = [places for places in (tokenized(text) if sentences is None else sentences) if places]
        return self._readings(sentences, self._said(text, sentences))

    def opinion(self, text: str, sentences: Sentences) -> Opinion:
        """What the network alone says of an article, for a tagger that is told it.

        Args:
            text: as given.
            sentences: (start, end) of the tokens of each sentence; some may be empty.
        """
        return self.read(text, sentences)[1]

    def read(self, text: str, sentences: Sentences) -> tuple[list[Reading], Opinion]:
        """Both :meth:`raw` and :meth:`opinion`, for one run of the network."""
        filled = [places for places in sentences if places]
        said = self._said(text, filled)
        flat, layer = names(self.shape.labels), names([self.shape.layer]) if self.shape.layer else []
        numbers = iter(range(len(filled)))
        tags: list[list[str]] = []
        on_flat: list[list[list[str]]] = []
        on_layer: list[list[list[str]]] = []
        for places in sentences:
            row = ["O"] * len(places)
            tags.append(row)
            if not places:
                on_flat.append([])
                on_layer.append([])
                continue
            number = next(numbers)
            for first, last, label in said.chains.spans[number]:
                row[first] = f"B-{self.shape.labels[label]}"
                row[first + 1:last + 1] = [f"I-{self.shape.labels[label]}"] * (last - first)
            on_flat.append(with_neighbours(sureness(said.flat[number], flat, "e")))
            on_layer.append(
                with_neighbours(sureness(said.layer[number], layer, "k")) if layer else [[] for _ in places]
            )
        return self._readings(filled, said), Opinion(tags, on_flat, on_layer)

    def _readings(self, sentences: Sentences, said: _Said) -> list[Reading]:
        """The spans of all sentences; of the layer only beside a DEADLINE: no other sentence holds a task."""
        layer = [] if self.shape.layer is None else [self.shape.layer]
        dated = [
            number for number, spans in enumerate(said.chains.spans)
            if layer and any(self.shape.labels[label] == "DEADLINE" for _, _, label in spans)
        ]
        tasks = Chains([said.layer[number] for number in dated])
        rows = {number: row for row, number in enumerate(dated)}
        found: list[Reading] = []
        for number, sentence in enumerate(sentences):
            found += _readings(said.chains, number, sentence, self.shape.labels)
            if number in rows:
                found += _readings(tasks, rows[number], sentence, layer)
        return found

    def _said(self, text: str, sentences: Sentences) -> _Said:
        """The tag probabilities of each sentence; no sentence is empty."""
        tags = 1 + 2 * len(self.shape.labels)
        places = [place for sentence in sentences for place in sentence]
        if not places:
            return _Said([], [], Chains([]))
        starts = np.cumsum([0, *map(len, sentences)])
        scores = self.scores(text, places, set(starts[:-1].tolist()))
        slices = [scores[start:stop] for start, stop in pairwise(starts)]
        flat = [softmax(part[:, :tags]) for part in slices]
        layer = [softmax(part[:, tags:]) for part in slices] if self.shape.layer else []
        return _Said(flat, layer, Chains(flat))

    def scores(self, text: str, places: Sequence[Place], starts: set[int]) -> Array:
        """The tag scores of each token, (tokens, tags).

        Args:
            text: as given.
            places: (start, end) of all tokens of the article.
            starts: numbers of the tokens that open a sentence.
        """
        encoded = self.pieces.encode(text, places)
        found = windows([len(ids) for ids in encoded], starts, self.shape.window - 2, self.shape.margin)
        out: Array | None = None
        for window in found:
            # Each alone: on a processor nothing is gained by more at once, and padding would be computed for nothing;
            # nor does a window's 8-bit scale, and so what is read in it, depend on its neighbours.
            ids, mask, firsts = collate([(window, encoded)], self.pieces)
            scored = self.score(ids, mask)
            if out is None:
                out = np.empty((len(places), scored.shape[-1]), np.float32)
            out[window.core_start:window.core_stop] = scored[0, firsts[0]]
        assert out is not None
        return out

    def to_disk(self, path: Path) -> None:
        """Write network, vocabulary, rules and calibration into a folder.

        Raises:
            ModelError: the network was not exported, see :mod:`models.encoder.export`.
        """
        if not isinstance(self.score, OnnxModel):
            raise ModelError("only an exported network can be written", hint="export it to ONNX first")
        path.mkdir(parents=True, exist_ok=True)
        (path / NETWORK).write_bytes(self.score.network)
        (path / TOKENIZER).write_text(self.pieces.tokenizer.to_str() + "\n", "utf-8")
        tables = {
            "labels": list(self.shape.labels), "layer": self.shape.layer,
            "window": self.shape.window, "margin": self.shape.margin, "marks": self.pieces.to_json(),
            "consistency": self.consistency.to_json() if self.consistency else None,
            "calibration": self.calibration.to_json(),
        }
        (path / TABLES).write_text(json.dumps(tables, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")

    @classmethod
    def from_disk(cls, path: Path, threads: int = 0) -> EncoderTagger:
        """Read what :meth:`to_disk` wrote.

        Args:
            path: its folder.
            threads: of the network; 0 for one a core.

        Raises:
            ModelError: a file is missing or damaged, or a library is missing.
        """
        try:
            tables: Mapping[str, Any] = json.loads((path / TABLES).read_text("utf-8"))
            shape = Shape(tuple(tables["labels"]), tables["layer"], tables["window"], tables["margin"])
            rule = tables["consistency"]
            consistency = Consistency.from_json(rule) if rule else None
            calibration = Calibration.from_json(tables["calibration"])
            network = (path / NETWORK).read_bytes()
            marks = tables["marks"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError("the tagger cannot be read", file=str(path / TABLES), why=repr(error)) from None
        pieces = Pieces.from_disk(path / TOKENIZER, marks)
        return cls(shape, pieces, OnnxModel(network, threads), consistency, calibration)


def _readings(chains: Chains, number: int, places: Sequence[Place], labels: Sequence[str]) -> Iterator[Reading]:
    """The spans of a sentence; ``labels`` are those of the head."""
    for first, last, label in chains.spans[number]:
        span = Span(places[first][0], places[last][1], labels[label], chains.probability(number, (first, last, label)))
        if span.label not in PEOPLE:
            yield Reading(span)
            continue
        official, person = (
            chains.probability(number, (first, last, labels.index(name))) if name in labels else 0.0 for name in PEOPLE
        )
        yield Reading(span, official + person, official / (official + person))


def collate(
    batch: Sequence[tuple[Window, Sequence[Sequence[int]]]], pieces: Pieces,
) -> tuple[Array, Array, list[list[int]]]:
    """The arrays of a batch.

    Args:
        batch: windows, each with the pieces of the tokens of its article.
        pieces: whose marks open, close and pad.

    Returns:
        Piece ids and mask, 64-bit, (windows, pieces); and of each window the places of its core's first pieces.
    """
    rows, firsts = [], []
    for window, encoded in batch:
        row, places = [pieces.opens], []
        for token in range(window.start, window.stop):
            if window.core_start <= token < window.core_stop:
                places.append(len(row))
            row.extend(encoded[token])
        row.append(pieces.closes)
        rows.append(row)
        firsts.append(places)
    width = max(map(len, rows))
    ids = np.full((len(rows), width), pieces.pads, np.int64)
    mask = np.zeros((len(rows), width), np.int64)
    for number, row in enumerate(rows):
        ids[number, :len(row)] = row
        mask[number, :len(row)] = 1
    return ids, mask, firsts

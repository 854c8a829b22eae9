"""A linear-chain CRF: CRFsuite's, with marginals.

Features come as strings (:class:`Crf`, in training), or as scores that :class:`Scorer` summed from the hashes of the
same strings (:class:`Decoder`, in use): the same sums, in the same order, many times faster.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from annotations.errors import ModelError
from models.crfsuite import chain, keys, raised, read
from models.hashing import Table
from models.templates import EDGE, Numbered, Templates
from models.weights import Model

Features = Sequence[Sequence[str]]
Scores = npt.NDArray[np.float64]
_BLOCK = 1 << 11  # tokens whose features are held at once


class _Chain:
    """What finds the best tags of a sentence and their marginals, once CRFsuite has its features."""

    _tagger: Any

    def _tag(self, features: Any) -> list[str]:
        return self._tagger.tag(features) if len(features) else []

    def _decode(self, features: Any) -> list[tuple[str, float]]:
        tags = self._tag(features)
        return list(zip(tags, map(self._tagger.marginal, tags, range(len(tags))), strict=True))

    def marginal(self, tag: str, index: int) -> float:
        """The probability of one of the tags at a token of the sentence that was tagged last."""
        return self._tagger.marginal(tag, index)


class Crf(_Chain):
    """Learns to tag sequences of tokens, and tags them.

    Args:
        weights: a model in CRFsuite's format.

    Attributes:
        tags: all it knows.

    Raises:
        ModelError: the bytes are no such model.
    """

    def __init__(self, weights: bytes) -> None:
        self.weights = weights
        self.tags = self.model().tags
        self._tagger = _opened(weights)

    @classmethod
    def fit(
        cls, sequences: Iterable[tuple[Features, Sequence[str]]], parameters: Mapping[str, Any],
    ) -> Crf:
        """Train by L-BFGS; the same sequences in the same order give the same weights.

        Args:
            sequences: (features of each token, tag of each token) for every sentence.
            parameters: CRFsuite's: ``c1``, ``c2``, ``max_iterations``, ``feature.minfreq`` …
        """
        import pycrfsuite

        trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=dict(parameters), verbose=False)
        for features, tags in sequences:
            trainer.append(features, tags)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "weights"
            trainer.train(str(file))
            return cls(file.read_bytes())

    def raised(self, transition: tuple[str, str], by: float) -> Crf:
        """The same with the weight of one transition raised; see :func:`models.crfsuite.raised`."""
        return Crf(raised(self.weights, transition, by))

    def model(self) -> Model:
        """The weights in arrays; read anew at every call, for they are large and needed once."""
        return read(self.weights)

    def tag(self, features: Features) -> list[str]:
        """The most probable tags of a sentence."""
        return self._tag(features)

    def decode(self, features: Features) -> list[tuple[str, float]]:
        """The most probable tags of a sentence, each with its marginal probability."""
        return self._decode(features)


class Decoder(_Chain):
    """Tags sequences of tokens whose features are summed to scores.

    Args:
        model: the weights; only the transitions are looked at here.

    Attributes:
        model: the same.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._keys = keys(len(model.tags))
        self._own = chain(model.tags, model.transitions)  # CRFsuite reads it where it lies; it must stay
        self._tagger = _opened(self._own)

    def tag(self, scores: Scores) -> list[str]:
        """The most probable tags of a sentence by the scores of its tokens, (tokens, tags)."""
        return self._tag(self._named(scores))

    def decode(self, scores: Scores) -> list[tuple[str, float]]:
        """The most probable tags by scores, each with its marginal probability."""
        return self._decode(self._named(scores))

    def _named(self, scores: Scores) -> list[dict[str, float]]:
        return [dict(zip(self._keys, row, strict=True)) for row in scores.tolist()]


def _opened(weights: bytes) -> Any:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    try:
        tagger.open_inmemory(weights)
    except ValueError as error:
        raise ModelError("the weights are no CRF", why=str(error), hint="the file is damaged") from None
    return tagger


class Scorer:
    """Sums the weights of features for some CRFs at once, whose features are much the same.

    Args:
        models: their tags stand side by side in the scores.

    Attributes:
        columns: of each model in the scores.

    Raises:
        ModelError: two features of a CRF cannot be told apart by their hashes; of 100,000 that is one case in 10^9.
    """

    def __init__(self, models: Sequence[Model]) -> None:
        known = np.unique(np.concatenate([model.attributes for model in models]))
        if any(len(np.unique(model.attributes)) < len(model.attributes) for model in models):
            raise ModelError("two features of the model have one hash", hint="train with another setting")
        self._table = Table(known)
        ends = np.cumsum([0, *(len(model.tags) for model in models)]).tolist()
        self.columns = [slice(start, stop) for start, stop in pairwise(ends)]
        self._weights = np.zeros((len(known) + 1, ends[-1]))  # the last row is that of features the models lack
        for model, columns in zip(models, self.columns, strict=True):
            rows = np.searchsorted(known, model.attributes)[model.rows]
            self._weights[rows, columns.start + model.columns] = model.weights

    def empty(self, tokens: int) -> Scores:
        """Scores of nothing, of columns of so many tokens, pads included."""
        return np.zeros((tokens, self._weights.shape[1]))

    def add(self, scores: Scores, templates: Templates, columns: Numbered) -> None:
        """Add the weights of the features that templates make of columns.

        Sums are taken in the order of the templates, as CRFsuite does, so that they are the same to the last digit.

        Args:
            scores: see :meth:`empty`; changed.
            templates: of the features.
            columns: of all tokens, pads included.
        """
        for start in range(EDGE, len(scores) - EDGE, _BLOCK):
            stop = min(start + _BLOCK, len(scores) - EDGE)
            part = scores[start:stop]
            found = np.empty_like(part)
            for rows in self._table.find(templates.hashes(columns, start, stop)):
                np.take(self._weights, rows, axis=0, out=found, mode="clip")
                part += found

"""A linear-chain CRF: CRFsuite's, kept in memory, with marginals.

The weights are CRFsuite's own binary format: data that is looked up, never code that is run. Features come as strings
(in training), or as scores that :class:`Scorer` summed from the hashes of the same strings (in use): the same sums,
in the same order, many times faster.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from annotations.errors import ModelError
from models.crfsuite import Model, chain, keys, raised, read
from models.hashing import Table
from models.templates import EDGE, Numbered, Templates

Features = Sequence[Sequence[str]]
Scores = npt.NDArray[np.float64]
_BLOCK = 1 << 11  # tokens whose features are held at once


class Crf:
    """Tags sequences of tokens.

    Args:
        weights: a model in CRFsuite's format.

    Attributes:
        tags: all it knows.

    Raises:
        ModelError: the bytes are no such model.
    """

    def __init__(self, weights: bytes) -> None:
        self.weights = weights
        model = self.model()
        self.tags = model.tags
        self._keys = keys(len(model.tags))
        self._own = chain(model.tags, model.transitions)  # CRFsuite reads it where it lies; it must stay
        self._chain = self._last = _opened(self._own)

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

    @cached_property
    def _tagger(self) -> Any:
        return _opened(self.weights)

    def tag(self, features: Features) -> list[str]:
        """The most probable tags of a sentence."""
        self._last = self._tagger
        return self._last.tag(features) if features else []

    def decode(self, features: Features) -> list[tuple[str, float]]:
        """The most probable tags of a sentence, each with its marginal probability."""
        return self._marginals(self.tag(features))

    def tag_scored(self, scores: Scores) -> list[str]:
        """The most probable tags of a sentence by the scores of its tokens, (tokens, tags)."""
        if not len(scores):
            return []
        self._last = self._chain
        return self._last.tag([dict(zip(self._keys, row, strict=True)) for row in scores.tolist()])

    def decode_scored(self, scores: Scores) -> list[tuple[str, float]]:
        """The most probable tags by scores, each with its marginal probability."""
        return self._marginals(self.tag_scored(scores))

    def marginal(self, tag: str, index: int) -> float:
        """The probability of one of :attr:`tags` at a token of the sentence that was tagged last."""
        return self._last.marginal(tag, index)

    def _marginals(self, tags: Sequence[str]) -> list[tuple[str, float]]:
        return list(zip(tags, map(self._last.marginal, tags, range(len(tags))), strict=True))


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
        crfs: their tags stand side by side in the scores.

    Attributes:
        columns: of each CRF in the scores.

    Raises:
        ModelError: two features of a CRF cannot be told apart by their hashes; of 100,000 that is one case in 10^9.
    """

    def __init__(self, crfs: Sequence[Crf]) -> None:
        models = [crf.model() for crf in crfs]
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

"""A linear-chain CRF over feature strings: python-crfsuite, kept in memory, with marginals.

The weights are CRFsuite's own binary format: data that is looked up, never code that is run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotations.errors import ModelError

Features = Sequence[Sequence[str]]


class Crf:
    """Tags sequences of tokens described by feature strings.

    Args:
        weights: a model in CRFsuite's format.

    Raises:
        ModelError: the bytes are no such model.
    """

    def __init__(self, weights: bytes) -> None:
        import pycrfsuite

        self.weights = weights
        self._tagger = pycrfsuite.Tagger()
        try:
            self._tagger.open_inmemory(weights)
        except ValueError as error:
            raise ModelError("the weights are no CRF", why=str(error), hint="the file is damaged") from None

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

    def tag(self, features: Features) -> list[str]:
        """The most probable tags of a sentence."""
        return self._tagger.tag(features) if features else []

    def decode(self, features: Features) -> list[tuple[str, float]]:
        """The most probable tags of a sentence, each with its marginal probability."""
        if not features:
            return []
        tags = self._tagger.tag(features)
        return [(tag, self._tagger.marginal(tag, index)) for index, tag in enumerate(tags)]

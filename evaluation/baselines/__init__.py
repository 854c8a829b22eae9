"""Baselines: what little does, so that what more does can be judged.

Every one has ``predict(document) -> Document``: a new document with the same id, text and meta, and what the
baseline finds in it. None looks at the annotations it is to predict; the relation baselines are given the
entities, as the relation model is.
"""

from __future__ import annotations

from typing import Protocol

from annotations.document import Document


class Baseline(Protocol):
    """Anything that annotates a document."""

    def predict(self, document: Document) -> Document:
        """The document as the baseline annotates it; the one given is left as it is."""
        ...

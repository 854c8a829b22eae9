"""Sentence bounds: from one full stop, question or exclamation mark or line end to the next."""

from __future__ import annotations

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from annotations.sentences import sentences


@Language.factory("congbao_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The factory of :class:`Sentences`."""
    return Sentences()


class Sentences:
    """Sets ``token.is_sent_start`` by :func:`annotations.sentences.sentences`; a semicolon ends nothing."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts of a Doc."""
        starts = {start for start, _ in sentences(doc.text)}
        flags = [1 if token.i == 0 or token.idx in starts else -1 for token in doc]
        # As an array: setting ``token.is_sent_start`` walks the whole Doc at every call, and so does reading it.
        column = np.array(flags, dtype=np.int64).view(np.uint64).reshape(-1, 1)
        return doc.from_array([SENT_START], column) if flags else doc  # type: ignore[arg-type]


def sentence_places(doc: Doc) -> list[list[tuple[int, int]]]:
    """The places (start, end) of each sentence's tokens in code points, white space left out."""
    found: list[list[tuple[int, int]]] = []
    for token, start in zip(doc, doc.to_array(SENT_START), strict=True):
        if start == 1 or not found:
            found.append([])
        if not token.is_space:
            found[-1].append((token.idx, token.idx + len(token)))
    return found

"""Sentence bounds: from one full stop, question or exclamation mark or line end to the next."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from spacy.attrs import IDX, IS_SPACE, LENGTH, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from annotations.sentences import sentences
from pipeline.extensions import text_of


@Language.factory("congbao_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The factory of :class:`Sentences`."""
    return Sentences()


class Sentences:
    """Sets ``token.is_sent_start`` by :func:`annotations.sentences.sentences`; a semicolon ends nothing."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts of a Doc."""
        starts = [start for start, _ in sentences(text_of(doc))]
        flags = np.where(np.isin(doc.to_array(IDX).astype(np.int64), starts), 1, -1)
        flags[:1] = 1
        # As an array: setting ``token.is_sent_start`` walks the whole Doc at every call, and so does reading it.
        column = flags.astype(np.int64).view(np.uint64).reshape(-1, 1)
        return doc.from_array([SENT_START], column) if len(flags) else doc  # type: ignore[arg-type]


def sentence_places(doc: Doc) -> list[list[tuple[int, int]]]:
    """The places (start, end) of each sentence's tokens in code points, white space left out."""
    if not len(doc):
        return []
    starts, lengths, space, opens = doc.to_array([IDX, LENGTH, IS_SPACE, SENT_START]).astype(np.int64).T
    opening = opens == 1
    opening[0] = True
    kept = space == 0
    places = list(zip(starts[kept].tolist(), (starts + lengths)[kept].tolist(), strict=True))
    bounds = [*(np.cumsum(kept) - kept)[opening].tolist(), len(places)]
    return [places[first:end] for first, end in pairwise(bounds)]

"""Sentence bounds: from one full stop, question or exclamation mark or line end to the next."""

from __future__ import annotations

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
        for token in doc:
            token.is_sent_start = token.i == 0 or token.idx in starts
        return doc


def sentence_places(doc: Doc) -> list[list[tuple[int, int]]]:
    """The places (start, end) of each sentence's tokens in code points, white space left out."""
    found: list[list[tuple[int, int]]] = []
    for token in doc:
        if token.is_sent_start or not found:
            found.append([])
        if not token.is_space:
            found[-1].append((token.idx, token.idx + len(token)))
    return found

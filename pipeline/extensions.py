"""What a Doc and its spans carry beside spaCy's own attributes: ``doc._.relations``, ``ent._.value`` …

Everything is stored as plain values in ``doc.user_data``, so that ``to_bytes`` and DocBin keep it.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from spacy.attrs import IDX, LENGTH
from spacy.tokens import Doc, Span

from annotations.formats.docbin import ATTRIBUTES, TASKS, attribute_key
from models.segmentation import word_starts

_RELATIONS = "congbao.relations"
_TEXTS: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


class RelationSpan(NamedTuple):
    """A relation between two spans of a Doc.

    Attributes:
        label: of the schema.
        head: the span it goes out from.
        tail: the span it goes to.
        score: calibrated probability.
    """

    label: str
    head: Span
    tail: Span
    score: float


class Edges:
    """Spans of a Doc by code points; ``Doc.char_span`` walks the whole Doc at every call, this does once.

    Args:
        doc: its tokens are looked up.
    """

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        starts, lengths = doc.to_array([IDX, LENGTH]).astype("int64").T if len(doc) else (np.zeros(0, "int64"),) * 2
        self._starts, self._ends = starts.tolist(), (starts + lengths).tolist()

    def span(self, start: int, end: int, label: str) -> Span | None:
        """The span between two code points; None where one of them is not the edge of a token."""
        first, last = bisect_left(self._starts, start), bisect_left(self._ends, end)
        if self._starts[first:first + 1] != [start] or self._ends[last:last + 1] != [end]:
            return None
        return Span(self._doc, first, last + 1, label=label)


def text_of(doc: Doc) -> str:
    """The text of a Doc; ``doc.text`` puts it together from all tokens at every call, this does once."""
    text = _TEXTS.get(doc)
    if not text:
        text = _TEXTS[doc] = doc.text
    return text


def entities(doc: Doc) -> list[Span]:
    """All spans found in a Doc, the flat entities and the tasks, in the order of the text."""
    found = [*doc.ents, *doc.spans.get(TASKS, ())]
    return sorted(found, key=lambda span: (span.start, -span.end))


def set_relations(doc: Doc, relations: list[tuple[str, Span, Span, float]]) -> None:
    """Store relations: label, head, tail, score."""
    doc.user_data[_RELATIONS] = [
        [label, [head.start, head.end, head.label_], [tail.start, tail.end, tail.label_], score]
        for label, head, tail, score in relations
    ]


def attribute(name: str, span: Span) -> Any:
    """What ``span._.name`` is, without the detour over spaCy's underscore."""
    stored: dict[Any, Any] = span.doc.user_data
    return stored.get(attribute_key(span, name))


def set_attribute(name: str, span: Span, value: Any) -> None:
    """Set ``span._.name``."""
    stored: dict[Any, Any] = span.doc.user_data
    stored[attribute_key(span, name)] = value


def stored_relations(doc: Doc) -> list[Any]:
    """Relations as they are stored: label, (start, end, label) of head and of tail, score."""
    return doc.user_data.get(_RELATIONS, [])


def _relations(doc: Doc) -> tuple[RelationSpan, ...]:
    known = {(span.start, span.end, span.label_): span for span in entities(doc)}
    return tuple(
        RelationSpan(label, known[tuple(head)], known[tuple(tail)], score)
        for label, head, tail, score in stored_relations(doc)
        if tuple(head) in known and tuple(tail) in known
    )


def _words(doc: Doc) -> tuple[Span, ...]:
    """The words of a Doc by underthesea's segmenter; groups of tokens, none across a sentence end."""
    found = []
    bounds = list(doc.sents) if doc.has_annotation("SENT_START") else [doc[:]]
    for sentence in bounds:
        tokens = [token for token in sentence if not token.is_space]
        starts = [*word_starts([token.text for token in tokens]), True]
        first = 0
        for index in range(1, len(starts)):
            if starts[index]:
                found.append(doc[tokens[first].i:tokens[index - 1].i + 1])
                first = index
    return tuple(found)


def register() -> None:
    """Declare the extensions; may be called again."""
    for name in ("records", "date", "meta"):
        Doc.set_extension(name, default=None, force=True)
    for name in ATTRIBUTES:
        Span.set_extension(name, getter=partial(attribute, name), setter=partial(set_attribute, name), force=True)
    Doc.set_extension("relations", getter=_relations, force=True)
    Doc.set_extension("words", getter=_words, force=True)


register()

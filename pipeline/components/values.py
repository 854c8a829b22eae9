"""Values: numbers, units and bounds of quantities, days of dates and deadlines."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extensions import entities
from pipeline.normalize import parse_quantity
from pipeline.normalize.context import TimeContext

_REACH = 40  # code points either side of a quantity in which a word of bound may stand


@Language.factory("congbao_values", requires=["doc.ents"])
def make_values(nlp: Language, name: str) -> Values:
    """The factory of :class:`Values`."""
    return Values()


class Values:
    """Sets ``ent._.value``, ``.unit`` and ``.bound`` by :mod:`pipeline.normalize`.

    Times without a year, and words like "hôm nay", are read against ``doc._.date`` (the article's own
    date), else a dateline in the text, else the dated events it reports.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set the values of a Doc's entities."""
        found = [span for span in entities(doc) if span.label_ in ("QUANTITY", "DATE", "DEADLINE")]
        if not found:
            return doc
        text = doc.text
        context = TimeContext(text, doc._.date)
        for span in found:
            if span.label_ == "QUANTITY":
                _quantity(span, text)
            else:
                deadline = span.label_ == "DEADLINE"
                span._.value = context.time_at(span.start_char, span.end_char, deadline=deadline).value
        return doc


def _quantity(span: Span, text: str) -> None:
    before = text[max(0, span.start_char - _REACH):span.start_char]
    after = text[span.end_char:span.end_char + _REACH]
    read = parse_quantity(text[span.start_char:span.end_char], before, after)
    span._.value = list(read.value) if isinstance(read.value, tuple) else read.value
    span._.unit, span._.bound = read.unit, read.bound

"""Values: numbers, units and bounds of quantities, days of dates and deadlines."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from annotations.schema import SCHEMA
from pipeline.extensions import entities, set_attribute, text_of
from pipeline.normalize.context import TimeContext
from pipeline.normalize.spans import read_span


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
        found = [span for span in entities(doc) if span.label_ in SCHEMA.attributes]
        if found:
            context = TimeContext(text_of(doc), doc._.date)
            for span in found:
                for name, value in read_span(context, span.start_char, span.end_char, span.label_).items():
                    set_attribute(name, span, value)
        return doc

"""Records: what a person reads, in ``doc._.records``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.document import to_document
from pipeline.records import build_records


@Language.factory("congbao_records", requires=["doc.ents"], assigns=["doc._.records"])
def make_records(nlp: Language, name: str) -> RecordsComponent:
    """The factory of :class:`RecordsComponent`."""
    return RecordsComponent()


class RecordsComponent:
    """Assembles officials, figures and deadlines from entities and relations.

    Where and when the article plays is told by ``doc._.meta`` (``date``, ``source``, ``url``), else by ``doc._.date``.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set the records of a Doc."""
        meta = doc._.meta if Doc.has_extension("meta") else None
        doc._.records = build_records(to_document(doc, "", meta or {"date": doc._.date}))
        return doc

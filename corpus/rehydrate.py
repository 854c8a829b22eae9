"""Joining stand-off annotations with the texts they were made on, wherever those lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotations.document import Document
from annotations.errors import CongbaoError, DocumentError
from annotations.formats import standoff
from annotations.formats.standoff import Standoff
from corpus.articles import Article


@dataclass
class Joined:
    """What could be joined, and what could not.

    Attributes:
        documents: in the order of the annotations.
        missing: annotations whose text was not found.
        errors: annotations that do not fit their text.
        unread: inputs that gave no article; only of interest where something is missing.
    """

    documents: list[Document] = field(default_factory=list)
    missing: list[Standoff] = field(default_factory=list)
    errors: list[DocumentError] = field(default_factory=list)
    unread: list[CongbaoError] = field(default_factory=list)


def rehydrate(annotated: Iterable[Standoff], articles: Iterable[Article | CongbaoError]) -> Joined:
    """Join annotations with texts by the SHA-256 of the text.

    Args:
        annotated: stand-off annotations.
        articles: as :func:`corpus.readers.read_paths` gives them; read until all texts are found. Their ids
            do not matter; what they know beside the text goes into the document's meta.
    """
    annotated = list(annotated)
    wanted: dict[str, list[Standoff]] = defaultdict(list)
    for item in annotated:
        wanted[item.sha256].append(item)
    joined = Joined()
    documents: dict[int, Document] = {}
    for article in articles if wanted else ():
        if isinstance(article, CongbaoError):
            joined.unread.append(article)
            continue
        for item in wanted.pop(article.sha256, ()):
            try:
                document = standoff.join(item, article.text)
            except DocumentError as error:
                joined.errors.append(error)
                continue
            document.meta = {**article.meta, **document.meta}
            documents[id(item)] = document
        if not wanted:
            break
    joined.documents = [documents[id(item)] for item in annotated if id(item) in documents]
    joined.missing = [item for item in annotated if item.sha256 in wanted]
    return joined

"""What is in an annotated set: documents, syllables, entities, relations, deadlines; by split and by source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from annotations.document import Document
from annotations.schema import SCHEMA
from annotations.sentences import sentences


@dataclass
class Statistics:
    """Counts over documents; two add up with ``+``.

    Attributes:
        documents: how many.
        sentences: as :mod:`annotations.sentences` has them.
        syllables: stretches between white space.
        entities: by label.
        relations: by label.
        deadlines: DEADLINE entities whose day is known.
    """

    documents: int = 0
    sentences: int = 0
    syllables: int = 0
    entities: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    deadlines: int = 0

    def __add__(self, other: Statistics) -> Statistics:
        """Counts added."""
        return Statistics(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def to_json(self) -> dict[str, Any]:
        """The counts as a JSON object, labels in the order of the schema."""
        return {
            "documents": self.documents, "sentences": self.sentences, "syllables": self.syllables,
            "entities": {"all": self.entities.total(), **ordered(self.entities, SCHEMA.labels)},
            "relations": {"all": self.relations.total(), **ordered(self.relations, SCHEMA.relations)},
            "deadlines": self.deadlines,
        }


def ordered(counts: Counter[str], names: Iterable[str]) -> dict[str, int]:
    """Counts by name: the given names first, zeros included, then those that are not among them."""
    return {name: counts[name] for name in (*names, *sorted(counts.keys() - set(names)))}


def statistics(document: Document) -> Statistics:
    """The counts of one document."""
    return Statistics(
        1, len(sentences(document.text)), len(document.text.split()),
        Counter(entity.label for entity in document.entities),
        Counter(relation.label for relation in document.relations),
        sum(entity.label == "DEADLINE" and entity.value is not None for entity in document.entities),
    )


def by_source(documents: Iterable[Document]) -> dict[str, Statistics]:
    """Counts by source, as ``meta["source"]`` says, else the collection (the id up to the first slash)."""
    found: dict[str, Statistics] = {}
    for document in documents:
        name = str(document.meta.get("source") or document.id.partition("/")[0])
        found[name] = found.get(name, Statistics()) + statistics(document)
    return dict(sorted(found.items()))

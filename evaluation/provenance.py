"""What a result was made of and with: fingerprints of the data, versions, date."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from importlib import metadata
from typing import Any

from annotations.document import Entity
from evaluation.pairs import Side
from evaluation.values import comparable

PACKAGES = ("congbao", "numpy", "scipy", "spacy", "scikit-learn", "underthesea", "python-crfsuite", "lunar-vn")
ATTRIBUTES = ("value", "unit", "bound")
_BARE = [comparable(name, None) for name in ATTRIBUTES]


def versions() -> dict[str, str]:
    """Versions of Python and of those packages a figure may depend on that are installed."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def today() -> str:
    """Date and time in UTC, ISO 8601, to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def texts_hash(sides: Iterable[Side]) -> str:
    """SHA-256 over ``id<TAB>SHA-256 of the text`` of the documents, sorted by id: the texts scored."""
    lines = sorted(f"{side.document.id}\t{side.document.sha256}\n" for side in sides)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _attributes(entity: Entity) -> Sequence[Any]:
    if entity.value is None and entity.unit is None and entity.bound is None:
        return _BARE  # most entities carry none, and this is asked of every one
    return [comparable(name, getattr(entity, name)) for name in ATTRIBUTES]


def annotations_hash(sides: Iterable[Side]) -> str:
    """SHA-256 over what is annotated in each document, sorted by id.

    Two sets of annotations have the same hash exactly when the scorer cannot tell them apart: ids of
    entities, their order and duplicates leave it as it is.
    """
    lines = []
    for side in sides:
        entities = [
            [*span, *_attributes(entity), entity.score] for span, entity in side.spans.items()
        ]
        relations = sorted(
            [link.label, *link.head, *link.tail, score or 0] for link, score in side.links.items()
        )
        row = [side.document.id, entities, relations, side.document.records]
        lines.append(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
    return hashlib.sha256("".join(sorted(lines)).encode("utf-8", "surrogatepass")).hexdigest()

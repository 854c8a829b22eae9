"""One HTML page of tagged articles: the text with its entities highlighted, the records beside it.

The page stands alone: no script, no network; it is read on a phone as on a desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotations.document import Document, Entity
from annotations.schema import SCHEMA
from pipeline.render import wording

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Piece:
    """A stretch of text that no entity's edge lies in.

    Attributes:
        text: its characters.
        flat: the flat entity it belongs to, if any.
        opens: whether that entity begins here.
        closes: whether that entity ends here.
        task: whether it lies in a task.
        hint: what is shown when a pointer rests on it.
    """

    text: str
    flat: Entity | None
    opens: bool
    closes: bool
    task: bool
    hint: str


def page(documents: Iterable[Document], title: str = "congbao") -> Iterator[str]:
    """The page, piece by piece, so that any number of articles can be written as they come."""
    template = _template()
    yield template.module.head(title, (_HERE / "page.css").read_text("utf-8"), SCHEMA.labels)
    for document in documents:
        yield template.module.article(document, pieces(document), document.records or {}, wording)
    yield template.module.foot()


def pieces(document: Document) -> list[Piece]:
    """Cut a text at the edges of its entities.

    Flat entities never overlap each other; a task may overlap them, so it is shown as a line under the text.
    """
    flat = [entity for entity in document.entities if entity.label not in SCHEMA.layers]
    tasks = [entity for entity in document.entities if entity.label in SCHEMA.layers]
    edges = {0, len(document.text)}
    for entity in document.entities:
        edges.update((entity.start, entity.end))
    ordered = sorted(edges)
    owner = {entity.start: entity for entity in flat}
    out = []
    current: Entity | None = None
    for start, end in pairwise(ordered):
        current = owner.get(start, current if current and current.end > start else None)
        inside = [task for task in tasks if task.start <= start and end <= task.end]
        out.append(Piece(
            document.text[start:end], current, bool(current and current.start == start),
            bool(current and current.end == end), bool(inside), _hint(current, inside),
        ))
    return out


def _hint(entity: Entity | None, tasks: list[Entity]) -> str:
    parts = []
    if entity:
        parts.append(entity.label)
        if entity.label == "QUANTITY":
            parts.append(wording.amount(entity.value, entity.unit, entity.bound))
        elif entity.label in SCHEMA.attributes:
            parts.append(str(entity.value or "?"))
        if entity.score is not None:
            parts.append(f"{entity.score:.2f}")
    if tasks:
        parts.append("TASK")
    return " · ".join(parts)


@lru_cache(maxsize=1)
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("page.html.j2")

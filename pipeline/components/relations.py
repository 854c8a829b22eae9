"""The trained relation model: ``doc._.relations``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from annotations.document import Entity
from annotations.errors import ModelError
from models.relations import FITS, RelationModel
from pipeline.components.sentences import sentence_places
from pipeline.components.serialization import folder_from_bytes, folder_to_bytes
from pipeline.extensions import entities, set_relations, text_of


@Language.factory(
    "congbao_relations", default_config={"fit": "found"}, requires=["doc.ents"], assigns=["doc._.relations"],
)
def make_relations(nlp: Language, name: str, fit: str) -> RelationsComponent:
    """The factory of :class:`RelationsComponent`."""
    return RelationsComponent(fit)


class RelationsComponent:
    """Runs a :class:`models.relations.RelationModel` over the entities of Docs.

    Args:
        fit: which of the package's models is used: ``found`` for entities a tagger found, ``gold`` for
            entities that are known to be right.
    """

    def __init__(self, fit: str = "found") -> None:
        self.fit = fit
        self.models: dict[str, RelationModel] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations of a Doc.

        Raises:
            ModelError: no weights were loaded.
        """
        if self.fit not in self.models:
            raise ModelError(
                "the relation model has no weights", hint="load a trained package with pipeline.load(name)",
            )
        spans, text = entities(doc), text_of(doc)
        items = []
        for index, span in enumerate(spans):
            start, end = span.start_char, span.end_char
            items.append(Entity(str(index), start, end, span.label_, text[start:end]))
        found = self.models[self.fit].predict(text, items, sentence_places(doc))
        set_relations(doc, [
            (item.label, spans[int(item.head)], spans[int(item.tail)], float(item.score or 0.0)) for item in found
        ])
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights into a folder."""
        for name, model in self.models.items():
            model.to_disk(Path(path), name)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> RelationsComponent:
        """Read the weights from a folder."""
        self.models = {name: RelationModel.from_disk(Path(path), name) for name in FITS}
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The weights as bytes."""
        return folder_to_bytes(self.to_disk)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> RelationsComponent:
        """Read the weights from bytes."""
        folder_from_bytes(data, self.from_disk)
        return self

"""The trained tagger: flat entities into ``doc.ents``, tasks into ``doc.spans["tasks"]``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from annotations.errors import ModelError
from annotations.schema import SCHEMA
from models.encoder.stacked import StackedTagger
from models.encoder.tagger import EncoderTagger
from models.tagger import Tagger
from pipeline.components.sentences import sentence_places
from pipeline.components.serialization import folder_from_bytes, folder_to_bytes
from pipeline.extensions import TASKS, Edges, set_attribute, text_of

AnyTagger = Tagger | EncoderTagger | StackedTagger


@Language.factory(
    "congbao_tagger", default_config={"min_score": 0.0},
    requires=["token.is_sent_start"], assigns=["doc.ents", "doc.spans"],
)
def make_tagger(nlp: Language, name: str, min_score: float) -> TaggerComponent:
    """The factory of :class:`TaggerComponent`."""
    return TaggerComponent(min_score)


class TaggerComponent:
    """Runs a :class:`models.tagger.Tagger` over Docs.

    Args:
        min_score: entities less probable than this are left out; 0 keeps all.
    """

    def __init__(self, min_score: float = 0.0) -> None:
        self.min_score = min_score
        self.tagger: AnyTagger | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Tag a Doc.

        Raises:
            ModelError: no weights were loaded.
        """
        if self.tagger is None:
            raise ModelError(
                "the tagger has no weights", hint="load a trained package with pipeline.load(name)",
            )
        flat: list[Span] = []
        layers: list[Span] = []
        edges = Edges(doc)
        for found in self.tagger.predict(text_of(doc), sentence_places(doc)):
            if found.score < self.min_score:
                continue
            span = edges.span(found.start, found.end, found.label)
            if span is None:
                raise ModelError(f"{found.label} is not at the edges of tokens", offset=found.start)
            set_attribute("score", span, found.score)
            (layers if found.label in SCHEMA.layers else flat).append(span)
        doc.set_ents(flat)
        doc.spans[TASKS] = SpanGroup(doc, name=TASKS, spans=_unique(layers))
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights into a folder."""
        if self.tagger is not None:
            self.tagger.to_disk(Path(path))

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> TaggerComponent:
        """Read the weights from a folder."""
        self.tagger = Tagger.from_disk(Path(path))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The weights as bytes."""
        return folder_to_bytes(self.to_disk)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> TaggerComponent:
        """Read the weights from bytes."""
        folder_from_bytes(data, self.from_disk)
        return self


def _unique(spans: list[Span]) -> list[Span]:
    return list({(span.start, span.end): span for span in spans}.values())

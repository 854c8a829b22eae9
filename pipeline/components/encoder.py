"""The accurate tagger: the same component over a fine-tuned encoder in ONNX."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language

from models.encoder.stacked import StackedTagger
from models.encoder.tagger import EncoderTagger
from models.weights import SUFFIX
from pipeline.components.tagger import TaggerComponent


@Language.factory(
    "congbao_encoder", default_config={"min_score": 0.0, "threads": 0},
    requires=["token.is_sent_start"], assigns=["doc.ents", "doc.spans"],
)
def make_encoder(nlp: Language, name: str, min_score: float, threads: int) -> EncoderComponent:
    """The factory of :class:`EncoderComponent`."""
    return EncoderComponent(min_score, threads)


class EncoderComponent(TaggerComponent):
    """Runs a :class:`models.encoder.stacked.StackedTagger`, or an encoder alone, over Docs.

    Args:
        min_score: entities less probable than this are left out; 0 keeps all.
        threads: of the network; 0 for one a core.
    """

    def __init__(self, min_score: float = 0.0, threads: int = 0) -> None:
        super().__init__(min_score)
        self.threads = threads

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> EncoderComponent:
        """Read the weights from a folder."""
        kind = StackedTagger if (Path(path) / f"first{SUFFIX}").is_file() else EncoderTagger
        self.tagger = kind.from_disk(Path(path), self.threads)
        return self

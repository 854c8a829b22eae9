"""The accurate tagger: the CRF of the small one, told what a fine-tuned encoder says of the article."""

from __future__ import annotations

from pathlib import Path

from models.encoder.tagger import EncoderTagger
from models.tagger import Sentences, Tagger, tokenized
from models.tags import Span


class StackedTagger:
    """Finds entities in tokenised text; the interface of :class:`models.tagger.Tagger`.

    Args:
        reader: the encoder.
        tagger: trained with its opinions.
    """

    def __init__(self, reader: EncoderTagger, tagger: Tagger) -> None:
        self.reader, self.tagger = reader, tagger

    def predict(self, text: str, sentences: Sentences | None = None) -> list[Span]:
        """The entities of an article, in order, calibrated.

        Args:
            text: as given.
            sentences: (start, end) of the tokens of each sentence; found here by default.
        """
        sentences = tokenized(text) if sentences is None else sentences
        return self.tagger.predict(text, sentences, self.reader.opinion(text, sentences))

    def to_disk(self, path: Path) -> None:
        """Write both into a folder."""
        self.reader.to_disk(path)
        self.tagger.to_disk(path)

    @classmethod
    def from_disk(cls, path: Path, threads: int = 0) -> StackedTagger:
        """Read what :meth:`to_disk` wrote.

        Args:
            path: its folder.
            threads: of the network; 0 for one a core.

        Raises:
            ModelError: a file is missing or damaged, or a library is missing.
        """
        return cls(EncoderTagger.from_disk(path, threads), Tagger.from_disk(path))

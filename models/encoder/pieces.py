"""From syllable tokens to the pieces of an encoder's vocabulary, token by token, so that places never shift."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.errors import ModelError
from models.tags import Place

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MOST = 16  # pieces of one token that are read; longer ones are no words but addresses and debris
_CACHED = 1 << 16


class Pieces:
    """Writes tokens in pieces.

    Each token is written on its own, with a space before it where the text has white space: its first piece
    is the place its tag is read from. So no piece ever spans two tokens, and the tokenizer's own idea of
    offsets, of Unicode and of white space does not matter.

    Args:
        tokenizer: with Metaspace (if it has it) set not to add a space of its own, see :func:`plain_spaces`.
        opens: id of the mark before a text.
        closes: id of the mark behind it.
        pads: id that fills a batch up.
    """

    def __init__(self, tokenizer: Tokenizer, opens: int, closes: int, pads: int) -> None:
        self.tokenizer = tokenizer
        self.opens, self.closes, self.pads = opens, closes, pads
        self._unknown = tokenizer.token_to_id("<unk>") or closes

        @lru_cache(maxsize=_CACHED)
        def cached(token: str) -> tuple[int, ...]:
            return tuple(tokenizer.encode(token, add_special_tokens=False).ids[:MOST]) or (self._unknown,)

        self._cached = cached

    def encode(self, text: str, places: Sequence[Place]) -> list[tuple[int, ...]]:
        """The pieces of each token, from 1 to :data:`MOST` of them.

        Args:
            text: as given.
            places: (start, end) of tokens.
        """
        return [self._cached(spaced(text, start, end)) for start, end in places]

    def to_json(self) -> dict[str, int]:
        """The ids of the marks."""
        return {"opens": self.opens, "closes": self.closes, "pads": self.pads}

    @classmethod
    def from_disk(cls, path: Path, marks: dict[str, Any]) -> Pieces:
        """Read a ``tokenizer.json``.

        Raises:
            ModelError: it is missing or damaged, or the library ``tokenizers`` is.
        """
        try:
            from tokenizers import Tokenizer
        except ImportError:
            raise ModelError("the library tokenizers is missing", hint="pip install 'congbao[enc]'") from None
        try:
            return cls(Tokenizer.from_str(path.read_text("utf-8")), **marks)
        except Exception as error:  # tokenizers raises bare Exception
            raise ModelError("the tokenizer cannot be read", file=str(path), why=str(error)) from None


def spaced(text: str, start: int, end: int) -> str:
    """A token as it is given to the tokenizer: with one space before it unless it is glued to the last."""
    glued = start > 0 and not text[start - 1].isspace()
    return text[start:end] if glued else " " + text[start:end]

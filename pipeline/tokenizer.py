"""The spaCy tokenizer: syllable tokens, with every character of the text kept."""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from annotations.errors import InputError
from annotations.tokens import words_and_spaces


class SyllableTokenizer(DummyTokenizer):
    """Makes a Doc whose text is the input, code point for code point.

    Tokens are syllables, numbers and single marks (:mod:`annotations.tokens`). A single space behind a
    token belongs to it, as spaCy has it; all other white space (line ends, second spaces, no-break
    spaces) stands as tokens of its own. Words are groups of tokens: see ``doc._.words``.

    Args:
        vocab: shared vocabulary.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize a text; ``doc.text`` is the text.

        Raises:
            InputError: it holds half a surrogate pair, which no encoding can write.
        """
        words, spaces = words_and_spaces(text)
        try:
            return Doc(self.vocab, words=words, spaces=spaces)
        except UnicodeEncodeError:
            offset = next(at for at, char in enumerate(text) if "\ud800" <= char <= "\udfff")
            raise InputError("not Unicode text", offset=offset, why="it holds half a surrogate pair") from None


@spacy.registry.tokenizers("congbao.SyllableTokenizer.v1")
def make_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """The factory spaCy's config names."""

    def create(nlp: Language) -> SyllableTokenizer:
        return SyllableTokenizer(nlp.vocab)

    return create

"""The spaCy tokenizer: syllable tokens, with every character of the text kept."""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from annotations.tokens import tokens


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
        """Tokenize a text; ``doc.text`` is the text."""
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for start, end in tokens(text):
            _white(text, at, start, words, spaces)
            words.append(text[start:end])
            spaces.append(False)
            at = end
        _white(text, at, len(text), words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)


def _white(text: str, start: int, end: int, words: list[str], spaces: list[bool]) -> None:
    """Add the white space between two tokens: the first plain space goes with the token before it."""
    if start == end:
        return
    if spaces and text[start] == " ":
        spaces[-1] = True
        start += 1
    if start < end:
        words.append(text[start:end])
        spaces.append(False)


@spacy.registry.tokenizers("congbao.SyllableTokenizer.v1")
def make_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """The factory spaCy's config names."""

    def create(nlp: Language) -> SyllableTokenizer:
        return SyllableTokenizer(nlp.vocab)

    return create

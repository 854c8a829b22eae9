"""Words from syllables: underthesea's segmenter, asked where a word begins and never what the text is.

underthesea's ``word_tokenize`` rewrites what it reads (Unicode, tone marks) and gives strings without
places. Here its trained model gets our tokens and answers only which of them open a word; the text and
every offset stay as they were. Its own normalisation is not called at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from annotations.errors import ModelError

MODEL = "ws_crf_vlsp2013_20230727"


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger
    from underthesea.pipeline import word_tokenize

    folder = Path(word_tokenize.__file__).parent / "models" / MODEL
    if not folder.is_dir():
        raise ModelError(
            "underthesea's word segmenter is not where it should be", file=str(folder),
            hint="install the version that pyproject.toml pins",
        )
    segmenter = FastCRFSequenceTagger()
    segmenter.load(str(folder))
    return segmenter


def word_starts(tokens: Sequence[str]) -> list[bool]:
    """Which tokens of a sentence open a word.

    Args:
        tokens: the sentence's tokens, as they stand in the text.

    Returns:
        One flag a token; the first is always True.

    >>> word_starts(["Uỷ", "ban", "họp"])
    [True, False, True]
    """
    if not tokens:
        return []
    composed = [[unicodedata.normalize("NFC", token)] for token in tokens]
    tags = _segmenter().predict(composed)
    return [index == 0 or tag != "I-W" for index, tag in enumerate(tags)]

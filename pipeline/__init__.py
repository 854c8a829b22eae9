"""From raw text to records: language, tokenizer, components, normalisers, records, command line.

>>> import pipeline                                     # doctest: +SKIP
>>> nlp = pipeline.load("vi_gov_news_sm")               # doctest: +SKIP
>>> doc = nlp("Đồng chí Nguyễn Văn An – Chủ tịch UBND thành phố chủ trì buổi làm việc.")  # doctest: +SKIP
>>> doc._.records["officials"]                          # doctest: +SKIP

spaCy is imported with the first call, not with this module.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "vi_gov_news_sm"


def load(name: str | Path = DEFAULT_MODEL, min_score: float = 0.0) -> Language:
    """Load a trained pipeline.

    Args:
        name: a shipped package, or the path of a folder written by ``nlp.to_disk``.
        min_score: entities less probable than this are left out.

    Raises:
        annotations.errors.ModelError: there is no such package, or it is damaged.
    """
    from pipeline.lean import import_spacy

    import_spacy()
    from pipeline.packages import load_package

    return load_package(name, min_score)

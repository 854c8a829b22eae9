"""A mention as an editor gives it anew: its label, the words it should be, what they are worth."""

from __future__ import annotations

import re
from typing import Any

import sqlite_utils

from annotations.schema import SCHEMA
from pipeline.archive import corrections
from pipeline.archive.edits import CorrectionError
from pipeline.archive.store import ArchiveError, document
from pipeline.normalize import parse_quantity, parse_time


def relabel(
    db: sqlite_utils.Database, article_id: int, mention: str, label: str, words: str = "", worth: str = "",
    editor: str | None = None,
) -> int:
    """Correct a mention.

    Args:
        db: the archive.
        article_id: of the article.
        mention: its id within it.
        label: the right one, which may be its own.
        words: of the text, in place of which it now has; its own where empty.
        worth: its value in words or figures: "1,5 tỷ đồng", "15/11/2018"; read from the text where empty.
        editor: who says so.

    Returns:
        The number of the correction.

    Raises:
        CorrectionError: there is no such mention or label, the words do not stand there, or the value is none.
    """
    if label not in SCHEMA.labels:
        raise CorrectionError(f"no label {label!r}", hint=f"known are: {', '.join(SCHEMA.labels)}")
    try:
        article = document(db, article_id)
    except ArchiveError as error:
        raise CorrectionError(error.what) from None
    own = article.by_id().get(mention)
    start, end = borders(article.text, own.start, own.end, words) if own else (None, None)
    read = value(label, worth, article.meta.get("date")) if worth.strip() else {}
    return corrections.relabel(db, article_id, mention, label, start=start, end=end, editor=editor, **read)


def borders(text: str, start: int, end: int, words: str) -> tuple[int, int]:
    """Where the words stand that a mention should be: those of them that share most with what it is now.

    Args:
        text: of the article.
        start: of the mention, code points.
        end: likewise.
        words: any white space between them stands for any other.

    Raises:
        CorrectionError: they stand nowhere about the mention.

    >>> borders("ông Vũ Đình Khoát nói", 7, 11, "Vũ Đình  Khoát")
    (4, 17)
    """
    parts = words.split()
    if not parts or parts == text[start:end].split():
        return start, end
    pattern = r"\s+".join(map(re.escape, parts))
    found = [span.span() for span in re.finditer(pattern, text) if span.start() < end and span.end() > start]
    if not found:
        raise CorrectionError(
            f"{' '.join(parts)!r} does not stand there", offset=start,
            hint="give words of the text that share some with the mention, or reject it",
        )
    return max(found, key=lambda span: (min(span[1], end) - max(span[0], start), -abs(span[0] - start)))


def value(label: str, written: str, anchor: Any = None) -> dict[str, Any]:
    """The attributes of a mention as an editor writes them.

    Args:
        label: of the mention.
        written: as it would stand in an article.
        anchor: day of the article, ISO 8601, against which "ngày 5" is read.

    Raises:
        CorrectionError: the label has no value, or it cannot be read.

    >>> value("QUANTITY", "trên 1,5 tỷ đồng")
    {'value': 1500000000, 'unit': 'VND', 'bound': 'over'}
    """
    if label not in SCHEMA.attributes:
        raise CorrectionError(f"{label} has no value", hint="leave it empty")
    if label == "QUANTITY":
        read = parse_quantity(written)
        worth = list(read.value) if isinstance(read.value, tuple) else read.value
        found = {"value": worth, "unit": read.unit, "bound": read.bound}
    else:
        found = {"value": parse_time(written, deadline=label == "DEADLINE", anchor=anchor).value}
    if found["value"] is None:
        raise CorrectionError(
            f"{written!r} is no value of {label}", hint="write it as an article does: 1,5 tỷ đồng; 15/11/2018",
        )
    return found

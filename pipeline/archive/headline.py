"""What a list calls an article by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LENGTH = 110
"""Characters of a line of text that stands for a title."""


def headline(row: Mapping[str, Any]) -> str:
    """An article's title, or the beginning of its first line.

    Args:
        row: with ``title``; ``opening``, the first characters of the text; ``key``.

    >>> headline({"title": None, "opening": "Sáng nay, xã họp.\\nBí thư …", "key": "a"})
    'Sáng nay, xã họp.'
    """
    title = (row.get("title") or "").strip()
    if title:
        return title
    return cut((row.get("opening") or "").strip().partition("\n")[0].strip()) or str(row.get("key") or "?")


def cut(text: str, length: int = LENGTH) -> str:
    """A text, or its beginning up to the last whole word.

    >>> cut("một hai ba", 8)
    'một hai …'
    """
    return text if len(text) <= length else f"{text[: length + 1].rsplit(None, 1)[0][:length]} …"

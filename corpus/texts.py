"""Texts without labels, for what is learned from them: word clusters, vocabularies, pretraining."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.decoding import loads
from annotations.errors import InputError
from corpus.articles import open_text


def read_texts(path: Path) -> Iterator[str]:
    """Read texts, one JSON string or object with ``text`` a line.

    Args:
        path: a ``.jsonl`` or ``.jsonl.xz`` file.

    Raises:
        InputError: there is no such file, or a line is neither; names file and line.
    """
    if not path.is_file():
        raise InputError("no such file", file=str(path))
    with open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = loads(line)
            except ValueError as error:
                raise InputError("not JSON", file=str(path), line=number, why=str(error)) from None
            text = row.get("text") if isinstance(row, dict) else row
            if not isinstance(text, str):
                raise InputError("neither a string nor an object with 'text'", file=str(path), line=number)
            yield text

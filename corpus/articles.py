"""Articles: what is read before anybody annotates or tags.

An article has an id, its text exactly as given, and what is known of it (title, date, source).
The text of an article that carries its title apart is the title, a line end, then the body; that is
the text every offset of an annotation points into.
"""

from __future__ import annotations

import hashlib
import lzma
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from annotations.decoding import loads
from annotations.errors import DocumentError

ARTICLES_VARIABLE = "CONGBAO_ARTICLES"
COLLECTION = "articles.jsonl.xz"
ARTICLES_DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "corpus"


@dataclass(frozen=True)
class Article:
    """One article.

    Attributes:
        id: unique within its collection.
        text: the text as given; never changed.
        meta: what is known beside the text; ``title``, ``date`` (ISO 8601, day or year) and ``source``
            are used where present.
    """

    id: str
    text: str
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """The collection an article came from: its id up to the first slash."""
        return self.id.split("/", 1)[0]

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def full_text(title: str, body: str) -> str:
    """The text that is annotated: title, line end, body; the body alone where it opens with the title."""
    if not title or body.startswith(title):
        return body
    return f"{title}\n{body}"


def articles_folder() -> Path | None:
    """Where the real articles lie: ``CONGBAO_ARTICLES``, else ``../shared/corpus`` beside the project.

    Returns:
        The folder (or file), or None where there is none on this machine.
    """
    named = os.environ.get(ARTICLES_VARIABLE)
    path = Path(named) if named else ARTICLES_DEFAULT
    return path if path.exists() else None


def open_text(path: Path) -> TextIO:
    """Open a text file for reading, through xz where its name says so."""
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def read_articles(path: Path) -> Iterator[Article]:
    """Read a collection of articles, one JSON object a line (``id``, ``title``, ``text``, …).

    Args:
        path: a ``.jsonl`` or ``.jsonl.xz`` file, or a folder that holds ``articles.jsonl.xz``.

    Raises:
        DocumentError: a line is no JSON object or lacks ``id`` or ``text``.
    """
    file = path / COLLECTION if path.is_dir() else path
    with open_text(file) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = loads(line)
                identity, body = row["id"], row["text"]
            except (ValueError, KeyError, TypeError) as error:
                raise DocumentError(
                    "not an article", file=str(file), line=number, why=str(error),
                    hint="each line is a JSON object with 'id' and 'text'",
                ) from error
            meta = {key: value for key, value in row.items() if key not in ("id", "text") and value != ""}
            yield Article(identity, full_text(row.get("title", ""), body), meta)

"""HTML pages: title, body and date by trafilatura; menus, advertisements and scripts are left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.errors import CongbaoError, InputError
from corpus.articles import Article, full_text


def read(path: Path, name: str) -> Iterator[Article | CongbaoError]:
    """Read a page. The article's text is its title, a line end and its body; offsets point into that."""
    import trafilatura

    found = trafilatura.bare_extraction(
        path.read_bytes(), include_comments=False, include_tables=True, with_metadata=True,
    )
    if found is None or isinstance(found, dict) or not found.text:
        yield InputError("no article in this page", file=str(path), why="no main text was found in its HTML")
        return
    meta = {key: value for key, value in (("title", found.title), ("date", found.date), ("url", found.url)) if value}
    yield Article(name, full_text(found.title or "", found.text), meta)

"""What the commands on corpora and annotations read: sets by name, files of any format, articles."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import CongbaoError, InputError

if TYPE_CHECKING:
    from corpus.articles import Article
    from corpus.load import Loaded


def annotated(source: str, format: str | None = None) -> Loaded:
    """An annotated set by its name or path.

    Args:
        source: a set of :func:`corpus.load.load`, or a file or folder of a format.
        format: of the file or folder; by default told by its name.
    """
    from annotations import formats
    from corpus.load import Loaded, load

    path = Path(source)
    return Loaded(formats.read(path, format)) if path.exists() else load(source)


def articles(paths: Iterable[Path | str]) -> Iterator[Article | CongbaoError]:
    """Articles of files and folders; of a folder that holds a collection, those of the collection.

    Args:
        paths: none for the folder that the environment names (:func:`corpus.articles.articles_folder`).

    Raises:
        InputError: there is no path, and no such folder.
    """
    from corpus.articles import ARTICLES_VARIABLE, COLLECTION, articles_folder, read_articles
    from corpus.readers import read_paths

    given = [*paths]
    if not given:
        folder = articles_folder()
        if folder is None:
            raise InputError("no articles are given", hint=f"name files or folders, or set {ARTICLES_VARIABLE}")
        given = [folder]
    for path in given:
        if (Path(path) / COLLECTION).is_file():
            yield from read_articles(Path(path))
        else:
            yield from read_paths([path])


def tell(error: CongbaoError | str) -> None:
    """Say something on standard error."""
    print(f"congbao: {error}", file=sys.stderr)

"""The annotators' writing format and stand-off annotations as folders, an article a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotations.document import Document
from annotations.errors import DocumentError
from annotations.formats import files, standoff, writing


def read_writing(path: Path) -> list[Document]:
    """Read what annotators wrote: ``.ann`` in the writing format, ``.txt`` and, where given, ``.json``.

    Args:
        path: a folder, read through, or one ``.ann`` file with its text beside it.

    Raises:
        DocumentError: a line cannot be read; names file and line, and how many more there are.
    """
    found = []
    for file, text_file, name in files.pairs(path):
        row = files.read_beside(file.with_suffix(".json"), name)
        blank = Document.from_json({**row, "text": files.read_text(text_file)}, str(file))
        document, errors = writing.loads(files.read_text(file), blank, str(file))
        if errors:
            first = errors[0]
            more = f" (and {len(errors) - 1} more lines)" if errors[1:] else ""
            raise DocumentError(first.what + more, file=first.file, line=first.line, why=first.why)
        found.append(document)
    return found


def write_writing(documents: Iterable[Document], path: Path) -> None:
    """Write a folder for annotators: ``.txt``, ``.ann`` in the writing format, ``.json`` with id and meta.

    The format holds no scores and no ids of entities.

    Raises:
        DocumentError: an entity crosses a sentence end, which the format cannot say.
    """
    written = []
    for name, document in files.named(documents):
        try:
            written.append((name, document, writing.dumps(document)))
        except DocumentError as error:
            raise DocumentError(f"{document.id}: {error.what}", offset=error.offset) from None
    path.mkdir(parents=True, exist_ok=True)
    for name, document, annotation in written:
        files.write_text(path / f"{name}.txt", document.text)
        files.write_text(path / f"{name}.ann", annotation)
        files.write_beside(path / f"{name}.json", document)


def write_standoff(documents: Iterable[Document], path: Path) -> None:
    """Write stand-off annotations, a ``.json`` file an article, without texts."""
    path.mkdir(parents=True, exist_ok=True)
    for name, document in files.named(documents):
        files.write_text(path / f"{name}.json", standoff.dumps(standoff.from_document(document)))

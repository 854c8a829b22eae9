"""Data sets of others, with their own labels: JSONL of several shapes, CoNLL files, and whatever ``datasets`` loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations import formats
from annotations.decoding import loads
from annotations.document import Document
from annotations.errors import DocumentError, InputError
from annotations.formats import files
from corpus.rows import document

if TYPE_CHECKING:
    import datasets

DATASETS = "datasets:"
"""How the name of a set begins that the library ``datasets`` loads: ``datasets:NAME_OR_FOLDER:SPLIT``."""
_SENTENCES, _FEWEST = 10, 10  # sentences of a part at most; parts at least, where there are as many sentences
_COLUMNS = (".txt", ".tsv")  # what CoNLL files are called too; a text without labels is no annotated set


def read_file(path: Path) -> list[Document]:
    """Read annotated documents of any format (:mod:`annotations.formats`) and of JSONL any shape (:mod:`corpus.rows`).

    A CoNLL file that does not say where documents begin is cut into parts of ten sentences, or fewer so that there
    are ten parts: training holds documents out, and learns from what stands around a sentence.

    Raises:
        DocumentError: the file is damaged; names file and line.
        InputError: there is no such format.
    """
    kind = "conll" if path.suffix.lower() in _COLUMNS else formats.told(path)
    if kind == "jsonl":
        return list(_read_jsonl(path))
    documents = formats.read(path, kind)
    if kind == "conll" and [document.id for document in documents] == [path.stem]:
        return list(_parts(documents[0]))
    return documents


def read_dataset(name: str) -> list[Document]:
    """Read a split of a data set.

    Args:
        name: ``datasets:NAME:SPLIT`` or ``datasets:NAME@CONFIG:SPLIT``; NAME on the hub, or a local folder: one that
            ``save_to_disk`` wrote, or one with files that ``load_dataset`` reads.

    Raises:
        InputError: there is no such data set or split.
        DocumentError: a row is none of :mod:`corpus.rows`; names the data set and the row, from 1.
    """
    source, _, split = name.removeprefix(DATASETS).rpartition(":")
    if not source or not split:
        raise InputError(f"no split in {name!r}", hint=f"write {DATASETS}NAME_OR_FOLDER:SPLIT")
    loaded = _load(source, split, name)
    stem = Path(source).name
    found: dict[str, Document] = {}
    for number, row in enumerate(loaded, 1):
        try:
            named = _named(row, loaded.features)
        except ValueError as error:
            raise DocumentError("not an annotated row", file=name, line=number, why=str(error)) from None
        if "text" not in named:
            named.pop("id", None)  # of tagged tokens it is a number, and not always another one in each row
        _add(found, document(named, f"{stem}/{split}/{number}", name, number), name, number)
    return list(found.values())


def _load(source: str, split: str, name: str) -> datasets.Dataset:
    import datasets

    path, _, config = source.partition("@")
    try:
        if (Path(source) / "dataset_dict.json").is_file():
            return datasets.load_from_disk(source)[split]
        return datasets.load_dataset(path, config or None, split=split)
    except Exception as error:  # of the library, of the hub's or of the network's: they have no common base
        raise InputError(
            f"no data set {name!r}", why=f"{type(error).__name__}: {error}",
            hint="give a name on the hub or a local folder, and one of its splits",
        ) from None


def _named(value: Any, feature: Any) -> Any:
    """A value with the names of its classes in place of their numbers."""
    import datasets

    if isinstance(feature, datasets.ClassLabel):
        return None if value is None else feature.int2str(value)
    if isinstance(value, dict):
        inner = feature if isinstance(feature, dict) else {}
        # A missing value is None in a table; in a row it is left out.
        return {key: _named(item, inner.get(key)) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        items = getattr(feature, "feature", feature[0] if isinstance(feature, list) else None)
        return [_named(item, items) for item in value]
    return value


def _read_jsonl(path: Path) -> Iterator[Document]:
    found: dict[str, Document] = {}
    for number, line in enumerate(files.read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = loads(line)
        except ValueError as error:
            raise DocumentError("not JSON", file=str(path), line=number, why=str(error)) from None
        _add(found, document(row, f"{path.stem}:{number}", str(path), number), str(path), number)
    yield from found.values()


def _add(found: dict[str, Document], made: Document, file: str, line: int) -> None:
    if made.id in found:
        raise DocumentError(f"id {made.id!r} is used twice", file=file, line=line)
    found[made.id] = made


def _parts(document: Document) -> Iterator[Document]:
    """A document cut at line ends, which no entity of a CoNLL file crosses; ids end in the number of the first line."""
    lines = document.text.split("\n")
    size = max(1, min(_SENTENCES, len(lines) // _FEWEST))
    start = 0
    for first in range(0, len(lines), size):
        text = "\n".join(lines[first:first + size])
        end = start + len(text)
        entities = [
            replace(entity, start=entity.start - start, end=entity.end - start)
            for entity in document.entities if start <= entity.start < end
        ]
        yield Document(f"{document.id}:{first + 1}", text, dict(document.meta), entities)
        start = end + 1

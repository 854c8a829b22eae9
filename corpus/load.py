"""Annotated sets by name: documents ready to train on or to score against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotations import formats
from annotations.document import Document
from annotations.errors import InputError
from annotations.formats import standoff
from corpus.articles import ARTICLES_VARIABLE, articles_folder, read_articles
from corpus.foreign import DATASETS, read_dataset, read_file

OPEN = Path(__file__).with_name("open")
GOLD = Path(formats.__file__).parents[1] / "gold"
SPLITS = ("train", "dev", "check")
OPEN_SPLITS = ("train", "dev", "test")


@dataclass
class Loaded:
    """Documents of a set, and what could not be loaded.

    Attributes:
        documents: in the order of their ids.
        missing: ids of annotations whose text is not on this machine.
    """

    documents: list[Document] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Document]:
        """The documents."""
        return iter(self.documents)

    def __len__(self) -> int:
        """How many documents."""
        return len(self.documents)


def load(name: str, split: str | None = None) -> Loaded:
    """Load an annotated set.

    Args:
        name: ``real`` (stand-off annotations of real articles, whose texts are read from
            ``CONGBAO_ARTICLES``), ``open`` (articles written for the project, shipped with their text), the path
            of a file or folder of annotated documents (:func:`corpus.foreign.read_file`), or
            ``datasets:NAME:SPLIT`` (:func:`corpus.foreign.read_dataset`). The labels of the last two may be any.
        split: ``train`` or ``dev``, of ``real`` also ``check``, of ``open`` also ``test``; ``real/train`` as a name
            says the same.

    Raises:
        InputError: there is no such set, or no articles at all on this machine.
        annotations.DocumentError: an annotation is damaged or its text is another one; names file and line.
    """
    if name.startswith(DATASETS):
        return Loaded(read_dataset(f"{name}:{split}" if split else name))
    known = {**{f"real/{part}": GOLD / part for part in SPLITS}, **{f"open/{part}": OPEN for part in OPEN_SPLITS}}
    full = f"{name}/{split}" if split else name
    if full in known and name.startswith("real"):
        return _real(known[full])
    path = OPEN / f"{full.partition('/')[2]}.jsonl" if full in known else Path(full)
    if not path.exists():
        raise InputError(
            f"no annotated set {full!r}", why="neither a known name nor a file",
            hint=f"known are: {', '.join(known)}; or give a file of annotated documents, or {DATASETS}NAME:SPLIT",
        )
    return Loaded(read_file(path))


def _real(folder: Path) -> Loaded:
    annotated = {item.id: item for item in standoff.read_folder(folder)}
    source = articles_folder()
    if source is None:
        raise InputError(
            "the texts of the real articles are not on this machine",
            why="their licences do not let the project ship them",
            hint=f"set {ARTICLES_VARIABLE} to the folder that holds articles.jsonl.xz",
        )
    loaded = Loaded()
    changed: dict[str, str] = {}
    for article in read_articles(source):
        item = annotated.get(article.id)
        if item is None:
            continue
        if article.sha256 != item.sha256:  # an id may come twice in a crawl, with two texts
            changed[article.id] = article.text
            continue
        document = standoff.join(annotated.pop(article.id), article.text)
        document.meta = {**article.meta, **document.meta}
        loaded.documents.append(document)
    for identity, item in annotated.items():
        if identity in changed:
            standoff.join(item, changed[identity])  # raises, and says what differs
    loaded.documents.sort(key=lambda document: document.id)
    loaded.missing = sorted(annotated)
    return loaded

"""Splitting an annotated set in two: by document, with near-duplicates on one side.

A model must not be scored on an article whose twin it has learnt from, and a collection that is only ever in
dev shows how a model does on a source it has never seen.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotations.document import Document
from annotations.errors import InputError
from corpus.articles import Article
from corpus.dedupe import near_duplicates


@dataclass
class Split:
    """A set in two.

    Attributes:
        train: documents to learn from.
        dev: documents to measure on.
        held_out: the collection that is in dev alone; None for none.
        together: groups of near-duplicates, each on one side.
    """

    train: list[Document] = field(default_factory=list)
    dev: list[Document] = field(default_factory=list)
    held_out: str | None = None
    together: list[set[str]] = field(default_factory=list)


def collection(document: Document) -> str:
    """The collection a document is from: its id up to the first slash."""
    return document.id.partition("/")[0]


def split(documents: Iterable[Document], dev: float, seed: int, held_out: str | None = None) -> Split:
    """Split a set by document.

    What is not held out is put in the order of collection and year, shuffled by the seed within these, and
    every so manieth group of near-duplicates goes to dev: dev has its share of every collection and year.

    Args:
        documents: with distinct ids.
        dev: share of documents for dev, held-out collection included; more where that collection is larger.
        seed: of the shuffle, the first document taken and the choice of the collection.
        held_out: a collection for dev alone; by default one that fills at most half of dev, by the seed, or
            none where none is that small.

    Raises:
        InputError: there is no such collection, or no document at all.
    """
    found = sorted(documents, key=lambda document: document.id)
    if not found:
        raise InputError("nothing to split", why="there is no document")
    sizes = Counter(map(collection, found))
    chance = random.Random(seed)
    if held_out is None:
        small = sorted(name for name, size in sizes.items() if size <= dev * len(found) / 2)
        held_out = chance.choice(small) if small else None
    elif held_out not in sizes:
        raise InputError(f"no collection {held_out!r}", hint=f"there are: {', '.join(sorted(sizes))}")
    together = near_duplicates(Article(document.id, document.text) for document in found)
    result = Split(held_out=held_out, together=together)
    wanted = {document.id for document in found if collection(document) == held_out}
    groups, rest = [], 0
    for group in _groups(found, together):
        if any(document.id in wanted for document in group):
            result.dev += group
        else:
            groups.append(group)
            rest += len(group)
    share = max(0.0, dev * len(found) - len(result.dev)) / rest if rest else 0.0
    place = chance.random()
    for group in _stratified(groups, chance):
        before, place = place, place + share * len(group)
        (result.dev if int(place) > int(before) else result.train).extend(group)
    for side in (result.train, result.dev):
        side.sort(key=lambda document: document.id)
    return result


def _groups(documents: Sequence[Document], together: Iterable[set[str]]) -> list[list[Document]]:
    first = {identity: min(group) for group in together for identity in group}
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        groups[first.get(document.id, document.id)].append(document)
    return list(groups.values())


def _stratified(groups: Iterable[list[Document]], chance: random.Random) -> list[list[Document]]:
    keyed = [
        (collection(group[0]), str(group[0].meta.get("date") or "")[:4], chance.random(), group) for group in groups
    ]
    return [group for *_, group in sorted(keyed, key=lambda item: item[:3])]

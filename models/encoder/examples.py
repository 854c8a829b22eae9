"""Training examples: the windows of annotated articles with the tags of their cores, and their batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from annotations.document import Document
from models.encoder.decoding import names
from models.encoder.pieces import Pieces
from models.encoder.settings import EncoderSettings
from models.encoder.tagger import collate
from models.encoder.windows import Window, windows
from models.tagger import tokenized
from models.tags import encode

LEFT_OUT = -100  # a target that torch's cross-entropy passes over
_MIXED = 16  # batches whose windows are sorted by length together: less padding, still shuffled

Lost = tuple[str, tuple[int, int, str]]


@dataclass(frozen=True)
class Example:
    """A window to learn from.

    Attributes:
        window: see :mod:`models.encoder.windows`.
        pieces: of each token of its article.
        tags: of each token of its core, one number a head.
    """

    window: Window
    pieces: Sequence[Sequence[int]]
    tags: Sequence[tuple[int, ...]]


def heads(settings: EncoderSettings) -> list[tuple[str, ...]]:
    """The labels of each head."""
    return [settings.labels, *([(settings.layer,)] if settings.layer else [])]


def examples(document: Document, pieces: Pieces, settings: EncoderSettings) -> tuple[list[Example], list[Lost]]:
    """The examples of an annotated article, and the gold spans that tags cannot say."""
    sentences = [places for places in tokenized(document.text) if places]
    places = [place for sentence in sentences for place in sentence]
    starts, at = set(), 0
    for sentence in sentences:
        starts.add(at)
        at += len(sentence)
    columns: list[list[int]] = []
    lost: list[Lost] = []
    for labels in heads(settings):
        spans = {(item.start, item.end, item.label) for item in document.entities if item.label in labels}
        numbers = {name: number for number, name in enumerate(names(labels))}
        column = []
        for sentence in sentences:
            tags, missed = encode(spans, sentence)
            column += [numbers[tag] for tag in tags]
            lost += [(document.id, span) for span in missed]
        columns.append(column)
    encoded = pieces.encode(document.text, places)
    rows = list(zip(*columns, strict=True))
    found = windows([len(ids) for ids in encoded], starts, settings.window - 2, settings.margin)
    return [Example(window, encoded, rows[window.core_start:window.core_stop]) for window in found], lost


def batches(
    given: Sequence[Example], pieces: Pieces, size: int, seed: int,
) -> Iterator[tuple[Tensor, Tensor, list[Tensor]]]:
    """One pass over examples, shuffled, windows of like length together.

    Args:
        given: the examples.
        pieces: whose marks open, close and pad.
        size: examples a batch.
        seed: of the order; the same seed gives the same batches.

    Yields:
        Piece ids and mask, (windows, pieces), and the targets of each head, of the same shape, with
        :data:`LEFT_OUT` where nothing is learned.
    """
    chance = random.Random(seed)
    order = list(given)
    chance.shuffle(order)
    groups = []
    for start in range(0, len(order), size * _MIXED):
        alike = sorted(order[start:start + size * _MIXED], key=lambda item: item.window.stop - item.window.start)
        groups += [alike[at:at + size] for at in range(0, len(alike), size)]
    chance.shuffle(groups)
    for group in groups:
        ids, mask, firsts = collate([(item.window, item.pieces) for item in group], pieces)
        targets = [torch.full(ids.shape, LEFT_OUT) for _ in group[0].tags[0]]
        for row, item in enumerate(group):
            for head, target in enumerate(targets):
                target[row, firsts[row]] = torch.tensor([tags[head] for tags in item.tags])
        yield torch.from_numpy(ids), torch.from_numpy(mask), targets

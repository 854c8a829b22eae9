"""A toy set and a tiny random encoder to learn it with: a few phrases, two layers, 32 wide."""

import pytest

from annotations.document import Document, Entity
from models.encoder.settings import EncoderSettings

NAMES = ("Vũ Đình Khoát", "Trịnh Thị Mơ", "Lò Văn Pánh", "Quách Hữu Thể")
BODIES = ("Sở Y tế", "UBND thị xã Bỉm Sơn", "Phòng Tài chính")
FIGURES = ("32 hộ", "9,5 tỷ đồng", "97%")
SETTINGS = EncoderSettings(
    pieces=None, window=40, margin=6, epochs=30, fold_epochs=1, folds=2, batch=4, rate=3e-3, head_rate=1e-2,
    bf16=False, threads=1, watched=2,
)


def documents(count=12):
    made = []
    for number in range(count):
        name, body, figure = NAMES[number % 4], BODIES[number % 3], FIGURES[number // 2 % 3]
        text = f"Đồng chí {name} thăm {body}.\nNăm qua {body} hỗ trợ {figure}; ông {name} biểu dương."
        document = Document(f"toy/{number}", text)
        for label, surface in (("OFFICIAL", name), ("ORG", body), ("QUANTITY", figure)):
            at = text.find(surface)
            while at >= 0:
                document.entities.append(
                    Entity(f"e{len(document.entities)}", at, at + len(surface), label, surface)
                )
                at = text.find(surface, at + 1)
        made.append(document)
    return made


def tokenizer(texts):
    """Whole tokens and single characters as pieces."""
    from annotations.tokens import tokens
    from models.encoder.pieces import spaced
    from models.encoder.vocabulary import SPECIAL, unigram

    words = {spaced(text, start, end).replace(" ", "▁") for text in texts for start, end in tokens(text)}
    characters = {character for word in words for character in word}
    scored = [(piece, -5.0) for piece in sorted(words)] + [(piece, -12.0) for piece in sorted(characters - words)]
    return unigram([*((mark, 0.0) for mark in SPECIAL), *scored], 3)


def source(_settings=None):
    """A stand-in for models.encoder.source.load_source."""
    pytest.importorskip("torch", reason="torch is for training only: pip install 'congbao[train]'")
    transformers = pytest.importorskip("transformers", reason="for training only: pip install 'congbao[train]'")
    from models.encoder.pieces import Pieces
    from models.encoder.source import Source

    made = tokenizer([document.text for document in documents()])
    config = transformers.BertConfig(
        vocab_size=made.get_vocab_size(), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=64,
    )
    return Source(transformers.BertModel(config, add_pooling_layer=False), Pieces(made, 0, 2, 1))

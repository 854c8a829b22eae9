import pytest

pytest.importorskip("tokenizers", reason="for the encoder only: pip install 'congbao[enc]'")

from annotations.errors import ModelError
from annotations.tokens import tokens
from models.encoder.pieces import MOST, Pieces
from models.encoder.vocabulary import SPECIAL, choose_pieces, count_tokens, cut, read_pieces, unigram, write_pieces

WHOLE = unigram(
    [*((mark, 0.0) for mark in SPECIAL), ("▁uỷ", -3.0), ("▁ban", -3.0), ("ban", -4.0), ("▁", -6.0),
     *((character, -12.0) for character in "banuỷhxyz50"), ("▁50", -3.0), ("ha", -5.0)], 3,
)


def written(tokenizer, text):
    pieces = Pieces(tokenizer, 0, 2, 1)
    return [[tokenizer.id_to_token(piece) for piece in ids] for ids in pieces.encode(text, tokens(text))]


def test_tokens_are_written_one_by_one_and_glued_ones_stay_glued():
    assert written(WHOLE, "uỷ ban\xa050ha") == [["▁uỷ"], ["▁ban"], ["▁50"], ["ha"]]
    assert written(WHOLE, "uy\u0309 ban") == [["▁uỷ"], ["▁ban"]]  # decomposed letters


def test_every_token_has_a_piece_and_none_too_many():
    assert [len(ids) for ids in written(WHOLE, "蜘 " + "xz" * 40)] == [2, MOST]


def test_a_cut_keeps_what_is_used_and_every_character_seen():
    counted = count_tokens(["uỷ ban 50ha"] * 3 + ["banzy"] * 2)
    assert counted[" ban"] == 3 and counted["ha"] == 3
    kept = choose_pieces(counted, WHOLE, most=18)
    assert {"▁uỷ", "▁ban", *"banuỷhzy50", *SPECIAL} <= set(kept) and "x" not in kept
    small, places = cut(WHOLE, kept)
    assert written(small, "uỷ ban") == written(WHOLE, "uỷ ban")
    assert [WHOLE.id_to_token(place) for place in places] == [
        small.id_to_token(at) for at in range(small.get_vocab_size())
    ]


def test_pieces_come_back_from_their_file_and_wrong_ones_are_named(tmp_path):
    write_pieces(["▁uỷ", "ban"], tmp_path / "pieces.json")
    assert read_pieces(tmp_path / "pieces.json") == ["▁uỷ", "ban"]
    with pytest.raises(ModelError, match="congbao train vocabulary"):
        read_pieces(tmp_path / "none.json")
    with pytest.raises(ModelError, match="nope"):
        cut(WHOLE, ["nope"])

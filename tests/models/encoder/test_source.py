"""Any Hugging Face encoder can be named: here a tiny one in a local folder, whole and with its vocabulary cut."""

import pytest

pytest.importorskip("torch", reason="torch is for training only: pip install 'congbao[train]'")
pytest.importorskip("transformers", reason="for training only: pip install 'congbao[train]'")

from dataclasses import replace

import torch
import transformers

from annotations.errors import ModelError
from annotations.tokens import tokens
from models.encoder.settings import EncoderSettings
from models.encoder.source import load_source
from models.encoder.vocabulary import SPECIAL, write_pieces
from tests.models.encoder import toy

TEXT = "Sở Y tế, 32 hộ"


@pytest.fixture
def settings(tmp_path):
    made = toy.source()
    made.encoder.save_pretrained(tmp_path)
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=made.pieces.tokenizer, cls_token="<s>", sep_token="</s>", pad_token="<pad>", unk_token="<unk>",
    ).save_pretrained(tmp_path)
    return EncoderSettings(source=str(tmp_path), pieces=None)


def hidden(source):
    ids = [piece for pieces in source.pieces.encode(TEXT, tokens(TEXT)) for piece in pieces]
    given = torch.tensor([[source.pieces.opens, *ids, source.pieces.closes]])
    with torch.inference_mode():
        return source.encoder.eval()(input_ids=given, attention_mask=torch.ones_like(given)).last_hidden_state


def test_an_encoder_in_a_folder_is_read_with_its_marks(settings):
    source = load_source(settings)
    assert source.pieces.to_json() == {"opens": 0, "closes": 2, "pads": 1}
    assert [len(ids) for ids in source.pieces.encode(TEXT, tokens(TEXT))] == [1, 1, 1, 1, 1, 1]


def test_a_cut_encoder_reads_what_it_keeps_as_the_whole_one_does(settings, tmp_path):
    kept = [*SPECIAL, "▁Sở", "▁Y", "▁tế", ",", "▁32", "▁hộ", "h"]
    write_pieces(kept, tmp_path / "pieces.json")
    whole, small = load_source(settings), load_source(replace(settings, pieces=str(tmp_path / "pieces.json")))
    assert small.pieces.tokenizer.get_vocab_size() == len(kept) < whole.pieces.tokenizer.get_vocab_size()
    assert torch.allclose(hidden(whole), hidden(small), atol=1e-6)


def test_what_is_not_there_is_said(tmp_path):
    with pytest.raises(ModelError, match="local folder"):
        load_source(EncoderSettings(source=str(tmp_path / "none"), pieces=None))


def test_the_first_layers_are_kept(settings):
    whole, short = load_source(settings), load_source(replace(settings, layers=1))
    assert [len(source.encoder.encoder.layer) for source in (whole, short)] == [2, 1]
    assert short.encoder.config.num_hidden_layers == 1
    given = {"input_ids": torch.tensor([[0, 5, 6, 2]]), "attention_mask": torch.ones(1, 4, dtype=torch.long)}
    with torch.inference_mode():
        expected = whole.encoder.eval()(**given, output_hidden_states=True).hidden_states[1]
        assert torch.allclose(short.encoder.eval()(**given).last_hidden_state, expected, atol=1e-6)


@pytest.mark.parametrize("layers", [0, 3])
def test_layers_that_are_not_there_are_said(settings, layers):
    with pytest.raises(ModelError, match="has 2"):
        load_source(replace(settings, layers=layers))

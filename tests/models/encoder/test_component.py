"""The component over a network that needs no library: it finds every capitalised token to be a body."""

import numpy as np
import pytest

pytest.importorskip("tokenizers", reason="for the encoder only: pip install 'congbao[enc]'")

from annotations.errors import ModelError
from models.calibration import Calibration
from models.encoder.pieces import Pieces
from models.encoder.tagger import EncoderTagger, Shape
from models.encoder.vocabulary import SPECIAL, unigram
from pipeline.packages import assemble, tagger_of

CAPITALS = "ABC"
TOKENIZER = unigram([*((mark, 0.0) for mark in SPECIAL), *((letter, -1.0) for letter in f"▁{CAPITALS}xy;.")], 3)


def capitals(ids, mask):
    """Scores: B-ORG where the piece after a space is a capital letter, else O; and B-TASK at every y."""
    scores = np.zeros((*ids.shape, 5 + 3), np.float32)
    behind = np.roll(ids, -1, axis=1)
    space, large = TOKENIZER.token_to_id("▁"), [TOKENIZER.token_to_id(letter) for letter in CAPITALS]
    scores[..., 0] = 4.0
    scores[..., 1] = np.where((ids == space) & np.isin(behind, large), 8.0, 0.0)
    scores[..., 2] = np.where((ids == space) & (behind == TOKENIZER.token_to_id("x")), 8.0, 0.0)
    scores[..., 5] = 3.0
    scores[..., 6] = np.where((ids == space) & (behind == TOKENIZER.token_to_id("y")), 8.0, 0.0)
    return scores


@pytest.fixture
def nlp():
    shape = Shape(("ORG", "DEADLINE"), "TASK", window=24, margin=4)
    calibration = Calibration({"ORG": ([0.0, 1.0], [0.0, 0.5])})
    tagger = EncoderTagger(shape, Pieces(TOKENIZER, 0, 2, 1), capitals, calibration=calibration)
    return assemble(tagger, None, {"name": "toy", "version": "0"})


def test_every_window_of_an_article_is_read(nlp):
    text = "A " * 50 + "; B. y x\ny y"
    doc = nlp(text)
    assert [ent.text for ent in doc.ents] == ["A"] * 50 + ["B", "x"]


def test_a_task_is_found_only_beside_a_deadline(nlp):
    doc = nlp("y x\ny y")
    assert [(span.text, span.start) for span in doc.spans["tasks"]] == [("y", 0)]


def test_scores_are_calibrated_and_the_less_probable_left_out(nlp):
    doc = nlp("A x")
    assert 0.4 < doc.ents[0]._.score <= 0.5 < doc.ents[1]._.score
    tagger_of(nlp).min_score = 0.6
    assert [ent.text for ent in nlp("A x").ents] == ["x"]


def test_white_space_and_nothing_are_tagged_too(nlp):
    assert [len(nlp(text).ents) for text in ("", " ", "\n\n", "A\xa0\r\nB")] == [0, 0, 0, 2]


def test_a_network_that_was_not_exported_is_not_written(nlp, tmp_path):
    assert nlp.pipe_names == ["congbao_sentences", "congbao_encoder", "congbao_values", "congbao_records"]
    with pytest.raises(ModelError, match="exported"):
        nlp.to_disk(tmp_path)

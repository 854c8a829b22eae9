"""Experiments on a toy set: parts are nested, nothing is scored on what it was trained on."""

import pytest

from annotations.document import Document
from corpus.load import Loaded
from models.config import Data, FeatureSettings, TrainingConfig
from models.fitting import Settings
from pipeline import experiments, training
from tests.models.encoder.toy import documents

CONFIG = TrainingConfig(
    {"name": "toy", "version": "0", "description": "", "license": ""}, Data(("toy/train",), "toy/dev"),
    FeatureSettings(None, False), Settings(folds=2, max_iterations=20, smallest_frequency=1),
)


@pytest.fixture
def seen(monkeypatch):
    """What each training was given, in turn."""
    sets = {"toy/train": documents(8), "toy/more": documents(12)[8:], "toy/dev": documents(4)}
    for module in (experiments, training):
        monkeypatch.setattr(module, "load", lambda name: Loaded(sets[name]))
    given, train = [], experiments.train_tagger

    def spy(config, articles, progress, opinions=None):
        given.append([article.id for article in articles])
        return train(config, articles, progress, opinions)

    monkeypatch.setattr(experiments, "train_tagger", spy)
    return given


def test_the_parts_of_a_curve_are_nested_and_the_whole_is_trained_once(seen):
    made = experiments.learning_curve(CONFIG, [1.0, 0.25, 0.5], [1, 2], lambda _: None)
    assert [(point["documents"], point["seed"]) for point in made["points"]] == [(2, 1), (2, 2), (4, 1), (4, 2), (8, 1)]
    assert set(seen[0]) < set(seen[2]) and set(seen[1]) < set(seen[3]) and seen[0] != seen[1]
    assert made["points"][-1]["overall"] > 0.9 and made["scored"] == 4
    assert set(made["points"][0]["f1"]) >= {"OFFICIAL", "ORG", "QUANTITY", "TASK"}


def test_transfer_scores_every_training_on_every_gold(seen):
    trainings = [["toy/train"], ["toy/train", "toy/more"]]
    made = experiments.transfer(CONFIG, trainings, ["toy/dev", "toy/more"], lambda _: None)
    rows = [(row["train"], row["documents"], row["gold"]) for row in made["rows"]]
    assert rows == [
        (["toy/train"], 8, "toy/dev"), (["toy/train"], 8, "toy/more"),
        (["toy/train", "toy/more"], 12, "toy/dev"), (["toy/train", "toy/more"], 12, "toy/more"),
    ]
    assert [len(ids) for ids in seen] == [8, 12]
    assert made["rows"][0]["sha256"] != made["rows"][2]["sha256"]


def test_the_fingerprint_tells_texts_apart():
    one, other = Document("a", "An"), Document("a", "An.")
    assert training.fingerprint([one]) != training.fingerprint([other])

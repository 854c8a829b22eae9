"""Early stopping: a fold ends with its best epoch, broken off or not, and the last run has as many epochs."""

import pytest

pytest.importorskip("torch", reason="torch is for training only: pip install 'congbao[train]'")
pytest.importorskip("transformers", reason="for training only: pip install 'congbao[train]'")

from dataclasses import replace

import torch

from annotations.errors import ModelError
from models.encoder import training
from models.encoder.loop import train
from models.encoder.network import Network
from tests.models.encoder.toy import SETTINGS, documents, source

PATIENT = replace(SETTINGS, patience=2, fold_epochs=9)


@pytest.fixture
def examples():
    from models.encoder.examples import examples

    pieces = source().pieces
    return [example for item in documents(2) for example in examples(item, pieces, SETTINGS)[0]], pieces


def run(folder, examples, scores, settings=PATIENT, epochs=9, progress=lambda _: None):
    """A training whose held-out F1 is told beforehand; gives the epoch, the weights and those after each epoch."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    network = Network(source().encoder, [19, 3], 0.0)
    after, told = [], iter(scores)

    def watch():
        after.append({name: weight.clone() for name, weight in network.state_dict().items()})
        return next(told)

    epoch = train(network, *examples, epochs, settings, folder / "fold.pt", progress, watch)
    return epoch, network.state_dict(), after


def same(one, other):
    return all(bool((one[name] == other[name]).all()) for name in one)


def test_a_run_ends_after_patience_with_the_weights_of_its_best_epoch(tmp_path, examples):
    lines = []
    epoch, weights, after = run(tmp_path, examples, [0.2, 0.6, 0.6, 0.5], progress=lines.append)
    assert epoch == 2 and len(after) == 4
    assert same(weights, after[1]) and not same(weights, after[3])
    assert "F1 0.600 held out" in lines[1] and lines[-1] == "2 epochs without a better F1: stopped"


def test_without_patience_all_epochs_are_trained_and_the_last_counts(tmp_path, examples):
    epoch, weights, after = run(tmp_path, examples, [0.9, 0.1, 0.1], SETTINGS, epochs=3)
    assert epoch == 3 and same(weights, after[2]) and not (tmp_path / "fold.best").exists()


def test_a_stopped_run_stays_stopped_and_a_broken_one_goes_on_to_the_same(tmp_path, examples):
    _, expected, after = run(tmp_path, examples, [0.2, 0.6, 0.6, 0.5])
    again = run(tmp_path, examples, [])
    assert again[0] == 2 and same(again[1], expected) and not again[2]

    def stop(line):
        if line.startswith("epoch 4"):
            raise KeyboardInterrupt

    folder = tmp_path / "broken"
    folder.mkdir()
    with pytest.raises(KeyboardInterrupt):
        run(folder, examples, [0.2, 0.6, 0.6, 0.5], progress=stop)
    epoch, weights, rest = run(folder, examples, [0.5])
    assert epoch == 2 and same(weights, expected) and same(rest[0], after[3])


def test_patience_begins_where_something_is_found(tmp_path, examples):
    epoch, weights, after = run(tmp_path, examples, [0.0, 0.0, 0.0, 0.3, 0.2, 0.1])
    assert (epoch, len(after)) == (4, 6) and same(weights, after[3])
    (tmp_path / "never").mkdir()
    epoch, weights, after = run(tmp_path / "never", examples, [0.0] * 3, epochs=3)
    assert epoch == len(after) == 3 and same(weights, after[2])


def test_the_last_run_has_as_many_epochs_as_the_folds_best_on_average(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "load_source", source)
    lines = []
    runs = training._Runs(documents(4), replace(PATIENT, epochs=30), tmp_path, lines.append)
    runs.best = [1, 2]
    runs.final()
    assert lines[0] == "2 epochs, as the folds' best"
    assert [line.split(":")[0] for line in lines[1:]] == ["epoch 1 of 2", "epoch 2 of 2"]
    assert (tmp_path / "final-2.pt").is_file()


def test_patience_needs_watched_articles():
    with pytest.raises(ModelError, match="watched is 0"):
        training.fit(documents(4), replace(PATIENT, watched=0), None)


def test_patience_is_not_in_the_name_of_checkpoints():
    assert training._name(documents(2), PATIENT) == training._name(documents(2), replace(PATIENT, patience=0))
    assert training._name(documents(2), PATIENT) != training._name(documents(2), replace(PATIENT, fold_epochs=8))

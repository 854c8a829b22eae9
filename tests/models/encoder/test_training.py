"""A tiny random encoder learns a toy set; its export says the same and comes back from disk."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is for training only: pip install 'congbao[train]'")
pytest.importorskip("transformers", reason="for training only: pip install 'congbao[train]'")
pytest.importorskip("onnxruntime", reason="for the encoder only: pip install 'congbao[enc]'")
pytest.importorskip("onnx", reason="for training only: pip install 'congbao[train]'")

from dataclasses import replace

from annotations.errors import ModelError
from models.encoder import training
from models.encoder.export import export
from models.encoder.network import Network, TorchModel
from models.encoder.tagger import EncoderTagger, OnnxModel
from tests.models.encoder.toy import SETTINGS, documents, source


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """A tagger trained for a few steps, with the lines of progress."""
    lines = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "load_source", source)
        found = training.fit(documents(), SETTINGS, tmp_path_factory.mktemp("run"), lines.append)
    return found, lines


def exact(spans):
    return {(span.start, span.end, span.label) for span in spans}


def test_the_toy_set_is_learned(fitted):
    found, lines = fitted
    assert found.lost == []
    assert training.f1([found.tagger.predict(item.text) for item in documents()],
                       [training.spans_of(item) for item in documents()]) > 0.9
    assert len(found.held_out) == 12
    assert [line for line in lines if "held out" in line and "F1" in line]


def test_a_long_sentence_is_tagged_from_end_to_end(fitted):
    text = "; ".join(item.text.split("\n")[0].rstrip(".") for item in documents()) + "."
    tagger = fitted[0].tagger
    starts = [span.start for span in tagger.predict(text) if span.label == "OFFICIAL"]
    assert min(starts) < 20 and max(starts) > len(text) - 40


def test_the_export_scores_like_torch():
    network = Network(source().encoder, [7, 3]).eval()
    ids = np.array([[0, 5, 9, 11, 2, 1, 1], [0, 7, 8, 9, 10, 6, 2]])
    mask = (ids != 1).astype(np.int64)
    expected = TorchModel(network)(ids, mask)[mask == 1]
    plain = OnnxModel(export(network, small=False))(ids, mask)[mask == 1]
    small = OnnxModel(export(network))(ids, mask)[mask == 1]
    assert np.abs(plain - expected).max() < 1e-4
    assert np.abs(small - expected).max() < 0.1 * np.abs(expected).max()


def test_from_disk_is_to_disk(fitted, tmp_path):
    tagger, text = fitted[0].tagger, documents()[0].text
    tagger.to_disk(tmp_path)
    again = EncoderTagger.from_disk(tmp_path, threads=1)
    assert again.predict(text) == tagger.predict(text)
    assert again.predict("") == again.predict("\n \n") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["network.onnx", "tagger.json", "tokenizer.json"]
    with pytest.raises(ModelError, match=r"tagger\.json"):
        (tmp_path / "tagger.json").write_text("{}")
        EncoderTagger.from_disk(tmp_path)


def test_a_broken_off_run_goes_on_to_the_same_weights(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "load_source", source)
    settings = replace(SETTINGS, epochs=3)
    whole = training._Runs(documents(4), settings, tmp_path / "whole", lambda _: None).final()

    def stop(line):
        if line.startswith("epoch 3"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        training._Runs(documents(4), settings, tmp_path / "broken", stop).final()
    lines = []
    resumed = training._Runs(documents(4), settings, tmp_path / "broken", lines.append).final()
    assert lines[0] == "going on behind epoch 2" and len(lines) == 2
    for one, other in zip(whole.state_dict().values(), resumed.state_dict().values(), strict=True):
        assert bool((one == other).all())


def test_the_weights_of_some_runs_are_averaged(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "load_source", source)
    settings = replace(SETTINGS, epochs=1)

    def final(name, **changed):
        found = training._Runs(documents(4), replace(settings, **changed), tmp_path / name, lambda _: None).final()
        return found.state_dict()

    one, other, both = final("one"), final("other", seed=SETTINGS.seed + 1), final("both", averaged=2)
    assert any(bool((weight != other[name]).any()) for name, weight in one.items())
    for name, weight in both.items():
        assert np.allclose(weight.numpy(), (one[name].numpy() + other[name].numpy()) / 2, atol=1e-6)


def test_windows_and_tags_of_an_example_agree():
    from models.encoder.examples import LEFT_OUT, batches, examples

    pieces, document = source().pieces, documents()[0]
    given, lost = examples(document, pieces, SETTINGS)
    assert lost == [] and len(given) > 1
    words = []
    for ids, mask, (flat, layer) in batches(given, pieces, 2, seed=1):
        assert set(layer[flat != LEFT_OUT].tolist()) == {0}
        assert not bool((flat[mask == 0] != LEFT_OUT).any())
        words += [pieces.tokenizer.id_to_token(piece) for piece in ids[flat == 1].tolist()]
    assert sorted(words) == ["▁Vũ", "▁Vũ"]  # B-OFFICIAL stands on the first piece of each name


def test_one_article_is_too_few_and_no_final_run_too():
    with pytest.raises(ModelError, match="too few"):
        training.fit(documents(1), SETTINGS, None)
    with pytest.raises(ModelError, match="averaged is 0"):
        training.fit(documents(4), replace(SETTINGS, averaged=0), None)


def test_a_stacked_tagger_is_told_what_the_encoder_says_and_comes_back_from_disk(fitted, tmp_path):
    from models.encoder.stacked import StackedTagger
    from models.features import Resources
    from models.fitting import Settings, fit

    read = fitted[0]
    told = fit(documents(), Resources({}, {}), Settings(max_iterations=20, folds=2), opinions=read.opinions)
    tagger = StackedTagger(read.tagger, told.tagger)
    assert training.f1([tagger.predict(item.text) for item in documents()],
                       [training.spans_of(item) for item in documents()]) > 0.9
    tagger.to_disk(tmp_path)
    again = StackedTagger.from_disk(tmp_path, threads=1)
    for item in documents():
        assert again.predict(item.text) == tagger.predict(item.text)
    assert again.predict("") == again.predict("\n\n") == []


def test_silver_articles_are_trained_on_first_and_shared(tmp_path, monkeypatch):
    from annotations.document import write_jsonl

    monkeypatch.setattr(training, "load_source", source)
    with (tmp_path / "silver.jsonl").open("w", encoding="utf-8") as file:
        write_jsonl(documents(), file)
    settings = replace(SETTINGS, silver=str(tmp_path / "silver.jsonl"), silver_epochs=2, epochs=1)
    lines = []
    runs = training._Runs(documents(4), settings, tmp_path / "runs" / "one", lines.append)
    assert runs.start is not None and sum(line.startswith("epoch") for line in lines) == 2
    other = replace(settings, epochs=2, seed=settings.seed + 1)
    again = training._Runs(documents(4), other, tmp_path / "runs" / "two", lines.append)
    assert lines[-1] == "going on behind epoch 2" and sum(line.startswith("epoch") for line in lines) == 2
    assert all(bool((runs.start[name] == weight).all()) for name, weight in again.start.items())

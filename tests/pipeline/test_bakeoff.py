"""spaCy's own trainer and a CRF on the toy set, by command; then the bake-off of the two."""

import json
from pathlib import Path

import pytest

import pipeline
from annotations.document import write_jsonl
from corpus.articles import Article
from models.config import read_config
from models.features import Resources
from models.fitting import Settings, fit
from pipeline import bakeoff
from pipeline.packages import assemble
from tests.models.encoder.toy import documents

CONFIGS = Path(__file__).parents[2] / "models" / "configs"
SMALL = (
    "--corpora.train.sets", '["train.jsonl"]', "--corpora.dev.sets", '["dev.jsonl"]', "--system.seed", "7",
    "--training.max_steps", "60", "--training.eval_frequency", "30",
    "--training.optimizer.learn_rate.warmup_steps", "5",
    "--training.optimizer.learn_rate.initial_rate", "0.02", "--components.tok2vec.model.encode.width", "32",
    "--components.tok2vec.model.encode.depth", "1",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The toy set to train on and to score on, texts without labels, and a CRF package."""
    path = tmp_path_factory.mktemp("bakeoff")
    for name, count in (("train", 12), ("dev", 4)):
        with (path / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            write_jsonl(documents(count), file)
    texts = "".join(json.dumps(item.text, ensure_ascii=False) + "\n" for item in documents(6))
    (path / "texts.jsonl").write_text(texts, "utf-8")
    tagger = fit(documents(), Resources({}, {}), Settings(max_iterations=20, folds=2, smallest_frequency=1)).tagger
    assemble(tagger, None, {"name": "crf", "version": "0"}).to_disk(path / "crf")
    return path


@pytest.fixture
def trained(congbao, folder, monkeypatch):
    """The folder that `congbao train spacy` wrote."""
    monkeypatch.chdir(folder)
    if not Path("plain").exists():
        code, out, error = congbao("train", "spacy", CONFIGS / "spacy_ner.cfg", "--output", "plain", *SMALL)
        assert code == 0 and out.strip() == str(Path("plain", "model-last")), error
    return Path("plain", "model-last")


def test_what_spacy_trained_is_loaded_tags_and_is_scored(congbao, trained):
    nlp = pipeline.load(trained)
    assert (nlp.meta["name"], nlp.meta["congbao"]["seed"]) == ("spacy_ner", 7)
    Path("article.txt").write_text(documents(1)[0].text, "utf-8")
    code, said, _ = congbao("tag", "article.txt", "--model", trained)
    found = json.loads(said)["entities"]
    assert code == 0 and found and not any("score" in entity for entity in found)
    code, said, error = congbao("evaluate", "--model", trained, "--gold", "dev.jsonl", "--json")
    assert code == 0, error
    assert json.loads(said)["entities"]["strict"]["flat"]["micro"]["f1"] > 0.5


def test_texts_are_pretrained_on_first(congbao, folder, monkeypatch):
    monkeypatch.chdir(folder)
    code, _, error = congbao(
        "train", "spacy", CONFIGS / "spacy_ner.cfg", "--output", "pretrained", "--paths.texts", "texts.jsonl", *SMALL,
        "--training.max_steps", "2", "--pretraining.objective.hidden_size", "8",
    )
    assert code == 0 and "pretraining on texts.jsonl" in error, error
    assert Path("pretrained", "model-last.bin").is_file() and Path("pretrained", "model-last", "ner").is_dir()


@pytest.mark.parametrize(("given", "says"), [
    (("--corpora.train.sets", '["none.jsonl"]'), "no annotated set 'none.jsonl'"),
    (("--paths.texts", "none.jsonl"), "none.jsonl: no such file"),
    (("--components.ner.factory", "nothing"), "spaCy cannot train this"),
])
def test_what_spacy_cannot_train_is_said(congbao, folder, monkeypatch, given, says):
    monkeypatch.chdir(folder)
    code, _, error = congbao("train", "spacy", CONFIGS / "spacy_ner.cfg", "--output", "bad", *SMALL, *given)
    assert code == 1 and says in error


def test_a_bakeoff_scores_every_seed_and_measures_the_first(congbao, trained):
    code, _, error = congbao(
        "train", "bakeoff", f"spacy={trained},{trained}", "crf", "--gold", "dev.jsonl", "--texts", "texts.jsonl",
        "--timed", "2", "--articles", "3", "--to", "bakeoff.json", "--note", "toy",
    )
    assert code == 0, error
    made = json.loads(Path("bakeoff.json").read_text("utf-8"))
    assert (made["gold"], made["scored"], made["note"], made["memory_after"]) == ("dev.jsonl", 4, "toy", 3)
    syllables = sum(len(item.text.split()) for item in documents(2))
    assert made["timed"] == {"articles": 2, "syllables": syllables} and made["ner_syllables_per_second"] > 0
    one, other = made["rows"]
    assert (one["system"], one["seeds"], other["system"], other["seeds"]) == ("spacy", [7, 7], "crf", [None])
    assert one["overall"][0] == one["overall"][1] == pytest.approx(one["mean"]["overall"]) and one["sd"]["overall"] == 0
    assert other["overall"][0] > 0.9 and other["sd"]["overall"] is None and other["task"] == [None]
    for row in made["rows"]:
        assert row["syllables_per_second"] > 0 and row["megabytes"] > 0 and row["memory_mb"] > 50
        assert list(row["parts"])[:2] == ["tokenizer", "congbao_sentences"] and all(row["parts"].values())
        assert sum(row["parts"].values()) < 2 * 1e6 / row["syllables_per_second"]


@pytest.mark.parametrize(("given", "says"), [
    (("crf", "--texts", "none.jsonl"), "none.jsonl: no such file"),
    (("crf", "crf", "--texts", "texts.jsonl"), "two systems have one name"),
    (("nothing", "--texts", "texts.jsonl"), "no model 'nothing'"),
])
def test_what_a_bakeoff_lacks_is_said(congbao, folder, monkeypatch, given, says):
    monkeypatch.chdir(folder)
    code, _, error = congbao("train", "bakeoff", *given, "--gold", "dev.jsonl", "--to", "no.json")
    assert code == 1 and says in error and not Path("no.json").exists()


def test_each_article_goes_through_all_systems_in_turn():
    calls = []
    taggers = {name: lambda article, name=name: calls.append((name, article.id)) for name in "ab"}
    speeds = bakeoff.syllables_per_second(taggers, [Article("1", "Sở Y tế"), Article("2", "họp")])
    assert calls == [("a", "1"), ("b", "1"), ("a", "1"), ("b", "1"), ("a", "2"), ("b", "2")]
    assert set(speeds) == {"a", "b"}


def test_memory_that_cannot_be_measured_is_an_error(folder):
    with pytest.raises(Exception, match=r"memory of 'nothing' cannot be measured: .*no model"):
        bakeoff.peak_memory("nothing", folder / "texts.jsonl", 1)


def test_a_config_of_spacys_is_none_of_ours():
    with pytest.raises(Exception, match="unknown section"):
        read_config(CONFIGS / "spacy_ner.cfg")

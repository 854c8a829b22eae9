"""Anybody's labels, end to end on the command line: train, load, tag, evaluate; with a CRF, and with an encoder."""

import json
from pathlib import Path

import pytest

import pipeline
from models.config import read_config
from pipeline.training import HELD_OUT, PACKAGE
from tests.models.encoder import toy

CONFIG = Path(__file__).parents[2] / "models" / "configs" / "ner_any.cfg"
LABELS = {"OFFICIAL": "NGƯỜI", "ORG": "CƠ-QUAN", "QUANTITY": "SỐ"}
OURS = {"NGƯỜI": "PERSON", "CƠ-QUAN": "ORG", "SỐ": None}


def conll(count, marked=False):
    """The toy set with other labels, one token and tag a line; ``marked`` where documents begin, or not."""
    from annotations.formats.conll import dumps

    text = "".join(map(dumps, toy.documents(count)))
    for ours, theirs in LABELS.items():
        text = text.replace(f"-{ours}\n", f"-{theirs}\n")
    return text if marked else "\n".join(line for line in text.split("\n") if not line.startswith("-DOCSTART-"))


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Files to train on and to score on, articles, a mapping; the working folder."""
    monkeypatch.chdir(tmp_path)
    Path("train.conll").write_text(conll(12), "utf-8")
    Path("dev.conll").write_text(conll(4), "utf-8")
    Path("article.txt").write_text(toy.documents(1)[0].text, "utf-8")
    Path("ours.json").write_text(json.dumps(OURS), "utf-8")
    return tmp_path


CRF = ("--features.clusters", "null", "--features.places", "false", "--ner.folds", "2", "--ner.max_iterations", "30",
       "--ner.smallest_frequency", "1")


def labels(said):
    return {entity["label"] for line in said.splitlines() for entity in json.loads(line)["entities"]}


def mapped_f1(congbao, package):
    mapping = ("--mapping", "ours.json", "--gold-mapping", "ours.json")
    code, out, error = congbao("evaluate", "--model", package, "--gold", "dev.conll", *mapping, "--json")
    assert code == 0, error
    return json.loads(out)["entities"]["strict"]["flat"]["micro"]["f1"]


def test_a_crf_learns_the_labels_of_a_conll_file(congbao, data):
    assert congbao("train", "ner", CONFIG, "--output", "out", *CRF)[0] == 0
    package = Path("out", PACKAGE)
    nlp = pipeline.load(package)
    assert nlp.meta["congbao"]["labels"] == sorted(LABELS.values())
    assert {ent.label_ for ent in nlp(Path("article.txt").read_text("utf-8")).ents} == set(LABELS.values())
    code, said, _ = congbao("tag", "article.txt", "--model", package)
    assert code == 0 and labels(said) == set(LABELS.values())
    assert labels(Path("out", HELD_OUT).read_text("utf-8")) <= set(LABELS.values())
    assert mapped_f1(congbao, package) > 0.9


def test_a_package_is_scored_by_its_own_labels_and_says_so(congbao, data):
    # A label that is only in the dev set is missed, not refused.
    Path("dev.conll").write_text(conll(4) + "\nCúm\tB-BỆNH\n\n", "utf-8")
    code, out, said = congbao("train", "package", CONFIG, "--output", "out", *CRF)
    assert code == 0 and "BỆNH" in out and "no relation of the schema's" in said
    strict = json.loads(Path("out", PACKAGE, "evaluation.json").read_text("utf-8"))["entities"]["strict"]
    assert set(strict["labels"]) == {*LABELS.values(), "BỆNH"} and strict["layers"] == {}
    assert strict["labels"]["BỆNH"]["fn"] == 1 and strict["labels"]["NGƯỜI"]["f1"] > 0.9
    card = Path("out", PACKAGE, "README.md").read_text("utf-8")
    assert "| CƠ-QUAN |" in card and "| all |" in card
    assert not any(word in card for word in ("all nine", "Relations", "Limits", "guideline"))


def test_a_curve_is_scored_by_the_labels_of_the_data(congbao, data):
    code, _, error = congbao("train", "curve", CONFIG, "--to", "curve.json", "--share", "1", *CRF)
    assert code == 0, error
    assert set(json.loads(Path("curve.json").read_text("utf-8"))["points"][0]["f1"]) == set(LABELS.values())


@pytest.mark.parametrize("stacked", [False, True], ids=["alone", "stacked"])
def test_an_encoder_in_a_folder_learns_them_too(congbao, data, stacked):
    transformers = pytest.importorskip("transformers", reason="for training only: pip install 'congbao[train]'")
    pytest.importorskip("onnx", reason="for training only: pip install 'congbao[train]'")
    Path("train.conll").write_text(conll(12, marked=True), "utf-8")
    Path("dev.conll").write_text(conll(4, marked=True), "utf-8")
    transformers.set_seed(1)  # of the encoder's random weights
    made = toy.source()
    made.encoder.save_pretrained(data / "encoder")
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=made.pieces.tokenizer, cls_token="<s>", sep_token="</s>", pad_token="<pad>", unk_token="<unk>",
    ).save_pretrained(data / "encoder")
    own = toy.SETTINGS
    Path("encoder.cfg").write_text(CONFIG.read_text("utf-8") + f"""
[encoder]
source = "encoder"
window = {own.window}
margin = {own.margin}
fold_epochs = 40
patience = 15
watched = 6
batch = {own.batch}
rate = {own.rate}
head_rate = {own.head_rate}
bf16 = false
threads = 1
stacked = {str(stacked).lower()}
""", "utf-8")
    code, _, said = congbao("train", "ner", "encoder.cfg", "--output", "out", *CRF)
    assert code == 0 and "held out" in said and "as the folds' best" in said
    package = Path("out", PACKAGE)
    assert pipeline.load(package).pipe_names[1] == "congbao_encoder"
    code, said, _ = congbao("tag", "article.txt", "--model", package)
    assert code == 0 and labels(said) <= set(LABELS.values())
    assert mapped_f1(congbao, package) > 0.5


@pytest.mark.parametrize(("file", "text", "says"), [
    ("train.conll", "Sở\tB-X\nY\tKIND\n", "train.conll:2: "),
    ("train.conll", "Sở\tO\n", "no labels to learn"),
    ("train.jsonl", '{"tokens": ["Sở"], "ner_tags": ["O"]}\n{"tokens": ["Sở"]}\n', "train.jsonl:2: "),
])
def test_bad_data_is_named(congbao, data, file, text, says):
    Path(file).write_text(text, "utf-8")
    code, _, error = congbao("train", "ner", CONFIG, "--output", "out", "--data.train", json.dumps([file]), *CRF)
    assert code == 1 and says in error and len(error.splitlines()) == 1
    assert not Path("out").exists()


def test_where_the_schema_is_learned_other_labels_are_refused(congbao, data):
    code, _, error = congbao("train", "ner", CONFIG, "--output", "out", "--data.labels", "schema", *CRF)
    assert code == 1 and "is not in the schema: it is in train:" in error and 'labels = "data"' in error


def test_the_config_knows_no_other_source_of_labels():
    with pytest.raises(Exception, match=r"\[data\] labels is 'all'"):
        read_config(CONFIG, {"data.labels": "all"})
    learning = read_config(CONFIG).learning(["B", "A"])
    assert (learning.ner.labels, learning.ner.layer, learning.tagger) == (("B", "A"), None, learning.ner)

"""The commands: files, models and baselines in, tables, JSON and a report out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from annotations import Document, Entity, Relation, formats, write_jsonl
from pipeline.cli import app

TEXT = "Ông Lê Văn An, Chủ tịch UBND xã Bá, giao Sở Y tế hỗ trợ 32 hộ tại Huế."
SPANS = (
    ("Lê Văn An", "OFFICIAL"), ("Chủ tịch", "POSITION"), ("UBND xã Bá", "ORG"), ("Sở Y tế", "ORG"),
    ("32 hộ", "QUANTITY"), ("Huế", "LOC"),
)
FOREIGN = {"OFFICIAL": "PER", "POSITION": "TITLE", "ORG": "ORG", "QUANTITY": "NUM", "LOC": "GPE"}


def article(identity, label):
    return Document(identity, "Sở A họp", entities=[Entity("e", 0, 4, label, "Sở A")])


def rich(identity="a", labels=None, relations=True):
    entities = []
    for number, (surface, label) in enumerate(SPANS):
        start = TEXT.index(surface)
        valued = {"value": 32.0, "unit": "hộ", "bound": "exact"} if label == "QUANTITY" and labels is None else {}
        entities.append(Entity(f"e{number}", start, start + len(surface), (labels or {}).get(label, label), surface,
                               **valued))
    links = [Relation("e0", "e1", "HOLDS"), Relation("e1", "e2", "AT"), Relation("e4", "e5", "OF")]
    return Document(identity, TEXT, {"date": "2018-11-11"}, entities, links if relations else [])


def save(path, *documents):
    with path.open("w", encoding="utf-8") as file:
        write_jsonl(documents, file)
    return path


@pytest.fixture
def files(tmp_path):
    for name, labels in (("gold", "ORG ORG ORG"), ("good", "ORG ORG ORG"), ("poor", "ORG LOC LOC")):
        save(tmp_path / f"{name}.jsonl", *(article(f"{at}", label) for at, label in enumerate(labels.split())))
    save(tmp_path / "rich.jsonl", rich(), rich("b"))
    return tmp_path


def run(*arguments):
    found = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return found.exit_code, found.stdout if found.exit_code == 0 else f"{found.output}{found.exception}"


def scored(*arguments):
    code, text = run("evaluate", "--json", "--resamples", 0, *arguments)
    assert code == 0, text
    return json.loads(text)


def test_predictions(files):
    code, text = run("evaluate", "--predictions", files / "poor.jsonl", "--gold", files / "gold.jsonl",
                     "--to", files / "out.json", "--html", files / "out.html", "--resamples", 50, "--seed", 3)
    assert code == 0, text
    assert "Entities (strict)" in text
    row = json.loads((files / "out.json").read_text("utf-8"))
    assert row["seed"] == 3 and row["entities"]["strict"]["labels"]["ORG"]["tp"] == 1
    assert "<h2>Mistakes</h2>" in (files / "out.html").read_text("utf-8")


def test_a_mapping(files):
    (files / "labels.json").write_text('{"LOC": "ORG"}')
    row = scored("--predictions", files / "poor.jsonl", "--gold", files / "gold.jsonl",
                 "--mapping", files / "labels.json")
    assert row["entities"]["strict"]["flat"]["micro"]["tp"] == 3


@pytest.mark.parametrize(("name", "format"), [("a.conll", "conll"), ("folder", "brat"), ("a.spacy", "docbin")])
def test_foreign_labels_in_other_formats(files, name, format):
    """A recogniser with labels of its own, in the format it writes, against gold of ours in JSON lines."""
    text = TEXT.replace(",", " ,").replace(".", " .")  # as CoNLL gives it back: tokens and single spaces
    found = []
    for identity, labels in (("a", None), ("b", FOREIGN)):
        document = rich(identity, labels, relations=False)
        document.text = text
        for entity in document.entities:
            entity.start = text.index(entity.text)
            entity.end = entity.start + len(entity.text)
            entity.value = entity.unit = entity.bound = None
        found.append(document)
    gold, answer = found
    answer.id = "a"
    answer.entities.pop()  # Huế
    save(files / "plain.jsonl", gold)
    formats.write([answer], files / name, format)
    arguments = ("--predictions", files / name, "--gold", files / "plain.jsonl")
    assert "unknown label" in run("evaluate", *arguments)[1]
    mapping = {theirs: ours for ours, theirs in FOREIGN.items()} | {"TITLE": None}
    (files / "labels.json").write_text(json.dumps(mapping))
    row = scored(*arguments, "--mapping", files / "labels.json")
    flat = row["entities"]["strict"]["flat"]["micro"]
    assert (flat["tp"], flat["fp"], flat["fn"]) == (4, 0, 2)
    assert row["data"]["predicted"]["dropped_by_mapping"] == {"TITLE": 1}
    assert row["records"] is None and row["values"] is None  # the gold has neither


def test_gold_in_conll(files):
    document = rich(relations=False)
    formats.write([document], files / "gold.conll", "conll", drop_layers=True)
    row = scored("--predictions", files / "gold.conll", "--gold", files / "gold.conll")
    assert row["entities"]["strict"]["flat"]["micro"]["tp"] == len(SPANS)
    assert row["records"] is None


def test_records_of_the_gold_are_built(files):
    row = scored("--predictions", files / "rich.jsonl", "--gold", files / "rich.jsonl")
    assert row["records"]["officials"]["whole"]["fn"] == 2  # those of the file are not: it holds what was found
    assert row["data"]["gold_records"] == 2


def test_a_model(files, nlp):
    row = scored("--model", "vi_gov_news_sm", "--gold", files / "rich.jsonl")
    assert row["model"] == {"name": nlp.meta["name"], "version": nlp.meta["version"]}
    assert row["documents"] == 2 and row["data"]["gold_records"] == 2
    flat = row["entities"]["strict"]["flat"]["micro"]
    assert flat["tp"] + flat["fn"] == 2 * len(SPANS)
    assert set(row["relations"]) == {"end_to_end", "found", "given"}
    # On the gold entities the relations are those of the pipeline's model for gold.
    relations = nlp.get_pipe("congbao_relations").models["gold"].predict(TEXT, rich().entities)
    given = row["relations"]["given"]["strict"]["micro"]
    assert given["tp"] + given["fp"] == 2 * len(relations)
    assert row["records"]["officials"]["whole"]["tp"] + row["records"]["officials"]["whole"]["fn"] == 2


def test_the_sample_articles_scored_against_themselves(files, nlp):
    from corpus.readers import read_paths
    from pipeline.tag import tag_article

    sample = Path(formats.__file__).parents[2] / "corpus" / "samples" / "articles.jsonl"
    tagged = [tag_article(nlp, one) for one in read_paths([str(sample)])]
    save(files / "tagged.jsonl", *tagged)
    row = scored("--model", "vi_gov_news_sm", "--gold", files / "tagged.jsonl")
    for found in (row["entities"]["strict"]["flat"], row["relations"]["end_to_end"]["strict"]):
        assert found["micro"]["f1"] == 1 and found["micro"]["tp"] > 10
    assert all(parts["whole"]["f1"] == 1 for parts in row["records"].values())
    assert row["mistakes"] == {"entities": [], "values": [], "relations": row["mistakes"]["relations"]}


@pytest.mark.parametrize("name", ["underthesea", "rules", "nearest", "majority"])
def test_a_baseline(files, name):
    row = scored("--baseline", name, "--gold", files / "rich.jsonl", "--train", files / "rich.jsonl")
    assert row["entities"]["strict"]["flat"]["micro"]["tp"] > 0
    if name == "underthesea":
        assert "given" not in row["relations"] and row["candidates"] is None and row["tokens"]["all"]["gold"] == 8
    else:
        assert row["model"]["name"] == name
        given = row["relations"]["given"]["strict"]["micro"]
        assert given["tp"] >= 4
        assert given["fn"] == row["relations"]["given"]["strict"]["relations"]["OF"]["all"]["fn"]
        assert row["candidates"]["all"]["all"] == {"gold": 6, "lost": 0, "rate": 0.0} and row["tokens"] is None
    if name == "underthesea":
        assert row["data"]["mapping"] == row["data"]["gold_mapping"] and row["data"]["mapping"]["PER"] == "PERSON"


def test_baselines(files):
    code, text = run("baselines", "--gold", files / "rich.jsonl", "--train", files / "rich.jsonl", "--json",
                     "--to", files / "out.json")
    assert code == 0, text
    row = json.loads((files / "out.json").read_text("utf-8"))
    assert json.loads(text)["systems"] == row["systems"] and list(row["systems"]) == [
        "underthesea", "rules", "nearest", "majority",
    ]
    systems = row["systems"]
    assert not {"entities", "relations", "candidates"} & systems["underthesea"].keys()
    for name in ("rules", "nearest", "majority"):
        assert set(systems[name]["relations"]) == {"end_to_end", "given"} and "candidates" in systems[name]
        holds = systems[name]["relations"]["given"]["strict"]["relations"]["HOLDS"]
        assert holds["all"]["tp"] == holds["clause"]["tp"] == 2 and holds["far"]["tp"] == 0
    assert systems["nearest"]["entities"] == systems["rules"]["entities"]  # it finds none of its own
    three = systems["rules"]["three"]["micro"]
    assert three["tp"] + three["fn"] == 2 * 4  # Lê Văn An, UBND xã Bá, Sở Y tế, Huế
    code, text = run("baselines", "--gold", files / "rich.jsonl", "--train", files / "rich.jsonl")
    rows = [line.split() for line in text.splitlines()]
    assert code == 0
    assert [row[0] for row in rows if row and row[0] in systems] == list(systems)
    assert next(row for row in rows if row[:1] == ["underthesea"])[1] == "n/a"


@pytest.mark.parametrize("arguments", [
    (), ("--model", "x", "--baseline", "rules"), ("--model", "x", "--given", "y"), ("--baseline", "rules", "--ship"),
    ("--model", "x", "--ship", "--mapping", "three"), ("--model", "x", "--model", "y", "--ship"),
    ("--predictions", "x", "--predictions", "y", "--html", "z"), ("--predictions", "x", "--baseline", "rules"),
])
def test_wrong_usage(files, arguments):
    assert run("evaluate", "--gold", files / "gold.jsonl", *arguments)[0] == 2


def test_unknown_names(files):
    for arguments, told in (
        (("--baseline", "best"), "known are: underthesea, rules"), (("--model", "best"), "no model 'best'"),
        (("--predictions", "best"), "best"),
    ):
        code, text = run("evaluate", "--gold", files / "gold.jsonl", *arguments)
        assert code == 1 and told in text


def test_several_runs(files):
    names = (files / "good.jsonl", files / "poor.jsonl")
    arguments = ("--predictions", names[0], "--predictions", names[1], "--gold", files / "gold.jsonl")
    row = scored(*arguments)
    assert row["figures"]["entities/strict/ORG"] == {"mean": 0.75, "sd": pytest.approx(0.5**1.5), "n": 2}
    assert [run["name"] for run in row["runs"]] == [str(name) for name in names]
    code, text = run("evaluate", *arguments)
    line = next(line.split() for line in text.splitlines() if line.strip().startswith("ORG"))
    assert code == 0 and line == ["ORG", "0.750", "0.354", "2", "1.000", "0.500"]


def test_errors_by_cause(files):
    code, text = run("evaluate", "--predictions", files / "poor.jsonl", "--gold", files / "gold.jsonl", "--errors", 1)
    assert code == 0 and "ORG→LOC 2" in text
    assert text.count("gold ORG 'Sở A', predicted LOC 'Sở A'") == 1


def test_agreement_is_the_ceiling(files):
    code, text = run("annotate", "agree", files / "gold.jsonl", files / "poor.jsonl", "--json")
    assert code == 0
    (files / "agreement.json").write_text(text, "utf-8")
    arguments = ("--predictions", files / "good.jsonl", "--gold", files / "gold.jsonl",
                 "--agreement", files / "agreement.json")
    assert scored(*arguments)["entities"]["strict"]["labels"]["ORG"]["agreement"] == 0.5
    code, text = run("evaluate", *arguments)
    line = next(line.split() for line in text.splitlines() if line.strip().startswith("ORG"))
    assert line[-1] == "0.500" and "agree: F1 between two annotations" in text
    code, text = run("evaluate", *arguments[:4], "--agreement", files / "gold.jsonl")
    assert code == 1 and "no agreement of annotators" in text


def test_conll_is_scored_against_the_text_it_was_made_from(files):
    spaced = [rich(relations=False)]
    spaced[0].text = TEXT.replace(", ", ",\n\n").replace("hỗ trợ", "hỗ\u00a0 trợ")
    for entity in spaced[0].entities:
        entity.start = spaced[0].text.index(entity.text)
        entity.end = entity.start + len(entity.text)
    save(files / "spaced.jsonl", *spaced)
    formats.write(spaced, files / "found.conll", "conll", drop_layers=True)
    row = scored("--predictions", files / "found.conll", "--gold", files / "spaced.jsonl")
    assert row["entities"]["strict"]["flat"]["micro"]["tp"] == len(SPANS)
    code, text = run("compare", files / "found.conll", files / "spaced.jsonl", "--gold", files / "spaced.jsonl")
    assert code == 0, text


def test_a_folder_that_is_not_there(files):
    arguments = ("evaluate", "--predictions", files / "good.jsonl", "--gold", files / "gold.jsonl")
    for option in ("--to", "--html"):
        code, text = run(*arguments, option, files / "none" / "out")
        assert code == 1 and "no such folder" in text
    code, text = run(*arguments, "--to", files)
    assert code == 1 and "cannot be written" in text


def test_results_are_written_anew(monkeypatch):
    import typer

    from pipeline import shipping
    from pipeline.cli.results import results

    monkeypatch.setattr(shipping, "write_results", lambda: [Path("RESULTS.md")])
    app = typer.Typer()
    app.command()(results)
    found = CliRunner().invoke(app, [])
    assert found.exit_code == 0 and found.stdout == "RESULTS.md\n"


def test_compare(files):
    files_and_gold = (files / "poor.jsonl", files / "good.jsonl", "--gold", files / "gold.jsonl")
    code, text = run("compare", *files_and_gold, "--json", "--resamples", 100)
    assert code == 0, text
    rows = {tuple(row["key"]): row for row in json.loads(text)["differences"]}
    assert rows["entities", "strict", "ORG"]["delta"] == pytest.approx(0.5)
    code, text = run("compare", *files_and_gold)
    assert code == 0 and "+0.500" in text


def test_compare_systems(files):
    code, text = run("compare", "nearest", files / "rich.jsonl", "--gold", files / "rich.jsonl", "--json",
                     "--resamples", 20)
    assert code == 0, text
    rows = {tuple(row["key"]): row for row in json.loads(text)["differences"]}
    assert rows["entities", "strict", "flat"]["second"] == 1
    given = rows["relations", "given", "strict", "all", "all"]
    assert given["first"] > 0 and given["second"] is None and given["delta"] is None
    code, text = run("compare", "underthesea", "rules", "--gold", files / "rich.jsonl", "--mapping", "three",
                     "--gold-mapping", "three", "--json", "--resamples", 20)
    assert code == 0, text

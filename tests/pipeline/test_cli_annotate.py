import json

import pytest

from annotations import Document, Entity, Relation, formats
from pipeline.packages import blank

TEXT = "Ông Vũ Đình Khoát, Chủ tịch UBND thị xã, giao 5 hộ."
PERSON = Entity("e1", 4, 17, "OFFICIAL", TEXT[4:17])
ROLE = Entity("e2", 19, 27, "POSITION", TEXT[19:27])
COUNT = Entity("e3", 46, 50, "QUANTITY", TEXT[46:50], 5.0, "hộ", "exact")
GOLD = Document("x/1", TEXT, {"date": "2018"}, [PERSON, ROLE, COUNT], [Relation("e1", "e2", "HOLDS")])


@pytest.fixture
def gold(tmp_path):
    formats.write([GOLD], tmp_path / "gold.jsonl")
    return tmp_path / "gold.jsonl"


@pytest.mark.parametrize(("format", "name"), [
    ("brat", "x"), ("label_studio", "x.json"), ("docbin", "x.spacy"), ("writing", "x"), ("jsonl", "x.jsonl"),
])
def test_out_and_in_again(congbao, gold, tmp_path, format, name):
    code, _, said = congbao("annotate", "export", gold, "--to", tmp_path / name, "--format", format)
    assert code == 0 and f"1 documents written to {tmp_path / name}" in said
    code, lines, said = congbao("annotate", "import", tmp_path / name)
    assert (code, said) == (0, "congbao: 1 documents\n")
    assert Document.from_json(json.loads(lines)) == GOLD
    assert congbao("annotate", "import", tmp_path / name, "--format", format, "--to", tmp_path / "y.jsonl")[0] == 0
    assert formats.read(tmp_path / "y.jsonl") == [GOLD]
    assert (tmp_path / "x.xml").exists() == (format == "label_studio")


def test_what_conll_cannot_say(congbao, gold, tmp_path):
    code, _, said = congbao("annotate", "export", gold, "--to", tmp_path / "x.conll")
    assert code == 1 and "'x/1' holds what one tag a token cannot say: 1 relations" in said
    assert congbao("annotate", "export", gold, "--to", tmp_path / "x.conll", "--drop-layers")[0] == 0
    code, lines, said = congbao("annotate", "import", tmp_path / "x.conll")
    assert code == 0 and "1 do not keep to the schema" in said
    assert [item["label"] for item in json.loads(lines)["entities"]] == ["OFFICIAL", "POSITION", "QUANTITY"]


def test_wrong_inputs_are_told(congbao, gold, tmp_path):
    assert "no annotated set 'nope'" in congbao("annotate", "import", "nope")[2]
    code, _, said = congbao("annotate", "export", gold, "--to", tmp_path / "x", "--format", "pdf")
    assert code == 1 and "no format 'pdf'; known are: jsonl, brat" in said
    (tmp_path / "bad.conll").write_text("x\n", "utf-8")
    code, _, said = congbao("annotate", "import", tmp_path / "bad.conll", "--to", tmp_path / "never.jsonl")
    assert code == 1 and "bad.conll:1: cannot read 'x'" in said and not (tmp_path / "never.jsonl").exists()
    assert congbao("annotate", "export", gold)[0] == 2


def test_agreement(congbao, gold, tmp_path):
    other = Document("x/1", TEXT, {}, [PERSON, Entity("r", 19, 32, "POSITION", TEXT[19:32]), COUNT])
    formats.write([other, Document("x/2", "Hết")], tmp_path / "other", "brat")
    code, table, said = congbao("annotate", "agree", gold, tmp_path / "other")
    assert code == 0 and "x/2: annotated on one side only, not compared" in said
    assert "x/1, offset 19: POSITION 'Chủ tịch' / POSITION 'Chủ tịch UBND'" in table and "Cohen's kappa over" in table
    assert "offset" not in congbao("annotate", "agree", gold, tmp_path / "other", "--no-places")[1]
    row = json.loads(congbao("annotate", "agree", gold, tmp_path / "other", "--json")[1])
    assert row["entities"]["all"] == {"both": 2, "first": 1, "second": 1, "f1": 2 / 3}
    assert row["attributes"]["all"]["f1"] == 1.0 and row["relations"]["HOLDS"]["first"] == 1
    assert row["disagreements"][0]["offset"] == 4  # the relation's
    formats.write([Document("z", "Hết")], tmp_path / "z.jsonl")
    assert congbao("annotate", "agree", gold, tmp_path / "z.jsonl")[0] == 1


@pytest.fixture
def model(tmp_path):
    nlp = blank()
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "LOC", "pattern": [{"TEXT": "Huế"}]}])
    nlp.to_disk(tmp_path / "model")
    return tmp_path / "model"


def test_suggestions(congbao, model, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Hết.", "utf-8")
    (tmp_path / "in" / "b.txt").write_text("Ở Huế, Huế.\nHuế", "utf-8")
    code, _, said = congbao("annotate", "suggest", tmp_path / "in", "--model", model, "--to", tmp_path / "out")
    assert code == 0, said
    assert (tmp_path / "out" / "order.tsv").read_text("utf-8") == (
        "id\tuncertainty\tentities\na\t0.0000\t0\nb\t0.0000\t3\n"
    )
    found = formats.read(tmp_path / "out" / "suggested")
    assert [[item.text for item in document.entities] for document in found] == [[], ["Huế"] * 3]
    (tmp_path / "in" / "c.txt").write_bytes(b"\xff")
    code, _, said = congbao(
        "annotate", "suggest", tmp_path / "in", "--model", model, "--to", tmp_path / "ls", "--format", "label_studio",
    )
    assert code == 1 and "c.txt:1: not in UTF-8" in said
    tasks = json.loads((tmp_path / "ls" / "suggested.json").read_text("utf-8"))
    assert [len(task["predictions"][0]["result"]) for task in tasks] == [0, 3]
    assert (tmp_path / "ls" / "suggested.xml").is_file()

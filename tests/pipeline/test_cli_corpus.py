import json

import pytest

from annotations import Document, Entity, formats

TEXTS = {"a/1": "Ông An ở Huế.\r\nHết", "a/2": "Bà Bé họp.", "b/1": "Xã Ca giao 5 hộ."}
GOLD = [
    Document("a/1", TEXTS["a/1"], {"source": "s"}, [
        Entity("e1", 4, 6, "PERSON", "An"), Entity("e2", 9, 12, "LOC", "Huế"),
    ]),
    Document("a/2", TEXTS["a/2"], {}, [Entity("e1", 3, 5, "PERSON", "Bé")]),
    Document("b/1", TEXTS["b/1"], {}, [Entity("e1", 11, 15, "QUANTITY", "5 hộ", 5.0, "hộ", "exact")]),
]


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Gold as JSONL and as stand-off; texts of it in a folder, one of them as JSONL."""
    formats.write(GOLD, tmp_path / "gold.jsonl")
    formats.write(GOLD, tmp_path / "standoff", "standoff")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_bytes(TEXTS["a/1"].encode())
    rows = [{"id": name, "text": TEXTS[name]} for name in ("a/2", "b/1")]
    (tmp_path / "texts" / "rest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    monkeypatch.setenv("CONGBAO_ARTICLES", str(tmp_path / "none"))
    return tmp_path


def test_statistics(congbao, data):
    code, table, _ = congbao("corpus", "stats", data / "gold.jsonl")
    assert code == 0 and "By source" in table
    row = json.loads(congbao("corpus", "stats", data / "gold.jsonl", data / "gold.jsonl", "--json")[1])
    assert row["all"]["documents"] == 3  # one name, one set
    assert (row["all"]["syllables"], row["all"]["entities"]["PERSON"], row["all"]["entities"]["all"]) == (13, 2, 4)
    assert {name: found["documents"] for name, found in row["sources"].items()} == {"a": 1, "b": 1, "s": 1}
    assert row["sets"] == {str(data / "gold.jsonl"): row["all"]}


def test_rehydrating(congbao, data):
    code, lines, said = congbao("corpus", "rehydrate", data / "standoff", "--texts", data / "texts")
    assert code == 0 and "3 of 3 annotations joined with their texts" in said
    assert [Document.from_json(json.loads(line)) for line in lines.splitlines()] == GOLD
    (data / "texts" / "rest.jsonl").write_text(json.dumps({"text": TEXTS["b/1"]}) + "\n{\n", "utf-8")
    code, _, said = congbao(
        "corpus", "rehydrate", data / "standoff", "--texts", data / "texts", "--to", data / "out.jsonl",
    )
    assert code == 1 and "a__2.json: the text of a/2 was not found" in said
    assert "rest.jsonl:2: not JSON" in said and "2 of 3 annotations" in said
    assert formats.read(data / "out.jsonl") == [GOLD[0], GOLD[2]]
    code, _, said = congbao("corpus", "rehydrate", data / "standoff")
    assert code == 1 and "no articles are given; name files or folders, or set CONGBAO_ARTICLES" in said


def test_validating(congbao, data):
    assert congbao("corpus", "validate", data / "gold.jsonl")[0] == 0
    code, _, said = congbao("corpus", "validate", data / "standoff", data / "gold.jsonl", "--texts", data / "texts")
    assert code == 0 and "6 documents checked, 0 errors" in said
    bad = Document("c", "Huế ", {}, [Entity("e1", 0, 4, "LOC", "Huế "), Entity("e2", 0, 3, "NOPE", "Huế")])
    formats.write([bad], data / "bad.jsonl")
    code, _, said = congbao("corpus", "validate", data / "gold.jsonl", data / "bad.jsonl", data / "none.jsonl")
    assert code == 1 and "4 documents checked, 3 errors" in said
    assert said.count("bad.jsonl:1, offset 0: c: ") == 2 and "none.jsonl: no such file or folder" in said


def test_splitting(congbao, data):
    arguments = ("corpus", "split", data / "gold.jsonl", "--held-out", "b", "--dev", "0.3")
    code, _, said = congbao(*arguments, "--to", data / "s")
    assert code == 0 and "in dev alone: b; 0 groups of near-duplicates" in said
    assert formats.read(data / "s" / "train.jsonl") == GOLD[:2]
    assert formats.read(data / "s" / "dev.jsonl") == GOLD[2:]
    assert congbao(*arguments, "--to", data / "so", "--format", "standoff")[0] == 0
    assert sorted(path.name for path in (data / "so" / "dev").iterdir()) == ["b__1.json"]
    code, _, said = congbao("corpus", "split", data / "gold.jsonl", "--to", data / "s", "--held-out", "z")
    assert code == 1 and "no collection 'z'; there are: a, b" in said


@pytest.fixture
def plan(data):
    path = data / "plan.json"
    path.write_text(json.dumps({
        "needs": {}, "lengths": {}, "local": {"at_least": 1, "minimum": 0}, "quotas": {"a": 0.5, "b": 0.5},
    }), "utf-8")
    return path


def test_sampling(congbao, data, plan):
    arguments = ("corpus", "sample", data / "gold.jsonl", "--plan", plan)
    code, ids, _ = congbao(*arguments)
    assert code == 0 and sorted(ids.split()) == sorted(TEXTS)
    assert {name.partition("/")[0] for name in congbao(*arguments, "--size", 2)[1].split()} == {"a", "b"}
    formats.write(GOLD[:1], data / "done", "standoff")
    assert sorted(congbao(*arguments, "--exclude", data / "done")[1].split()) == ["a/2", "b/1"]
    formats.write(GOLD[1:], data / "done.jsonl")
    code, _, said = congbao(*arguments, "--exclude", data / "done", "--exclude", data / "done.jsonl")
    assert code == 1 and "no article to choose: none of 0 is of a collection" in said


def test_a_sample_is_ready_for_annotators(congbao, data, plan):
    assert congbao("corpus", "sample", data / "gold.jsonl", "--plan", plan, "--to", data / "batch")[0] == 0
    assert (data / "batch" / "a__1.txt").read_bytes() == TEXTS["a/1"].encode()
    listing = (data / "batch" / "articles.tsv").read_text("utf-8").splitlines()
    assert listing[0] == "file\tid\tdate\tsyllables" and "a__1.txt\ta/1\tunknown\t5" in listing
    (data / "batch" / "a__1.ann").write_text("[1]\nPERSON a = An\n", "utf-8")
    code, lines, _ = congbao("annotate", "import", data / "batch")
    assert code == 0
    (read,) = [Document.from_json(json.loads(line)) for line in lines.splitlines()]
    assert (read.id, read.meta, read.entities) == ("a/1", {"source": "s"}, GOLD[0].entities[:1])

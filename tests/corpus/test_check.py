import json

from annotations import Document, Entity, formats
from corpus.articles import Article
from corpus.check import check

GOOD = Document("a", "Bà An", {}, [Entity("e1", 3, 5, "PERSON", "An")])
BAD = Document("b", "Bà An ", {}, [Entity("e1", 3, 6, "PERSON", "An "), Entity("e2", 3, 5, "ORG", "An")])


def says(checked, folder):
    return [str(error).replace(f"{folder}/", "") for error in checked.errors]


def test_every_bad_line_of_jsonl_is_named(tmp_path):
    rows = [json.dumps(document.to_json()) for document in (GOOD, BAD, GOOD)]
    (tmp_path / "x.jsonl").write_text("\n".join([rows[0], "{", rows[1], "", '{"id": "c"}', rows[2]]), "utf-8")
    checked = check(tmp_path / "x.jsonl")
    assert checked.documents == 3
    found = says(checked, tmp_path)
    assert len(found) == 5
    for part in (
        "x.jsonl:2: not JSON in UTF-8", "x.jsonl:5: no text", "x.jsonl:3, offset 3: b: PERSON 'An ': white space",
        "x.jsonl:3, offset 3: b: PERSON 'An ': overlaps", "x.jsonl:6: id 'a' is used twice: also in x.jsonl:1",
    ):
        assert sum(line.startswith(part) for line in found) == 1, part


def test_every_bad_file_of_stand_off_is_named(tmp_path):
    formats.write([GOOD, BAD, Document("gone", "x")], tmp_path, "standoff")
    (tmp_path / "z.json").write_text("[]", "utf-8")
    checked = check(tmp_path, [Article("1", GOOD.text), Article("2", BAD.text)])
    assert checked.documents == 2
    found = says(checked, tmp_path)
    assert found[:2] == [
        "z.json: not a stand-off annotation: 'id' or 'sha256' is missing",
        "gone.json: the text of gone was not found: its offsets cannot be checked",
    ]
    assert [line.partition(":")[0] for line in found[2:]] == ["b.json, offset 3", "b.json, offset 3"]


def test_other_formats_and_what_cannot_be_read(tmp_path):
    formats.write([GOOD], tmp_path / "x", "brat")
    assert check(tmp_path / "x").errors == [] and check(tmp_path / "x").documents == 1
    (tmp_path / "x" / "a.ann").write_text("T1\n", "utf-8")
    assert says(check(tmp_path / "x"), tmp_path / "x") == ["a.ann:1: cannot read 'T1': not a line of the format"]
    assert "no such file or folder" in str(check(tmp_path / "none").errors[0])
    assert "no format 'x'" in str(check(tmp_path / "x", format="x").errors[0])

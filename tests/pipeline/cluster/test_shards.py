import json

import pytest

from annotations.document import Document
from annotations.errors import DocumentError, InputError, Skipped
from pipeline.cluster import read_shards
from pipeline.cluster.inputs import Unit
from pipeline.cluster.shards import Manifest, Settings, write_shard
from pipeline.writers import Format, write

SETTINGS = Settings("toy", "0.1", 0.0, 2)


def unit(first, name="tin/a", url="/in/a.jsonl", sha256="00"):
    return Unit(url, name, first, 2, 0, sha256)


def documents(first):
    return [Document(f"tin/{at}", f"Họp\u2028lần\u0085{at}.", {"n": at}) for at in range(first, first + 2)]


def shard(folder, first, settings=SETTINGS, errors=(), **changed):
    return write_shard(unit(first, **changed), documents(first), [*errors], str(folder), settings)


@pytest.fixture
def folder(tmp_path):
    manifest = Manifest(str(tmp_path / "out"), SETTINGS)
    for first in (2, 0):
        manifest.add(shard(tmp_path / "out", first))
    manifest.save()
    return tmp_path / "out"


@pytest.mark.parametrize("formats", [("parquet", "jsonl"), ("parquet",), ("jsonl",)])
def test_shards_are_read_in_order(tmp_path, formats):
    settings = Settings("toy", "0.1", 0.0, 2, formats)
    manifest = Manifest(str(tmp_path), settings)
    for first in (2, 0):
        manifest.add(shard(tmp_path, first, settings))
    manifest.save()
    assert {path.name for path in tmp_path.iterdir()} == {*formats, "manifest.json"}
    assert [*read_shards(tmp_path)] == documents(0) + documents(2)


def test_the_manifest_names_input_articles_model_and_hashes(folder):
    given = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert given["settings"] == {
        "model": "toy", "version": "0.1", "min_score": 0.0, "size": 2, "formats": ["parquet", "jsonl"],
    }
    first, second = given["shards"]
    assert (first["input"], first["first"], second["first"], first["articles"]) == ("/in/a.jsonl", 0, 2, 2)
    assert (first["model"], first["version"]) == ("toy", "0.1")
    assert sorted(first["files"]) == [f"jsonl/{first['shard']}.jsonl", f"parquet/{first['shard']}.parquet"]


def test_a_file_that_tag_wrote_is_read_too(tmp_path):
    write(documents(0), Format.parquet, tmp_path / "a.parquet")
    assert [*read_shards(tmp_path / "a.parquet")] == documents(0)


def test_failures_are_listed(folder):
    errors = [InputError("not JSON", file="a.jsonl", line=3, why="broken"), Skipped("left out", file="b.png")]
    made = shard(folder, 4, errors=errors)
    path = f"failures/{made.shard}.jsonl"
    rows = [json.loads(line) for line in (folder / path).read_text("utf-8").splitlines()]
    assert (made.articles, made.failed, path in made.files) == (2, 1, True)
    assert (rows[0]["error"], rows[0]["line"], rows[0]["message"]) == ("InputError", 3, "a.jsonl:3: not JSON: broken")
    assert rows[1]["error"] == "Skipped"


def test_what_is_done_is_known_again(folder):
    again = Manifest(str(folder), SETTINGS)
    assert again.has(unit(0)) and again.has(unit(2)) and not again.has(unit(4))
    assert not again.has(unit(0, sha256="11"))
    next((folder / "jsonl").iterdir()).unlink()
    assert [again.has(unit(first)) for first in (0, 2)].count(True) == 1


def test_shards_of_a_file_that_became_shorter_go(folder):
    again = Manifest(str(folder), SETTINGS)
    again.forget(["/in/other.jsonl"], [])
    assert len(again.shards) == 2
    again.forget(["/in/a.jsonl"], [unit(0)])
    again.save()
    assert [*read_shards(folder)] == documents(0)
    assert len([*(folder / "parquet").iterdir()]) == 1


def test_other_settings_need_another_folder(folder):
    with pytest.raises(InputError, match=r"then \{'version': '0.1'\}, now \{'version': '0.2'\}; choose another"):
        Manifest(str(folder), Settings("toy", "0.2", 0.0, 2))


def test_a_shard_that_was_changed_is_found_out(folder):
    file = sorted((folder / "parquet").iterdir())[1]
    file.write_bytes(file.read_bytes()[:-1])
    found = read_shards(folder)
    assert [next(found), next(found)] == documents(0)
    with pytest.raises(DocumentError, match="its SHA-256 is not that of manifest"):
        next(found)
    file.unlink()
    with pytest.raises(DocumentError, match="a shard cannot be read"):
        [*read_shards(folder)]


def test_folders_that_are_none(tmp_path):
    with pytest.raises(InputError, match=r"no manifest\.json in this folder"):
        [*read_shards(tmp_path)]
    for content in ("[", "[]", "{}", '{"settings": {}, "shards": 1}'):
        (tmp_path / "manifest.json").write_text(content)
        with pytest.raises(InputError, match="not a manifest"):
            [*read_shards(tmp_path)]
    with pytest.raises(InputError, match="cannot be used"):
        Manifest(str(tmp_path / "manifest.json" / "out"), SETTINGS)


def test_an_address_of_fsspec():
    manifest = Manifest("memory://out", SETTINGS)
    manifest.add(shard("memory://out", 0))
    manifest.save()
    assert [*read_shards("memory://out")] == documents(0)

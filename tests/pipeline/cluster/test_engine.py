"""The engine on this machine: Ray's own processes, real shards."""

import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("ray", reason="Ray is not installed: pip install 'congbao[cluster]'")

from annotations.errors import ModelError
from corpus.readers import read_paths
from pipeline.cluster import engine, read_shards
from pipeline.cluster.engine import connected, tag_to_shards
from pipeline.tag import tag_stream

pytestmark = pytest.mark.slow

TEXT = "Sáng {}/10/2019, ông Vũ Đình Khoát, Chủ tịch UBND thị xã Bỉm Sơn chi 9,5 tỷ đồng."


@pytest.fixture(scope="module", autouse=True)
def ray():
    with connected(2):
        yield


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [json.dumps({"id": f"a/{at}", "text": TEXT.format(at + 1)}) + "\n" for at in range(12)]
    lines[5:5] = ["{\n"]
    (folder / "a.jsonl").write_text("".join(lines), "utf-8")
    table = pa.table({"id": ["b/0", "b/1"], "text": [TEXT.format(1)] * 2, "date": ["2019", None]})
    pq.write_table(table, folder / "b.parquet")
    return folder


def run(articles, to, **options):
    told, failures = [], []
    options = {"actors": 1, **options} | {"size": 5, "planned": lambda *counts: told.append(counts)}
    shards = [*tag_to_shards([str(articles)], str(to), failures.append, **options)]
    return shards, told, failures


def as_one_process(nlp, articles):
    return [document.to_json() for document in tag_stream(nlp, read_paths([articles]), lambda error: None)]


def test_shards_hold_what_one_process_gives_and_are_done_once(nlp, articles, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "_SMALL", 0)  # the first run is planned by Ray, the second by this process
    shards, told, failures = run(articles, tmp_path / "out", actors=2)
    monkeypatch.undo()
    assert (told, failures) == ([(0, 4)], [])
    assert sorted((shard.articles, shard.failed) for shard in shards) == [(2, 0), (3, 0), (4, 1), (5, 0)]
    assert [document.to_json() for document in read_shards(tmp_path / "out")] == as_one_process(nlp, articles)
    lines = [line for file in sorted((tmp_path / "out" / "jsonl").iterdir()) for line in file.read_text().splitlines()]
    assert [json.loads(line) for line in lines] == as_one_process(nlp, articles)
    failed, = (tmp_path / "out" / "failures").iterdir()
    assert json.loads(failed.read_text("utf-8"))["line"] == 6

    changed = (articles / "a.jsonl").read_text("utf-8").replace(" 9/10/2019", " 8/10/2019")
    (articles / "a.jsonl").write_text(changed, "utf-8")
    (articles / "c.jsonl").write_text(json.dumps({"id": "c", "text": TEXT.format(3)}) + "\n", "utf-8")
    (articles / "d.parquet").write_bytes(b"PAR1")
    shards, told, failures = run(articles, tmp_path / "out")
    assert told == [(3, 2)] and sorted(shard.articles for shard in shards) == [1, 4]
    assert [error.file for error in failures] == [str(articles / "d.parquet")]
    assert [document.to_json() for document in read_shards(tmp_path / "out")] == as_one_process(nlp, articles)


class Crashing(engine._Tagger):
    """An actor that does not survive one of the units."""

    def __call__(self, row):
        if json.loads(row["item"])["first"] == 5:
            os._exit(1)
        return super().__call__(row)


def test_a_unit_whose_actors_die_is_tagged_apart(nlp, articles, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "_Tagger", Crashing)
    shards, _, failures = run(articles, tmp_path / "out", formats=("jsonl",))
    assert len(shards) == 4 and failures == []
    assert [document.to_json() for document in read_shards(tmp_path / "out")] == as_one_process(nlp, articles)


def test_no_input_and_no_model(tmp_path):
    shards, told, failures = run(tmp_path / "none", tmp_path / "out")
    assert (shards, told, len(failures)) == ([], [(0, 0)], 1)
    with pytest.raises(ModelError, match="no model"):
        run(tmp_path, tmp_path / "out", model="vi_nope")


def test_the_command(articles, tmp_path, congbao):
    arguments = ("tag", "--engine", "ray", articles, "--to", tmp_path / "out", "--jobs", 1, "--format", "parquet")
    code, out, said = congbao(*arguments)
    assert (code, out) == (1, "")
    first, *_, last = said.splitlines()
    assert first == "congbao: 2 shards to do, 0 done before"
    assert last.startswith(f"congbao: 14 articles tagged, 1 failed (see {tmp_path}/out/failures), ")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["failures", "manifest.json", "parquet"]
    code, _, said = congbao(*arguments)
    assert code == 0 and said.startswith("congbao: 0 shards to do, 2 done before\n")
    code, _, said = congbao(*arguments, "--min-score", "0.5")
    assert code == 1 and "other settings were used in this folder: then {'min_score': 0.0}, now" in said

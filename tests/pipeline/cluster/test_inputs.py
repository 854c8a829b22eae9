import json
import lzma
from itertools import chain

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from annotations.errors import InputError, Skipped
from corpus.readers import read_paths
from pipeline.cluster.inputs import Input, Unit, find, plan, read

ROWS = [{"id": str(at), "text": f"Tin {at}\u2028họp.", "date": "2019-10-16"} for at in range(23)]


@pytest.fixture
def folder(tmp_path):
    """The same articles three times, some without an id, and lines that are none."""
    lines = [json.dumps(row, ensure_ascii=at % 2 == 0) + "\n" for at, row in enumerate(ROWS)]
    lines[3:3] = ["\n", "{\n", json.dumps({"text": "Không tên."}) + "\n"]
    lines[-1] = lines[-1].rstrip("\n")
    (tmp_path / "2019").mkdir()
    (tmp_path / "2019" / "a.jsonl").write_text("".join(lines), "utf-8")
    (tmp_path / "b.jsonl.xz").write_bytes(lzma.compress("".join(lines).encode()))
    table = pa.table({name: [row[name] for row in ROWS] for name in ROWS[0]})
    pq.write_table(table, tmp_path / "c.parquet", row_group_size=5)
    (tmp_path / ".hidden.jsonl").write_text("{}\n")
    (tmp_path / "d.txt").write_text("Họp.")
    return tmp_path


def told(articles):
    return [str(item) if isinstance(item, InputError) else item for item in articles]


@pytest.mark.parametrize("size", [1, 2, 7, 25, 26, 1000])
def test_units_hold_what_the_readers_give(folder, size):
    found = [*find([str(folder)])]
    skipped = [item for item in found if not isinstance(item, Input)]
    assert [type(item) for item in skipped] == [Skipped] and "d.txt: left out" in str(skipped[0])
    inputs = [item for item in found if isinstance(item, Input)]
    assert [given.name for given in inputs] == ["2019/a", "b", "c"]
    assert inputs[0].size == (folder / "2019" / "a.jsonl").stat().st_size
    units = [*chain.from_iterable(plan(given, size) for given in inputs)]
    assert all(isinstance(unit, Unit) and 0 < unit.count <= size for unit in units)
    assert len({unit.shard for unit in units}) == len(units)
    (folder / "d.txt").unlink()
    assert told(chain.from_iterable(map(read, units))) == told(read_paths([folder]))


def test_a_unit_is_known_by_its_bytes(folder):
    file = folder / "2019" / "a.jsonl"
    given, = find([str(file)])
    before = [*plan(given, 10)]
    file.write_bytes(file.read_bytes().replace(b"Tin 12", b"Tin 99") + b"\n")
    after = [*plan(given, 10)]
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, False]
    assert [unit.shard for unit in before] == [unit.shard for unit in after]


def test_what_stands_before_a_damage_is_planned_and_read(folder):
    file = folder / "b.jsonl.xz"
    lines = (json.dumps({"text": f"{at * 7919}"}).encode() + b"\n" for at in range(20_000))
    packed = lzma.compress(b"".join(lines), preset=0)
    file.write_bytes(packed[:len(packed) // 2])
    given, = find([str(file)])
    *units, error = plan(given, 1000)
    assert len(units) > 2 and isinstance(error, InputError) and error.file == str(file)
    assert [item.id for item in read(units[1])][::500] == ["b:1001", "b:1501"]


@pytest.mark.parametrize("path, says", [
    ("none.jsonl", "no such file; check the path"), ("d.txt", "not a kind of file that a cluster reads; known are"),
    ("nope://a/b.jsonl", "cannot be reached: Protocol not known: nope"),
])
def test_paths_that_cannot_be_read(folder, path, says):
    error, = find([path if "://" in path else str(folder / path)])
    assert isinstance(error, InputError) and says in str(error)


def test_a_table_that_is_none(folder):
    (folder / "c.parquet").write_bytes(b"PAR1")
    given, = find([str(folder / "c.parquet")])
    error, = plan(given, 10)
    assert isinstance(error, InputError) and error.file == given.url


def test_an_address_of_fsspec():
    import fsspec

    files = fsspec.filesystem("memory")
    files.pipe_file("/in/a.jsonl", b"".join(json.dumps(row).encode() + b"\n" for row in ROWS))
    given, = find(["memory://in"])
    assert (given.url, given.name) == ("memory:///in/a.jsonl", "a")
    units = [*plan(given, 9)]
    assert [unit.count for unit in units] == [9, 9, 5]
    assert [item.id for unit in units for item in read(unit)] == [row["id"] for row in ROWS]

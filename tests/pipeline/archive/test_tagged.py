"""Documents that are tagged already go into an archive as articles do that it tags itself."""

import json

import pytest

from annotations.errors import CongbaoError, DocumentError, InputError, Skipped
from pipeline.archive import store, tagged
from pipeline.archive.ingest import Ingest
from pipeline.cluster.inputs import Unit
from pipeline.cluster.shards import Manifest, Settings, read_failures, write_shard
from pipeline.parquet import write_documents
from tests.pipeline.archive import toy
from tests.pipeline.archive.canonical import dump

COUNT = 30
SETTINGS = Settings("toy", "1", 0.0, 10)


def documents(first=0, count=COUNT):
    return list(toy.tag(toy.articles(count, first), print))


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    """What the archive holds that tagged the articles itself."""
    path = tmp_path_factory.mktemp("ordinary") / "a.db"
    db = store.open_archive(path, create=True)
    Ingest(db, toy.tag, print).add(toy.articles(COUNT))
    db.close()
    return dump(path)


@pytest.fixture
def file(tmp_path):
    write_documents(documents(), tmp_path / "x.parquet")
    return tmp_path / "x.parquet"


@pytest.fixture
def shards(tmp_path):
    """As ``tag --engine ray`` writes them: three shards, one of which could not tag two inputs."""
    folder = tmp_path / "tagged"
    manifest = Manifest(str(folder), SETTINGS)
    for first in range(0, COUNT, 10):
        errors = [
            InputError("not in UTF-8", file="tin.jsonl", line=12, why="byte 3"), Skipped("left out", file="b.pdf"),
        ] if first == 10 else []
        unit = Unit("tin.jsonl", "tin", first, 10, 0, f"{first:02}")
        manifest.add(write_shard(unit, documents(first, 10), errors, str(folder), SETTINGS))
    manifest.save()
    return folder


def add(path, *sources, **options):
    said = []
    db = store.open_archive(path, create=True)
    try:
        return tagged.add(db, map(str, sources), said.append, **options), said
    finally:
        db.close()


def without_failures(found):
    return {table: rows for table, rows in found.items() if table != "quarantine"}


def test_a_file_is_held_as_if_it_had_been_tagged_here(file, ordinary, tmp_path):
    count, said = add(tmp_path / "a.db", file, batch=7)
    assert (count.added, count.repeated, said) == (COUNT, COUNT // 5, [])
    assert dump(tmp_path / "a.db") == ordinary


def test_a_folder_of_shards_likewise_and_what_failed_is_in_quarantine(shards, ordinary, tmp_path):
    count, said = add(tmp_path / "a.db", shards)
    assert (count.added, count.failed) == (COUNT, 1) and [str(error) for error in said] == [
        "tin.jsonl:12: not in UTF-8: byte 3", "b.pdf: left out",
    ]
    found = dump(tmp_path / "a.db")
    assert without_failures(found) == without_failures(ordinary)
    assert len(found["quarantine"]) == 1 and "tin.jsonl:12" in found["quarantine"][0]


def test_again_adds_nothing_and_after_a_stop_the_rest(file, shards, ordinary, tmp_path):
    seen = []

    def stopped():
        seen.append(1)
        return len(seen) > 12

    count, _ = add(tmp_path / "a.db", file, batch=5, stopped=stopped)
    assert count.added == 12
    count, _ = add(tmp_path / "a.db", shards, file)
    assert (count.added, count.held) == (COUNT - 12, COUNT + 12)
    assert without_failures(dump(tmp_path / "a.db")) == without_failures(ordinary)
    count, _ = add(tmp_path / "a.db", file)
    assert (count.added, count.held) == (0, COUNT)


def test_the_model_that_tagged_it_is_kept(file, tmp_path):
    add(tmp_path / "a.db", file)
    db = store.open_archive(tmp_path / "a.db", read_only=True)
    assert db.execute("SELECT DISTINCT model, model_version FROM articles").fetchall() == [("toy", "1")]
    assert db.execute("SELECT kind, model FROM batches").fetchall() == [("add", "toy")]
    db.close()


def test_documents_without_records_get_them(tmp_path, ordinary):
    bare = documents()
    for document in bare:
        document.records = None
    write_documents(bare, tmp_path / "x.parquet")
    add(tmp_path / "a.db", tmp_path / "x.parquet")
    assert dump(tmp_path / "a.db") == ordinary


def test_a_shard_that_is_not_what_was_written_ends_the_run_and_what_was_read_is_held(shards, tmp_path):
    last = sorted((shards / "parquet").iterdir())[-1]
    last.write_bytes(last.read_bytes()[:-1] + b"x")
    with pytest.raises(DocumentError, match="its SHA-256 is not that of manifest"):
        add(tmp_path / "a.db", shards)
    db = store.open_archive(tmp_path / "a.db")
    assert db.execute("SELECT count(*) FROM articles").fetchone()[0] == COUNT - 10
    db.close()


def test_failures_are_checked_too(shards):
    assert [type(error) for error in read_failures(shards)] == [InputError, Skipped]
    (file,) = (shards / "failures").iterdir()
    file.write_text(json.dumps({"what": "x"}), "utf-8")
    with pytest.raises(DocumentError, match="not what was written"):
        list(read_failures(shards))


def test_a_stream_that_reads_ahead_is_refused(file):
    given = tagged.Tagged([str(file)])
    ahead = [article for article in given.articles() if not isinstance(article, CongbaoError)]
    with pytest.raises(ValueError, match="not the article that was read last"):
        list(given.tag(ahead, print))


def test_the_command(congbao, file, shards, tmp_path):
    db = tmp_path / "a.db"
    code, out, said = congbao("archive", "add", "--from-parquet", file, "--db", db)
    assert (code, out) == (0, "") and "30 articles added" in said and "6 near-duplicates" in said
    code, _, said = congbao("archive", "add", "--from-parquet", shards, "--from-parquet", file, "--db", db)
    assert code == 1 and "0 articles added" in said and "60 held already" in said and "1 failed" in said
    code, _, said = congbao("archive", "add", "--from-parquet", tmp_path / "none", "--db", db)
    assert code == 1 and "none: no such file or folder" in said
    for wrong in ([], [str(file), "--from-parquet", str(file)]):
        code, _, said = congbao("archive", "add", *wrong, "--db", tmp_path / "b.db")
        assert code == 2 and "--from-parquet" in said and not (tmp_path / "b.db").exists()


def test_the_shipped_model_both_ways(congbao, tmp_path):
    from corpus.samples import __file__ as samples

    articles = samples.replace("__init__.py", "articles.jsonl")
    assert congbao("archive", "add", articles, "--db", tmp_path / "a.db", "--jobs", 1)[0] == 0
    assert congbao("tag", articles, "--to", tmp_path / "x.parquet")[0] == 0
    assert congbao("archive", "add", "--from-parquet", tmp_path / "x.parquet", "--db", tmp_path / "b.db")[0] == 0
    assert dump(tmp_path / "a.db") == dump(tmp_path / "b.db")

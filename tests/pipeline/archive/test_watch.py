import os
import time

from pipeline.archive.ingest import Ingest
from pipeline.archive.store import ArchiveError, open_archive
from pipeline.archive.watch import SETTLED, watch

from . import toy


def put(folder, name, text, age=2 * SETTLED):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    os.utime(file, (time.time() - age,) * 2)


def looks(*actions):
    """A look before and after each of some actions."""
    yield
    for action in actions:
        action()
        yield


def watching(tmp_path, *actions, sources=None, ingest=Ingest):
    said, counts = [], []
    db = open_archive(tmp_path / "a.db", create=True)
    try:
        watch(
            sources or [str(tmp_path / "tin")], lambda: ingest(db, toy.tag, said.append), looks(*actions),
            said.append, lambda count: counts.append((count.added, count.held, count.failed)),
        )
        keys = [key for (key,) in db.execute("SELECT key FROM articles ORDER BY id")]
        return keys, counts, [str(error) for error in said], db.execute("SELECT count(*) FROM quarantine").fetchone()[0]
    finally:
        db.close()


def test_new_and_changed_files_are_added_once(tmp_path):
    folder = tmp_path / "tin"
    put(folder, "a.txt", "Họp sáng.")
    keys, counts, _, _ = watching(
        tmp_path,
        lambda: None,
        lambda: put(folder, "2019/b.txt", "Họp trưa."),
        lambda: put(folder, "a.txt", "Họp sáng, chép lại.", SETTLED + 1),
        lambda: put(folder, ".c.txt", "Ẩn."),
    )
    assert keys[:2] == ["a", "2019/b"] and keys[2].startswith("a@")
    assert counts == [(1, 0, 0), (0, 0, 0), (1, 0, 0), (1, 0, 0), (0, 0, 0)]


def test_a_file_that_is_being_written_is_left_for_the_next_look(tmp_path):
    folder = tmp_path / "tin"
    put(folder, "a.txt", "Họp sá", age=-1000)
    keys, counts, _, _ = watching(tmp_path, lambda: put(folder, "a.txt", "Họp sáng."))
    assert (keys, counts) == (["a"], [(0, 0, 0), (1, 0, 0)])


def test_a_file_from_a_machine_whose_clock_is_ahead_is_read_once_it_stays_as_it_is(tmp_path):
    put(tmp_path / "tin", "a.txt", "Họp.", age=-1000)
    keys, counts, _, _ = watching(tmp_path, lambda: None, lambda: None)
    assert (keys, counts) == (["a"], [(0, 0, 0), (1, 0, 0), (0, 0, 0)])


def test_a_bad_file_is_quarantined_until_it_is_mended(tmp_path):
    folder = tmp_path / "tin"
    put(folder, "a.txt", "tốt")
    (folder / "b.txt").write_bytes(b"\xff\xfe")
    os.utime(folder / "b.txt", (time.time() - 60,) * 2)
    _, counts, said, quarantined = watching(tmp_path, lambda: None)
    assert (counts, len(said), quarantined) == ([(1, 0, 1), (0, 0, 0)], 1, 1)
    keys, _, _, quarantined = watching(tmp_path, lambda: put(folder, "b.txt", "lành"))
    assert (keys, quarantined) == (["a", "b"], 0)


def test_a_source_that_is_missing_for_a_while(tmp_path):
    folder = tmp_path / "tin"
    keys, counts, said, quarantined = watching(tmp_path, lambda: put(folder, "a.txt", "Họp."))
    assert (keys, counts, quarantined) == (["a"], [(0, 0, 1), (1, 0, 0)], 0)
    assert "no such file" in said[0]


def test_where_the_archive_could_not_be_written_files_are_read_again(tmp_path):
    put(tmp_path / "tin", "a.txt", "Họp.")
    turns = iter([True, False])

    class Busy(Ingest):
        def add(self, articles, sources=()):
            if next(turns):
                list(articles)
                raise ArchiveError("the archive cannot be written", why="locked")
            return super().add(articles, sources)

    keys, counts, said, _ = watching(tmp_path, lambda: None, ingest=Busy)
    assert (keys, counts, said) == (["a"], [(1, 0, 0)], ["the archive cannot be written: locked"])

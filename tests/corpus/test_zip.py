import json
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import InputError, Skipped
from corpus.articles import Article
from corpus.readers import read_paths
from corpus.readers import zip as archive
from tests.corpus.readers_data import RSS


def pack(path, members, **options):
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as made:
        warnings.simplefilter("ignore")  # two members of one name
        for name, content in members:
            made.writestr(name, content)
    return path


def test_every_kind_of_member_is_read(tmp_path):
    line = json.dumps({"id": "x", "text": "Họp."})
    pack(tmp_path / "tin.zip", [
        ("2019/a.txt", "Sáng nay họp.\r\n"), ("b.JSONL", line), ("c.rss", RSS), ("logo.png", b"\x89"), ("in.zip", b""),
        ("__MACOSX/a.txt", "x"), (".hidden.txt", "x"), ("empty/", ""),
    ])
    found = list(read_paths([tmp_path / "tin.zip"]))
    assert found[0] == Article("tin/2019/a", "Sáng nay họp.\r\n")
    assert found[1] == Article("x", "Họp.")
    assert [item.id for item in found[2:] if isinstance(item, Article)][-1] == "tin/c:4"
    skipped = [str(item).rpartition("!")[2] for item in found if isinstance(item, Skipped)]
    why = "left out: not a kind of file that is read in an archive"
    assert skipped == [f"logo.png: {why}", f"in.zip: {why}"]


def test_a_bad_member_is_one_error_and_the_others_are_read(tmp_path):
    path = pack(tmp_path / "x.zip", [
        ("bad.txt", b"Hu\n\xff"), ("dir/torn.txt", "y" * 50), ("ok.txt", "Huế"),
        ("dir/./../dir/ok.txt", "1"), ("dir/ok.txt", "2"), ("lines.jsonl", '{"text": "a"}\n{'),
    ])
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as made:
        at = made.getinfo("dir/torn.txt").header_offset + 30 + len("dir/torn.txt")
    raw[at:at + 3] = b"\xff\xff\xff"
    path.write_bytes(raw)
    found = list(read_paths([path]))
    assert [item.id for item in found if isinstance(item, Article)] == ["x/ok", "x/dir/dir/ok", "x/dir/ok", "x/lines:1"]
    errors = [str(item).replace(f"{tmp_path}/", "") for item in found if isinstance(item, InputError)]
    assert errors[0].startswith("x.zip!bad.txt:2: not in UTF-8")
    assert errors[1].startswith("x.zip!dir/torn.txt: cannot be unpacked")
    assert errors[2].startswith("x.zip!lines.jsonl:2: not JSON")
    assert len(errors) == 3


def test_a_second_member_of_a_name_is_an_error(tmp_path):
    found = list(read_paths([pack(tmp_path / "x.zip", [("a.txt", "1"), ("../a.txt", "2"), ("/a.txt", "3")])]))
    assert [item.text for item in found if isinstance(item, Article)] == ["1"]
    assert [str(item).rpartition("!")[2] for item in found[1:]] == [
        "../a.txt: a second member of this name", "/a.txt: a second member of this name",
    ]


def test_bombs_and_giants_are_refused(tmp_path, monkeypatch):
    (found,) = read_paths([pack(tmp_path / "bomb.zip", [("a.txt", b"0" * 5_000_000), ("b.txt", b"x")])])
    assert isinstance(found, InputError) and "a zip bomb" in str(found) and "would unpack to 5,000,001" in str(found)
    monkeypatch.setattr(archive, "LARGEST", 10)
    first, second = read_paths([pack(tmp_path / "giant.zip", [("a.txt", "x" * 11), ("b.txt", "x" * 10)])])
    assert "giant.zip!a.txt: too large: 11 bytes; 10 are read" in str(first)
    assert second.text == "x" * 10


def test_a_member_that_lies_about_its_size_is_not_unpacked_beyond_it(tmp_path):
    path = pack(tmp_path / "x.zip", [("a.txt", b"0" * 5_000_000)])
    raw = path.read_bytes()
    path.write_bytes(raw.replace((5_000_000).to_bytes(4, "little"), (20).to_bytes(4, "little")))
    (found,) = read_paths([path])
    assert isinstance(found, InputError) and "cannot be unpacked" in str(found)


def test_what_is_no_archive_is_one_error(tmp_path):
    whole = pack(tmp_path / "x.zip", [("a.txt", "Huế")]).read_bytes()
    for content in (b"", b"PK", whole[:-30]):
        (tmp_path / "x.zip").write_bytes(content)
        (found,) = read_paths([tmp_path / "x.zip"])
        assert isinstance(found, InputError) and "x.zip: not a zip archive" in str(found)


@given(st.text(st.sampled_from("./\\:aC\u0000é "), max_size=12))
def test_no_path_leads_out(name):
    path = archive.inner_path(name)
    assert not path.is_absolute() and ".." not in path.parts


@pytest.mark.parametrize("name", ["..", "/", "C:"])
def test_a_member_without_a_name_is_left_out(tmp_path, name):
    found = list(read_paths([pack(tmp_path / "x.zip", [(name, "x"), ("a.txt", "Huế")])]))
    assert [item.text for item in found if isinstance(item, Article)] == ["Huế"]

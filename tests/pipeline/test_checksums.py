import hashlib
import shutil
import subprocess

import pytest

import pipeline
from annotations.errors import ModelError
from pipeline import packages
from pipeline.checksums import SUMS, verify, write_checksums
from pipeline.packages import PACKAGES, shipped


@pytest.fixture
def package(tmp_path):
    return shutil.copytree(PACKAGES / "vi_gov_news_sm", tmp_path / "copy")


@pytest.mark.parametrize("name", shipped())
def test_shipped_packages_are_what_was_packed(name):
    verify(PACKAGES / name)
    told = (PACKAGES / name / SUMS).read_text("utf-8")
    for file in ("config.cfg", "meta.json", "vocab/strings.json", "congbao_relations/found.npz"):
        assert f"{hashlib.sha256((PACKAGES / name / file).read_bytes()).hexdigest()}  {file}\n" in told


@pytest.mark.skipif(
    not shutil.which("sha256sum"),
    reason="compares with sha256sum of GNU coreutils, which macOS and Windows lack; the test above needs no tool",
)
def test_the_common_tool_checks_the_same(package):
    assert subprocess.run(["sha256sum", "--quiet", "-c", SUMS], cwd=package, check=False).returncode == 0


@pytest.mark.parametrize("file", ["config.cfg", "meta.json", "congbao_tagger/second.npz", "congbao_relations/found.npz",
                                  "vocab/lookups.bin"])
def test_a_changed_file_is_named_before_anything_is_read(package, file):
    raw = bytearray((package / file).read_bytes())
    raw[len(raw) // 2] ^= 1
    (package / file).write_bytes(raw)
    with pytest.raises(ModelError, match="not the file that was packed: its SHA-256 is another") as said:
        pipeline.load(package)
    assert said.value.file == str(package / file) and "again" in str(said.value)


def test_files_that_are_missing_or_not_named(package):
    (package / "vocab" / "vectors").unlink()
    with pytest.raises(ModelError, match=r"vocab/vectors: .*it is missing"):
        pipeline.load(package)
    write_checksums(package)
    (package / "congbao_tagger" / "more.json").write_text("{}")
    with pytest.raises(ModelError, match=r"more\.json: .*the checksums do not name it"):
        pipeline.load(package)
    (package / SUMS).write_bytes(b"\xff")
    with pytest.raises(ModelError, match="the checksums cannot be read"):
        pipeline.load(package)


def test_what_describes_a_package_may_change(package):
    (package / "README.md").write_text("other")
    (package / "evaluation.json").unlink()
    (package / ".DS_Store").write_bytes(b"x")
    assert pipeline.load(package)("Sở Y tế họp.").ents


def test_a_shipped_package_needs_checksums_and_one_of_to_disk_does_not(package, nlp, tmp_path, monkeypatch):
    (package / SUMS).unlink()
    assert pipeline.load(package).pipe_names == nlp.pipe_names
    monkeypatch.setattr(packages, "PACKAGES", tmp_path)
    with pytest.raises(ModelError, match="the package has no checksums"):
        pipeline.load("copy")
    (tmp_path / "own").mkdir()
    nlp.to_disk(tmp_path / "own" / "model")
    assert pipeline.load(tmp_path / "own" / "model").pipe_names == nlp.pipe_names


def test_shipping_writes_them(package, tmp_path, monkeypatch):
    from pipeline import shipping

    (package / SUMS).unlink()
    monkeypatch.setattr(shipping, "PACKAGES", tmp_path / "shipped")
    monkeypatch.setattr(shipping, "write_readme", lambda: tmp_path)
    monkeypatch.setattr(shipping, "write_results", list)
    target = shipping.ship_package(package)[0]
    verify(target)
    assert target == tmp_path / "shipped" / "vi_gov_news_sm"

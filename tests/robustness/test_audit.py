import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.robustness import audit

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_every_dependency_is_listed_in_a_version_that_the_project_allows():
    tested = [{"extra": extra} for extra in ("", "enc", "archive", "cluster", "dev")]
    known, seen = audit.listed(), set()
    for requirement in map(Requirement, metadata.requires("congbao")):
        wanted = requirement.marker is None or any(map(requirement.marker.evaluate, tested))
        if wanted and requirement.name != "congbao":
            seen.add(requirement.name)
            assert requirement.specifier.contains(known[audit.name_of(requirement.name)]), requirement
    assert {"spacy", "onnxruntime", "datasette", "ray", "pytest"} <= seen


def fake(monkeypatch, tmp_path, code):
    (tmp_path / "pip-audit").write_text(f"#!{sys.executable}\n{code}\n", "utf-8")
    (tmp_path / "pip-audit").chmod(0o755)
    monkeypatch.setattr(audit.shutil, "which", lambda name, path=None: str(tmp_path / name))


@pytest.mark.skipif(sys.platform == "win32", reason="pip-audit is played by a script, which Windows cannot start")
@pytest.mark.parametrize("code, exit_code, said", [
    ("print('No known vulnerabilities found')", 0, "no known"),
    ("import sys; print('x 1.0 GHSA-1'); sys.exit('Found 1 known vulnerability in 1 package')", 1, "GHSA-1"),
    ("import sys; sys.exit('ERROR: connection refused')", 0, "not reached"),
    ("import time; time.sleep(30)", 0, "not reached within"),
])
def test_a_missing_network_is_no_failure_and_a_vulnerability_is(monkeypatch, tmp_path, code, exit_code, said):
    monkeypatch.setattr(audit, "PATIENCE", 2)
    fake(monkeypatch, tmp_path, code)
    found, told = audit.audit()
    assert found == exit_code and said in told


def test_without_pip_audit_the_versions_are_listed(monkeypatch):
    monkeypatch.setattr(audit.shutil, "which", lambda name, path=None: None)
    code, said = audit.audit()
    assert code == 0 and "constraints.txt" in said
    command = [sys.executable, "-m", "tests.robustness.audit"]
    assert subprocess.run(command, cwd=PROJECT.parent, check=False).returncode == 0

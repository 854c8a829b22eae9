"""Which versions were tested, and whether any is known to be unsafe: ``python -m tests.robustness.audit``.

``--write`` writes ``constraints.txt`` anew from what is installed. Without it, the installed versions are compared with
the file, and ``pip-audit`` is asked where it is installed and its data can be reached. A missing network is said, and
is no failure; a known vulnerability is one.
"""

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

LISTED = Path(__file__).parents[2] / "constraints.txt"
PATIENCE = 8  # seconds
_HEAD = """# Versions the tests passed with, on Python {python}; written by `make audit`. To install the same:
# pip install -c constraints.txt congbao
"""


def name_of(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> dict[str, str]:
    """Names and versions of what is installed, without the project itself and what installs it."""
    found = {name_of(item.metadata["Name"]): item.version for item in metadata.distributions()}
    return {name: found[name] for name in sorted(found) if name not in {"congbao", "pip", "setuptools", "wheel"}}


def listed() -> dict[str, str]:
    """Names and versions in the file."""
    lines = (line.strip() for line in LISTED.read_text("utf-8").splitlines())
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def differences() -> Iterator[str]:
    """What is installed in another version than the file says."""
    known = listed()
    for name, version in installed().items():
        if known.get(name) != version:
            yield f"{name} {version} is installed, {known.get(name, 'not')} listed"


def audit() -> tuple[int, str]:
    """Ask pip-audit; an exit code and what to say."""
    command = shutil.which("pip-audit", path=str(Path(sys.executable).parent)) or shutil.which("pip-audit")
    if command is None:
        return 0, f"pip-audit is not installed; the {len(installed())} versions are listed in {LISTED.name}"
    try:
        asked = subprocess.run(
            [command, "--requirement", str(LISTED), "--no-deps", "--disable-pip", "--timeout", "3"],
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )
    except subprocess.TimeoutExpired:
        return 0, f"pip-audit's data was not reached within {PATIENCE} s"
    if asked.returncode == 0:
        return 0, "no known vulnerabilities"
    if "vulnerabilit" in asked.stderr + asked.stdout and "Traceback" not in asked.stderr:
        return 1, asked.stdout + asked.stderr
    return 0, f"pip-audit's data was not reached: {asked.stderr.strip().splitlines()[-1:]}"


def main() -> int:
    """Write or compare, then audit; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write constraints.txt anew")
    if parser.parse_args().write:
        head = _HEAD.format(python=".".join(map(str, sys.version_info[:2])))
        LISTED.write_text(head + "".join(f"{name}=={version}\n" for name, version in installed().items()), "utf-8")
    for line in differences():
        print(f"audit: {line}")
    code, said = audit()
    print(f"audit: {said}")
    return code


if __name__ == "__main__":
    sys.exit(main())

"""Whether the same articles give the same bytes: jobs, batches, locales, hash seeds, engines."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.robustness.giants import prose

ROOT = Path(__file__).parents[2]
_TAG = "from pipeline.cli import run; run()"
_BATCHED = "from pipeline import workers; workers.BATCH = {batch}; "
LOCALES = ("C", "C.UTF-8", "vi_VN.UTF-8", "tr_TR.UTF-8")
"""Where one is not installed, Python falls back to C; the variables are set all the same."""


def ways() -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """Name, the command's code and options, and what is set in its environment."""
    yield "1 process", [_TAG], {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
    yield "2 processes", [_TAG, "--jobs", "2"], {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"}
    for batch in (1, 7, 64):
        code = _BATCHED.format(batch=batch) + _TAG
        yield f"2 processes, batches of {batch}", [code, "--jobs", "2"], {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"}
    for locale in LOCALES:
        yield f"locale {locale}", [_TAG], {"PYTHONHASHSEED": "3", "LC_ALL": locale, "LANG": locale}
    yield "hash seed 12345, time zone of Auckland", [_TAG], {"PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland"}


def compare(articles: int, ray: bool = False) -> list[dict[str, object]]:
    """Tag the same articles in every way; rows of ``way`` and ``output_sha256``.

    Args:
        articles: how many.
        ray: run the Ray engine too.
    """
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        lines = [{"id": str(number), "text": prose(200 + number * 53 % 900)} for number in range(articles)]
        for number, line in enumerate(lines):
            if number % 3:
                line["date"] = f"2019-10-{number % 28 + 1:02d}"
        source.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        for name, (code, *options), settings in ways():
            kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
            done = subprocess.run(
                [sys.executable, "-c", code, "tag", str(source), *options], capture_output=True, check=True, cwd=ROOT,
                env={**kept, **settings},
            )
            rows.append({"way": name, "output_sha256": hashlib.sha256(done.stdout).hexdigest()})
        if ray:
            out = Path(folder) / "out"
            command = [sys.executable, "-c", _TAG, "tag", str(source), "--engine", "ray", "--to", str(out)]
            subprocess.run([*command, "--format", "jsonl"], capture_output=True, check=True, cwd=ROOT)
            shards = b"".join(path.read_bytes() for path in sorted((out / "jsonl").glob("*.jsonl")))
            rows.append({"way": "Ray", "output_sha256": hashlib.sha256(shards).hexdigest()})
    return rows

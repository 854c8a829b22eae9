"""Checksums of a package: the SHA-256 of every file in it, written beside them and verified before any is read.

A file changed on its way, or half copied, is named instead of crashing a library that trusts its own format.
``sha256sum -c SHA256SUMS`` checks the same. It is no signature: who can change the files can change this one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from annotations.errors import ModelError

SUMS = "SHA256SUMS"
DESCRIPTIONS = frozenset(("README.md", "evaluation.json"))
"""Written anew whenever a package is scored; nothing is loaded from them."""


def write_checksums(package: Path) -> Path:
    """Write the checksums of a package's files; returns the file."""
    lines = [f"{_sum(path)}  {name}\n" for name, path in _files(package)]
    (package / SUMS).write_bytes("".join(lines).encode())
    return package / SUMS


def verify(package: Path, needed: bool = True) -> None:
    """Compare the files of a package with its checksums.

    Args:
        package: its folder.
        needed: whether a package without checksums is refused; one that ``nlp.to_disk`` wrote has none.

    Raises:
        ModelError: a file is changed, missing or not named, or the checksums are; names the file.
    """
    hint = "install or copy the package again; if you changed it yourself, delete or rewrite its checksums"
    sums = package / SUMS
    if not sums.is_file():
        if needed:
            raise ModelError("the package has no checksums", file=str(sums), why="no such file", hint=hint)
        return
    try:
        rows = [line.split("  ", 1) for line in sums.read_text("utf-8").splitlines()]
        told = {name: sum for sum, name in rows}
        present = dict(_files(package))
        for name in sorted(told.keys() | present):
            why = (
                "it is missing" if name not in present else "the checksums do not name it" if name not in told
                else "its SHA-256 is another" if _sum(present[name]) != told[name] else None
            )
            if why:
                raise ModelError("not the file that was packed", file=str(package / name), why=why, hint=hint)
    except (OSError, ValueError) as error:
        raise ModelError("the checksums cannot be read", file=str(sums), why=str(error), hint=hint) from None


def _files(package: Path) -> Iterator[tuple[str, Path]]:
    """Names and paths; without what describes the package, and what a file manager leaves."""
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package)
        if path.is_file() and name.as_posix() not in {SUMS, *DESCRIPTIONS} \
                and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix(), path


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()

"""Files that are there once they are whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import sqlite_utils

from annotations.errors import InputError


@contextmanager
def whole(to: Path) -> Iterator[BinaryIO]:
    """A file to write, under another name until all is written; where anything fails the one before stays.

    Args:
        to: where it is to be.

    Raises:
        InputError: it cannot be written.
    """
    part = to.with_name(f".{to.name}.part")
    try:
        try:
            with part.open("wb") as file:
                yield file
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise InputError("cannot be written", file=str(to), why=error.strerror or str(error)) from None


def folder(to: Path) -> None:
    """Make a folder where there is none.

    Raises:
        InputError: it cannot be made.
    """
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("no folder to write to", file=str(to), why=error.strerror or str(error)) from None


@contextmanager
def at_one_moment(db: sqlite_utils.Database) -> Iterator[None]:
    """Read the archive as it is now, whatever others write meanwhile."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")

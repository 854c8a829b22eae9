"""Bytes from a component that knows how to write itself into a folder, and back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import srsly


def folder_to_bytes(write: Callable[[Path], None]) -> bytes:
    """Let ``write`` fill a folder and pack its files."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        files = {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
    return srsly.msgpack_dumps(files)


def folder_from_bytes(data: bytes, read: Callable[[Path], object]) -> None:
    """Unpack files into a folder and let ``read`` read it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in srsly.msgpack_loads(data).items():
            (Path(folder) / Path(name).name).write_bytes(content)
        read(Path(folder))

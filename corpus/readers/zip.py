"""Zip archives of articles: every member of a known kind is read as a file would be."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from annotations.errors import CongbaoError, InputError, Skipped
from corpus.articles import Article

LARGEST = 200_000_000
"""Bytes of a member, unpacked; the real collections are smaller as a whole."""
DENSEST = 200
"""Bytes unpacked for one byte packed. Text packs at 3 to 10, text full of repetition at 50; bombs at 1000."""
_SMALL = 1_000_000  # bytes; what is smaller does no harm however dense


def read(path: Path, name: str) -> Iterator[Article | CongbaoError]:
    """Read an archive; a bad member is one error that names it, the others are read.

    Args:
        path: the archive.
        name: the articles' ids are this, a slash, and the member's path without suffix.

    Yields:
        Articles, an error a member that cannot be read or is too large, and :class:`Skipped` for a member of
        another kind (archives in archives too).
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield InputError("not a zip archive", file=str(path), why=str(error))
        return
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        unpacked = sum(member.file_size for member in members)
        if unpacked > max(_SMALL, DENSEST * path.stat().st_size):
            yield InputError(
                "a zip bomb", file=str(path), why=f"{path.stat().st_size:,} bytes would unpack to {unpacked:,}",
            )
            return
        seen: set[str] = set()
        for member in members:
            inside = inner_path(member.filename)
            if _hidden(inside):
                continue
            where = f"{path}!{member.filename}"
            if str(inside) in seen:
                yield InputError("a second member of this name", file=where)
                continue
            seen.add(str(inside))
            yield from _member(archive, member, inside, where, name)


def inner_path(name: str) -> PurePosixPath:
    """A member's path with nothing in it that leads out of the archive.

    >>> str(inner_path("../../etc/a.txt")), str(inner_path("C:\\\\tin\\\\b.txt"))
    ('etc/a.txt', 'tin/b.txt')
    """
    parts = name.replace("\\", "/").split("/")
    return PurePosixPath(*(part for part in parts if part not in ("", ".", "..") and not part.endswith(":")))


def _hidden(path: PurePosixPath) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, inside: PurePosixPath, where: str, name: str
) -> Iterator[Article | CongbaoError]:
    from corpus.readers import guarded, reader_of, stem

    reader = reader_of(inside.name)
    if reader is None or reader is read:
        yield Skipped("left out", file=where, why="not a kind of file that is read in an archive")
        return
    if member.file_size > LARGEST:
        yield InputError("too large", file=where, why=f"{member.file_size:,} bytes; {LARGEST:,} are read")
        return
    # Readers take files. The member is unpacked under a name of ours: its own never reaches the file system.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"member{''.join(inside.suffixes[-2:])}"
        try:
            file.write_bytes(archive.read(member))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            yield InputError("cannot be unpacked", file=where, why=str(error) or type(error).__name__)
            return
        for found in guarded(reader, file, f"{name}/{stem(str(inside))}"):
            yield found if isinstance(found, Article) else type(found)(
                found.what, file=where, line=found.line, offset=found.offset, why=found.why, hint=found.hint,
            )

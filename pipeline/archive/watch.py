"""Folders and feeds that are looked at again and again for new articles."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path

from annotations.errors import CongbaoError, InputError
from corpus.articles import Article
from corpus.readers import read_paths, reader_of, stem
from pipeline.archive.ingest import Count, Ingest
from pipeline.archive.store import ArchiveError

SETTLED = 2.0
"""Seconds since a file was last written to: a younger one may still be being written."""
State = tuple[int, int]
"""When a file was last written to (nanoseconds), and its size."""


class Watched:
    """A folder, file or feed, and what of it has been read.

    Args:
        source: a folder, a file, or the address of a feed. Of a folder only files that are new or have changed
            are read at each look; anything else is read as a whole.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.looked_at: list[str] = []
        self._known: dict[Path, State] = {}
        self._new: dict[Path, State] = {}
        self._ahead: dict[Path, State] = {}

    def articles(self) -> Iterator[Article | CongbaoError]:
        """What is there that was not there at the last look that was :meth:`kept`."""
        self._new.clear()
        self.looked_at.clear()
        self.looked_at.append(self.source)
        folder = Path(self.source)
        if not folder.is_dir():
            yield from read_paths([self.source])
            return
        for file, state in self._changed(folder):
            self._new[file] = state
            self.looked_at.append(str(file))
            reader = reader_of(file.name)
            if reader is None:
                continue
            try:
                yield from reader(file, stem(file.relative_to(folder).as_posix()))
            except OSError as error:
                yield InputError("cannot be read", file=str(file), why=error.strerror or str(error))

    def kept(self) -> None:
        """Say that what was read last is in the archive, and need not be read again."""
        self._known |= self._new

    def _changed(self, folder: Path) -> Iterator[tuple[Path, State]]:
        ahead, self._ahead = self._ahead, {}
        for file in sorted(folder.rglob("*")):
            if any(part.startswith(".") for part in file.relative_to(folder).parts):
                continue
            try:
                found = file.stat()
            except OSError:  # gone meanwhile
                continue
            state, age = (found.st_mtime_ns, found.st_size), time.time() - found.st_mtime
            if age < 0:  # written by a clock that is ahead: whether it is whole is told by the next look
                self._ahead[file] = state
            if file.is_file() and self._known.get(file) != state and (age >= SETTLED or ahead.get(file) == state):
                yield file, state


def watch(
    sources: list[str], ingest: Callable[[], Ingest], looks: Iterable[None], failed: Callable[[CongbaoError], None],
    looked: Callable[[Count], None] = lambda count: None,
) -> None:
    """Add what is new in some sources, again and again.

    Args:
        sources: see :class:`Watched`.
        ingest: begins a run of adding.
        looks: gives something whenever it is time to look; see :func:`every`.
        failed: told where the archive cannot be written; what was to be written is read again at the next look.
        looked: told what came of each look at each source.
    """
    watched = [Watched(source) for source in sources]
    for _ in looks:
        for one in watched:
            try:
                count = ingest().add(one.articles(), one.looked_at)
            except ArchiveError as error:
                failed(error)
            else:
                one.kept()
                looked(count)


def every(seconds: float) -> Generator[None, None, None]:
    """Now, and then each time that some seconds have passed since the last was done with."""
    while True:
        yield
        time.sleep(seconds)

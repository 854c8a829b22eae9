"""What a command that tags says on standard error."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING, TextIO

from annotations.errors import CongbaoError, Skipped

if TYPE_CHECKING:
    from annotations.document import Document


class Report:
    """What happens, on standard error: a line an article that failed, progress on a terminal, a sum at the end.

    Args:
        out: where to.
    """

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.done = self.failures = self.syllables = 0
        self.started = time.monotonic()
        self._shown = 0.0

    def failed(self, error: CongbaoError) -> None:
        """Name an input that gave no document, or was left out."""
        self.say(str(error))
        self.failures += not isinstance(error, Skipped)

    def say(self, line: str) -> None:
        """Print a line."""
        self._clear()
        print(f"congbao: {line}", file=self.out)

    def counted(self, documents: Iterable[Document]) -> Generator[Document, None, None]:
        """Pass documents on, counting those that whoever takes them is done with."""
        for document in documents:
            yield document
            self.done += 1
            self.syllables += document.text.count(" ") + 1
            if self.out.isatty() and time.monotonic() - self._shown > 0.2:
                self._shown = time.monotonic()
                print(f"\r{self._sum()}", end="", file=self.out, flush=True)

    def close(self) -> None:
        """Print the sum."""
        self._clear()
        print(self._sum(), file=self.out)

    def _sum(self) -> str:
        seconds = max(time.monotonic() - self.started, 1e-9)
        failed = f", {self.failures} failed" if self.failures else ""
        return f"{self.done} articles tagged{failed}, {self.syllables / seconds:,.0f} syllables/s"

    def _clear(self) -> None:
        if self.out.isatty():
            print("\r\033[K", end="", file=self.out)

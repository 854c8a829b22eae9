"""Ending a long command by a signal: where it stands between two documents, and never within one."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from types import FrameType, TracebackType
from typing import Any, TypeVar

T = TypeVar("T")
_AT_ONCE = 1  # seconds after which a second signal ends the program where it stands


class _Stopped(BaseException):
    """Not an Exception: what catches all errors of an article must not catch this."""


class Stopping:
    """Turns SIGINT and SIGTERM into the end of a stream, so that whoever reads it finishes what it writes.

    A signal that comes while the next item is being made ends the stream at once; one that comes while an item is
    being used ends it before the next.

    Attributes:
        signal: the number of the one that came; 0 for none.
    """

    def __init__(self) -> None:
        self.signal = 0
        self._came = 0.0
        self._making = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stopping:
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as for a job in the background, or under nohup
                self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def exit_code(self) -> int:
        """What a shell gives for a program that the signal ended: 130 for SIGINT, 143 for SIGTERM."""
        return 128 + self.signal

    def until(self, items: Generator[T, None, None]) -> Iterator[T]:
        """The items, until a signal comes; then they are closed."""
        with closing(items):
            while not self.signal:
                try:
                    self._making = True
                    try:
                        item = next(items)
                    finally:
                        self._making = False
                except (StopIteration, _Stopped):
                    return
                yield item

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.signal and time.monotonic() - self._came > _AT_ONCE:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        if not self.signal:
            self.signal, self._came = number, time.monotonic()
            if self._making:
                raise _Stopped

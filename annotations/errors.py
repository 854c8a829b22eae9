"""The project's own errors: what is wrong, where, why, and what to do next."""

from __future__ import annotations


class CongbaoError(Exception):
    """Base of every error the project raises on purpose.

    Args:
        what: what is wrong, a short phrase.
        file: the file it was met in.
        line: line of that file, from 1.
        offset: code point into the text, from 0.
        why: the cause.
        hint: what to do next.
    """

    def __init__(
        self,
        what: str,
        *,
        file: str | None = None,
        line: int | None = None,
        offset: int | None = None,
        why: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.what, self.file, self.line, self.offset, self.why, self.hint = what, file, line, offset, why, hint
        super().__init__(str(self))

    def __str__(self) -> str:
        """One line: ``file:line, offset N: what: why; hint``."""
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}" if place else f"line {self.line}"
        if self.offset is not None:
            place += (", " if place else "") + f"offset {self.offset}"
        message = f"{place}: {self.what}" if place else self.what
        if self.why:
            message += f": {' '.join(self.why.split())}"
        if self.hint:
            message += f"; {self.hint}"
        return message


class DocumentError(CongbaoError):
    """A document, an annotation or a file of them is not what it must be."""


class InputError(CongbaoError):
    """An input cannot be read: missing, empty, wrongly encoded."""


class Skipped(InputError):
    """Something that was left out on purpose and is named: a file of another kind in a folder of articles."""


class Remark(Skipped):
    """Nothing is left out: what is to be said of an article that is read all the same."""


class ModelError(CongbaoError):
    """A model cannot be found, read or used."""


class NormalizationError(CongbaoError):
    """A number, unit or time expression cannot be read as a value."""

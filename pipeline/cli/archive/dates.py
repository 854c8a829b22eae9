"""Days, months and years on the command line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pipeline.normalize.iso import Days


def read(written: str) -> str:
    """A day, month or year as it was given.

    Raises:
        typer.BadParameter: it is none.
    """
    from pipeline.normalize.iso import days

    if "/" in written or days(written) is None:
        raise typer.BadParameter(f"{written!r} is no date; write 2018-11-15, 2018-11 or 2018")
    return written


def first(written: str | None) -> str | None:
    """The first day of a day, month or year."""
    return _days(written)[0].isoformat() if written else None


def following(written: str | None) -> str | None:
    """The day after a day, month or year."""
    return (_days(written)[1] + timedelta(days=1)).isoformat() if written else None


def _days(written: str) -> Days:
    from pipeline.normalize.iso import days

    span = days(written)
    if span is None:
        raise ValueError(written)
    return span

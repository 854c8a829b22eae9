"""Memory without the cycle collector, for stretches that make many small objects and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_cycles() -> Iterator[None]:
    """Keep the cycle collector from running; afterwards it is as it was.

    Scoring makes millions of tuples that all stay alive, and the collector would walk through them again and
    again: a third of the time for large sets. What is no longer used is freed all the same, by its count of references.
    """
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()

"""Time by length: seconds for texts that double, so that a step worse than linear shows."""

import time
from collections.abc import Callable

from corpus.articles import Article
from corpus.readers.feed import plain
from pipeline.tag import tag_article
from tests.robustness.giants import prose

LENGTHS = (1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000)
SHORTEST = 4_000
"""Characters; below, what does not depend on the length weighs more than the rest."""
FACTOR = 4.0
"""By how much a character of a long text may take longer than one of a short one; quadratic would be 16 and more."""

SHAPES: dict[str, Callable[[int], str]] = {
    "prose": prose, "one sentence": lambda n: prose(n, one_sentence=True), "lines": lambda n: ("UBND xã\n" * n)[:n],
    "capitals": lambda n: ("Hà " * n)[:n], "figures": lambda n: ("167 tỷ đồng " * n)[:n],
    "deadlines": lambda n: ("trước ngày 15/11/2019, " * n)[:n], "stops": lambda n: "." * n,
    "letters": lambda n: "a" * n, "digits": lambda n: "7" * n, "marks": lambda n: ("1/2-" * n)[:n],
    "quotes": lambda n: "“" * n,
}


def measure(nlp, shape: str, longest: int, patience: float = 60.0) -> dict[str, object]:
    """Tag texts of a shape, each four times as long as the one before.

    Args:
        nlp: the pipeline.
        shape: one of :data:`SHAPES`.
        longest: characters of the longest.
        patience: seconds after which no longer one is tried.

    Returns:
        ``shape``, microseconds a character by length, and ``growth``: those of the longest through those of the
        first of :data:`SHORTEST` characters or more.
    """
    def run(text: str) -> None:
        tag_article(nlp, Article("x", text, {}))

    return {"shape": shape, **timed(run, SHAPES[shape], longest, patience)}


def measure_markup(longest: int) -> dict[str, object]:
    """The same for the markup of a feed's entry."""
    return {"shape": "markup of a feed", **timed(plain, lambda n: ("<p>Họp &amp; bàn</p>" * n)[:n], longest, 60.0)}


def timed(run: Callable[[str], object], make: Callable[[int], str], longest: int, patience: float) -> dict[str, object]:
    """Microseconds a character of CPU by length, the better of two runs, and their growth."""
    found: dict[int, float] = {}
    run(make(1000))
    for length in (length for length in LENGTHS if length <= longest):
        text, best = make(length), float("inf")
        for _ in range(2):
            started = time.process_time()
            run(text)
            best = min(best, time.process_time() - started)
            if best > 1:
                break
        found[length] = round(best / length * 1e6, 2)
        if best > patience:
            break
    first = next((found[length] for length in found if length >= SHORTEST), None)
    growth = round(found[max(found)] / max(first, 0.05), 2) if first is not None else None
    return {**{f"µs a character at {length:,}": one for length, one in found.items()}, "growth": growth}

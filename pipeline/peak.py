"""The memory of tagging: ``python -m pipeline.peak PACKAGE TEXTS ARTICLES`` in a process of its own.

Prints JSON: ``articles`` that were tagged, and ``bytes``, the most memory the process held. On Linux the system's own
high-water mark of this program is read: ``getrusage`` would tell that of the process it was started from, if larger.
"""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path

import pipeline
from corpus.articles import Article
from corpus.texts import read_texts

_STATUS = Path("/proc/self/status")


def peak() -> int:
    """The most memory this process has held, in bytes."""
    if _STATUS.is_file():
        line = next(line for line in _STATUS.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(package: str, texts: Path, articles: int) -> dict[str, int]:
    """Tag articles and throw away what is found."""
    nlp = pipeline.load(package)
    from pipeline.tag import tag_article  # imports spaCy, which the loading does first, without torch

    number = 0
    for number, text in enumerate(islice(read_texts(texts), articles), 1):
        tag_article(nlp, Article(str(number), text))
    return {"articles": number, "bytes": peak()}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))

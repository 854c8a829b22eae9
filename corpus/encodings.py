"""Text in an encoding of old Vietnamese fonts, told by the statistics of its letters.

Before Unicode, Vietnamese was written in fonts whose letters stand where Latin-1 has others: "Uỷ ban" is ``Uû ban``
in TCVN3 (ABC) and ``Uyû ban`` in VNI. Such text is valid Unicode, and nothing is found in it. It is never rewritten
here, as the conversion can lose capitals: it is said, and whoever holds the article converts it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from annotations.errors import CongbaoError, Remark
from corpus.articles import Article

FEWEST = 4
"""Words with a letter of the font that a text must have, before anything is said of it."""
SHARE = 0.25
"""Of the words of a paragraph. Text in an old font has 0.4 and more; of other text, a quotation may come near."""
_BEGINNING = 20_000  # code points that are looked at, so that an article of any length costs as little


@lru_cache(maxsize=1)
def _fonts() -> dict[str, re.Pattern[str]]:
    data = json.loads(Path(__file__).with_name("encodings.json").read_text("utf-8"))
    return {name: re.compile(pattern) for name, pattern in data.items()}


def legacy(text: str) -> str | None:
    """The old encoding a text, or a paragraph of it, is written in; None for none.

    >>> legacy("Uû ban nh©n d©n tØnh häp s¸ng nay, c¸c së"), legacy("UÛy ban nhaân daân tænh hoïp saùng nay, caùc sôû")
    ('TCVN3 (ABC)', 'VNI')
    >>> legacy("Uỷ ban nhân dân tỉnh họp sáng nay")
    """
    beginning = text[:_BEGINNING]
    if beginning.isascii():
        return None
    found: dict[str, int] = {}
    for line in beginning.splitlines():
        words = line.split()
        for name, pattern in _fonts().items():
            hits = sum(1 for word in words if pattern.search(word))
            if hits and hits >= SHARE * len(words):
                found[name] = found.get(name, 0) + hits
    name = max(found, key=lambda name: found[name], default="")
    return name if found.get(name, 0) >= FEWEST else None


def with_remarks(read: Iterable[Article | CongbaoError]) -> Iterator[Article | CongbaoError]:
    """Articles as they are; before one in an old encoding stands what is to be said of it."""
    for item in read:
        if isinstance(item, Article) and (name := legacy(item.text)):
            yield Remark(
                f"article {item.id} looks like text in {name}", why="its letters are those of an old font, not Unicode",
                hint="convert it to Unicode (UniKey, uvconv); it is read as it is, and little will be found in it",
            )
        yield item

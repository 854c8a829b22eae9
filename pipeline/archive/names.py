"""Names of people as they are compared across articles, and how many people may bear one."""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from annotations.folding import fold
from pipeline.archive.folding import plain

_WORD = re.compile(r"[^\W_]+")
# Final i and y are written for each other behind these: Sĩ and Sỹ, Kì and Kỳ, Lí and Lý.
_FINAL_Y = re.compile(r"(?<=[hklmst])[yỳýỷỹỵ](?![^\W_])")
_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")
_SYLLABLE = re.compile(
    r"(?:ngh|[cgknpt]h|tr|ng|gi|qu|[bcdđghklmnpqrstvx])?[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}"
    r"(?:ng|nh|ch|[cmnpt])?"
)


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """A name in the one spelling that its spellings share.

    >>> name_key("TRẦN  SỸ Thuỷ") == name_key("Trần Sĩ Thủy") == "trần sĩ thủy"
    True
    """
    folded = " ".join(_WORD.findall(fold(name)))
    return _FINAL_Y.sub(lambda found: found[0].translate(_TO_I), folded)


def group_key(key: str) -> str:
    """What names that differ in their marks alone share: one may be misspelt, or written without any.

    >>> group_key("lương khắc tĩnh") == group_key("lương khắc tỉnh") == group_key("luong khac tinh")
    True
    """
    return " ".join(map(plain, key.split()))


def is_full(key: str) -> bool:
    """Whether a name tells people apart: more than one word, or one that is no Vietnamese syllable.

    >>> is_full("vũ đình khoát"), is_full("khoát"), is_full("t k"), is_full("johansen")
    (True, False, False, True)
    """
    words = key.split()
    if len(words) == 1:
        return len(key) > 3 and not _SYLLABLE.fullmatch(key)
    return any(len(word) > 1 for word in words) and not key.replace(" ", "").isdigit()


@lru_cache(maxsize=1 << 14)
def bearers(key: str) -> float:
    """About how many people that news name bear a name.

    >>> bearers("nguyễn văn hùng") > 50, bearers("khúc thừa vọng") < 1
    (True, True)
    """
    table, words = _table(), key.split()
    if len(words) < 2:
        return 1.0

    def share(part: str, word: str) -> float:
        return float(table[part].get(word, table["unlisted"][part])) / 100

    shares = [share("family", words[0]), share("given", words[-1]), *(share("middle", word) for word in words[1:-1])]
    if len(words) == 2:
        shares.append(0.2)  # one in five has no middle name
    return float(table["named_in_news"] * math.prod(shares))


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table = json.loads(Path(__file__).with_name("names.json").read_text("utf-8"))
    for part in ("family", "middle", "given"):
        table[part] = {name_key(word): share for word, share in table[part].items()}
    return dict(table)

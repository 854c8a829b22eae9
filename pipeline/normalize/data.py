"""The lexicons and grammars beside the code, read once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from re import escape
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The contents of ``name.json`` beside this file."""
    data: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.json").read_text("utf-8"))
    return data


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches one of the words, the longest first."""
    return "(?:" + "|".join(escape(word) for word in sorted(words, key=len, reverse=True)) + ")"

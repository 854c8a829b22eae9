"""What the pages say, in Vietnamese and English."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request

LANGUAGES = ("vi", "en")
COOKIE = "congbao_lang"


class Wording:
    """The sentences of one language; called with a key it gives the sentence.

    Args:
        language: one of :data:`LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._said = sentences()[language]

    def __call__(self, key: str, **parts: Any) -> str:
        """A sentence with its parts filled in.

        A key that is not in the file is given back as it is: labels of other schemata, codes of newer models.
        """
        return self._said.get(key, key).format(**parts)


@lru_cache(maxsize=1)
def sentences() -> dict[str, dict[str, str]]:
    """All sentences: language -> key -> sentence."""
    rows = json.loads(Path(__file__).with_name("wording.json").read_text("utf-8"))
    return {
        language: {key: row[number] for key, row in rows.items() if key != "notes"}
        for number, language in enumerate(LANGUAGES)
    }


def language(request: Request) -> str:
    """The language a reader chose with ``?lang=`` now or before; at first Vietnamese."""
    for chosen in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return str(chosen)
    return LANGUAGES[0]


def switch(request: Request, now: str) -> tuple[str, str]:
    """The other language and the address of this page in it."""
    other = next(language for language in LANGUAGES if language != now)
    kept = [(name, value) for name, value in parse_qsl(request.query_string, keep_blank_values=True) if name != "lang"]
    return other, f"{request.path}?{urlencode([*kept, ('lang', other)])}"

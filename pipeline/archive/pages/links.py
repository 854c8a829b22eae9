"""Addresses like the page's own, with another question or one fewer."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request

_NOT_KEPT = frozenset({"page", "lang"})


class Links:
    """Addresses made from that of a request. The number of the page is never kept: the list is another.

    Args:
        request: the page's.
    """

    def __init__(self, request: Request) -> None:
        self.path = request.path
        self._asked = [
            pair for pair in parse_qsl(request.query_string, keep_blank_values=True) if pair[0] not in _NOT_KEPT
        ]

    def again(self, changes: dict[str, Any]) -> str:
        """With other values; None takes a question out."""
        kept = [pair for pair in self._asked if pair[0] not in changes]
        return self._to([*kept, *((name, value) for name, value in changes.items() if value is not None)])

    def plus(self, name: str, value: Any) -> str:
        """With one value more."""
        return self._to([*self._asked, (name, value)])

    def without(self, name: str, value: Any) -> str:
        """Without one of several values."""
        return self._to([pair for pair in self._asked if pair != (name, str(value))])

    def form(self, form: str) -> str:
        """The same as JSON or CSV."""
        return self._to(self._asked, f"{self.path}.{form}")

    def _to(self, pairs: list[tuple[str, Any]], path: str | None = None) -> str:
        path = path or self.path
        return f"{path}?{urlencode(pairs)}" if pairs else path

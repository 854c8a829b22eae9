"""A rules-only tagger: patterns and lists from ``rules.json``, names of provinces from a gazetteer.

It finds entities without their values. What it gets wrong is the point: it is the line
that a learned tagger has to beat.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from annotations.document import Document, Entity

RULES = Path(__file__).with_name("rules.json")
NEAR = 60
"""Characters within which a title before or behind a name makes it the name of an official."""

_CAPITAL = "".join(char for char in map(chr, range(0x41, 0x1EFA)) if unicodedata.category(char) == "Lu")
_NAME = rf"[{_CAPITAL}][^\W\d_]*"
_TYPE_NOUN = re.compile(r"^(?:Tỉnh|Thành phố)\s+")


def composed(text: str) -> tuple[str, list[int]]:
    """The text in NFC, and where each of its characters begins in the text as given.

    Returns:
        The composed text and its offsets, one more than characters: the last is the length of the text.

    >>> composed("e\\u0302 a")
    ('ê a', [0, 2, 3, 4])
    """
    pieces, offsets = [], []
    for cluster in re.finditer(r".[\u0300-\u036f]*", text, re.DOTALL):
        piece = unicodedata.normalize("NFC", cluster.group())
        pieces.append(piece)
        offsets += [cluster.start()] * len(piece)
    return "".join(pieces), [*offsets, len(text)]


class RulesTagger:
    """Entities by patterns, the first pattern first, no character twice.

    >>> document = Document("d", "Ông Lê Văn An, Chủ tịch UBND xã Bá, giao 32 hộ trước ngày 5/5/2019")
    >>> for entity in RulesTagger().predict(document).entities:
    ...     print(entity.label, entity.text)
    OFFICIAL Lê Văn An
    POSITION Chủ tịch
    ORG UBND xã Bá
    QUANTITY 32 hộ
    DEADLINE trước ngày 5/5/2019
    """

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        rules = json.loads(RULES.read_text("utf-8"))
        words = {
            name: "(?:" + "|".join(sorted(known, key=len, reverse=True)) + ")"
            for name, known in rules["words"].items()
        }
        patterns = [
            (rule["label"], re.compile(_filled(rule["pattern"], {**words, "Name": _NAME})))
            for rule in rules["patterns"]
        ]
        provinces = "|".join(map(re.escape, sorted(province_names(), key=len, reverse=True)))
        return [*patterns, ("LOC", re.compile(rf"\b(?:{provinces})\b"))]

    def predict(self, document: Document) -> Document:
        """The document with the entities the patterns find."""
        text, offsets = composed(document.text)
        taken = bytearray(len(text))
        found: list[tuple[int, int, str]] = []
        for label, pattern in self._patterns:
            for match in pattern.finditer(text):
                start, end = match.span("span" if "span" in pattern.groupindex else 0)
                if start < end and not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    found.append((start, end, label))
        titles = [(start, end) for start, end, label in found if label == "POSITION"]
        names = {text[start:end]: False for start, end, label in found if label == "PERSON"}
        for start, end, label in found:
            if label == "PERSON":
                names[text[start:end]] |= any(
                    max(first - end, start - last) < NEAR for first, last in titles
                )
        entities = []
        for number, (start, end, label) in enumerate(sorted(found), 1):
            given = "OFFICIAL" if label == "PERSON" and names[text[start:end]] else label
            place = offsets[start], offsets[end]
            entities.append(Entity(f"e{number}", *place, given, document.text[slice(*place)]))
        return replace(document, entities=entities, relations=[], records=None,
                       model={"name": "rules", "version": "1"})


def province_names() -> set[str]:
    """Names of the provinces and cities of Vietnam, without their type noun."""
    from vietnam_provinces import Province

    return {_TYPE_NOUN.sub("", province.name) for province in Province.iter_all()}


def _filled(pattern: str, words: dict[str, str]) -> str:
    """``{name}`` becomes the word list of that name; ``{{`` and ``}}`` are braces of the pattern itself.

    >>> _filled("{a}{{1,2}}", {"a": "(?:x|y)"})
    '(?:x|y){1,2}'
    """
    named = re.sub(r"(?<!\{)\{([A-Za-z]+)\}(?!\})", lambda match: words[match[1]], pattern)
    return named.replace("{{", "{").replace("}}", "}")

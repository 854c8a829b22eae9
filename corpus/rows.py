"""Rows of other people's data as documents, labels as they are: tokens with tags, or a text with spans.

==================================== ==================================================================
columns                              what the row becomes
==================================== ==================================================================
``tokens`` or ``words``, and         the tokens with single spaces between them; where ``tokens`` is a
``ner_tags``, ``tags`` or ``labels`` list of sentences, a line end between these
``text``, and ``entities``,          the text; a span is an object with ``start``, ``end`` and ``label``
``spans``, ``labels`` or ``label``   (``start_offset`` and ``end_offset`` too) or a list of the three
==================================== ==================================================================

Tags are as in :mod:`annotations.formats.conll`: ``O``, or B, I, E, S, L or U before a label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotations.document import Document
from annotations.errors import DocumentError

TOKENS = ("tokens", "words")
TAGS = ("ner_tags", "tags", "labels")
SPANS = ("entities", "spans", "labels", "label")
_ENDS = {"start": "start_offset", "end": "end_offset"}
_OPENS, _CLOSES = frozenset("BSU"), frozenset("ESLU")


def document(row: Any, fallback: str, file: str | None = None, line: int | None = None) -> Document:
    """A row as a document.

    Args:
        row: as JSON has it.
        fallback: the document's id where the row gives none that is a string.
        file: named in errors.
        line: named in errors, from 1.

    Raises:
        DocumentError: the row has neither shape, or what it holds does not fit together.

    >>> made = document({"tokens": ["Ở", "Bỉm", "Sơn"], "ner_tags": ["O", "B-PLACE", "I-PLACE"]}, "their:1")
    >>> made.text, [(entity.text, entity.label) for entity in made.entities]
    ('Ở Bỉm Sơn', [('Bỉm Sơn', 'PLACE')])
    """
    try:
        found = _shaped(row)
    except ValueError as error:
        raise DocumentError("not an annotated row", file=file, line=line, why=str(error)) from None
    given = row.get("id")
    found["id"] = given if isinstance(given, str) and given else fallback
    return Document.from_json(found, file, line)


def _shaped(row: Any) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise ValueError(f"an object is needed, not {type(row).__name__}")
    tokens, tags = _first(row, TOKENS), _first(row, TAGS)
    if tokens and tags and not any(isinstance(token, Mapping) for token in row[tokens]):
        return _tagged(row[tokens], row[tags], tags)
    spans = _first(row, SPANS)
    if isinstance(row.get("text"), str) and spans:
        return {**row, "entities": [_span(item, number) for number, item in enumerate(row[spans], 1)]}
    raise ValueError(
        f"neither {' or '.join(TOKENS)} with {', '.join(TAGS)} nor a text with {', '.join(SPANS)}; "
        f"it has {', '.join(map(str, row)) or 'nothing'}"
    )


def _first(row: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """The first of some columns that holds a list."""
    return next((name for name in names if isinstance(row.get(name), list)), None)


def _span(item: Any, number: int) -> dict[str, Any]:
    """A span as an entity; what it lacks is found out where documents are read."""
    if isinstance(item, Mapping):
        made = {name: item.get(name, item.get(other)) for name, other in _ENDS.items()} | {"label": item.get("label")}
        return {**item, **made, "id": str(item.get("id", f"e{number}"))}
    if not isinstance(item, Sequence) or isinstance(item, str) or len(item) != 3:
        raise ValueError(f"span {number} is neither an object nor [start, end, label]: {str(item)[:80]}")
    return {"id": f"e{number}", "start": item[0], "end": item[1], "label": item[2]}


def _tagged(tokens: list[Any], tags: list[Any], column: str) -> dict[str, Any]:
    nested = any(isinstance(token, list) for token in tokens)
    sentences = tokens if nested else [tokens]
    tagged = tags if nested else [tags]
    if len(sentences) != len(tagged):
        raise ValueError(f"{len(sentences)} sentences, {len(tagged)} lists of {column}")
    text, entities = "", []
    for words, names in zip(sentences, tagged, strict=True):
        if not isinstance(words, list) or not isinstance(names, list) or len(words) != len(names):
            raise ValueError(f"as many {column} as tokens are needed in a sentence: {str(words)[:80]}")
        text += "\n" if text else ""
        opening, places = len(text), []
        for word in words:
            if not isinstance(word, str):
                raise ValueError(f"{word!r} is no token")
            shown = " ".join(word.split())  # white space within a token would be the edge of another
            text += " " if shown and len(text) > opening else ""
            places.append((len(text), len(text) + len(shown)))
            text += shown
        for first, last, label in _runs(names, column):
            seen = [place for place in places[first:last + 1] if place[0] < place[1]]
            if not seen:
                raise ValueError(f"a {label} of tokens without characters")
            entities.append({"id": "", "start": seen[0][0], "end": seen[-1][1], "label": label})
    for number, entity in enumerate(entities, 1):
        entity["id"] = f"e{number}"
    return {"text": text, "entities": entities}


def _runs(tags: Sequence[Any], column: str) -> Iterator[tuple[int, int, str]]:
    """The entities of a sentence: number of the first and of the last token, and label."""
    first, label = 0, ""
    for number, tag in enumerate([*tags, "O"]):
        if not isinstance(tag, str):
            raise ValueError(f"{column} holds {tag!r}, which has no name; declare a ClassLabel, or give strings")
        prefix, dash, name = tag.partition("-")
        if tag != "O" and not (dash and name and prefix in _OPENS | _CLOSES | {"I"}):
            raise ValueError(f"{tag!r} is no tag (O, or B-, I-, E-, S- and a label)")
        if label and (tag == "O" or name != label or prefix in _OPENS):
            yield first, number - 1, label
            label = ""
        if tag != "O" and not label:
            first, label = number, name
        if label and prefix in _CLOSES:
            yield first, number, label
            label = ""

"""Syllable tokens: the finest units a span may begin or end at.

Vietnamese writes a space between syllables, so words ("Uỷ ban", "doanh nghiệp") are groups of tokens. A
token is a run of letters with their combining marks, a number with its separators, or one other
character; white space is between tokens. Glued text is cut where the kind of character changes
(``50ha``, ``TP.Huế``, ``ViệtNam``), so that a span inside it is not lost.
"""

from __future__ import annotations

import re
import unicodedata

# Letters: a small letter followed by a capital one ends a token. A number keeps the separators between
# its digits (1.234.567 and 9,5), a date does not (15/11/2018 is five tokens).
_CAPITAL = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯ" + "".join(
    chr(point) for point in range(0x1EA0, 0x1EFA) if unicodedata.category(chr(point)) == "Lu"
)
_MARKS = "\u0300-\u036f"
_TOKEN = re.compile(
    rf"[{_CAPITAL}][{_MARKS}]*(?:[{_CAPITAL}][{_MARKS}]*)*(?:(?![{_CAPITAL}])[^\W\d_][{_MARKS}]*)*"
    rf"|[^\W\d_][{_MARKS}]*(?:(?![{_CAPITAL}])[^\W\d_][{_MARKS}]*)*"
    r"|\d+(?:[.,]\d+)*"
    r"|\S"
)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The tokens of a text.

    Args:
        text: as given.
        start: where to begin, in code points.
        end: where to stop; the end of the text by default.

    Returns:
        (start, end) of each token, in order; every character that is no white space is in exactly one.

    >>> text = "Trên 50ha, ngày 5/5."
    >>> [text[a:b] for a, b in tokens(text)]
    ['Trên', '50', 'ha', ',', 'ngày', '5', '/', '5', '.']
    """
    return [match.span() for match in _TOKEN.finditer(text, start, len(text) if end is None else end)]


def words_and_spaces(text: str) -> tuple[list[str], list[bool]]:
    """The tokens of a text as spaCy wants them: a single space behind a token belongs to it.

    All other white space (line ends, second spaces, no-break spaces) is a token of its own, so that every
    character of the text is in the Doc.

    >>> words_and_spaces("Ủy  ban\\nHuế")
    (['Ủy', ' ', 'ban', '\\n', 'Huế'], [True, False, False, False, False])
    """
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for start, end in [*tokens(text), (len(text), len(text))]:
        if words and text[at:start].startswith(" "):
            spaces[-1] = True
            at += 1
        for piece in (text[at:start], text[start:end]):
            if piece:
                words.append(piece)
                spaces.append(False)
        at = end
    return words, spaces

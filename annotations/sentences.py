"""Where a sentence begins and ends: the unit within which relations are annotated.

A sentence runs from one ``. ! ? …`` or line end to the next. A semicolon ends none: in this genre a
sentence may hold hundreds of syllables whose governing subject stands in its first clause.
"""

from __future__ import annotations

import re

# A run of stops, then closing quotes, before white space and what opens a sentence. The look-behind keeps
# the search linear on long runs of stops. À-Ỹ covers small letters too: text that was set in all kinds of
# cases is split alike. (Annotators number sentences by this rule; a change would move their numbers.)
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"”’)]*(?=\s+[\"“‘(\-–+A-ZĐÀ-Ỹ0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:TP|Tp|TS|Ths|ThS|PGS|GS|Th|BS|KTS|NSND|NSƯT|Mr|Mrs|Dr|St|tr|No|Q|P|H|X)|\b[A-ZĐ])\.$"
)
_LONGEST_ABBREVIATION = 8  # letters and stop, with one character before them for the word boundary


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text, white space at either end left out.

    Args:
        text: as given.

    Returns:
        (start, end) of each, in code points, in order; blank lines give none.

    >>> sentences("Ông A nói. TP. Huế; sau đó\\nHết")
    [(0, 10), (11, 26), (27, 30)]
    """
    found: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for stop in _STOP.finditer(line.group()):
            end = line.start() + stop.end()
            if not _ABBREVIATION.search(text[max(start, end - _LONGEST_ABBREVIATION):end]):
                found.append((start, end))
                start = end
        found.append((start, line.end()))
    trimmed = []
    for start, end in found:
        piece = text[start:end]
        inner_start = start + len(piece) - len(piece.lstrip())
        inner_end = end - (len(piece) - len(piece.rstrip()))
        if inner_start < inner_end:
            trimmed.append((inner_start, inner_end))
    return trimmed

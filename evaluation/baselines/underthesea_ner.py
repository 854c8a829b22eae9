"""underthesea's own named-entity recogniser (PER, ORG, LOC), with its words put back at their offsets.

It returns words without offsets and respells some of them (hoá becomes hóa, qui becomes quy). Most letters,
taken without their marks, survive that, so the words are laid along the text letter by letter.

It is scored on those three labels alone, see :mod:`evaluation.three`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from annotations.document import Document, Entity
from annotations.errors import ModelError
from annotations.sentences import sentences


def letters(text: str, start: int = 0) -> Iterator[tuple[str, int]]:
    """Every character but white space and combining marks, in lower case without marks, and its offset.

    >>> list(letters("Uỷ a", 5))
    [('u', 5), ('y', 6), ('a', 8)]
    """
    for at, char in enumerate(text, start):
        if not char.isspace():
            for part in unicodedata.normalize("NFKD", char):
                if not unicodedata.combining(part) and not part.isspace():
                    yield ("d" if part in "đĐ" else part.lower()), at


def locate(words: Sequence[str], text: str, start: int = 0) -> list[tuple[int, int]]:
    """Where words stand that were taken from a text in order and perhaps respelt.

    Args:
        words: all words of the text.
        text: what they were taken from.
        start: offset of its first character.

    Raises:
        ModelError: a word cannot be told from its neighbours in the text; names the offset.

    >>> locate(["Ủy ban", "ngành"], "Uỷ  ban nghành", 3)
    [(3, 10), (11, 17)]
    """
    there = list(letters(text, start))
    here = [[letter for letter, _ in letters(word)] for word in words]
    spelt_out = [letter for word in here for letter in word]
    matcher = SequenceMatcher(None, spelt_out, [letter for letter, _ in there], autojunk=False)
    # Letter of the words -> letter of the text at which a stretch that answers it begins, and ends.
    first_of: dict[int, int] = {}
    last_of: dict[int, int] = {}
    for kind, low, high, text_low, text_high in matcher.get_opcodes():
        if kind == "equal":
            first_of.update(zip(range(low, high), range(text_low, text_high), strict=True))
            last_of.update(zip(range(low, high), range(text_low, text_high), strict=True))
        elif kind == "replace":
            first_of[low], last_of[high - 1] = text_low, text_high - 1
    places: list[tuple[int, int]] = []
    at = 0
    for word, spelt in zip(words, here, strict=True):
        first, last = first_of.get(at), last_of.get(at + len(spelt) - 1)
        if first is None or last is None or not spelt:
            raise ModelError("a word of underthesea's is not in the text",
                             offset=places[-1][1] if places else start, why=repr(word))
        end = there[last][1] + 1
        while end < start + len(text) and unicodedata.combining(text[end - start]):
            end += 1
        places.append((there[first][1], end))
        at += len(spelt)
    return places


class UndertheseaTagger:
    """The recogniser under the interface of the baselines; labels are its own: PER, ORG, LOC, …"""

    def predict(self, document: Document) -> Document:
        """The document with the entities underthesea finds, sentence by sentence."""
        import underthesea

        entities: list[Entity] = []
        for rows, places in self._words(document):
            before = ""
            for (first, last), row in zip(places, rows, strict=True):
                prefix, _, label = row[-1].partition("-")
                if prefix == "I" and label == before:
                    entities[-1].end = last
                elif label:
                    entities.append(Entity(f"e{len(entities) + 1}", first, last, label, ""))
                before = label
        for entity in entities:
            entity.text = document.text[entity.start:entity.end]
        return replace(document, entities=entities, relations=[], records=None,
                       model={"name": "underthesea ner", "version": underthesea.__version__})

    def tokens(self, document: Document) -> list[tuple[int, int]]:
        """Start and end of the words it tags: an entity that begins or ends inside one is out of its reach."""
        return [place for _, places in self._words(document) for place in places]

    def _words(self, document: Document) -> Iterator[tuple[list[tuple[str, ...]], list[tuple[int, int]]]]:
        """Of each sentence its words as underthesea gives them, and where they stand."""
        import underthesea

        for start, end in sentences(document.text):
            rows = underthesea.ner(document.text[start:end])
            yield rows, locate([row[0] for row in rows], document.text[start:end], start)

"""What the rest of the article says of a token: features of a second pass over the first one's result.

A person named with an office in one sentence is an official in all of them; an acronym that is a body
once is a body always. The first pass tags every sentence on its own; this remembers, for the whole
article, which labels each name and each capitalised token got, and tells the second pass.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from models.features import norm
from models.tags import Place

_REACH = 6  # tokens between a name and a title that may belong to it
_NAMES = frozenset({"OFFICIAL", "PERSON", "ORG", "LOC"})
_PEOPLE = frozenset({"OFFICIAL", "PERSON"})


class Memory:
    """Labels of names and of capitalised tokens over one article, from the tags of a first pass.

    Args:
        text: the article.
        sentences: (start, end) of the tokens of each sentence.
        tags: the first pass's tags of each sentence.
    """

    def __init__(self, text: str, sentences: Sequence[Sequence[Place]], tags: Sequence[Sequence[str]]) -> None:
        self._tokens: dict[str, Counter[str]] = defaultdict(Counter)
        self._people: dict[str, Counter[str]] = defaultdict(Counter)
        self._titled: set[str] = set()
        for places, sentence in zip(sentences, tags, strict=True):
            for index, ((start, end), tag) in enumerate(zip(places, sentence, strict=True)):
                token = text[start:end]
                if not token[0].isupper():
                    continue
                label = tag[2:] if tag[2:] in _NAMES else "-"
                self._tokens[norm(token)][label] += 1
                last = index + 1 == len(sentence) or sentence[index + 1] != f"I-{label}"
                if label in _PEOPLE and last:
                    self._people[norm(token)][label] += 1
                    near = sentence[max(0, index - 2 * _REACH):index + _REACH + 1]
                    if any(other.endswith("POSITION") for other in near):
                        self._titled.add(norm(token))

    def features(self, text: str, places: Sequence[Place], tags: Sequence[str], index: int) -> list[str]:
        """The features of one token in the second pass.

        Args:
            text: the article.
            places: tokens of its sentence.
            tags: the first pass's tags of its sentence.
            index: the token, from 0.
        """
        before = tags[index - 1] if index else "<"
        after = tags[index + 1] if index + 1 < len(tags) else ">"
        tag = tags[index]
        out = [f"t={tag}", f"t-1={before}", f"t1={after}", f"t-10={before} {tag}", f"t01={tag} {after}"]
        if index + 2 < len(tags):
            out.append("t2=" + tags[index + 2])
        if index > 1:
            out.append("t-2=" + tags[index - 2])
        token = text[places[index][0]:places[index][1]]
        if token[0].isupper():
            name = norm(token)
            out.append(_vote("m", self._tokens.get(name), "-" if tag == "O" else tag[2:]))
            people = self._people.get(name)
            if people:
                kind = ("o" if people["OFFICIAL"] else "p") + ("t" if name in self._titled else "-")
                share = "all" if not people["PERSON"] else "none" if not people["OFFICIAL"] else "some"
                out += [f"mp={kind}", f"mpt={kind} {tag}", f"mps={share} {tag}"]
        return out


def _vote(prefix: str, counts: Counter[str] | None, own: str) -> str:
    """The label most other mentions got; its own mention is not counted."""
    if not counts:
        return f"{prefix}=?"
    others = counts.copy()
    if own in others:
        others[own] -= 1
    label, count = max(others.items(), key=lambda item: (item[1], item[0]))
    return f"{prefix}={label}" if count > 0 else f"{prefix}=?"

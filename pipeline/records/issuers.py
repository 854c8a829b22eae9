"""Who set a deadline: the official or body whose order, or paper, the sentence reports."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from annotations.document import Entity
from annotations.folding import fold
from pipeline.records.graph import Graph
from pipeline.records.words import data

_ACTORS = ("OFFICIAL", "POSITION", "ORG", "LOC")  # "tỉnh Quảng Ninh yêu cầu …"
_FILL = "\x00"  # stands for the characters of an actor
_PAPER = 80  # characters between a paper's noun and whose it is
_GAP = 4  # words between a subject and its verb
_PRONOUN = 40  # characters before a verb that hold a pronoun and its adverbs
_CLUSTER = re.compile(".[\u0300-\u036f]*", re.DOTALL)


@lru_cache(maxsize=1)
def _orders() -> re.Pattern[str]:
    lists = data("deadlines")
    verbs = "|".join(re.escape(verb) for verb in sorted(lists["orders"], key=len, reverse=True))
    before = "".join(rf"(?<!\b{re.escape(word)} )" for word in lists["not_orders"]["before"])
    after = "|".join(re.escape(word) for word in lists["not_orders"]["after"])
    return re.compile(rf"{before}\b(?:{verbs})\b(?! (?:{after})\b)")


@lru_cache(maxsize=1)
def _papers() -> re.Pattern[str]:
    nouns = "|".join(re.escape(noun) for noun in data("deadlines")["papers"])
    return re.compile(rf"\b(?:{nouns})\b[^;{_FILL}]{{0,{_PAPER}}}?\bcủa (?={_FILL})")


@lru_cache(maxsize=1)
def _pronouns() -> re.Pattern[str]:
    words, adverbs = ("|".join(map(re.escape, data("deadlines")[name])) for name in ("pronouns", "adverbs"))
    return re.compile(rf"(?:^|[;,] )[\"“'( ]*(?:{words})\s+(?:(?:{adverbs}) )*$")


@dataclass(frozen=True)
class _Sentence:
    """What a sentence says of orders.

    Attributes:
        ends: where its orders end, in code points of the article.
        issuers: whose each is.
        owner: whose paper the sentence reports.
    """

    ends: list[int]
    issuers: list[Entity | None]
    owner: Entity | None


class Issuers:
    """Finds who set the deadlines of an article.

    Args:
        graph: of the article.
    """

    def __init__(self, graph: Graph) -> None:
        self._text = graph.document.text
        self._actors = graph.labelled(*_ACTORS)
        self._starts = [actor.start for actor in self._actors]
        self._officials = graph.labelled("OFFICIAL")
        self._holders = {
            position.id: official for official in self._officials for position, _ in graph.tails(official, "HOLDS")
        }
        self._seats = {
            seat.id: position for position in graph.labelled("POSITION") for seat, _ in graph.tails(position, "AT")
        }
        self._sentences: dict[int, _Sentence] = {}

    def of(self, sentence: tuple[int, int], until: int) -> Entity | None:
        """Who set a deadline; None where the sentence does not say.

        The subject of the last order before the task, carried across clauses that have none of their own
        ("X giao A …; yêu cầu B …"); else whose paper it is ("theo Kế hoạch số 5 của X").

        Args:
            sentence: start and end, in code points.
            until: where the task begins, or the deadline that nothing hangs on.
        """
        start, end = sentence
        if start not in self._sentences:
            self._sentences[start] = self._read(start, end)
        found = self._sentences[start]
        orders = bisect_right(found.ends, until)
        return (found.issuers[orders - 1] if orders else None) or found.owner

    def _read(self, start: int, end: int) -> _Sentence:
        actors = self._actors[bisect_left(self._starts, start):bisect_left(self._starts, end)]
        folded, places = _folded(self._text, start, end, actors)
        ends: list[int] = []
        issuers: list[Entity | None] = []
        carried: Entity | None = None
        for order in _orders().finditer(folded):
            clause = folded[max(folded.rfind(mark, 0, order.start()) for mark in ";,") + 1:order.start()].strip()
            behind = actors[
                bisect_left(actors, ends[-1] if ends else start, key=lambda actor: actor.start):
                bisect_left(actors, places[order.start()], key=lambda actor: actor.start)
            ]
            since = folded.rfind(";", 0, order.start()) + 1
            joined = clause in data("deadlines")["joins"]
            if _pronouns().search(folded[max(0, order.start() - _PRONOUN):order.start()]):
                carried = self._last_official(places[order.start()])
            elif not (carried and joined) and behind and behind[-1].start >= places[since]:
                if joined and clause:  # "A khen B, đồng thời yêu cầu": of A, not of B
                    carried = self._whole(behind[0], start, end)
                elif self._acts(behind[-1], clause.rpartition(_FILL)[2].strip()):
                    carried = self._whole(behind[-1], start, end)
            ends.append(places[order.end()])
            issuers.append(carried)
        paper = _papers().search(folded)
        owner = next((actor for actor in actors if paper and actor.start == places[paper.end()]), None)
        return _Sentence(ends, issuers, self._whole(owner, start, end) if owner else None)

    @staticmethod
    def _acts(actor: Entity, gap: str) -> bool:
        """Whether an actor is the subject of a verb, by the words between: a place only where next to none are."""
        if actor.label == "LOC":
            return not gap or gap in data("deadlines")["adverbs"]
        return len(gap.split()) <= _GAP

    def _whole(self, actor: Entity, start: int, end: int) -> Entity:
        """Who acts where an office is named by parts: the holder, else the office, rather than its body."""
        position = actor if actor.label == "POSITION" else self._seats.get(actor.id)
        if position is None or not start <= position.start < end:
            return actor
        holder = self._holders.get(position.id)
        return holder if holder is not None and start <= holder.start < end else position

    def _last_official(self, offset: int) -> Entity | None:
        """The official named last before an offset: whom "ông" stands for."""
        at = bisect_left(self._officials, offset, key=lambda official: official.start)
        return self._officials[at - 1] if at else None


def _folded(text: str, start: int, end: int, actors: list[Entity]) -> tuple[str, list[int]]:
    """A sentence folded, its actors blanked, and where each of its characters stands in the article.

    The places have one more than the characters: the end of the sentence.
    """
    parts: list[str] = []
    at = start
    for actor in actors:
        parts += [text[at:actor.start], _FILL * (min(actor.end, end) - actor.start)]
        at = min(actor.end, end)
    blanked = "".join([*parts, text[at:end]])
    folded = fold(blanked)
    if len(folded) == end - start:
        return folded, list(range(start, end + 1))
    clusters = list(_CLUSTER.finditer(blanked))  # decomposed letters
    composed = [unicodedata.normalize("NFC", cluster[0]) for cluster in clusters]
    places = [start + cluster.start() for cluster, letter in zip(clusters, composed, strict=True) for _ in letter]
    return fold("".join(composed)), [*places, end]

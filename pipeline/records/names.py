"""Names of persons: which forms of a name in an article are one person's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import methodcaller

from annotations.document import Entity
from annotations.folding import fold
from pipeline.records.words import data

_BEFORE = 20  # characters before a mention that an honorific or a credit stands in
_PARTS = re.compile(r"[^\s_.]+")  # initials too: T.V.G, "ông G."
_CUT = re.compile(r"\s*(?:…|\.\.\.)")


@dataclass
class _Person:
    """Somebody named in an article."""

    mentions: list[Entity] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    gender: str | None = None
    credited: bool = True  # named in bylines and credits only

    def add(self, mention: Entity, gender: str | None) -> None:
        """Add a mention; they may come in any order."""
        at = bisect_left(self.starts, mention.start)
        self.starts.insert(at, mention.start)
        self.mentions.insert(at, mention)
        self.gender = self.gender or gender

    def distance(self, offset: int) -> tuple[bool, int]:
        """How near before an offset the person is mentioned; one mentioned only behind it comes last."""
        at = bisect_left(self.starts, offset)
        return (False, offset - self.starts[at - 1]) if at else (True, self.starts[0] - offset)


def join_names(text: str, people: Sequence[Entity]) -> list[list[Entity]]:
    """The persons of an article, each with the mentions that name him or her.

    A short form is the person whose name ends in it; of several the one mentioned last before it, of the gender
    that its honorific tells. A cut name ("Lê Anh…") is the one that begins so.

    Args:
        text: of the article.
        people: mentions, in the order of the text.
    """
    names = [" ".join(_PARTS.findall(fold(person.text))) or fold(person.text) for person in people]
    longer = _longer(names)
    persons: dict[str, _Person] = {}
    waiting: list[int] = []
    for at, (mention, name) in enumerate(zip(people, names, strict=True)):
        before = fold(text[max(0, mention.start - _BEFORE):mention.start])
        credited = _credited(before, text, mention)
        if longer[name] and not credited:
            waiting.append(at)
            continue
        person = persons.setdefault(_whole(name, mention, text, longer), _Person())
        person.add(mention, _gender(before))
        person.credited &= credited
    for at in waiting:
        mention, name = people[at], names[at]
        gender = _gender(fold(text[max(0, mention.start - _BEFORE):mention.start]))
        fitting = [
            persons[form] for form in longer[name] if form in persons
            and not persons[form].credited and (gender is None or persons[form].gender in (None, gender))
        ]
        nearest = min(fitting, key=methodcaller("distance", mention.start), default=None)
        (nearest or persons.setdefault(name, _Person(credited=False))).add(mention, gender)
    return [person.mentions for person in sorted(persons.values(), key=lambda found: found.starts[0])]


def fullest_name(mentions: Sequence[Entity]) -> str:
    """The longest form of a person's name, the first of such."""
    longest = max(mentions, key=lambda mention: (len(mention.text.split()), -mention.start))
    return " ".join(longest.text.split())


def _longer(names: Sequence[str]) -> dict[str, list[str]]:
    """For each form the longest ones that end in it; of a surname used alone (ông Tập) the one that begins with it."""
    forms = dict.fromkeys(names)
    ending: dict[str, list[str]] = defaultdict(list)
    beginning: dict[str, list[str]] = defaultdict(list)
    lengths = sorted({len(form.split()) for form in forms})  # an ending of no form's length is none; a name may be long
    for form in forms:
        parts = form.split()
        beginning[parts[0]].append(form)
        for length in lengths[:bisect_left(lengths, len(parts))]:
            if (end := " ".join(parts[-length:])) in forms:
                ending[end].append(form)
    found = {}
    for form in forms:
        longest = [longer for longer in ending.get(form, ()) if longer not in ending]
        if not longest and " " not in form and form not in data("coreference")["surnames"]:
            longest = [longer for longer in beginning[form] if longer != form and longer not in ending]
            longest = longest if len(longest) == 1 else []
        found[form] = longest
    return found


def _whole(name: str, mention: Entity, text: str, names: Iterable[str]) -> str:
    """A name that is cut off, as the one of the article that begins so."""
    if not _CUT.match(text, mention.end):
        return name
    whole = {other for other in names if other.startswith(f"{name} ")}
    return whole.pop() if len(whole) == 1 else name


def _gender(before: str) -> str | None:
    """What the honorific before a mention tells."""
    words = before.split()
    lists = data("coreference")["honorifics"]
    return next((gender for gender in ("male", "female") if words and words[-1] in lists[gender]), None)


def _credited(before: str, text: str, mention: Entity) -> bool:
    """Whether a mention is a byline or a credit: alone on its line, or behind "Ảnh:"."""
    if mention.label != "PERSON":
        return False
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    around = text[start:mention.start] + text[mention.end:end if end >= 0 else len(text)]
    if not any(char.isalnum() for char in around):
        return True
    behind = before.rstrip()
    return behind.endswith(":") and behind.rstrip(": ").endswith(tuple(data("coreference")["credits"]))


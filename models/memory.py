"""What the rest of the article says of a token: features of a second pass over the first one's result.

A person named with an office in one sentence is an official in all of them; an acronym that is a body
once is a body always. The first pass tags every sentence on its own; this remembers, for the whole
article, which labels each name and each capitalised token got, and tells the second pass.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from models.features import Described
from models.templates import Template, Templates, flat

_REACH = 6  # tokens between a name and a title that may belong to it
_NAMES = frozenset({"OFFICIAL", "PERSON", "ORG", "LOC"})
_PEOPLE = frozenset({"OFFICIAL", "PERSON"})

MEMORY = Templates([
    "t={tag}", "t-1={tag-1}", "t1={tag+1}", "t-10={tag-1} {tag}", "t01={tag} {tag+1}",
    Template("t2={near+2}", "near+2"), Template("t-2={near-2}", "near-2"),
    Template("m={vote}", "vote"),
    Template("mp={kind}", "kind"), Template("mpt={kind} {tag}", "kind"), Template("mps={share} {tag}", "kind"),
])
"""The features of the columns of :func:`remembered`."""


def remembered(described: Described, tags: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """What the tags of a first pass over an article say of each token, in columns (:mod:`models.templates`).

    ``tag`` has the tags, with < and > around a sentence; ``near`` the same, with nothing around. A token that begins
    with a capital letter has in ``vote`` the label most other mentions of it got; and where persons were found whose
    names end in it, in ``kind`` whether one of them is an official, and has a title near, in ``share`` how many are.

    Args:
        described: the article.
        tags: of each sentence.
    """
    tokens: dict[str, Counter[str]] = defaultdict(Counter)
    people: dict[str, Counter[str]] = defaultdict(Counter)
    titled: set[str] = set()
    for norms, capitals, sentence in zip(described.norms, described.capitals, tags, strict=True):
        for index in capitals:
            name, label = norms[index], sentence[index][2:]
            if label not in _NAMES:
                label = "-"
            tokens[name][label] += 1
            if label in _PEOPLE and (index + 1 == len(sentence) or sentence[index + 1] != f"I-{label}"):
                people[name][label] += 1
                if name not in titled:
                    near = sentence[max(0, index - 2 * _REACH):index + _REACH + 1]
                    if any(other.endswith("POSITION") for other in near):
                        titled.add(name)
    known = {name: _kind(counts, name in titled) for name, counts in people.items()}
    votes: dict[tuple[str, str], str] = {}
    columns: dict[str, list[list[str]]] = {"vote": [], "kind": [], "share": []}
    for norms, capitals, sentence in zip(described.norms, described.capitals, tags, strict=True):
        vote, kind, share = rows = [[""] * len(norms) for _ in columns]
        for index in capitals:
            name, own = norms[index], sentence[index][2:] or "-"
            if (name, own) not in votes:
                votes[name, own] = _vote(tokens[name], own)
            vote[index] = votes[name, own]
            if name in known:
                kind[index], share[index] = known[name]
        for column, row in zip(columns.values(), rows, strict=True):
            column.append(row)
    return {
        "tag": flat(tags, (">", "", "<")), "near": flat(tags, ("", "", "")),
        **{name: flat(column, ("", "", "")) for name, column in columns.items()},
    }


def _kind(people: Counter[str], titled: bool) -> tuple[str, str]:
    kind = ("o" if people["OFFICIAL"] else "p") + ("t" if titled else "-")
    return kind, "all" if not people["PERSON"] else "none" if not people["OFFICIAL"] else "some"


def _vote(counts: Counter[str], own: str) -> str:
    """The label most other mentions got; its own mention is not counted."""
    others = {label: count - (label == own) for label, count in counts.items()}
    label, count = max(others.items(), key=lambda item: (item[1], item[0]))
    return label if count > 0 else "?"

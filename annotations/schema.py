"""The schema: labels, attributes and relations, and which labels may stand at either end.

Everything that must know a label reads it here: the guideline, the validator, the candidate generator of
the relation model, the scorer and the documentation. The definitions are in ``GUIDELINES.md`` beside this
file; this is their machine-readable half.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Relation:
    """A relation type: which labels its head and its tail may have, and what it says."""

    heads: frozenset[str]
    tails: frozenset[str]
    meaning: str


@dataclass(frozen=True)
class Schema:
    """A set of labels, attributes and relations.

    Attributes:
        flat: labels whose spans never overlap each other, in the order they are reported.
        layers: labels that form a layer of their own and may overlap the flat ones.
        attributes: the attributes each valued label carries.
        bounds: what the attribute ``bound`` may say.
        relations: relation types by name.
        needs: a label whose every span must stand in a relation: label -> (relation, "head" or "tail").
    """

    flat: tuple[str, ...]
    layers: tuple[str, ...] = ()
    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bounds: tuple[str, ...] = ()
    relations: dict[str, Relation] = field(default_factory=dict)
    needs: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, the flat ones first."""
        return self.flat + self.layers

    def between(self, head: str, tail: str) -> tuple[str, ...]:
        """The relations that may join a head of one label to a tail of another.

        >>> SCHEMA.between("POSITION", "ORG")
        ('AT',)
        >>> SCHEMA.between("ORG", "POSITION")
        ()
        """
        return tuple(name for name, kind in self.relations.items() if head in kind.heads and tail in kind.tails)


def _relation(heads: str, tails: str, meaning: str) -> Relation:
    return Relation(frozenset(heads.split()), frozenset(tails.split()), meaning)


SCHEMA = Schema(
    flat=("OFFICIAL", "PERSON", "POSITION", "ORG", "LOC", "QUANTITY", "INDICATOR", "DEADLINE", "DATE"),
    layers=("TASK",),
    attributes={"QUANTITY": ("value", "unit", "bound"), "DATE": ("value",), "DEADLINE": ("value",)},
    bounds=("exact", "about", "over", "under", "at_least", "at_most"),
    relations={
        "HOLDS": _relation("OFFICIAL", "POSITION", "the person holds the office"),
        "AT": _relation("POSITION", "ORG LOC", "the office is in that body or place"),
        "MEASURES": _relation("QUANTITY", "INDICATOR", "the figure is a value of that indicator"),
        "OF": _relation("QUANTITY", "ORG LOC", "the figure describes that body or place"),
        "AS_OF": _relation("QUANTITY", "DATE", "the figure holds on, or is counted over, that time"),
        "DUE": _relation("TASK QUANTITY", "DEADLINE", "the task is to be done, the target reached, by then"),
        "ASSIGNED": _relation("TASK", "ORG OFFICIAL POSITION LOC", "who has to do it"),
    },
    needs={"INDICATOR": ("MEASURES", "tail"), "TASK": ("DUE", "head")},
)

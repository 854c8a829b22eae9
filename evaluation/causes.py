"""Why things go wrong: errors by cause and label, and the worst of each cause.

A gold and a predicted entity that are the best answer to each other but not equal are one error: of its
``boundary`` (same label), its ``label`` (same offsets) or ``both``. An entity without such a partner is
``missed`` or ``spurious``.

A relation is wrong because one of its ``ends`` is not, as span and label, among the entities of the other side;
because the other side has the same two ends under another ``label``; because it gives the head another ``tail``
in that relation; or by ``nothing`` of these: it alone is there or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.entities import Mistake
from evaluation.pairs import Span
from evaluation.relations import RelationMistake

CAUSES = ("boundary", "label", "both", "missed", "spurious")
RELATION_CAUSES = ("ends", "label", "tail", "nothing")


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that went wrong with an entity.

    Attributes:
        document: its id.
        cause: one of ``CAUSES``.
        gold: what should have been found; None where spurious.
        predicted: what was found; None where missed.
        score: the probability it was given.
    """

    document: str
    cause: str
    gold: Span | None
    predicted: Span | None
    score: float | None = None

    @property
    def name(self) -> str:
        """The label, or ``gold→predicted`` where the two differ.

        >>> Error("d", "label", Span(0, 4, "ORG"), Span(0, 4, "LOC")).name
        'ORG→LOC'
        """
        labels = dict.fromkeys(span.label for span in (self.gold, self.predicted) if span is not None)
        return "→".join(labels)


def entity_errors(mistakes: Iterable[Mistake]) -> list[Error]:
    """The errors behind mistakes: a missed and a spurious entity that blame each other are one.

    Args:
        mistakes: of whole documents, see :func:`evaluation.entities.mistakes`.

    >>> missed = Mistake("d", "missed", Span(0, 4, "ORG"), "boundary", Span(0, 6, "ORG"))
    >>> spurious = Mistake("d", "spurious", Span(0, 6, "ORG"), "boundary", Span(0, 4, "ORG"), 0.9)
    >>> [(one.cause, one.name, one.score) for one in entity_errors([missed, spurious])]
    [('boundary', 'ORG', 0.9)]
    """
    given = list(mistakes)
    spurious = {(one.document, one.span): one for one in given if one.kind == "spurious"}
    found, paired = [], set()
    for one in given:
        if one.kind != "missed":
            continue
        answer = None if one.other is None else spurious.get((one.document, one.other))
        if answer is None or answer.other != one.span:
            found.append(Error(one.document, "missed", one.span, None))
        else:
            paired.add((one.document, answer.span))
            found.append(Error(one.document, one.cause, one.span, answer.span, answer.score))
    found += [
        Error(one.document, "spurious", None, one.span, one.score)
        for key, one in spurious.items() if key not in paired
    ]
    return found


def worst(errors: Iterable[Error], number: int) -> dict[str, list[Error]]:
    """The worst errors of each cause: those the system was surest of.

    Args:
        errors: of an evaluation.
        number: most of each cause. What carries no probability comes last, in the order of documents.
    """
    found: dict[str, list[Error]] = {cause: [] for cause in CAUSES}
    for error in sorted(errors, key=lambda error: -(error.score or 0)):
        if len(found[error.cause]) < number:
            found[error.cause].append(error)
    return found


def count_errors(errors: Iterable[Error]) -> dict[str, dict[str, int]]:
    """How many errors there are of each cause, by :attr:`Error.name`, the most frequent first."""
    return _counted(CAUSES, ((error.cause, error.name) for error in errors))


def count_relation_errors(mistakes: Iterable[RelationMistake]) -> dict[str, dict[str, dict[str, int]]]:
    """How many relations are missed and spurious, by cause and relation, the most frequent first."""
    given = list(mistakes)
    return {
        kind: _counted(RELATION_CAUSES, ((one.cause, one.link.label) for one in given if one.kind == kind))
        for kind in ("missed", "spurious")
    }


def _counted(causes: Iterable[str], rows: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    numbers = Counter(rows)
    found: dict[str, dict[str, int]] = {cause: {} for cause in causes}
    for (cause, name), number in sorted(numbers.items(), key=lambda row: (-row[1], row[0])):
        found[cause][name] = number
    return found

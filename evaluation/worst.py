"""The worst errors of a system, to be read one by one: those it was surest of.

Two kinds of error, and two scales:

- *said*: a span that is spurious or has another border or label than the gold. Its sureness is the probability it
  was given, calibrated.
- *unsaid*: a gold span that nothing answers. Its sureness is the smallest probability of the tags the system gave
  the tokens of the span instead, as the CRF has it: nothing calibrates what is not said. A system that tells no
  tags has none, and its unsaid errors come last.

As the scales are not one, each kind is ranked by itself and gives its share of the list: as many as its share of all
errors. Whoever reads the list gives each error one of a few causes; whether a system of today still makes an error is
asked of its predictions (:func:`still_made`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from annotations.errors import InputError
from evaluation.causes import Error
from evaluation.pairs import Pair, Span

Row = dict[str, Any]
Sureness = Callable[[str, Span], "float | None"]
"""How sure a system was of what it said in the place of a gold span: document id and span -> probability."""


def worst_errors(errors: Iterable[Error], number: int, sureness: Sureness) -> list[Row]:
    """The errors a system was surest of.

    Args:
        errors: of an evaluation.
        number: how many at most.
        sureness: see :data:`Sureness`.

    Returns:
        Rows as they are committed, ``said`` before ``unsaid``, the surest first: ``document``, ``kind`` (one of
        :data:`evaluation.causes.CAUSES`), ``gold`` and ``predicted`` (start, end, label; or None), ``score`` and
        ``cause`` (None: nobody has read it yet).

    >>> found = [Error("d", "spurious", None, Span(0, 4, "LOC"), 0.5), Error("d", "missed", Span(9, 12, "ORG"), None),
    ...          Error("d", "label", Span(5, 8, "ORG"), Span(5, 8, "LOC"), 0.9)]
    >>> [(row["kind"], row["score"]) for row in worst_errors(found, 2, lambda document, span: 0.99)]
    [('label', 0.9), ('missed', 0.99)]
    """
    said: list[Row] = []
    unsaid: list[Row] = []
    for error in errors:
        missed = error.predicted is None and error.gold is not None
        score = sureness(error.document, error.gold) if missed and error.gold else error.score
        (unsaid if missed else said).append({
            "document": error.document, "kind": error.cause, "gold": error.gold and [*error.gold],
            "predicted": error.predicted and [*error.predicted],
            "score": None if score is None else round(score, 4), "cause": None,
        })
    share = round(number * len(unsaid) / max(1, len(said) + len(unsaid)))
    return sorted(said, key=_rank)[:number - share] + sorted(unsaid, key=_rank)[:share]


def _rank(row: Row) -> tuple[float, str, Sequence[Any]]:
    return -(row["score"] or 0.0), row["document"], row["gold"] or row["predicted"]


def still_made(rows: Iterable[Row], pairs: Iterable[Pair]) -> list[bool]:
    """Whether predictions still have each of some errors.

    An error with a gold span is mended once exactly that span is found, a spurious one once it is not predicted any
    more; both are, too, where the gold of today says that there never was an error.

    Args:
        rows: of :func:`worst_errors`.
        pairs: gold and predictions of today.

    Raises:
        InputError: an error is in a document that the gold does not have.
    """
    by_id = {pair.id: pair for pair in pairs}
    found = []
    for row in rows:
        pair = by_id.get(row["document"])
        if pair is None:
            raise InputError(f"no document {row['document']!r} in the gold",
                             hint="check against the set that was listed")
        gold, predicted = pair.gold.spans, pair.predicted.spans
        if row["gold"]:
            wanted = Span(*row["gold"])
            found.append(wanted in gold and wanted not in predicted)
        else:
            given = Span(*row["predicted"])
            found.append(given in predicted and given not in gold)
    return found


def by_cause(listed: Row) -> dict[str, Row]:
    """What the list comes to, cause by cause, in the order of ``causes``.

    Args:
        listed: ``causes`` (name -> description) and ``rows``, each with a ``cause`` and, where it was checked,
            ``still`` (package -> whether it makes the error).

    Returns:
        Cause -> ``errors``, ``kinds`` (how many of each), and ``still`` (package -> how many).

    Raises:
        InputError: a row has no cause, or one that is not described.

    >>> rows = [{"kind": "missed", "cause": "border", "still": {"toy": made}} for made in (True, False)]
    >>> by_cause({"causes": {"border": "…", "list": "…"}, "rows": rows})["border"]
    {'errors': 2, 'kinds': {'missed': 2}, 'still': {'toy': 1}}
    """
    known: Mapping[str, str] = listed["causes"]
    for number, row in enumerate(listed["rows"], 1):
        if row["cause"] not in known:
            raise InputError(f"error {number} has the cause {row['cause']!r}",
                             why=f"described are: {', '.join(known) or 'none'}",
                             hint="read it, and give it one of the causes, or describe another")
    found = {}
    for cause in known:
        rows = [row for row in listed["rows"] if row["cause"] == cause]
        still: Counter[str] = Counter()
        for row in rows:
            still.update({name: int(made) for name, made in row.get("still", {}).items()})
        found[cause] = {
            "errors": len(rows), "kinds": dict(Counter(row["kind"] for row in rows).most_common()),
            "still": dict(still),
        }
    return found

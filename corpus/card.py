"""The figures of a data-set card, written between two marks from committed JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotations.schema import SCHEMA

OPENS, CLOSES = "<!-- figures -->", "<!-- /figures -->"
Row = Mapping[str, Any]


def with_figures(card: str, counts: Mapping[str, Row], agreement: Row) -> str:
    """A card with its figures made anew.

    Args:
        card: Markdown with the two marks.
        counts: of each split, as :meth:`corpus.stats.Statistics.to_json` gives them.
        agreement: of two passes, as :func:`annotations.agreement` counts it, with ``set``, ``note``, ``documents``
            and ``entities_alike``.
    """
    head, _, rest = card.partition(OPENS)
    _, _, tail = rest.partition(CLOSES)
    lines = ["## Counts", "", *_counts(counts), "", "## Agreement", "", *_agreement(agreement)]
    return f"{head}{OPENS}\n" + "\n".join(lines) + f"\n{CLOSES}{tail}"


def _counts(counts: Mapping[str, Row]) -> list[str]:
    names = list(counts)
    wholes = ("documents", "sentences", "syllables")
    rows = [(f"**{name}**", [counts[split][name] for split in names]) for name in wholes]
    for kind, labels in (("entities", SCHEMA.labels), ("relations", SCHEMA.relations)):
        rows.append((f"**{kind}**", [counts[split][kind]["all"] for split in names]))
        rows += [(label, [counts[split][kind].get(label, 0) for split in names]) for label in labels]
    return _table(["", *names], [[name, *(f"{value:,}" for value in values)] for name, values in rows])


def _agreement(found: Row) -> list[str]:
    lines = [
        f"Two passes over the {found['documents']} articles of {found['set']}: {found['note']} "
        f"{found['entities_alike']} articles have the same entities in both. Cohen's kappa over "
        f"{found['tokens']:,} tokens: {found['kappa']:.3f}.", "",
    ]
    rows = []
    for kind in ("entities", "attributes", "relations"):
        for name, count in found[kind].items():
            shown = f"**{kind}**" if name == "all" else name if kind != "attributes" else f"{name}, value"
            f1 = "n/a" if count["f1"] is None else f"{count['f1']:.3f}"
            rows.append([shown, f"{count['both']:,}", f"{count['first']:,}", f"{count['second']:,}", f1])
    return lines + _table(["", "in both", "only in the first", "only in the second", "F1"], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "|".join(" --- " if index == 0 else " ---: " for index in range(len(head))) + "|",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]

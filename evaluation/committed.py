"""What was committed about the same articles: how far annotators agree on them, and what baselines find in them.

A score is worth what its gold is worth: two annotators who agree on nine spans of ten leave a system no way to
be right, by the one's gold, about the tenth. Their agreement is printed beside the score as its ceiling.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from annotations.errors import InputError
from annotations.schema import SCHEMA, Schema
from evaluation.counts import Key, ratio
from evaluation.entities import label_sets

Row = dict[str, Any]
RESULTS = Path(__file__).with_name("results")


def agreement_on(texts_sha256: str) -> Row | None:
    """The committed agreement of annotators on exactly these texts, if there is one."""
    return _committed("agreement", "texts_sha256", texts_sha256)


def baselines_on(gold_sha256: str) -> Row | None:
    """The committed figures of the baselines against exactly this gold, if there are any."""
    return _committed("baselines", "gold_sha256", gold_sha256)


def read_agreement(path: Path) -> Row:
    """Read what ``congbao annotate agree --json`` wrote.

    Raises:
        InputError: it is something else.
    """
    try:
        row: Row = json.loads(path.read_text("utf-8"))
        ceiling(row)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("no agreement of annotators", file=str(path), why=f"{type(error).__name__}: {error}",
                         hint="write one: congbao annotate agree FIRST SECOND --json") from None
    return row


def ceiling(agreement: Row, schema: Schema = SCHEMA) -> dict[Key, float]:
    """Pairwise F1 of two annotators, under the keys of the figures it bounds.

    Args:
        agreement: as ``congbao annotate agree --json`` writes it.
        schema: whose label sets are summed up.

    >>> counts = {"ORG": {"both": 3, "first": 1, "second": 1}, "LOC": {"both": 1, "first": 0, "second": 2}}
    >>> found = ceiling({"entities": counts, "attributes": {}, "relations": {}})
    >>> found["entities", "strict", "ORG"], round(found["entities", "strict", "flat"], 3)
    (0.75, 0.667)
    """
    entities = agreement["entities"]
    rows: dict[Key, list[Mapping[str, float]]] = {
        ("entities", "strict", label): [entities[label]] for label in schema.labels if label in entities
    }
    for name, labels in label_sets(schema).items():
        rows["entities", "strict", name] = [entities[label] for label in labels if label in entities]
    for label in schema.attributes:
        rows["values", "joint", label, "all"] = [*filter(None, [agreement["attributes"].get(label)])]
    for name in ("all", *schema.relations):
        rows["relations", "end_to_end", "strict", name, "all"] = [*filter(None, [agreement["relations"].get(name)])]
    found = {key: _f1(counts) for key, counts in rows.items()}
    return {key: f1 for key, f1 in found.items() if f1 is not None}


def _f1(counts: Iterable[Mapping[str, float]]) -> float | None:
    rows = list(counts)
    both = sum(row["both"] for row in rows)
    return ratio(2 * both, 2 * both + sum(row["first"] + row["second"] for row in rows))


def _committed(kind: str, name: str, digest: str) -> Row | None:
    return next((row for row in _results(kind) if row["data"].get(name) == digest), None)


@cache
def _results(kind: str) -> tuple[Row, ...]:
    return tuple(json.loads(path.read_text("utf-8")) for path in sorted(RESULTS.glob(f"{kind}*.json")))

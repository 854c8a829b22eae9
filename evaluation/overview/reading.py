"""The section on errors that were read one by one; see ``pipeline/worst.py``."""

from __future__ import annotations

from typing import Any

from evaluation.overview.cells import cell, table

Row = dict[str, Any]


def worst_errors(found: Row) -> list[str]:
    """Causes of the errors a package was surest of, and how many of them the shipped packages make today.

    What was changed because of a cause is shown where somebody wrote it under ``changed``.
    """
    checked = found["checked"]
    changed = found.get("changed", {})
    head = ["cause", "errors", "of which", *(f"{name} still" for name in checked), "about"]
    rows = [
        [cause, row["errors"], row["kinds"] or None, *(row["still"].get(name, 0) for name in checked),
         found["causes"][cause], *([changed.get(cause)] if changed else [])]
        for cause, row in found["counts"].items()
    ]
    rows.sort(key=lambda row: -row[1])
    total = sum(row[1] for row in rows)
    sums = [sum(row[3 + number] for row in rows) for number in range(len(checked))]
    rows.append(["all", total, None, *sums, None, *([None] if changed else [])])
    weights = ", ".join(f"{name} {cell(row['sha256'])}" for name, row in checked.items())
    return [
        f"The {total} errors of {found['errors']} on {found['gold']} that {found['system']} (weights "
        f"{cell(found['weights_sha256'])}) was surest of, read one by one; what was said and what was left unsaid have "
        "each their share. The set shapes no rule and trains nothing, so a cause may be found here, but is mended by "
        "what other articles teach.",
        "", *([f"Still made, as checked with the weights {weights}:", ""] if weights else []),
        *table([*head, *(["changed"] if changed else [])], rows),
    ]

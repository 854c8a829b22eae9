"""What is understood, as a Markdown table of test cases: ``python -m pipeline.normalize.table CASES``.

CASES is a JSON list of objects: ``text``, ``kind`` (quantity, date or deadline), ``expected`` and, where they
matter, ``before``, ``after`` and ``default_unit`` of a quantity or ``anchor`` of a time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from annotations.errors import InputError
from pipeline.normalize.quantity import parse_quantity
from pipeline.normalize.time import parse_time

USAGE = "usage: python -m pipeline.normalize.table CASES.json"


def read_case(case: dict[str, Any]) -> list[Any]:
    """What is read from a case: value, unit and bound of a quantity, value and bound of a time."""
    if case["kind"] == "quantity":
        value, unit, bound = parse_quantity(
            case["text"], case.get("before", ""), case.get("after", ""), case.get("default_unit")
        )
        return [list(value) if isinstance(value, tuple) else value, unit, bound]
    return list(parse_time(case["text"], case["kind"] == "deadline", case.get("anchor")))


def table(cases: list[dict[str, Any]]) -> str:
    """The cases, and what is read from them, as a Markdown table."""
    rows = ["| text | kind | read from | value | unit | bound |", "| --- | --- | --- | --- | --- | --- |"]
    for case in cases:
        read = read_case(case)
        value, *rest = read if case["kind"] == "quantity" else (read[0], None, read[1])
        around = f"{case.get('before', '')} … {case.get('after', '')}".strip(" …")
        cells = [case["text"], case["kind"], case.get("anchor") or around, _value(value),
            *(part or "" for part in rest)]
        rows.append("| " + " | ".join(str(cell).replace("|", "\\|").replace("\n",
            " ") for cell in cells) + " |")
    return "\n".join(rows)


def _value(value: Any) -> str:
    if value is None:
        return "?"
    return "..".join(map(str, value)) if isinstance(value, list) else str(value)


def main(arguments: list[str]) -> int:
    """Print the table of the cases in a file; 2 for wrong usage.

    Raises:
        InputError: the file cannot be read or holds no cases.
    """
    if len(arguments) != 1:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        shown = table(json.loads(Path(arguments[0]).read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("no cases", file=arguments[0], why=str(error),
            hint="give a JSON list of cases") from None
    print(shown)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(1)

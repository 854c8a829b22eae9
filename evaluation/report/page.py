"""The page: what it shows, as plain rows and numbers; how it looks is for the templates."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from annotations.document import Value
from evaluation.calibration import TITLES
from evaluation.counts import Key, shown
from evaluation.entities import STRATEGIES, label_sets
from evaluation.report.browser import browse
from evaluation.report.grids import grids
from evaluation.report.plots import pixel, polyline, reliability
from evaluation.result import Evaluation
from evaluation.slices import length_classes
from evaluation.table import between, notes

Row = dict[str, Any]


def render(evaluation: Evaluation, title: str = "Evaluation", most: int = 200) -> str:
    """The report as one HTML page that needs nothing beside it.

    Args:
        evaluation: what to show.
        title: of the page.
        most: documents in the error browser, those with most mistakes; the page says how many are left out.

    Returns:
        HTML. All text in it is escaped.
    """
    environment = Environment(
        loader=PackageLoader("evaluation.report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )
    environment.filters.update(ratio=shown, x=pixel, value=written)
    documents, left_out = browse(evaluation, most)
    labels = evaluation.schema.labels
    return environment.get_template("report.html.j2").render(
        title=title, evaluation=evaluation, notes=notes(evaluation), cards=_cards(evaluation),
        sections=_sections(evaluation), grids=grids(evaluation), confusions=_confusions(evaluation),
        calibrations=_calibrations(evaluation), documents=documents, left_out=left_out, labels=labels,
        hue=[int(at * 137.508) % 360 for at in range(len(labels))],  # the golden angle keeps neighbours apart
    )


def written(value: Value) -> str:
    """An attribute as it is shown; a dash where it says that it cannot be known.

    >>> written(5e9), written([0.5, 7]), written("2018-11"), written(None)
    ('5000000000', '0.5 … 7', '2018-11', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, (list, tuple)):
        return " … ".join(map(written, value))
    return value if isinstance(value, str) else f"{value:.14g}"


def _row(evaluation: Evaluation, name: str, key: Key) -> Row:
    interval = evaluation.intervals.get(key)
    row: Row = {"name": name, "f1": evaluation.f1(*key), "between": between(interval), "counts": None,
                "low": interval and interval.low, "high": interval and interval.high,
                "ceiling": evaluation.ceiling.get(key)}
    if key[-1] != "macro":
        score = evaluation.score(*key)
        row.update(
            counts=[f"{number:g}" for number in (score.tp + score.fn, score.tp + score.fp, score.tp)],
            precision=score.precision, recall=score.recall,
            ranges={name: between(evaluation.ratio_intervals[name].get(key)) for name in ("precision", "recall")},
        )
    return row


def _cards(evaluation: Evaluation) -> list[Row]:
    return [
        _row(evaluation, name, key) for name, key in (
            ("entities, the mission's labels", ("entities", "strict", "mission")),
            ("entities, all flat labels", ("entities", "strict", "flat")),
            ("relations, end to end", ("relations", "end_to_end", "strict", "all", "all")),
            ("quantities with value, unit, bound", ("values", "joint", "QUANTITY", "all")),
        )
    ]


def _sections(evaluation: Evaluation) -> list[Row]:
    schema = evaluation.schema
    entities: list[tuple[str, Key]] = [(label, ("entities", "strict", label)) for label in schema.labels]
    for name in label_sets(schema):
        entities += [(f"{name}, micro", ("entities", "strict", name)),
                     (f"{name}, macro", ("entities", "strict", name, "macro"))]
    sections: list[tuple[str, str, list[tuple[str, Key]]]] = [
        ("Entities", "Offsets and label are right.", entities),
        ("Entities by strategy", "All flat labels. exact: offsets alone; partial: an overlap counts half; "
         "type: overlap with the right label; overlap: any overlap.",
         [(strategy, ("entities", strategy, "flat")) for strategy in STRATEGIES]),
    ]
    if evaluation.data.get("gold_values"):
        for which, name, text in (
            ("joint", "Attributes with their span", "Span, label and attribute are right."),
            ("matched", "Attributes on spans found", "Share of spans found whose attribute is right."),
        ):
            sections.append((name, text, [
                (f"{label} {attribute}", ("values", which, label, attribute))
                for label, attributes in schema.attributes.items()
                for attribute in (*attributes, *(("all",) if len(attributes) > 1 else ()))
            ]))
    about = {"end_to_end": "All gold against all predicted relations.",
             "found": "Only between entities that both sides have.",
             "given": "Predicted on gold entities."}
    for mode in dict.fromkeys(key[1] for key in evaluation.tally.below("relations")):
        start = ("relations", mode)
        relations: list[tuple[str, Key]] = [
            *((name, (*start, "strict", name, "all")) for name in schema.relations),
            ("all", (*start, "strict", "all", "all")), ("all, macro", (*start, "strict", "macro")),
            ("all, ends overlap", (*start, "relaxed", "all", "all")),
        ]
        sections.append((f"Relations, {mode.replace('_', ' ')}", about[mode], relations))
    sections.append(("Records", "As whole tuples, and by what they are about.", [
        (", ".join(key[1:]), key) for key in evaluation.tally.below("records")
    ]))
    sources = [(key[2], key) for key in evaluation.keys if key[:2] == ("slices", "source")]
    sections += [
        ("By source", "Strict, all flat labels.", sources),
        ("By length of the sentence, in syllables", "Strict, all flat labels.", [
            (name, ("slices", "length", name)) for name in length_classes()
        ]),
    ]
    return [
        {"title": title, "about": text, "rows": [_row(evaluation, name, key) for name, key in rows],
         "bounded": any(key in evaluation.ceiling for _, key in rows)}
        for title, text, rows in sections if rows
    ]


def _confusions(evaluation: Evaluation) -> list[Row]:
    found = []
    for which, title in (("overlap", "Spans that overlap"), ("same_span", "Spans with equal offsets")):
        names, counts = evaluation.confusion(which)
        rows = []
        for at, row in enumerate(counts):
            whole = max(1, sum(row))
            rows.append([
                {"count": count, "share": round(count / whole, 3), "right": at == place}
                for place, count in enumerate(row)
            ])
        found.append({"title": title, "names": [name or "nothing" for name in names], "rows": rows})
    return found


def _calibrations(evaluation: Evaluation) -> list[Row]:
    return [
        {
            "name": f"{TITLES[kind]}, {name}",
            "n": len(known.scores), "gold": known.gold, "error": known.error,
            "half": known.precision_at(0.5), "most": known.precision_at(0.8),
            "curve": polyline(*known.curve()), "bins": reliability(known.bins()),
        }
        for kind, rows in evaluation.calibration.items()
        for name, known in rows.items() if len(known.scores)
    ]

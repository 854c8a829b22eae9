"""Figures of an indicator over time, or which indicators there are."""

from __future__ import annotations

from typing import Any

from pipeline.archive import figures as stored
from pipeline.archive import folding
from pipeline.archive.pages import charts
from pipeline.archive.pages.query import Pages, Query, number, rows

INDICATORS = 50
"""Indicators a page names."""
MOST = 400
"""Figures of one plot."""
_CHOICES = 30
_KINDS = ("all", "result", "target")


def data(query: Query) -> dict[str, Any]:
    """Figures of ``?indicator=`` in one unit, of all places and bodies or of some; without it the indicators."""
    indicator = query.text("indicator")
    return _figures(query, indicator) if indicator else _indicators(query)


def dress(query: Query, data: dict[str, Any]) -> dict[str, Any]:
    """The plot."""
    return {"chart": charts.points(data["figures"], joined=data["one_series"]) if data["indicator"] else None}


def _indicators(query: Query) -> dict[str, Any]:
    asked, page = query.text("q"), query.page()
    words = folding.shadow(asked or "").split()
    meant = [
        {"indicator": folded, "figures": figures, "articles": articles, "counted": not named}
        for folded, figures, articles, named in stored.indicators(query.db)
        if all(f" {word}" in f" {folding.plain(folded)}" for word in words)
    ]
    start = (page - 1) * INDICATORS
    return {
        "indicator": None, "q": asked or "", "figures": meant[start : start + INDICATORS],
        "pages": Pages(page, len(meant), start + INDICATORS < len(meant)),
    }


def _figures(query: Query, indicator: str) -> dict[str, Any]:
    chosen = {
        "folded": indicator, "place_code": query.text("place"), "organisation_id": query.number("body"),
    }
    kind = query.choice("kind", _KINDS)
    units = _choices(query, chosen, "unit", "coalesce(unit, '')", "NULL")
    if not units:
        raise LookupError(indicator)
    unit = query.args.get("unit")
    if unit not in {row["value"] for row in units}:
        unit = units[0]["value"]
    condition, named = _where(chosen | {"coalesce(unit, '')": unit, "kind": None if kind == "all" else kind})
    total = number(query.db, f"SELECT count(*) FROM figures WHERE {condition}", **named)
    found = stored.rows(query.db, condition, named, MOST)
    places = _choices(query, chosen, "place", "place_code", "(SELECT name FROM places WHERE code = place_code)")
    bodies = _choices(
        query, chosen, "body", "organisation_id", "(SELECT name FROM organisations WHERE id = organisation_id)",
    )
    return {
        "indicator": indicator, "unit": unit, "kind": kind, "units": units, "places": places, "bodies": bodies,
        "place": chosen["place_code"], "body": chosen["organisation_id"], "figures": found, "total": total,
        "most": MOST, "one_series": chosen["place_code"] is not None or chosen["organisation_id"] is not None,
    }


def _choices(query: Query, chosen: dict[str, Any], name: str, column: str, said: str) -> list[dict[str, Any]]:
    """The values a reader can choose among, those of most figures first."""
    own = {"place": "place_code", "body": "organisation_id"}.get(name)
    condition, named = _where({key: value for key, value in chosen.items() if key != own})
    return rows(
        query.db,
        f"SELECT {column} AS value, {said} AS name, count(*) AS figures FROM figures"
        f" WHERE {condition} AND {column} IS NOT NULL GROUP BY 1 ORDER BY figures DESC, value LIMIT :limit",
        **named, limit=_CHOICES,
    )


def _where(chosen: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """SQL for columns that have a value given."""
    given = [(column, value) for column, value in chosen.items() if value is not None]
    return (
        " AND ".join(
            f"{column if '(' in column else f'figures.{column}'} = :v{place}" for place, (column, _) in enumerate(given)
        ),
        {f"v{place}": value for place, (_, value) in enumerate(given)},
    )

"""What editors corrected, newest first, to look at and to undo."""

from __future__ import annotations

import json
from typing import Any

from pipeline.archive.pages.query import SIZE, Pages, Query, number, rows


def data(query: Query) -> dict[str, Any]:
    """Corrections, each with the words it is about where they are in the archive."""
    page = query.page()
    found = rows(
        query.db,
        "SELECT corrections.*, articles.id AS article_id, articles.title,"
        " substr(articles.text, start + 1, min(\"end\" - start, 200)) AS words"
        " FROM corrections LEFT JOIN articles USING (sha256) ORDER BY corrections.id DESC LIMIT ? OFFSET ?",
        SIZE + 1, (page - 1) * SIZE,
    )
    for row in found:
        row["detail"] = json.loads(row["detail"])
    return {
        "corrections": found[:SIZE],
        "pages": Pages(page, number(query.db, "SELECT count(*) FROM corrections"), len(found) > SIZE),
    }

"""An archive's content without what may differ between two runs on the same articles: row ids and times."""

from pipeline.archive.store import open_archive

_ARTICLE = "(SELECT sha256 FROM articles WHERE id = {0})"
_PERSON = "(SELECT key FROM people WHERE id = {0})"
_BODY = "(SELECT key FROM organisations WHERE id = {0})"
_KEYS = {
    "article_id": _ARTICLE, "duplicate_of": _ARTICLE, "person_id": _PERSON, "organisation_id": _BODY,
    "deadline_id": "(SELECT mention || task FROM deadlines WHERE id = {0})",
}
_LEFT_OUT = {"id", "added_at", "at", "tries"}
_TABLES = (
    "articles", "mentions", "relations", "people", "organisations", "offices", "figures", "deadlines", "assignments",
    "corrections", "quarantine", "meta", "signatures", "bands",
)


def dump(path):
    """Every table as a sorted list of rows, and the words of the full-text index with their places."""
    db = open_archive(path)
    try:
        found = {}
        for table in _TABLES:
            columns = [column.name for column in db[table].columns if column.name not in _LEFT_OUT]
            shown = ", ".join(_KEYS[name].format(f'{table}."{name}"') if name in _KEYS else f'"{name}"'
                              for name in columns)
            found[table] = sorted(map(repr, db.execute(f"SELECT {shown} FROM {table}")))
        db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)")
        found["search"] = sorted(map(repr, db.execute(
            f"SELECT term, col, offset, {_ARTICLE.format('doc')} FROM temp.words"
        )))
        return found
    finally:
        db.close()

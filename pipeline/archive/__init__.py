"""The newsroom archive: articles, tagged, in one SQLite file that can be searched and asked."""

"""An archive for other programs: tables as Parquet or CSV, FollowTheMoney entities, a calendar.

What editors have hidden is in none of them, see :mod:`pipeline.archive.exports.tables`. The same archive gives the
same bytes.
"""

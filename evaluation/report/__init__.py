"""One HTML file that shows a result: tables, plots, and every mistake in its sentence.

The file holds the scored text. It is for reading, not for publishing, where the text may not be passed on;
the JSON of a result never holds text.
"""

from evaluation.report.page import render

__all__ = ["render"]

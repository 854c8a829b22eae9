"""``RESULTS.md``: what was committed as JSON in ``results/`` and in the packages, as tables and plots to read.

Everything in it is generated; a test fails where it says something else than the JSON. The shapes of the JSON are
in ``README.md`` beside ``results/``.
"""

from evaluation.overview.page import render
from evaluation.overview.write import write_overview

__all__ = ["render", "write_overview"]

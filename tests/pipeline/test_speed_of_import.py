"""Import times as ratios to spaCy's own, measured side by side, best of several."""

import subprocess
import sys
import time

import pytest


def seconds(code, times=3):
    def once():
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        return time.perf_counter() - started

    return min(once() for _ in range(times))


@pytest.mark.slow
def test_nothing_heavy_is_imported_before_it_is_needed():
    spacy = seconds("import spacy")
    assert seconds("import pipeline") < 0.5 * spacy
    assert seconds("import sys; sys.argv = ['congbao', '--help']\nfrom pipeline.cli import app\n"
                   "try: app()\nexcept SystemExit: pass") < 0.6 * spacy


def test_the_command_line_does_not_import_spacy():
    code = "import sys, pipeline.cli; assert not {'spacy', 'numpy', 'sklearn', 'underthesea'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True)

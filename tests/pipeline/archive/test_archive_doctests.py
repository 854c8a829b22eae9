"""The examples in the docstrings of the archive's reading of names, bodies and offices."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", [
    "bodies", "holders", "localities", "names", "near", "pages.relabelling", "positions",
])
def test_examples(name):
    result = doctest.testmod(importlib.import_module(f"pipeline.archive.{name}"))
    assert result.attempted
    assert not result.failed

"""The worked examples in the docstrings of the scorer are tests."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import evaluation

MODULES = ["evaluation", *(found.name for found in pkgutil.walk_packages(evaluation.__path__, "evaluation."))]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    number = sum(len(one.examples) for name in MODULES for one in finder.find(importlib.import_module(name)))
    assert number > 60

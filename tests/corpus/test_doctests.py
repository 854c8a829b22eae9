import doctest
import importlib
import pkgutil

import pytest

import annotations
import corpus

MODULES = sorted(
    found.name for package in (annotations, corpus)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_say_what_happens(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0

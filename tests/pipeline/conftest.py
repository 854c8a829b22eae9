"""Fixtures of the tests of the pipeline."""

import sys

import pytest

from pipeline.cli import run


@pytest.fixture
def congbao(capsys, monkeypatch):
    """Call it with arguments; gives exit code, standard output and standard error."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["congbao", *map(str, arguments)])
        code = 0
        try:
            run()
        except SystemExit as error:
            code = error.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return call

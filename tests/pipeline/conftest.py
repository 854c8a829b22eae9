"""Fixtures of the tests of the pipeline."""

import signal
import sys

import pytest

from pipeline.cli import run


@pytest.fixture(scope="session", autouse=True)
def _heard():
    """Ctrl+C is heard, by the commands started too, even where the tests run in the background of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


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

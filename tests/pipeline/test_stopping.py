import os
import signal

import pytest

from pipeline.cli.stopping import Stopping


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM])
def number(request):
    return request.param


def test_all_items_where_no_signal_comes():
    before = signal.getsignal(signal.SIGINT)
    with Stopping() as stopping:
        assert [*stopping.until(iter_of(5))] == [0, 1, 2, 3, 4]
    assert stopping.signal == 0 and signal.getsignal(signal.SIGINT) is before


def iter_of(count, closed=None):
    try:
        yield from range(count)
    finally:
        if closed is not None:
            closed.append(True)


def test_a_signal_while_an_item_is_used_ends_the_stream_after_it(number):
    closed, used = [], []
    with Stopping() as stopping:
        for item in stopping.until(iter_of(9, closed)):
            if item == 2:
                os.kill(os.getpid(), number)
            used.append(item)
    assert used == [0, 1, 2] and closed == [True] and stopping.exit_code == 128 + number


def test_a_signal_while_an_item_is_made_ends_the_stream_at_once(number):
    closed = []

    def slow():
        try:
            yield 0
            try:
                os.kill(os.getpid(), number)
                yield 1
            except Exception as error:  # as what keeps a run going past a bad article
                yield error
        finally:
            closed.append(True)

    with Stopping() as stopping:
        assert [*stopping.until(slow())] == [0]
    assert closed == [True] and stopping.signal == number


def test_an_error_of_the_items_goes_through():
    def broken():
        yield 0
        raise KeyError("broken")

    with Stopping() as stopping, pytest.raises(KeyError):
        [*stopping.until(broken())]


def test_a_second_signal_at_once_changes_nothing(number):
    with Stopping() as stopping:
        for _ in stopping.until(iter_of(9)):
            os.kill(os.getpid(), number)
            os.kill(os.getpid(), number)
    assert stopping.signal == number


def test_what_ignores_a_signal_goes_on_ignoring_it():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Stopping() as stopping:
            os.kill(os.getpid(), signal.SIGINT)
            assert [*stopping.until(iter_of(3))] == [0, 1, 2]
    finally:
        signal.signal(signal.SIGINT, before)

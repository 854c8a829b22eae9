import json

import pytest

from annotations.decoding import DEEPEST, loads, too_deep


def nested(levels):
    return "[" * levels + "]" * levels


def test_json_of_ordinary_depth_is_read():
    for text in ("1", '"[[["', '{"a": [1, {"b": null}]}', nested(DEEPEST), json.dumps([[]] * 300)):
        assert loads(text) == json.loads(text)


@pytest.mark.parametrize("levels", [DEEPEST + 1, 900, 100_000])
def test_what_is_nested_too_deeply_is_an_error_like_any_other(levels):
    with pytest.raises(ValueError, match="nested more than"):
        loads(nested(levels))
    with pytest.raises(ValueError):
        loads("[" * levels)


def test_depth_is_counted_through_objects():
    value = []
    for _ in range(DEEPEST - 1):
        value = {"a": value, "b": 1}
    assert not too_deep(value) and too_deep({"a": value})

import json

import pytest

from annotations.errors import InputError
from corpus.articles import Article
from corpus.readers import read_paths


@pytest.mark.parametrize("row", [
    {"text": "họp \ud800"}, {"text": "họp", "id": "a\udfff"}, {"text": "họp", "title": "\ud800"},
    {"text": "họp", "meta": {"url": "\ud800"}},
])
def test_half_a_surrogate_pair_is_told_wherever_it_stands(tmp_path, row):
    path = tmp_path / "a.jsonl"
    path.write_text(f'{json.dumps(row)}\n{{"text": "còn lại"}}\n', "utf-8")
    refused, read = read_paths([path])
    assert isinstance(refused, InputError) and "half a surrogate pair" in str(refused) and ":1" in str(refused)
    assert isinstance(read, Article) and read.text == "còn lại"


def test_a_number_of_thousands_of_digits_is_told(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "họp", "meta": {{"n": {"9" * 5000}}}}}\n{{"text": "còn lại"}}\n', "utf-8")
    refused, read = read_paths([path])
    assert isinstance(refused, InputError) and isinstance(read, Article)

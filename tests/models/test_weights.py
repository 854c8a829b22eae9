"""Weights on disk: the same to the last digit, and damage is noticed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import ModelError
from models.crf import Crf
from models.weights import Model

SENTENCES = [([["w=ông"], ["w=an", "ệ"], ["w=nói"]], ["O", "B-P", "O"]), ([["w=bà"], ["w=mai"]], ["O", "B-P"])] * 3


def as_table(model):
    """The weight of each (attribute, tag), attributes without any among them."""
    table = {(int(value), None): 0.0 for value in model.attributes}
    for row, column, weight in zip(model.rows, model.columns, model.weights, strict=True):
        table[int(model.attributes[row]), model.tags[column]] = float(weight)
    return model.tags, table, model.transitions.tolist()


def test_a_trained_model_comes_back_as_it_was(tmp_path):
    model = Crf.fit(SENTENCES, {"c2": 0.01}).model()
    model.to_disk(tmp_path / "a.npz")
    again = Model.from_disk(tmp_path / "a.npz")
    assert as_table(again) == as_table(model) and len(model.weights) > 5
    again.to_disk(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


@given(st.data())
def test_any_model_comes_back_as_it_was(tmp_path_factory, data):
    tags = tuple(data.draw(st.lists(st.text("BIO-ĐÔNG", min_size=1), min_size=1, max_size=4, unique=True)))
    attributes = data.draw(st.lists(st.integers(0, 2**64 - 1), max_size=6, unique=True))
    cells = [(row, column) for row in range(len(attributes)) for column in range(len(tags))]
    features = data.draw(st.lists(st.sampled_from(cells), unique=True) if cells else st.just([]))
    weights = data.draw(st.lists(st.floats(-9, 9), min_size=len(features), max_size=len(features)))
    model = Model(
        tags, np.array(attributes, np.uint64), np.array([row for row, _ in features], np.int64),
        np.array([column for _, column in features], np.int64), np.array(weights, np.float64),
        np.arange(len(tags) ** 2, dtype=float).reshape(len(tags), -1),
    )
    path = tmp_path_factory.mktemp("weights") / "a.npz"
    model.to_disk(path)
    assert as_table(Model.from_disk(path)) == as_table(model)


@pytest.mark.parametrize("damage", [
    lambda data: b"", lambda data: data[:60], lambda data: data[:-30], lambda data: b"no zip archive",
    lambda data: data[:100] + bytes(40) + data[140:],
])
def test_damaged_files_are_refused(tmp_path, damage):
    path = tmp_path / "a.npz"
    Crf.fit(SENTENCES, {"c2": 0.01}).model().to_disk(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ModelError, match="the weights cannot be read"):
        Model.from_disk(path)
    with pytest.raises(ModelError, match="the weights cannot be read"):
        Model.from_disk(tmp_path / "missing.npz")


def test_arrays_that_do_not_fit_each_other_are_refused(tmp_path):
    model = Crf.fit(SENTENCES, {"c2": 0.01}).model()
    model.to_disk(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as file:
        arrays = dict(file)
    for name, wrong in (
        ("weights", arrays["weights"][1:]), ("transitions", arrays["transitions"][1:]),
        ("columns", arrays["columns"] + len(model.tags)), ("attributes", arrays["attributes"].astype(float)),
        ("tags", arrays["tags"].astype(object)),
    ):
        np.savez(tmp_path / "b.npz", **{**arrays, name: wrong})
        with pytest.raises(ModelError, match="the weights cannot be read"):
            Model.from_disk(tmp_path / "b.npz")

import pytest

from annotations.errors import ModelError
from models.crf import Crf

DATA = [([["w=ông"], ["w=an", "x"], ["w=nói"]], ["O", "B-P", "O"]), ([["w=bà"], ["w=mai", "x"]], ["O", "B-P"])] * 5


def test_learns_and_gives_marginals():
    crf = Crf.fit(DATA, {"c2": 0.01, "max_iterations": 50})
    assert crf.tag([["w=ông"], ["w=lạ", "x"]]) == ["O", "B-P"]
    decoded = crf.decode([["w=ông"], ["w=lạ", "x"]])
    assert all(0.5 < probability <= 1 for _, probability in decoded)
    assert crf.tag([]) == [] == crf.decode([])


def test_the_same_data_gives_the_same_weights_and_weights_are_enough():
    one, other = (Crf.fit(DATA, {"c2": 0.01}) for _ in range(2))
    assert one.weights == other.weights
    assert Crf(one.weights).decode(DATA[0][0]) == one.decode(DATA[0][0])


def test_damaged_weights_are_refused():
    with pytest.raises(ModelError, match="the weights are no CRF"):
        Crf(b"no weights")

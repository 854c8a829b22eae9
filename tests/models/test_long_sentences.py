"""What is asked of two places far apart is answered without walking from one to the other, and is answered alike."""

import random

from models.tasks import _nearest, _sentence


def test_the_nearest_deadline_and_its_clause():
    rng = random.Random(1)
    for _ in range(200):
        places = sorted(rng.sample(range(30), rng.randint(0, 6)))
        for index in range(30):
            assert _nearest(places, index) == min(places, key=lambda at, index=index: abs(at - index), default=0)
    norms = ["họp", ";", "báo", "cáo", "trước", "mai", ",", "sau", "đó", ";", "hết"]
    tags = ["B-DEADLINE" if norm == "mai" else "O" for norm in norms]
    side, _, here, *_ = _sentence(norms, tags)
    assert [norm for norm, told in zip(norms, here, strict=True) if told == "True"] == norms[1:9]
    assert side == [*"LLLLL", "in", *"RRRRR"]

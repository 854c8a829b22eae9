"""What is asked of two places far apart is answered without walking from one to the other, and is answered alike."""

import random

from annotations.document import Entity
from models.candidates import _within, candidates, pair_features, sentence_views
from models.tagger import tokenized
from models.tasks import _nearest, _sentence

LABELS = ("OFFICIAL", "POSITION", "ORG", "QUANTITY", "INDICATOR", "DATE")


class Counted(list):
    """A list that counts how many of its items are taken."""

    taken = 0

    def __getitem__(self, place):
        found = super().__getitem__(place)
        Counted.taken += len(found) if isinstance(place, slice) else 1
        return found


def view(count, seed=0):
    rng = random.Random(seed)
    words = [rng.choice(("ông", "Khoát", "xã", "12", ",", ";", "đạt", "thu")) for _ in range(3 * count)]
    text, entities, at = "", [], 0
    for number, word in enumerate(words):
        at = len(text)
        text += f"{word} "
        if number % 3 == 0:
            entities.append(Entity(f"e{number}", at, at + len(word), rng.choice(LABELS), word))
    (found,) = sentence_views(text, [[place for one in tokenized(text) for place in one]], entities)
    return found


def naive(view, head, tail):
    """Some of the features, by walking."""
    left, right = sorted((head, tail))
    path = [view.entities[index].label for index in range(left + 1, right)]
    gap = view.norms[view.last[left] + 1:view.first[right]]
    pair = f"{view.entities[head].label}{'R' if head < tail else 'L'}{view.entities[tail].label}"
    found = [
        f"{pair} e={min(len(path), 6)}", f"{pair} tb={min(path.count(view.entities[tail].label), 4)}",
        f"{pair} hb={min(path.count(view.entities[head].label), 6)}", f"{pair} set=" + ">".join(sorted(set(path))),
        f"{pair} path=" + ">".join(path[:4]) + (f"+{len(path) - 4}" if len(path) > 4 else ""),
        f"{pair} g0={gap[0] if gap else '-'}", f"{pair} g9={gap[-1] if gap else '-'}",
        *(f"{pair} b={token}" for token in {*gap[:6], *gap[-6:]}),
    ]
    return found + ([f"{pair} gap=" + " ".join(gap)] if len(gap) <= 5 else [])


def test_pairs_are_described_as_by_walking():
    for seed in range(5):
        made = view(40, seed)
        for head, tail, _ in candidates(made):
            assert set(naive(made, head, tail)) <= set(pair_features(made, head, tail))


def test_a_pair_far_apart_costs_no_more():
    taken = []
    for count in (50, 2000):
        made = view(count)
        made.norms, made.entities = Counted(made.norms), Counted(made.entities)
        Counted.taken = 0
        pair_features(made, 0, len(made.entities) - 1)
        taken.append(Counted.taken)
    assert taken[1] <= taken[0] + 5


def test_the_nearest_deadline_and_its_clause():
    rng = random.Random(1)
    for _ in range(200):
        places = sorted(rng.sample(range(30), rng.randint(0, 6)))
        for index in range(30):
            assert _nearest(places, index) == min(places, key=lambda at, index=index: abs(at - index), default=0)
            assert _within(places, 0, index + 1) == sum(0 < place < index + 1 for place in places)
    norms = ["họp", ";", "báo", "cáo", "trước", "mai", ",", "sau", "đó", ";", "hết"]
    tags = ["B-DEADLINE" if norm == "mai" else "O" for norm in norms]
    side, _, here, *_ = _sentence(norms, tags)
    assert [norm for norm, told in zip(norms, here, strict=True) if told == "True"] == norms[1:9]
    assert side == [*"LLLLL", "in", *"RRRRR"]

"""People of one name: what is one person and what is not, whatever the order."""

import random
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.archive.holders import Seen, on_day, ordinal, resolve
from pipeline.archive.names import bearers, group_key, is_full, name_key
from pipeline.archive.people import Parted, Unit, people
from pipeline.archive.posts import Appearance, Post

COMMON, RARE = "nguyễn văn hùng", "khúc thừa vọng"
THANH_HOA, NHU_XUAN, NGHE_AN = "38", "old/38/402", "40"


def post(title, body, place=None, *, seat=False, former=False):
    national = place is None and body is not None
    return Post(title, body, place, national, seat, not title.startswith("phó"), former, 0.95)


def unit(number, *posts, name=COMMON, day="2018-01-01", official=True, province=None, source=None):
    own = Appearance(name, name.title(), ["e1"], list(posts), official, province)
    return Unit((number, 1), (day or "9999", f"{number:04}", 0), own, ordinal(day), source)


def together(*units, **named):
    return [[own.id[0] for own, _ in person.units] for person in people(units, **named)]


CHAIR = post("chủ tịch", "ủy-ban-nhân-dân~old.38.402", NHU_XUAN)
SECRETARY = post("bí thư", "huyện-ủy~old.38.402", NHU_XUAN)
HEALTH = post("giám đốc", "sở-y-tế~38", THANH_HOA)
BUILDING = post("giám đốc", "sở-xây-dựng~38", THANH_HOA)
MINISTER = post("bộ trưởng", "bộ-tài-chính")


def test_one_office():
    assert together(unit(1, CHAIR), unit(2, CHAIR, day="2020-01-01"), unit(3, CHAIR, day=None)) == [[1, 2, 3]]


def test_one_office_long_ago_was_a_namesakes():
    assert together(unit(1, CHAIR, day="1985-01-01"), unit(2, CHAIR, day="2020-01-01")) == [[1], [2]]


def test_two_offices_at_once_in_one_unit():
    assert together(unit(1, CHAIR), unit(2, SECRETARY)) == [[1, 2]]
    assert together(unit(1, HEALTH), unit(2, BUILDING)) == [[1], [2]]


def test_two_units_at_once_keep_even_a_rare_name_apart():
    there = post("chủ tịch", "ủy-ban-nhân-dân~40", NGHE_AN)
    assert together(unit(1, CHAIR, name=RARE), unit(2, there, name=RARE)) == [[1], [2]]


def test_a_career():
    later = {"day": "2021-01-01"}
    province = post("phó chủ tịch", "ủy-ban-nhân-dân~38", THANH_HOA)
    assert together(unit(1, CHAIR, name=RARE), unit(2, province, name=RARE, **later)) == [[1, 2]]
    assert together(unit(1, CHAIR), unit(2, post("giám đốc", "sở-y-tế~40", NGHE_AN), **later)) == [[1], [2]]


def test_an_article_with_both_offices_joins_their_holders():
    moved = unit(3, CHAIR, MINISTER, day="2019-01-01")
    apart = unit(1, CHAIR), unit(2, MINISTER, day="2019-06-01")
    assert together(*apart) == [[1], [2]]
    assert together(*apart, moved) == [[1, 3, 2]]


def test_a_past_office_is_no_rival():
    there = post("giám đốc", "sở-y-tế~38", THANH_HOA, former=True)
    assert together(unit(1, BUILDING, name=RARE), unit(2, there, name=RARE)) == [[1, 2]]


def test_a_seat_joins_nobody():
    seat = post("đại biểu", "quốc-hội", seat=True)
    assert together(unit(1, seat, CHAIR), unit(2, seat, MINISTER)) == [[1], [2]]


def test_a_name_without_an_office_goes_with_the_one_of_its_province():
    alone = unit(3, name=RARE, province=THANH_HOA)
    assert together(unit(1, CHAIR, name=RARE), alone) == [[1, 3]]
    assert together(unit(1, CHAIR), unit(2, province=NGHE_AN)) == [[1], [2]]


def test_a_private_person_is_no_official():
    private = unit(2, official=False, province=THANH_HOA)
    assert together(unit(1, CHAIR), private) == [[1], [2]]


def test_what_editors_told_apart_stays_apart_and_takes_its_own():
    units = [unit(number, CHAIR, day=f"201{number}-01-01") for number in range(4)]
    said = [Parted({(2, 1), (3, 1)}, {(0, 1), (1, 1)})]
    assert together(*units, parted=said) == [[0, 1], [2, 3]]
    late = unit(9, CHAIR, day="2019-01-01")
    assert sorted(map(len, together(*units, late, parted=said))) == [2, 3]


def test_scores():
    (person,) = people([unit(1, CHAIR), unit(2, CHAIR)])
    (rare,) = people([unit(1, CHAIR, name=RARE), unit(2, CHAIR, name=RARE)])
    (alone,) = people([unit(1, CHAIR)])
    assert person.score < rare.score <= alone.score == 1
    weak = people([unit(1, CHAIR, name=RARE), unit(2, name=RARE, province=THANH_HOA)])[0]
    assert [sure for _, sure in weak.units] == [1.0, weak.score]
    assert 0.9 < weak.score < rare.score


posts = st.sampled_from([CHAIR, SECRETARY, HEALTH, BUILDING, MINISTER, post("giám đốc", None), post("trưởng", None)])
appearances = st.builds(
    unit, st.integers(0, 10**6), posts, posts, name=st.sampled_from([COMMON, RARE, "khúc thừa vóng"]),
    day=st.sampled_from([None, "1990", "2017-05-05", "2018-01", "2018-02-02", "2022-03-03"]), official=st.booleans(),
    province=st.sampled_from([None, THANH_HOA, NGHE_AN]), source=st.sampled_from([None, "báo A"]),
)


@settings(max_examples=60, deadline=None)
@given(units=st.lists(appearances, max_size=9, unique_by=lambda one: one.id), seed=st.integers(0, 99))
def test_order_does_not_matter_and_nobody_is_lost(units, seed):
    shuffled = list(units)
    random.Random(seed).shuffle(shuffled)
    one, other = people(units), people(shuffled)
    assert one == other
    assert sorted(own.id for person in one for own, _ in person.units) == sorted(own.id for own in units)
    assert all(0 < sure <= 1 for person in one for _, sure in person.units)


def test_every_order_of_a_small_group():
    units = [
        unit(1, CHAIR), unit(2, MINISTER, day="2019-06-01"), unit(3, CHAIR, MINISTER, day="2019-01-01"),
        unit(4, HEALTH),
    ]
    assert len({str(together(*order)) for order in permutations(units)}) == 1


# Names -----------------------------------------------------------------------------------------------------------


def test_names_as_they_are_compared():
    assert name_key("VI  SỸ\u00a0THUỶ") == name_key("Vi Sĩ Thủy")
    assert name_key("Lê Hoà") == name_key("Lê Hòa") != name_key("Lê Hoa")
    assert group_key(name_key("Lê Hoà")) == group_key(name_key("Le Hoa")) == "le hoa"


@pytest.mark.parametrize(("name", "full"), [
    ("Lê Anh", True), ("Tám", False), ("T.K", False), ("H", False), ("Johansen", True), ("", False), ("12 3", False),
])
def test_what_tells_people_apart(name, full):
    assert is_full(name_key(name)) is full


def test_how_many_bear_a_name():
    assert bearers(name_key("Nguyễn Văn Hùng")) > 20 * bearers(name_key("Vũ Đình Khoát")) > 0


# Offices ---------------------------------------------------------------------------------------------------------


SEEN = [Seen(ordinal("2018-01-01"), 1, "a"), Seen(ordinal("2019-01-01"), 1, "a"), Seen(ordinal("2021-01-01"), 2, "b c")]


@pytest.mark.parametrize(("day", "person"), [
    ("2018-06-01", 1), ("2018-01-01", 1), ("2019-03-01", 1), ("2020-12-01", 2), ("2021-06-01", 2), ("2020-01-01", None),
    ("1999-01-01", None), ("2039-01-01", None),
])
def test_who_held_an_office(day, person):
    found = resolve(SEEN, ordinal(day), "", sole=True)
    assert (found and found[0]) == person


def test_it_is_less_sure_the_further_away():
    chances = [on_day(SEEN, ordinal(day))[1] for day in ("2018-06-01", "2019-02-01", "2019-12-01")]
    assert chances == sorted(chances, reverse=True)
    assert on_day([], 1.0) is None


def test_a_short_name_chooses_among_holders():
    two = [*SEEN[:2], Seen(SEEN[0].day, 3, "le anh tam")]
    assert resolve(two, two[0].day, "", sole=True) is None  # two at once: nobody plainly
    assert resolve(two, two[0].day, "tam", sole=True)[0] == 3
    assert resolve(two, two[0].day, "tam", sole=False)[0] == 3
    assert resolve(two, None, "tam", sole=True) is None
    assert resolve(SEEN, SEEN[0].day, "", sole=False) is None

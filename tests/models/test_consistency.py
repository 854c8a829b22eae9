import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.document import Document, Entity
from annotations.folding import fold
from models.consistency import Consistency, Mention, Reading, apply, evidence, fit_rule, read_people
from models.features import Resources
from models.fitting import Settings, fit
from models.tagger import RULE, Tagger, tokenized
from models.tags import Span


def article(*shares):
    return [Mention("Lê Bá Tòng" if number == 0 else "Tòng", share) for number, share in enumerate(shares)]


def test_evidence_is_of_the_same_name_in_full_or_in_part():
    rows = evidence([*article(0.9, 0.5), Mention("Hà Thị Mơ", 0.2), Mention("bá tòng", 0.1)])
    assert rows[0][1] > rows[0][2] and rows[0][1] == 0.0  # of 0.5 and 0.1, the higher has even odds
    assert rows[1][1] == rows[0][0]
    assert rows[2][0] == rows[2][1] == rows[2][2] < 0


def test_what_helps_is_learned_and_carries_over():
    sure = [[(mention, True) for mention in article(0.97, 0.45)] for _ in range(12)]
    other = [[(mention, False) for mention in article(0.03, 0.45)] for _ in range(12)]
    mixed = [one for pair in zip(sure, other, strict=True) for one in pair]
    rule, figures = Consistency.fit(mixed)
    assert figures == {"mentions": 48, "mistakes_alone": 12, "mistakes": 0}
    assert [share > 0.5 for share in rule(article(0.97, 0.45, 0.45))] == [True, True, True]
    again = Consistency.from_json(rule.to_json())
    assert again(article(0.03, 0.45)) == rule(article(0.03, 0.45))


def test_what_does_not_help_is_not_used():
    clear = [[(Mention("Mơ", 0.9), True), (Mention("Tòng", 0.1), False)] for _ in range(12)]
    assert Consistency.fit(clear) == (None, {"mentions": 24, "mistakes_alone": 0, "mistakes": 0})
    assert Consistency.fit([[], []])[0] is None


def test_titles_are_evidence_and_mentions_that_are_nobody_are_not_judged():
    def made(titled, right):
        return [(Mention("Lê Bá Tòng", 0.5, titled), right), (Mention("Tòng", 0.5), right), (Mention("Mơ", 0.5), None)]

    rule, figures = Consistency.fit([made(number % 2 == 0, number % 2 == 0) for number in range(24)])
    assert figures["mentions"] == 48 and figures["mistakes"] == 0 and len(rule.weights) == 5
    assert [share > 0.5 for share in rule([Mention("Hà Thị Mơ", 0.5, True), Mention("Mơ", 0.5)])] == [True, True]
    assert evidence([Mention("Mơ", 0.5, True), Mention("Mơ", 0.5)])[1][3:] == [0.0, 1.0]


def test_a_rule_of_three_weights_reads_no_titles():
    rule = Consistency((1.0, 0.0, 0.0), 0.0)
    assert rule([Mention("Mơ", 0.8, True)]) == rule([Mention("Mơ", 0.8)])


def people(text, *spans, probability=lambda tag, at: 0.4):
    (places,) = tokenized(text)
    found = [Span(text.index(part), text.index(part) + len(part), label) for part, label in spans]
    for span in found:
        span.score = 0.1
    return read_people(found, places, probability)


def test_a_title_stands_beside_a_name_with_no_more_than_its_bodies_between():
    named = ("Lê Bá Tòng", "PERSON")
    title, body = ("Chủ tịch", "POSITION"), ("UBND xã An Lão", "ORG")
    for text, spans, titled in (
        ("Lê Bá Tòng, Chủ tịch họp", (named, title), True),
        ("Chủ tịch UBND xã An Lão Lê Bá Tòng họp", (title, body, named), True),
        ("Chủ tịch UBND xã An Lão đã về họp cùng bà con, Lê Bá Tòng nói", (title, body, named), False),
        ("UBND xã An Lão Lê Bá Tòng họp", (body, named), False),
        ("Chủ tịch và Mơ, Lê Bá Tòng họp", (title, ("Mơ", "PERSON"), named), False),
    ):
        assert people(text, *spans)[-1].titled == titled, text


def test_the_chance_of_a_person_is_that_of_the_less_certain_token():
    shares = {("B-OFFICIAL", 0): 0.6, ("B-PERSON", 0): 0.3, ("I-OFFICIAL", 1): 0.5, ("I-PERSON", 1): 0.2}
    (found,) = people("Bá Tòng họp", ("Bá Tòng", "OFFICIAL"), probability=lambda tag, at: shares[tag, at])
    assert abs(found.person - 0.7) < 1e-12 and abs(found.official - 2 / 3) < 1e-12


def test_only_what_changes_its_label_gets_a_new_score():
    text = "Tòng Mơ"
    found = [Reading(Span(0, 4, "PERSON", 0.5), 0.9, 0.45), Reading(Span(5, 7, "PERSON", 0.5), 0.9, 0.01)]
    apply(Consistency((1.0, 0.0, 0.0), 2.0), text, found, changed_only=True)
    assert [reading.span.label for reading in found] == ["OFFICIAL", "PERSON"]
    assert 0.7 < found[0].span.score < 0.9 and found[1].span.score == 0.5


def articles(count):
    """Articles in which a name that stands twice is an official's where it has a title once."""
    chance, out = random.Random(2), []
    for number in range(count):
        name = " ".join(chance.choice(("Lê", "Bá", "Tòng", "Hà", "Mơ", "Khoát", "Vinh", "Sửu")) for _ in range(3))
        label = chance.choice(("OFFICIAL", "PERSON"))
        opening = "Chủ tịch " if label == "OFFICIAL" else "Người dân "
        text = f"{opening}{name} đã về. Hôm qua {name} đã nói. {name} cười."
        entities, at = [], text.find(name)
        while at >= 0:
            entities.append(Entity(f"e{len(entities)}", at, at + len(name), label, name))
            at = text.find(name, at + 1)
        if label == "OFFICIAL":
            entities.append(Entity("t", 0, 8, "POSITION", "Chủ tịch"))
        out.append(Document(f"n/{number}", text, entities=entities))
    return out


def test_a_tagger_learns_the_rule_keeps_it_and_is_the_same_without(tmp_path):
    settings = Settings(max_iterations=30, folds=2, labels=("OFFICIAL", "PERSON", "POSITION"), layer=None)
    lines = []
    fitted = fit(articles(24), Resources({}, {}), settings, lines.append)
    assert sum(line.startswith("one label a person") for line in lines) == 1
    plain = fitted.tagger
    plain.consistency = None
    fresh = articles(30)[24:]
    before = [plain.predict(article.text) for article in fresh]
    plain.to_disk(tmp_path)
    assert not (tmp_path / RULE).exists() and Tagger.from_disk(tmp_path).consistency is None
    plain.consistency = Consistency((0.0, 0.0, 0.0), 9.0)  # whoever it is, OFFICIAL
    plain.to_disk(tmp_path)
    again = Tagger.from_disk(tmp_path)
    assert again.consistency == plain.consistency
    for article, spans in zip(fresh, before, strict=True):
        found = again.predict(article.text)
        assert {span.label for span in found} <= {"OFFICIAL", "POSITION"}
        assert [(span.start, span.end) for span in found] == [(span.start, span.end) for span in spans]


def test_nothing_is_learned_without_people():
    lines = []
    assert fit_rule([Document("n/1", "Tòng")], [[]], lines.append) is None
    assert "not used" in lines[0]


@given(st.lists(
    st.tuples(
        st.sampled_from(["Anh", "Xuân Anh", "Lê Xuân Anh", "Vũ Anh", "Lê", " "]), st.floats(0.01, 0.99), st.booleans(),
    ), max_size=12,
))
def test_evidence_is_that_of_every_other_mention_looked_at_in_turn(given_mentions):
    mentions = [Mention(*values) for values in given_mentions]
    parts = [fold(mention.name).split() for mention in mentions]
    odds = [math.log(mention.official / (1 - mention.official)) for mention in mentions]
    for number, row in enumerate(evidence(mentions)):
        alike = [
            other for other in range(len(mentions)) if other != number and parts[number] and parts[other] and (
                parts[other][-len(parts[number]):] == parts[number]
                or parts[number][-len(parts[other]):] == parts[other])
        ]
        others = [odds[other] for other in alike] or [odds[number]]
        expected = [odds[number], max(others), sum(others) / len(others), mentions[number].titled,
                    any(mentions[other].titled for other in alike)]
        assert row == pytest.approx([float(value) for value in expected], abs=1e-9)

from models.encoder.consistency import Consistency, Mention, evidence


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

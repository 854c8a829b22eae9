import random

from models.calibration import FEWEST, Calibration


def test_probabilities_are_those_of_held_out_results():
    draw = random.Random(0)
    results = []
    for _ in range(20_000):
        score = draw.random()
        results.append(("ORG", score, draw.random() < score ** 2))  # a model that is too sure of itself
    calibration = Calibration.fit(results)
    for score in (0.2, 0.5, 0.9):
        assert abs(calibration("ORG", score) - score ** 2) < 0.05


def test_is_monotone_and_a_rare_label_shares_the_common_curve():
    results = [("ORG", index / 1000, index % 3 > 0 or index > 700) for index in range(1000)]
    results += [("TASK", 0.5, False)] * (FEWEST - 1)
    calibration = Calibration.fit(results)
    curve = [calibration("ORG", index / 50) for index in range(51)]
    assert curve == sorted(curve)
    assert "TASK" not in calibration.curves and calibration("TASK", 0.99) == calibration("*", 0.99)


def test_without_curves_a_score_is_itself_and_json_keeps_them():
    assert Calibration({})("ORG", 0.25) == 0.25
    fitted = Calibration.fit([("ORG", index / 200, index > 90) for index in range(200)])
    assert Calibration.from_json(fitted.to_json()).curves == {
        label: (list(raw), list(right)) for label, (raw, right) in fitted.curves.items()
    }

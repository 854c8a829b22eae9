import numpy as np
import pytest

from annotations import Document, Entity, Relation
from annotations.errors import ModelError
from models import relations
from models.relations import RelationModel, RelationSettings, _best_threshold, example, fit


def article(number):
    text = f"Ông An{number} Chủ tịch UBND xã; bà Mai{number} Bí thư Đảng ủy xã."
    document = Document(f"d{number}", text)
    for name, label in ((f"An{number}", "OFFICIAL"), ("Chủ tịch", "POSITION"), ("UBND xã", "ORG"),
                        (f"Mai{number}", "OFFICIAL"), ("Bí thư", "POSITION"), ("Đảng ủy xã", "ORG")):
        start = text.index(name)
        document.entities.append(Entity(f"e{len(document.entities)}", start, start + len(name), label, name))
    document.relations = [Relation("e0", "e1", "HOLDS"), Relation("e1", "e2", "AT"), Relation("e3", "e4", "HOLDS"),
                          Relation("e4", "e5", "AT")]
    return document


MODEL = fit([example(article(number)) for number in range(12)], RelationSettings(folds=3))


def pairs(model, document):
    return sorted((item.head, item.tail, item.label) for item in model.predict(document.text, document.entities))


def test_learns_which_title_is_whose_and_where():
    new = article(99)
    assert pairs(MODEL, new) == sorted((item.head, item.tail, item.label) for item in new.relations)


def test_weights_on_disk_find_the_same(tmp_path):
    MODEL.to_disk(tmp_path)
    assert pairs(RelationModel.from_disk(tmp_path), article(50)) == pairs(MODEL, article(50))
    (tmp_path / "found.npz").write_bytes(b"x")
    with pytest.raises(ModelError, match="cannot be read"):
        RelationModel.from_disk(tmp_path)


def test_pairs_weighed_a_few_at_a_time_are_weighed_alike(monkeypatch):
    whole = MODEL.predict(article(7).text, article(7).entities)
    monkeypatch.setattr(relations, "_PAIRS_AT_ONCE", 2)
    assert MODEL.predict(article(7).text, article(7).entities) == whole


def test_the_threshold_is_the_best_of_all():
    draw = np.random.default_rng(0)
    for _ in range(20):
        scores, right, missed = draw.random(30).round(2), draw.random(30) < 0.4, int(draw.integers(0, 4))

        def f1(threshold, scores=scores, right=right, missed=missed):
            kept = scores >= threshold
            return 2 * (kept & right).sum() / (kept.sum() + right.sum() + missed)

        best = _best_threshold(scores, right, missed)
        assert f1(best) >= max(f1(score) for score in scores) - 0.05


def test_an_article_given_twice_stays_in_one_fold_and_found_entities_have_gold_only_where_both_ends_are_right():
    gold = article(1)
    shifted = [Entity("x", 4, 6, "OFFICIAL", "An"), *gold.entities[1:]]
    item = example(gold, shifted)
    assert len(item.gold) == 4 and item.document.entities[0].end == 6

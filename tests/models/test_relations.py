import numpy as np
import pytest
from sklearn.feature_extraction import FeatureHasher

from annotations import Document, Entity, Relation
from annotations.errors import ModelError
from models.relations import BITS, RelationModel, RelationSettings, _best_threshold, _hash, example, fit


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


def test_features_are_hashed_as_scikit_learn_hashes_them():
    features = ["a=1", "b=Ủy ban", "", "c"]
    hasher = FeatureHasher(1 << BITS, input_type="string", alternate_sign=False)
    assert sorted(hasher.transform([features]).indices) == _hash(features).tolist()


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

"""How the third pass is trained and how much it leans towards tasks, by hand-made articles."""

import itertools

import pytest

from annotations.document import Document, Entity
from annotations.errors import ModelError
from models import fitting
from models.features import Resources
from models.fitting import Settings, fit
from models.tags import f1, spans_of

BODIES = ("Sở Y tế", "Sở Xây dựng", "UBND xã An Bình", "UBND phường Lê Lợi")
TASKS = ("báo cáo kết quả", "nộp hồ sơ", "rà soát danh sách", "sửa chữa cầu")
NOTHING = Resources({}, {})
SETTINGS = Settings(folds=2, max_iterations=30, smallest_frequency=1)


def article(number, body, task):
    """An order with a deadline and a task, and a sentence with neither."""
    parts = ((body, "ORG"), (" phải ", None), (task, "TASK"), (" ", None), (f"trước ngày {number + 1}/7", "DEADLINE"),
             (". Trời mưa.", None))
    text, entities = "", []
    for part, label in parts:
        if label:
            entities.append(Entity(f"e{len(entities) + 1}", len(text), len(text) + len(part), label, part))
        text += part
    return Document(f"a{number}", text, {}, entities)


ARTICLES = [article(number, *pair) for number, pair in enumerate(itertools.product(BODIES, TASKS))]


def exact(spans):
    return {(span.start, span.end, span.label) for span in spans}


def test_what_held_out_articles_hold_is_found_in_order():
    lines = []
    fitted = fit(ARTICLES, NOTHING, SETTINGS, lines.append)
    assert f1(fitted.held_out, [spans_of(item) for item in ARTICLES]) > 0.9
    assert all(spans == sorted(spans, key=lambda span: (span.start, span.end)) for spans in fitted.held_out)
    assert any(span.label == "TASK" for spans in fitted.held_out for span in spans)
    assert len([line for line in lines if line.startswith("tasks, held out: F1 ")]) == 1
    assert exact(fitted.tagger.predict(ARTICLES[5].text)) == spans_of(ARTICLES[5])


def test_the_lean_is_the_one_whose_held_out_tasks_are_best(monkeypatch):
    """One that makes tasks of everything is worse than none, whichever is tried first."""
    def transitions(*leans):
        monkeypatch.setattr(fitting, "_LEANS", leans)
        model = fit(ARTICLES, NOTHING, SETTINGS).tagger.passes["tasks"].model
        names = list(itertools.product(model.tags, model.tags))
        return dict(zip(names, model.transitions.flatten().tolist(), strict=True))

    plain = transitions(0.0)
    assert transitions(0.0, 50.0) == transitions(50.0, 0.0) == plain
    raised = transitions(50.0)
    assert raised.pop(("O", "B-TASK")) == plain.pop(("O", "B-TASK")) + 50.0 and raised == plain


def test_a_sentence_is_shown_to_the_third_pass_as_annotated_and_as_it_was_read():
    ready = fitting._prepare(ARTICLES[0], NOTHING, SETTINGS, [], None)
    ready.as_gold = fitting._task_strings(ready, NOTHING, ready.gold)
    assert list(ready.as_gold) == [0]
    missed = [["O"] * len(sentence) for sentence in ready.sentences]
    assert fitting._task_strings(ready, NOTHING, missed) == {}
    early = [["B-DEADLINE", *["O"] * (len(row) - 1)] for row in missed]
    read = fitting._task_strings(ready, NOTHING, early)
    assert list(read) == [0, 1] and read[0] != ready.as_gold[0]


def test_without_a_layer_or_a_task_there_is_no_third_pass():
    plain = fit(ARTICLES, NOTHING, Settings(folds=2, max_iterations=20, layer=None))
    assert "tasks" not in plain.tagger.passes
    bare = [Document(item.id, item.text, {}, [e for e in item.entities if e.label != "TASK"]) for item in ARTICLES]
    fitted = fit(bare, NOTHING, SETTINGS)
    assert "tasks" not in fitted.tagger.passes
    assert not any(span.label == "TASK" for spans in fitted.held_out for span in spans)


def test_one_article_is_too_few():
    with pytest.raises(ModelError, match="too few"):
        fit(ARTICLES[:1], NOTHING, SETTINGS)

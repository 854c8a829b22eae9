import faulthandler
import itertools
import multiprocessing
import os
import re
import signal
import sys
import time
from types import SimpleNamespace

import pytest

import pipeline
import pipeline.tag
from annotations.document import Document
from annotations.errors import InputError, ModelError, Skipped
from corpus.articles import Article
from pipeline import worker
from pipeline.workers import AHEAD, BATCH, tag_with_jobs

TEXTS = (
    "Sáng 16/10/2019, ông Vũ Đình Khoát, Chủ tịch UBND thị xã Bỉm Sơn dự hội nghị.",
    "Năm 2018, thu ngân sách huyện Hậu Lộc đạt trên 167 tỷ đồng, tăng 5,2% so với năm 2017.\n",
    "Yêu cầu Sở Y tế báo cáo trước ngày 15/11/2019; các đơn vị\u00a0liên quan\r\nphối hợp thực hiện.",
    "🦆 Họp.",
)

fork_only = pytest.mark.skipif(
    sys.platform != "linux",
    reason="parts are replaced in this process; workers see it where they are forked, the default on Linux alone",
)


def article(number):
    meta = {"date": f"2019-10-{number % 28 + 1:02d}"} if number % 3 else {"title": "Tin"}
    return Article(f"a{number}", TEXTS[number % len(TEXTS)], meta)


def mixed(count):
    """Articles with inputs between them that could not be read."""
    for number in range(count):
        yield article(number)
        if number % 5 == 3:
            yield InputError("cannot be read", file=f"{number}.txt", line=number)
        if number % 7 == 3:
            yield Skipped("left out", file=f"{number}.png")


def events(articles, jobs, min_score=0.0):
    """Documents and failures in the order in which they are given."""
    found = []
    for document in tag_with_jobs("vi_gov_news_sm", articles, found.append, jobs, min_score):
        found.append(document)
    return [(type(item), item.to_json() if isinstance(item, Document) else str(item)) for item in found]


@pytest.fixture
def loaded(nlp, monkeypatch):
    monkeypatch.setattr(pipeline, "load", lambda *_: nlp)
    return nlp


@pytest.fixture
def tagged_by(loaded, monkeypatch):
    """Replace what tags an article, in this process and in its forks."""

    def replace(function):
        def tag_article(_, item):
            function(item)
            return Document(item.id, item.text, item.meta)

        monkeypatch.setattr(pipeline.tag, "tag_article", tag_article)

    return replace


@pytest.fixture(autouse=True)
def no_process_is_left():
    yield
    assert multiprocessing.active_children() == []


def test_documents_and_failures_are_those_of_one_process(loaded):
    alone = events(mixed(40), 1)
    assert len(alone) == 40 + 8 + 6
    assert any(row["records"]["deadlines"] for kind, row in alone if kind is Document)
    assert events(mixed(40), 2) == events(mixed(40), 3) == alone


def test_a_threshold_reaches_the_workers():
    article_ = [Article("a", TEXTS[0])]
    (_, every), = events(article_, 2)
    (_, sure), = events(article_, 2, 0.999)
    assert len(sure["entities"]) < len(every["entities"])


@pytest.mark.slow
def test_workers_that_load_the_model_themselves(monkeypatch):
    monkeypatch.setattr(worker, "FORKS", False)
    spawned = events(mixed(10), 2)
    monkeypatch.undo()
    assert spawned == events(mixed(10), 1)


def test_an_unknown_model_is_an_error_before_anything_is_read():
    with pytest.raises(ModelError, match="no model"):
        tag_with_jobs("vi_nope", iter([article(0)]), print, 2)


@fork_only
def test_an_article_that_cannot_be_tagged_is_named_as_with_one_process(tagged_by):
    def tag(item):
        if item.id == "a3":
            raise InputError("bad", offset=7, why="a reason", hint="a hint")
        if item.id == "a5":
            raise ZeroDivisionError("by zero")

    tagged_by(tag)
    alone = events(mixed(10), 1)
    assert (InputError, "offset 7: a3: bad: a reason; a hint") in alone
    assert events(mixed(10), 2) == alone


@fork_only
@pytest.mark.parametrize("crash", [
    lambda: os._exit(3), lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: os.kill(os.getpid(), signal.SIGSEGV),
], ids=["exit", "killed", "fault"])
def test_an_article_that_crashes_its_process_is_tried_twice_and_named(tagged_by, tmp_path, crash):
    def tag(item):
        if item.id in {"a2", "a11"}:
            with (tmp_path / item.id).open("a") as tries:
                tries.write("x")
            faulthandler.disable()  # pytest's own would print the stack of the process that is to crash
            crash()

    tagged_by(tag)
    found = events(mixed(30), 2)
    lost = [place for place, (_, what) in enumerate(found) if "ended with" in what]
    assert [found[place][1].split()[0] for place in lost] == ["a2", "a11"]
    assert all(re.search("ended with (exit code 3|signal SIG(KILL|SEGV)), and", found[place][1]) for place in lost)
    assert [(tmp_path / name).read_text() for name in ("a2", "a11")] == ["xx", "xx"]
    tagged_by(lambda item: None)
    whole = events(mixed(30), 1)
    assert [row for place, row in enumerate(found) if place not in lost] == \
        [row for place, row in enumerate(whole) if place not in lost]


@fork_only
def test_a_crash_that_does_not_come_again_costs_nothing(tagged_by, tmp_path):
    def tag(item):
        if item.id == "a2" and not (tmp_path / "crashed").exists():
            (tmp_path / "crashed").touch()
            os._exit(1)

    tagged_by(tag)
    assert [row["id"] for _, row in events(map(article, range(20)), 2)] == [f"a{number}" for number in range(20)]


@fork_only
@pytest.mark.parametrize("seconds", [0, 0.5], ids=["busy", "idle"])
def test_workers_killed_from_outside_cost_nothing(tagged_by, seconds):
    def articles():
        for number in range(4 * BATCH):
            if number == BATCH + 1:
                time.sleep(seconds)
                for process in multiprocessing.active_children():
                    process.kill()
                    process.join()
            yield article(number)

    tagged_by(lambda item: time.sleep(0.01))
    assert [row["id"] for _, row in events(articles(), 2)] == [f"a{number}" for number in range(4 * BATCH)]


@fork_only
def test_the_input_is_not_read_far_ahead(tagged_by):
    tagged_by(lambda item: None)
    for endless in (map(article, itertools.count()), (InputError("bad") for _ in itertools.count())):
        count = 0

        def counted(items=endless):
            nonlocal count
            for item in items:
                count += 1
                yield item

        failures = []

        def failed(error, failures=failures):
            failures.append(error)
            if len(failures) == 5:
                raise InterruptedError

        documents = tag_with_jobs("vi_gov_news_sm", counted(), failed, 2)
        try:
            assert [next(documents).id for _ in range(5)] == ["a0", "a1", "a2", "a3", "a4"]
        except InterruptedError:
            assert len(failures) == 5
        assert count <= 5 + AHEAD * BATCH * 2
        documents.close()
        assert multiprocessing.active_children() == []


@fork_only
def test_long_articles_go_out_in_smaller_batches(tagged_by):
    tagged_by(lambda item: time.sleep(0.01))
    longest = [Article(str(number), "Họp. " * 200_000) for number in range(6)]
    assert [row["id"] for _, row in events(longest, 2)] == list("012345")


@fork_only
def test_what_reading_raises_comes_after_the_articles_before_it(tagged_by):
    def broken():
        yield from map(article, range(11))
        raise RuntimeError("the reader broke")

    tagged_by(lambda item: None)
    for jobs in (1, 2):
        found = []
        with pytest.raises(RuntimeError, match="the reader broke"):
            found.extend(tag_with_jobs("vi_gov_news_sm", broken(), print, jobs))
        assert len(found) == 11


@pytest.mark.parametrize("stacked", [False, True])
def test_an_encoder_runs_in_one_thread_and_says_the_same(stacked):
    helper = pytest.importorskip("onnx.helper", reason="for training only: pip install 'congbao[train]'")
    pytest.importorskip("onnxruntime", reason="for the encoder only: pip install 'congbao[enc]'")
    import numpy as np

    from models.encoder.stacked import StackedTagger
    from models.encoder.tagger import EncoderTagger, OnnxModel, Shape

    weights = helper.make_tensor("w", 1, (50, 9), np.random.default_rng(0).normal(size=450).astype(np.float32))
    inputs = [helper.make_tensor_value_info(name, 7, ["n", "m"]) for name in ("ids", "mask")]
    output = helper.make_tensor_value_info("scores", 1, ["n", "m", 9])
    graph = helper.make_graph([helper.make_node("Gather", ["w", "ids"], ["scores"])], "g", inputs, [output], [weights])
    network = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString()

    many = OnnxModel(network)
    reader = EncoderTagger(Shape(("ORG",), None, 8, 2), None, many)
    component = SimpleNamespace(tagger=StackedTagger(reader, None) if stacked else reader)
    worker.use_one_thread(SimpleNamespace(pipe_names=["congbao_encoder"], get_pipe=lambda _: component))
    ids = np.arange(40).reshape(4, 10)
    assert reader.score is not many
    assert np.array_equal(reader.score(ids, ids), many(ids, ids))
    assert reader.score._session.get_session_options().intra_op_num_threads == 1

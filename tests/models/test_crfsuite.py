"""CRFsuite's files, and its answers from scores against its answers from strings."""

import numpy as np
import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from annotations.errors import ModelError
from corpus.load import load
from models.crf import Crf, Decoder, Scorer
from models.crfsuite import chain, keys, read
from models.features import BASE, describe
from models.fitting import Settings, fit
from models.hashing import Strings, hash_of
from models.passes import feature_strings, second_columns, task_columns
from models.tagger import tokenized
from models.templates import Numbered, length, places
from pipeline.packages import tagger_of

SENTENCES = [
    ([["w=ông"], ["w=an", "ệ"], ["w=nói"]], ["O", "B-P", "O"]),
    ([["w=bà"], ["w=mai", "ệ"], ["w=lan", "ệ"]], ["O", "B-P", "I-P"]),
] * 5


@pytest.fixture(scope="module")
def crf():
    return Crf.fit(SENTENCES, {"c2": 0.01, "max_iterations": 50})


@pytest.fixture(scope="module")
def passes():
    """The resources of the shipped tagger, and three passes trained with them on a few open articles."""
    resources = tagger_of(pipeline.load("vi_gov_news_sm")).tagger.resources
    made = []
    real = Crf.fit

    def kept(sequences, parameters):
        made.append(real(sequences, parameters))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Crf, "fit", kept)
        fit(load("open/train").documents[:30], resources, Settings(folds=2, max_iterations=30))
    return resources, made[-3:]


def info(weights):
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(weights)
    return tagger.info()


def test_a_file_is_read_as_crfsuite_reads_it(crf):
    model, told = read(crf.weights), info(crf.weights)
    assert {tag: str(number) for number, tag in enumerate(model.tags)} == told.labels
    attributes = {hash_of(text)[0]: text for text in told.attributes}
    states = {
        (attributes[int(model.attributes[row])], model.tags[column]): round(float(weight), 6)
        for row, column, weight in zip(model.rows, model.columns, model.weights, strict=True)
    }
    assert states == told.state_features
    assert {
        (one, other): round(float(model.transitions[a, b]), 6)
        for a, one in enumerate(model.tags) for b, other in enumerate(model.tags) if model.transitions[a, b]
    } == told.transitions


@pytest.mark.parametrize("count", [2, 21, 150])
def test_a_chain_is_read_by_crfsuite(count):
    transitions = np.arange(count * count, dtype=float).reshape(count, count) % 7 - 3
    tags = [f"B-{'LONG' * (number % 5)}{number}" for number in range(count)]
    weights = chain(tags, transitions)
    told, again = info(weights), read(weights)
    assert again.tags == tuple(tags) and (again.transitions == transitions).all()
    assert told.state_features == dict.fromkeys(zip(keys(count), tags, strict=True), 1.0)
    assert len(told.transitions) == np.count_nonzero(transitions)


def test_one_transition_is_raised_and_nothing_else(crf):
    before, after = info(crf.weights), info(crf.raised(("O", "B-P"), 0.75).weights)
    assert after.transitions == {
        pair: pytest.approx(weight + 0.75 * (pair == ("O", "B-P")), abs=2e-6)
        for pair, weight in before.transitions.items()
    }
    assert ("O", "B-P") in before.transitions and after.state_features == before.state_features
    assert crf.raised(("O", "B-Q"), 1.0).weights == crf.raised(("B-P", "B-P"), 1.0).weights == crf.weights


def test_a_beginning_is_found_as_its_transition_weighs(crf):
    sentence = [["w=ông"], ["w=an"]]
    assert crf.tag(sentence) == ["O", "B-P"]
    assert crf.raised(("O", "B-P"), -50.0).tag(sentence)[1] != "B-P"


@given(st.lists(st.lists(st.sampled_from(["w=ông", "w=an", "ệ", "w=mai", "w=lan", "?"]), max_size=4), max_size=12))
def test_scores_give_the_tags_and_marginals_that_strings_give(crf, sentence):
    model = crf.model()
    rows = {int(value): number for number, value in enumerate(model.attributes)}
    scores = np.zeros((len(sentence), len(model.tags)))
    for token, features in zip(scores, sentence, strict=True):
        for feature in features:
            mine = model.rows == rows.get(hash_of(feature)[0], -1)
            np.add.at(token, model.columns[mine], model.weights[mine])
    decoder = Decoder(model)
    assert decoder.tag(scores) == crf.tag(sentence)
    for one, other in zip(decoder.decode(scores), crf.decode(sentence), strict=True):
        assert one[0] == other[0] and one[1] == pytest.approx(other[1], abs=1e-9)


@pytest.mark.parametrize("damage", [
    lambda data: b"", lambda data: data[:40], lambda data: data[:-9], lambda data: data + b"x",
    lambda data: data[:32] + b"\xff\xff\xff\x7f" + data[36:], lambda data: data[:36] + b"\0\0\0\0" + data[40:],
])
def test_damaged_files_are_refused(crf, damage):
    with pytest.raises(ModelError, match="the weights are no CRF"):
        Crf(damage(crf.weights))


def test_the_fast_passes_find_in_articles_what_crfsuite_finds_with_strings(passes):
    """All three passes of a tagger on articles of the open corpus, to the last digit."""
    resources, crfs = passes
    first, second, third = (Decoder(crf.model()) for crf in crfs)
    flat, layer = Scorer([first.model, second.model]), Scorer([third.model])
    dated = 0
    for document in load("open/dev").documents[:6]:
        sentences = tokenized(document.text)
        described = describe(document.text, sentences, resources)
        base = feature_strings(described, [(BASE, {})])
        tags = [crfs[0].tag(rows) for rows in base]
        more = feature_strings(described, second_columns(described, tags))
        both = [[one + other for one, other in zip(*rows, strict=True)] for rows in zip(base, more, strict=True)]
        slow = [crfs[1].decode(rows) for rows in both]
        columns = Numbered(Strings(), described.columns)
        scores = flat.empty(length(described.lengths))
        flat.add(scores, BASE, columns)
        bounds = list(places(described.lengths))
        assert [first.tag(scores[a:b, flat.columns[0]]) for a, b in bounds] == tags
        for templates, added in second_columns(described, tags):
            columns.add(added)
            flat.add(scores, templates, columns)
        assert [second.decode(scores[a:b, flat.columns[1]]) for a, b in bounds] == slow
        for number in [number for number, row in enumerate(slow) if any("DEADLINE" in tag for tag, _ in row)]:
            part = describe(document.text, [sentences[number]], resources)
            told = [[tag for tag, _ in slow[number]]]
            strings = feature_strings(part, task_columns(part, told, [number]))
            found = layer.empty(length(part.lengths))
            columns = Numbered(Strings(), part.columns)
            for templates, added in task_columns(part, told, [number]):
                columns.add(added)
                layer.add(found, templates, columns)
            ((a, b),) = places(part.lengths)
            assert third.decode(found[a:b]) == crfs[2].decode(strings[0])
            dated += 1
    assert dated

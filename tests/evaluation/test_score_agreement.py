"""Agreement with nervaluate and with spaCy's scorer, where they mean the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from scoring_oracle import FLAT, corpora, distinct, shared
from spacy.scorer import PRFScore, Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab

from evaluation import evaluate

Evaluator = pytest.importorskip("nervaluate.evaluator", reason="nervaluate needs Python 3.11").Evaluator

NAMES = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}


def rivals(wanted, given_):
    """Whether a span overlaps several of the other side: there the order decides for nervaluate."""
    return any(sum(bool(shared(one, other)) for other in given_) > 1 for one in wanted) or any(
        sum(bool(shared(one, other)) for one in wanted) > 1 for other in given_
    )


def flat(document):
    return sorted(span for span in distinct(document) if span[2] in FLAT)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(corpora(most=2))
def test_nervaluate(corpus):
    gold, predicted = corpus
    answers = {document.id: document for document in predicted}
    pairs = [(flat(document), flat(answers[document.id])) for document in gold]
    assume(not any(rivals(*pair) for pair in pairs))

    def theirs(spans):
        # It counts ends as inside, so ours are one less.
        return [{"start": start, "end": end - 1, "label": label} for start, end, label in spans]

    # An empty first document makes it guess another format; naming the loader keeps it from guessing.
    expected = Evaluator([theirs(one) for one, _ in pairs], [theirs(other) for _, other in pairs],
                         tags=list(FLAT), loader="dict").evaluate()
    result = evaluate(gold, predicted, resamples=0)
    for ours, name in NAMES.items():
        for row, found in (("flat", expected["overall"]), *expected["entities"].items()):
            want = found[name]
            counts = result.tally.total("entities", ours, row).tolist()
            outcomes = [want.correct, want.incorrect, want.partial, want.missed, want.spurious]
            assert counts == outcomes, (ours, row)
            score = result.score("entities", ours, row)
            if want.possible and want.actual:
                assert (score.precision, score.recall) == pytest.approx((want.precision, want.recall))
                assert score.f1 == pytest.approx(want.f1)


def test_nervaluate_depends_on_the_order_where_we_do_not():
    """Why its matching is not wrapped: the first prediction takes the gold span from the better one."""
    from annotations import Document, Entity

    text = "UBND xã Bá họp"

    def article(*spans):
        return Document("d", text, entities=[
            Entity(f"e{at}", *span, "ORG", text[slice(*span)]) for at, span in enumerate(spans)
        ])

    def theirs(*spans):
        row = [{"start": start, "end": end - 1, "label": "ORG"} for start, end in spans]
        gold = [{"start": 0, "end": 9, "label": "ORG"}]
        found = Evaluator([gold], [row], tags=["ORG"], loader="dict").evaluate()
        return found["overall"]["strict"].correct

    assert theirs((0, 10), (0, 4)) == 1
    assert theirs((0, 4), (0, 10)) == 0
    for spans in (((0, 10), (0, 4)), ((0, 4), (0, 10))):
        result = evaluate([article((0, 10))], [article(*spans)], resamples=0)
        assert result.tally.total("entities", "strict", "ORG").tolist() == [1, 0, 0, 0, 1]


@settings(max_examples=80, deadline=None)
@given(corpora())
def test_spacy(corpus):
    gold, predicted = corpus
    answers = {document.id: document for document in predicted}
    vocab = Vocab()
    examples = []
    for document in gold:
        docs = []
        for one in (answers[document.id], document):
            doc = Doc(vocab, words=list(one.text), spaces=[False] * len(one.text))
            doc.spans["sc"] = [Span(doc, start, end, label=label) for start, end, label in flat(one)]
            docs.append(doc)
        examples.append(Example(*docs))
    theirs = Scorer.score_spans(
        examples, "spans_sc", getter=lambda doc, _: doc.spans["sc"], allow_overlap=True, labeled=True,
    )
    ours = evaluate(gold, predicted, resamples=0)
    for row, want in (("flat", theirs), *(theirs["spans_sc_per_type"] or {}).items()):
        score = ours.score("entities", "strict", row)
        for name, spacys in (("precision", "p"), ("recall", "r"), ("f1", "f")):
            value = want[f"spans_sc_{spacys}" if row == "flat" else spacys]
            # Where we say undefined, spaCy says 0 or, where nothing was annotated at all, None.
            assert (getattr(score, name) or 0) == pytest.approx(value or 0, abs=1e-9)


def test_spacy_counts_as_we_do():
    score = PRFScore(tp=3, fp=1, fn=2)
    from evaluation import Score

    ours = Score(tp=3, fp=1, fn=2)
    theirs = (score.precision, score.recall, score.fscore)
    assert (ours.precision, ours.recall, ours.f1) == pytest.approx(theirs)

"""What can never be found: pairs that are not considered, spans that tokens cannot say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_oracle import documents, links, part

from annotations import SCHEMA, Document, DocumentError, Relation
from evaluation import evaluate
from evaluation.baselines import baseline
from evaluation.systems import System, score


@settings(max_examples=80, deadline=None)
@given(documents(), st.data())
def test_candidates_against_sets(gold, data):
    weighed = data.draw(st.sets(st.sampled_from(range(len(gold.relations))))) if gold.relations else set()
    ids = [entity.id for entity in gold.entities]
    more = [Relation(one, other, "AT") for one in ids[:2] for other in ids[-2:]]
    considered = replace(gold, relations=[gold.relations[at] for at in weighed] + more)
    result = evaluate([gold], [gold], considered=[considered], resamples=0)
    wanted, known = links(gold), links(considered)
    rows = result.to_json()["candidates"]
    if not wanted:
        assert rows is None
        return
    for relation in ("all", *SCHEMA.relations):
        for distance in ("all", "clause", "near", "far"):
            these = {
                one for one in wanted
                if relation in ("all", one[2]) and distance in ("all", part(gold.text, one[0], one[1]))
            }
            row = rows.get(relation, {}).get(distance)
            if not these:
                assert row is None
            else:
                lost = len(these - known)
                assert row == {"gold": len(these), "lost": lost, "rate": pytest.approx(lost / len(these))}
    assert result.score("relations", "end_to_end", "strict", "all", "all").fn == 0  # nothing else is touched


@settings(max_examples=80, deadline=None)
@given(documents(), st.sets(st.integers(1, 85), max_size=30))
def test_tokens_against_every_pair(gold, cuts):
    edges = [0, *sorted(cuts), len(gold.text)]
    tokens = list(pairwise(edges))
    result = evaluate([gold], [gold], tokens={gold.id: tokens}, resamples=0)
    spans = {(one.start, one.end, one.label) for one in gold.entities}
    rows = result.to_json()["tokens"] or {}
    for label in ("all", *SCHEMA.labels):
        these = [span for span in spans if label in ("all", span[2])]
        lost = [span for span in these if span[0] not in edges or span[1] not in edges]
        assert (label in rows) == bool(these)
        if these:
            assert (rows[label]["gold"], rows[label]["lost"]) == (len(these), len(lost))


def test_a_system_tells_what_it_considers():
    text = "Ông An, Chủ tịch. UBND xã họp"
    gold = Document.from_json({"id": "d", "text": text, "entities": [
        {"id": "a", "start": 4, "end": 6, "label": "OFFICIAL"}, {"id": "b", "start": 8, "end": 16, "label": "POSITION"},
        {"id": "c", "start": 18, "end": 25, "label": "ORG"},
    ], "relations": [{"head": "a", "tail": "b", "label": "HOLDS"}, {"head": "b", "tail": "c", "label": "AT"}]})
    result = score(baseline("nearest", lambda: []), [gold], resamples=0)
    rows = result.to_json()["candidates"]  # the body stands in another sentence
    assert rows["AT"]["all"]["lost"] == 1 and rows["HOLDS"]["all"]["lost"] == 0 and rows["all"]["far"]["rate"] == 1
    assert result.to_json()["tokens"] is None
    halves = System("halves", lambda document: document, tokens=lambda document: [(0, 5), (5, len(document.text))])
    found = score(halves, [gold], resamples=0).to_json()
    assert found["tokens"]["all"] == {"gold": 3, "lost": 3, "rate": 1.0} and found["candidates"] is None
    with pytest.raises(DocumentError, match="predicted on gold entities"):
        evaluate([gold], [gold], considered=[Document("d", text)])


def test_losses_have_intervals():
    def article(identity, related):
        text = "32 hộ ở Huế"
        row = {"id": identity, "text": text, "entities": [
            {"id": "q", "start": 0, "end": 5, "label": "QUANTITY"}, {"id": "l", "start": 8, "end": 11, "label": "LOC"},
        ], "relations": [{"head": "q", "tail": "l", "label": "OF"}] if related else []}
        return Document.from_json(row)

    gold = [article(f"{at}", True) for at in range(12)]
    considered = [article(f"{at}", at % 4 > 0) for at in range(12)]
    row = evaluate(gold, gold, considered=considered).to_json()["candidates"]["all"]["all"]
    assert row["rate"] == 0.25 and 0 <= row["rate_interval"]["low"] < 0.25 < row["rate_interval"]["high"] < 0.7


def test_the_models_candidates(nlp):
    """What the shipped relation model weighs on gold entities holds all that it finds there."""
    from models.candidates import candidates, view_of
    from models.tagger import tokenized
    from pipeline.systems import model_system

    text = "Ông Lê Văn An, Chủ tịch UBND xã Bá, giao Sở Y tế hỗ trợ 32 hộ tại Huế."
    places = {"Lê Văn An": "OFFICIAL", "Chủ tịch": "POSITION", "UBND xã Bá": "ORG", "32 hộ": "QUANTITY", "Huế": "LOC"}
    gold = Document.from_json({"id": "d", "text": text, "entities": [
        {"id": name, "start": text.index(name), "end": text.index(name) + len(name), "label": label}
        for name, label in places.items()
    ], "relations": [{"head": "Lê Văn An", "tail": "Chủ tịch", "label": "HOLDS"}]})

    def consider(document):
        view = view_of(document.text, tokenized(document.text), document.entities)
        return replace(document, relations=[
            Relation(view.entities[head].id, view.entities[tail].id, label)
            for head, tail, labels in candidates(view) for label in labels
        ])

    result = score(replace(model_system(nlp), consider=consider), [gold], resamples=0)
    assert result.score("candidates", "all", "all").recall == 1
    found = model_system(nlp).link(replace(gold, relations=[])).relations
    weighed = {(one.head, one.tail, one.label) for one in consider(gold).relations}
    assert found and {(one.head, one.tail, one.label) for one in found} <= weighed

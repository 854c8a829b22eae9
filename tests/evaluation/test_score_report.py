"""The report: one file that needs nothing, shows everything and trusts no text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_oracle import documents

from annotations import Document, Entity, Relation
from evaluation import evaluate
from evaluation.pairs import Span
from evaluation.report import render
from evaluation.report.browser import browse, pieces

EVIL = '<script>alert("x")</script> & </style> Sở A'
VOID = {"meta"}


class Reader(HTMLParser):
    """Checks that tags close, and collects attributes and scripts."""

    def __init__(self):
        super().__init__()
        self.open, self.attributes, self.scripts, self.text = [], [], 0, []

    def handle_starttag(self, tag, attributes):
        self.attributes += [(tag, *one) for one in attributes]
        self.scripts += tag == "script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.attributes += [(tag, *one) for one in attributes]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text.append(data)


def article(identity, *spans, text=EVIL, **more):
    entities = [Entity(f"e{at}", start, end, label, text[start:end], score=0.8) for at, (start, end, label) in
                enumerate(spans)]
    return Document(identity, text, {"source": EVIL}, entities, **more)


def read(page):
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


@pytest.fixture(scope="module")
def page():
    gold = [article(f"{EVIL}{at}", (0, 8, "ORG"), (39, 43, "ORG"), (37, 43, "TASK")) for at in range(3)]
    found = [article(f"{EVIL}{at}", (0, 8, "LOC"), (39, 43, "ORG")) for at in range(3)]
    for one in gold:
        one.relations.append(Relation("e2", "e1", "ASSIGNED"))
    found[0].model = {"name": EVIL, "version": "1"}
    return render(evaluate(gold, found, resamples=50), title=EVIL)


def test_text_is_never_markup(page):
    reader = read(page)
    assert reader.scripts == 1  # its own
    assert EVIL in "".join(reader.text)
    assert "<script>alert" not in page
    assert "alert(" not in re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]


def test_nothing_is_fetched(page):
    reader = read(page)
    fetching = ("src", "href", "xlink:href", "srcset", "action", "data", "poster")
    assert not [one for one in reader.attributes if one[1] in fetching]
    assert "url(" not in page and "@import" not in page
    assert "default-src 'none'" in page


def test_everything_is_shown(page):
    for title in ("Entities", "Entities by strategy", "Relations, end to end", "By source",
                  "Relations by distance, end to end", "Errors on entities by cause", "Relations missed, by cause",
                  "By length of the sentence, in syllables", "Confusion", "Probabilities", "Mistakes",
                  "Made from"):
        assert f"<h2>{title}</h2>" in page
    for name in ("viewport", "polyline", 'class="interval"', 'class="bin"', "Not scored: the gold has none."):
        assert name in page
    assert page.count('<article') == 3


def test_without_scores_intervals_or_mistakes():
    gold = Document("d", "Sở A", entities=[Entity("e", 0, 4, "ORG", "Sở A")])
    text = render(evaluate([gold], [gold], resamples=0))
    read(text)
    assert "the predictions carry no scores" in text and "<p>None.</p>" in text
    read(render(evaluate([], [], resamples=0)))


def test_what_is_left_out_is_told():
    gold = [article(f"{at}", (0, 8, "ORG")) for at in range(5)]
    found = [article(f"{at}") for at in range(5)]
    result = evaluate(gold, found, resamples=0)
    shown, left_out = browse(result, 2)
    assert (len(shown), left_out) == (2, 3)
    assert "3 more have some" in render(result, most=2)


@settings(max_examples=60, deadline=None)
@given(documents(), documents(), st.data())
def test_pieces_are_the_text(one, other, data):
    start = data.draw(st.integers(0, len(one.text) - 1))
    end = data.draw(st.integers(start + 1, len(one.text)))
    spans, others = ({Span(e.start, e.end, e.label) for e in side.entities} for side in (one, other))
    found = pieces(one.text, start, end, spans, others, ("TASK",))
    assert "".join(piece.text for piece in found) == one.text[start:end]
    at = start
    for piece in found:
        over = [span for span in spans if span.start <= at and span.end >= at + len(piece.text)]
        assert bool(piece.label) == any(span.label != "TASK" for span in over)
        assert bool(piece.layer) == any(span.label == "TASK" for span in over)
        assert piece.wrong == any(span not in others for span in over)
        at += len(piece.text)


@settings(max_examples=30, deadline=None)
@given(documents("a"), documents("a"))
def test_every_mistake_is_in_the_browser(gold, found):
    result = evaluate([gold], [found], resamples=0)
    shown, _ = browse(result, 10)
    sentences = [sentence for one in shown for sentence in one.sentences]
    listed = [mistake for sentence in sentences for mistake in sentence.mistakes]
    assert sorted(listed, key=repr) == sorted(result.mistakes, key=repr)
    values = [wrong for sentence in sentences for wrong in sentence.values]
    assert sorted(values, key=repr) == sorted(result.wrong_values, key=repr)
    relations = [mistake for sentence in sentences for mistake in sentence.relations]
    assert sorted(relations, key=repr) == sorted(result.relation_mistakes, key=repr)
    assert sum(one.mistakes for one in shown) == len(listed) + len(values) + len(relations)
    for sentence in sentences:
        for wrong in sentence.values:
            assert sentence.surface(wrong.span) == gold.text[wrong.span.start:wrong.span.end]


def test_baselines_stand_beside_relations(monkeypatch):
    gold = article("d", (0, 8, "TASK"), (39, 43, "ORG"), relations=[Relation("e0", "e1", "ASSIGNED", 0.7)])
    result = evaluate([gold], [gold], given=[gold], considered=[replace(gold, relations=[])],
                      tokens={"d": [(0, 8)]}, resamples=0)
    rows = {"strict": {"relations": {"ASSIGNED": {part: {"f1": 0.125} for part in ("all", "clause", "near", "far")}}}}
    baselines = {"systems": {"toy": {"relations": {"end_to_end": rows}}, "mute": {}}}
    monkeypatch.setattr("evaluation.report.grids.baselines_on", lambda digest: baselines)
    page = render(result)
    read(page)
    assert page.count('<th class="">F1 toy</th>') == 1 and '<td class="">0.125</td>' in page
    assert "F1 mute" not in page
    for title in ("Relations never considered", "Entities lost to tokens", "Relations by distance, given"):
        assert f"<h2>{title}</h2>" in page
    assert "relations, on gold entities, ASSIGNED" in page


def test_wrong_relations_are_shown():
    gold = article("d", (0, 8, "TASK"), (39, 43, "ORG"), relations=[Relation("e0", "e1", "ASSIGNED")])
    page = render(evaluate([gold], [replace(gold, relations=[])], resamples=0))
    read(page)
    assert '<td class="name">missed</td><td class="name">ASSIGNED</td><td>&lt;script&gt; → Sở A</td>' in page
    assert 'data-mistakes="ASSIGNED/missed/nothing ' in page and "<option>ASSIGNED</option>" in page


def test_wrong_values_are_shown_where_no_entity_is_wrong():
    def article(value, unit):
        return Document("d", "Có 32 hộ. Hết.", entities=[Entity("q", 3, 8, "QUANTITY", "32 hộ", value, unit, "over")])

    page = render(evaluate([article(32, EVIL)], [article(None, EVIL)], resamples=0))
    read(page)
    assert "<th>32 hộ</th><td>value</td><td>32</td><td class=\"wrong\">–</td>" in page
    assert 'data-mistakes="QUANTITY/value/value ' in page
    page = render(evaluate([article(32, EVIL)], [article(32.0, "hộ")], resamples=0))
    read(page)
    assert "<script>alert" not in page and '<td class="wrong">hộ</td>' in page
    assert 'class="wrong"' not in render(evaluate([article(32, "hộ")], [article(32.0, "hộ")], resamples=0))

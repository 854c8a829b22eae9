"""Relations on gold entities, JSON of a result, tables, files, tokens."""

from __future__ import annotations

import json
from datetime import datetime
from io import StringIO

import pytest
from rich.console import Console
from scoring_oracle import links

from annotations import Document, DocumentError, Entity, InputError, Relation, formats, write_jsonl
from evaluation import Score, evaluate
from evaluation.compare import compare
from evaluation.pairs import Span
from evaluation.reading import read_documents, write_json
from evaluation.relations import count_relations
from evaluation.table import differences, tables
from evaluation.tokens import lost

TEXT = "Ông An, Chủ tịch UBND xã; Bí thư"


def document(labels=("OFFICIAL", "POSITION", "ORG", "POSITION"), relations=(), text=TEXT, identity="d"):
    places = ((4, 6), (8, 16), (17, 24), (26, 32))
    entities = [
        Entity(f"e{at}", *place, label, text[slice(*place)])
        for at, (place, label) in enumerate(zip(places, labels, strict=True)) if label
    ]
    return Document(identity, text, entities=entities, relations=[Relation(*one) for one in relations])


GOLD = document(relations=[("e0", "e1", "HOLDS"), ("e1", "e2", "AT"), ("e0", "e3", "HOLDS")])


def test_a_relation_never_proposed_is_a_miss():
    """Neither end of the second HOLDS was found, so no candidate was ever made of it."""
    answer = document(("OFFICIAL", "POSITION", "ORG", None), [("e0", "e1", "HOLDS")])
    result = evaluate([GOLD], [answer], resamples=0)
    assert result.score("relations", "end_to_end", "strict", "all", "all") == Score(1, 0, 2)
    assert result.score("relations", "end_to_end", "strict", "HOLDS", "near") == Score(0, 0, 1)
    # What the relation model could do with the entities it had: one of two.
    assert result.score("relations", "found", "strict", "all", "all") == Score(1, 0, 1)


def test_wrong_label_at_an_end_is_wrong_even_where_the_spans_are_right():
    answer = document(("PERSON", "POSITION", "ORG", "POSITION"), [("e0", "e1", "HOLDS")])
    result = evaluate([GOLD], [answer], resamples=0)
    for strategy in ("strict", "relaxed"):
        assert result.score("relations", "end_to_end", strategy, "HOLDS", "all") == Score(0, 1, 2)


def test_direction_counts():
    answer = document(relations=[("e1", "e0", "HOLDS")])
    result = evaluate([GOLD], [answer], resamples=0)
    assert result.score("relations", "end_to_end", "relaxed", "HOLDS", "all") == Score(0, 1, 2)


def test_ends_that_only_touch_do_not_overlap():
    gold, answer = (
        Document("d", "32 hộ xã Bá", entities=[
            Entity("q", *quantity, "QUANTITY", "32 hộ"[slice(*quantity)]), Entity("l", 6, 11, "LOC", "xã Bá"),
        ], relations=[Relation("q", "l", "OF")])
        for quantity in ((0, 2), (2, 5))
    )
    result = evaluate([gold], [answer], resamples=0)
    assert result.score("relations", "end_to_end", "relaxed", "OF", "all") == Score(0, 1, 1)


def test_distances_at_the_limit():
    def one(words):
        text = "Sở A;" + " x" * words + " Sở B"
        last = len(text)
        spans = [Entity("a", 0, 4, "QUANTITY", text[:4]), Entity("b", last - 4, last, "ORG", text[-4:])]
        gold = Document("d", text, entities=spans, relations=[Relation("a", "b", "OF")])
        return evaluate([gold], [gold], resamples=0)

    # The semicolon itself stands alone between the ends, so it is one of the 50.
    assert one(49).score("relations", "end_to_end", "strict", "OF", "near").tp == 1
    assert one(50).score("relations", "end_to_end", "strict", "OF", "far").tp == 1


def test_given_gold_entities():
    answer = document(("OFFICIAL", None, None, None))
    on_gold = document(relations=[("e0", "e1", "HOLDS"), ("e3", "e2", "AT")])
    result = evaluate([GOLD], [answer], given=[on_gold], resamples=0)
    assert result.score("relations", "given", "strict", "all", "all") == Score(1, 1, 2)
    assert result.score("relations", "end_to_end", "strict", "all", "all") == Score(0, 0, 3)
    assert result.to_json()["relations"]["given"]["strict"]["micro"]["tp"] == 1
    with pytest.raises(DocumentError, match="predicted on gold entities") as caught:
        evaluate([GOLD], [answer], given=[answer])
    assert caught.value.offset == 8


def test_json_has_counts_and_no_text():
    answer = document(("OFFICIAL", "POSITION", "LOC", "POSITION"), [("e0", "e1", "HOLDS")])
    answer.model = {"name": "toy", "version": "1.2"}
    result = evaluate([GOLD], [answer], seed=7)
    row = json.loads(json.dumps(result.to_json(), allow_nan=False))
    assert row["schema_version"] == 1 and row["seed"] == 7 and row["documents"] == 1
    assert row["model"] == {"name": "toy", "version": "1.2"}
    assert row["versions"]["python"] and row["versions"]["numpy"]
    assert datetime.fromisoformat(row["date"]).utcoffset().total_seconds() == 0
    strict = row["entities"]["strict"]
    assert strict["labels"]["ORG"] == {
        "tp": 0, "fp": 0, "fn": 1, "precision": None, "recall": 0.0, "f1": 0.0,
        "correct": 0, "incorrect": 0, "partial": 0, "missed": 1, "spurious": 0,
    }
    assert strict["flat"]["micro"]["incorrect"] == 1
    assert strict["layers"]["TASK"]["f1"] is None
    assert row["mistakes"]["entities"][0] == {
        "document": "d", "kind": "spurious", "start": 17, "end": 24, "label": "LOC", "cause": "label",
        "other": [17, 24, "ORG"], "score": None,
    }
    assert "UBND" not in json.dumps(row, ensure_ascii=False)
    assert "mistakes" not in result.to_json(places=False)


def test_tables_say_not_applicable():
    console = Console(width=120, record=True, file=StringIO())
    result = evaluate([GOLD], [document(("OFFICIAL", "POSITION", "ORG", None))])
    console.print(tables(result))
    console.print(differences(compare(result, result)))
    shown = console.export_text()
    row = next(line.split() for line in shown.splitlines() if line.strip().startswith("TASK"))
    assert row == ["TASK", "0", "0", "0", "n/a", "n/a", "n/a"]
    assert "Records: not scored, the gold has none." in shown
    assert "+0.000" in shown


def test_reading(tmp_path):
    path = tmp_path / "gold.jsonl"
    with path.open("w", encoding="utf-8") as file:
        write_jsonl([GOLD], file)
    assert read_documents(path) == [GOLD]
    assert read_documents(path, "jsonl") == [GOLD]
    with pytest.raises(InputError, match="no annotated set"):
        read_documents(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(InputError, match="it is empty"):
        read_documents(tmp_path / "empty.jsonl")
    result = evaluate([GOLD], [GOLD], resamples=0).to_json()
    write_json(result, tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text("utf-8")) == json.loads(json.dumps(result))


@pytest.mark.parametrize(("name", "written", "asked"), [
    ("a.spacy", "docbin", None), ("a.json", "label_studio", None), ("folder", "brat", None), ("a", "jsonl", "jsonl"),
])
def test_other_formats(tmp_path, name, written, asked):
    formats.write([GOLD], tmp_path / name, written)
    result = evaluate([GOLD], read_documents(tmp_path / name, asked), resamples=0)
    assert result.score("entities", "strict", "flat") == Score(4, 0, 0)
    assert result.score("relations", "end_to_end", "strict", "all", "all") == Score(3, 0, 0)


def test_gold_without_attributes_is_not_scored_on_them():
    plain = document()
    plain.entities.append(Entity("q", 0, 3, "QUANTITY", "Ông"))
    valued = document()
    valued.entities.append(Entity("q", 0, 3, "QUANTITY", "Ông", 5.0, "hộ", "exact"))
    result = evaluate([plain], [valued], resamples=0)
    assert result.to_json()["values"] is None and not result.tally.below("values")
    other = evaluate([valued], [plain], resamples=0)
    assert other.score("values", "joint", "QUANTITY", "all") == Score(0, 1, 1)


def test_lost_spans():
    inside_a_word = [(0, 3), (4, 6), (6, 7), (8, 24), (24, 25), (26, 28), (29, 32)]
    spans = [Span(entity.start, entity.end, entity.label) for entity in GOLD.entities]
    assert lost(spans, inside_a_word) == spans[1:3]
    assert lost(spans, [(at, at + 1) for at in range(len(TEXT))]) == []
    assert lost(spans, []) == spans


def test_oracle_links_are_the_scorers():
    from evaluation.pairs import pair

    (one,), _, _ = pair([GOLD], [GOLD])
    assert {(tuple(link.head), tuple(link.tail), link.label) for link in one.gold.links} == links(GOLD)
    assert count_relations(one)["end_to_end", "strict", "all", "all"] == [3, 0, 0, 0, 0]


def test_calibration_on_gold_entities():
    def on_gold(first, second):
        found = document(relations=[("e0", "e1", "HOLDS"), ("e3", "e2", "AT")])
        for relation, score in zip(found.relations, (first, second), strict=True):
            relation.score = score
        return found

    result = evaluate([GOLD], [document()], given=[on_gold(0.9, 0.3)], resamples=0)
    row = result.to_json()["calibration"]
    assert row["relations"]["all"]["n"] == 0 and row["relations"]["all"]["expected_calibration_error"] is None
    whole = row["given"]["all"]
    assert (whole["n"], whole["gold"]) == (2, 3)
    assert whole["expected_calibration_error"] == pytest.approx((0.1 + 0.3) / 2)  # one right at 0.9, one wrong at 0.3
    assert whole["precision_at_recall_0.5"] is None and row["given"]["HOLDS"]["precision_at_recall_0.5"] == 1
    assert "given" not in evaluate([GOLD], [GOLD], resamples=0).to_json()["calibration"]


def test_scoring_keeps_up():
    """10,000 documents of 40 entities in 20 s of one core are 2 ms a document.

    A machine's noise meets nervaluate as well: it takes 0.8 ms for entities alone where all of this takes 1.8.
    """
    pytest.importorskip("nervaluate", reason="nervaluate needs Python 3.11")
    from evaluation.benchmark import corpus, ours, theirs

    sides = corpus(400)
    ratios = [ours(*sides) / theirs(*sides) for _ in range(2)]
    assert min(ratios) < 5

"""Wrong attributes by place."""

from __future__ import annotations

from hypothesis import given, settings
from scoring_oracle import corpora

from annotations import SCHEMA, Document, Entity
from evaluation import evaluate


def article(*entities, identity="d"):
    text = "32 hộ, 5 tỷ; năm 2018 và 2019"
    spans = {"QUANTITY": [(0, 5), (7, 11)], "DATE": [(13, 21), (25, 29)]}
    return Document(identity, text, entities=[
        Entity(f"e{number}", *spans[label][at], label, text[slice(*spans[label][at])], *attributes)
        for number, (label, at, *attributes) in enumerate(entities)
    ])


def test_wrong_values_with_their_places():
    gold = article(("QUANTITY", 0, 32, "hộ"), ("QUANTITY", 1, 5e9, "VND", "about"), ("DATE", 0, "2018"),
                   ("DATE", 1, "2019"))
    answer = article(("QUANTITY", 0, 32.0, "ha", "exact"), ("QUANTITY", 1, 5e6, None, "about"), ("DATE", 0, None))
    row = evaluate([gold], [answer], resamples=0).to_json()["mistakes"]["values"]
    assert row == [
        {"document": "d", "start": 0, "end": 5, "label": "QUANTITY", "attribute": "unit", "gold": "hộ",
         "predicted": "ha"},
        {"document": "d", "start": 7, "end": 11, "label": "QUANTITY", "attribute": "value", "gold": 5e9,
         "predicted": 5e6},
        {"document": "d", "start": 7, "end": 11, "label": "QUANTITY", "attribute": "unit", "gold": "VND",
         "predicted": None},
        {"document": "d", "start": 13, "end": 21, "label": "DATE", "attribute": "value", "gold": "2018",
         "predicted": None},
    ]


def test_gold_without_attributes_makes_none_wrong():
    bare, valued = article(("QUANTITY", 0)), article(("QUANTITY", 0, 32, "hộ"))
    assert evaluate([bare], [valued], resamples=0).to_json()["mistakes"]["values"] == []
    assert len(evaluate([valued], [bare], resamples=0).wrong_values) == 2


@settings(max_examples=60, deadline=None)
@given(corpora())
def test_as_many_as_are_counted(sides):
    result = evaluate(*sides, resamples=0)
    for label, attributes in SCHEMA.attributes.items():
        for name in attributes:
            listed = [one for one in result.wrong_values if (one.span.label, one.attribute) == (label, name)]
            assert len(listed) == result.score("values", "matched", label, name).fp
            assert len({(one.document, one.span) for one in listed}) == len(listed)

"""Baselines: they find what they should, at the right offsets, and change nothing."""

from __future__ import annotations

import copy
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_oracle import documents

import evaluation
from annotations import SCHEMA, Document, Entity, ModelError, Relation
from evaluation.baselines.relations import MajorityRelations, NearestRelations
from evaluation.baselines.rules import RulesTagger, composed
from evaluation.baselines.underthesea_ner import UndertheseaTagger, letters, locate
from evaluation.pairs import read_mapping

TEXT = (
    "Sáng ngày 5/3/2019, đồng chí Lê Văn An, Chủ tịch UBND xã Bá, "
    "giao Phòng Nội vụ phải xét 32 hộ tại Huế."
)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_nearest_against_all_pairs(document):
    from annotations.sentences import sentences

    before = copy.deepcopy(document)
    found = {(one.head, one.tail, one.label) for one in NearestRelations().predict(document).relations}
    assert document == before

    def sentence(entity):
        return max((start for start, _ in sentences(document.text) if start <= entity.start), default=-1)

    expected = set()
    for head in document.entities:
        for label, kind in SCHEMA.relations.items():
            tails = [
                (max(0, max(head.start, tail.start) - min(head.end, tail.end)), tail.start, tail.id)
                for tail in document.entities
                if head.label in kind.heads and tail.label in kind.tails and sentence(head) == sentence(tail)
            ]
            if tails:
                expected.add((head.id, min(tails)[2], label))
    assert found == expected


def article(tail, relations):
    text = f"32 hộ tại xã Bá{tail} 5 xã thuộc Sở A"
    at = text.index("Sở A")
    return Document(f"{tail}{len(relations)}", text, entities=[
        Entity("q", 0, 5, "QUANTITY", "32 hộ"), Entity("l", 10, 15, "LOC", "xã Bá"),
        Entity("o", at, at + 4, "ORG", "Sở A"),
    ], relations=[Relation("q", one, "OF") for one in relations])


def test_majority_learns_the_share_of_each_kind():
    model = MajorityRelations().fit([article(",", "l"), article(",", "lo"), article(";", "")])
    found = model.predict(article(",", "")).relations
    assert [(one.head, one.tail, one.label) for one in found] == [("q", "l", "OF")]
    assert found[0].score == pytest.approx(2 / 3)
    # Behind a semicolon it has only seen pairs that were not related.
    assert [one.tail for one in model.predict(article(";", "")).relations] == ["l"]
    assert MajorityRelations().fit([]).predict(article(",", "")).relations == []


def test_rules():
    found = RulesTagger().predict(Document("d", TEXT))
    assert [(one.label, one.text) for one in found.entities] == [
        ("DATE", "Sáng ngày 5/3/2019"), ("OFFICIAL", "Lê Văn An"), ("POSITION", "Chủ tịch"),
        ("ORG", "UBND xã Bá"), ("ORG", "Phòng Nội vụ"), ("QUANTITY", "32 hộ"), ("LOC", "Huế"),
    ]


def test_rules_read_decomposed_text_at_its_own_offsets():
    plain = RulesTagger().predict(Document("d", TEXT))
    text = unicodedata.normalize("NFD", TEXT)
    apart = RulesTagger().predict(Document("d", text))
    assert [(one.label, unicodedata.normalize("NFC", one.text)) for one in apart.entities] == [
        (one.label, one.text) for one in plain.entities
    ]
    assert all(text[one.start:one.end] == one.text for one in apart.entities)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aăâĐuư\u0302\u0301\u0323 \r\n\u00a09", max_size=20))
def test_composed_offsets(text):
    whole, offsets = composed(text)
    assert len(offsets) == len(whole) + 1 and offsets[-1] == len(text)
    assert offsets == sorted(offsets)
    assert unicodedata.normalize("NFC", text) == unicodedata.normalize("NFC", whole)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="UBND xã9/%,.;\n 5hộ", max_size=60))
def test_rules_never_overlap(text):
    found = RulesTagger().predict(Document("d", text)).entities
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[one.start:one.end] == one.text != "" for one in found)


@pytest.mark.parametrize(("words", "text", "expected"), [
    (["Hóa", ",", "quy tập"], "Hoá, qui  tập", ["Hoá", ",", "qui  tập"]),
    (["ngành", "nghề"], "nghành nghề", ["nghành", "nghề"]),
    (["Ủy", "ban"], unicodedata.normalize("NFD", "Uỷ ban"), [unicodedata.normalize("NFD", "Uỷ"), "ban"]),
    ([], "  ", []),
])
def test_words_are_put_back(words, text, expected):
    assert [text[start - 7:end - 7] for start, end in locate(words, text, 7)] == expected


def test_a_word_that_is_not_there_is_an_error():
    with pytest.raises(ModelError, match="offset 2"):
        locate(["Sở", "Bộ"], "Sở")


def test_letters_of_marked_text():
    assert "".join(letter for letter, _ in letters("Đường Hoá")) == "duonghoa"


def test_underthesea_at_exact_offsets():
    text = "Ông Nguyễn Văn Bình  thăm Việt Nam.\nỞ Thanh Hoá có Uỷ ban nhân dân tỉnh."
    found = UndertheseaTagger().predict(Document("d", text))
    assert found.entities and all(text[one.start:one.end] == one.text for one in found.entities)
    assert ("PER", "Nguyễn Văn Bình") in [(one.label, one.text) for one in found.entities]
    evaluation.evaluate([Document("d", text)], [found], mapping=read_mapping("three"))

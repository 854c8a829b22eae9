import pytest
from hypothesis import given

from annotations import Document, Entity, Relation
from annotations.schema import SCHEMA
from annotations.validate import validate
from tests.annotations.strategies import documents

TEXT = "Chủ tịch UBND phường họp.\nThu 5 tỷ đồng ngày 5/5 "


def span(name, start, end, label, **given):
    return Entity(name, start, end, label, TEXT[start:end], **given)


POSITION = span("p", 0, 8, "POSITION")
BODY = span("o", 9, 20, "ORG")
FIGURE = span("q", 30, 39, "QUANTITY", value=5e9, unit="VND", bound="exact")


def breaches(entities, relations=()):
    return [str(error) for error in validate(Document("a", TEXT, {}, list(entities), list(relations)), file="g.json")]


def test_a_clean_document_has_no_breaches():
    assert breaches([POSITION, BODY, FIGURE], [Relation("p", "o", "AT")]) == []


@pytest.mark.parametrize(("entities", "relations", "says"), [
    ([span("x", 0, 3, "FOO")], [], "the label is not in the schema"),
    ([POSITION, span("x", 4, 13, "ORG")], [], "overlaps POSITION 'Chủ tịch' at 0"),
    ([span("x", 8, 13, "ORG")], [], "white space at its edge"),
    ([span("x", 0, 8, "POSITION", value=3)], [], "carries no value"),
    ([span("x", 30, 39, "QUANTITY", value=5e9, unit="VND", bound="roughly")], [], "unknown bound"),
    ([span("x", 30, 39, "QUANTITY", value=[7, 5], unit="VND", bound="exact")], [], "neither a number nor"),
    ([span("x", 30, 39, "QUANTITY", value=5, bound="exact")], [], "has no unit"),
    ([span("x", 40, 48, "DATE", value="5/5")], [], "not in the form of a DATE"),
    ([span("x", 40, 48, "DEADLINE", value="2018-05")], [], "not in the form of a DEADLINE"),
    ([POSITION, BODY], [Relation("o", "p", "AT")], "cannot join ORG to POSITION"),
    ([POSITION, BODY], [Relation("p", "o", "AT")] * 2, "is given twice"),
    ([BODY, FIGURE], [Relation("q", "o", "OF")], "its ends stand in two sentences"),
    ([span("x", 26, 29, "INDICATOR")], [], "has no MEASURES"),
])
def test_a_breach_is_named_with_file_offset_and_cause(entities, relations, says):
    found = breaches(entities, relations)
    assert len(found) == 1
    assert found[0].startswith("g.json, offset ") and says in found[0]


@given(documents())
def test_overlaps_are_found_as_brute_force_finds_them(document):
    flat = [item for item in document.entities if item.label in SCHEMA.flat]
    clash = any(a is not b and a.start < b.end and b.start < a.end for a in flat for b in flat)
    assert clash == any("overlaps" in str(error) for error in validate(document))
    doubled = Document("a", document.text, {}, [*flat, *(Entity(f"d{n}", e.start, e.end, e.label, e.text)
                                                        for n, e in enumerate(flat[:1]))])
    assert bool(flat) == any("overlaps" in str(error) for error in validate(doubled))

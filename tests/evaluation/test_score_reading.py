"""Predictions in CoNLL lie along the gold's texts; what cannot be written is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import Document, DocumentError, Entity, InputError, formats
from evaluation.reading import check_folders, laid_along, read_predictions, write_json

TEXT = "Ông Lê Văn An (UBND  xã Bá), giao\u00a032 hộ;\r\n\r\n tại Huế."
SPANS = (("Lê Văn An", "PER"), ("UBND  xã Bá", "ORG"), ("32 hộ", "NUM"), ("Huế", "LOC"))


def article(text=TEXT, identity="d"):
    entities = []
    for number, (surface, label) in enumerate(SPANS):
        start = text.index(surface)
        entities.append(Entity(f"e{number}", start, start + len(surface), label, surface))
    return Document(identity, text, entities=entities)


def test_conll_is_laid_along_the_text_it_was_made_from(tmp_path):
    path = tmp_path / "found.conll"
    formats.write([article()], path)
    (plain,) = formats.read(path)
    assert plain.text != TEXT
    (found,) = read_predictions(path, [article()])
    assert found.text == TEXT
    assert [(one.start, one.end, one.label, one.text) for one in found.entities] == [
        (one.start, one.end, one.label, one.text) for one in article().entities
    ]


def test_other_formats_are_taken_as_they_are(tmp_path):
    path = tmp_path / "found.jsonl"
    stripped = Document("d", " ".join(TEXT.split()))
    formats.write([stripped], path)
    assert read_predictions(path, [article()]) == [stripped]


@pytest.mark.parametrize(("old", "new", "offset"), [
    ("UBND\tB-ORG", "Ubnd\tB-ORG", TEXT.index("BND")), ("Huế\tB-LOC", "H\tB-LOC", TEXT.index("uế")),
    (".\tO\n", ".\tO\nx\tO\n", len(TEXT)), ("xã\tI-ORG\nBá", "xã_Bá", TEXT.index("Bá")),
])
def test_other_tokens_are_refused(tmp_path, old, new, offset):
    path = tmp_path / "found.conll"
    formats.write([article()], path)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DocumentError, match="tokens of 'd' are not those") as caught:
        read_predictions(path, [article()])
    assert caught.value.offset == offset


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="aâ,.Đ", min_size=1, max_size=4), min_size=1, max_size=8), st.data())
def test_spans_keep_their_characters(words, data):
    def text():
        white = st.text(alphabet=" \n\u00a0", max_size=2)
        return "".join(data.draw(white) + word for word in words) + data.draw(white)

    here, there = text(), text()
    letters = [at for at, char in enumerate(here) if not char.isspace()]
    first = data.draw(st.integers(0, len(letters) - 1))
    last = data.draw(st.integers(first, len(letters) - 1))
    span = Entity("e", letters[first], letters[last] + 1, "ORG", here[letters[first]:letters[last] + 1])
    found = laid_along(Document("d", here, entities=[span]), there)
    (entity,) = found.entities
    assert found.text == there and there[entity.start:entity.end] == entity.text
    assert "".join(entity.text.split()) == "".join(span.text.split())
    assert len("".join(there[:entity.start].split())) == first


def test_what_cannot_be_written_is_told(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        check_folders(None, tmp_path / "none" / "out.json")
    check_folders(None, tmp_path / "out.json")
    with pytest.raises(InputError, match="cannot be written"):
        write_json({}, tmp_path)

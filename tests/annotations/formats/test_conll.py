import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotations import Document, DocumentError, Entity, Relation
from annotations.formats import conll
from annotations.sentences import sentences
from annotations.tokens import tokens
from tests.annotations.formats.everything import META
from tests.annotations.strategies import documents


def tokenized(document):
    """The document as it comes back: tokens with single spaces, sentences with line ends between them."""
    text, starts, ends = "", {}, {}
    for start, end in sentences(document.text):
        for number, (first, last) in enumerate(tokens(document.text, start, end)):
            text += "" if not text else " " if number else "\n"
            starts[first], ends[last] = len(text), len(text) + last - first
            text += document.text[first:last]
    entities = []
    for number, entity in enumerate(sorted(document.entities, key=lambda item: item.start), 1):
        start, end = starts[entity.start], ends[entity.end]
        entities.append(Entity(f"e{number}", start, end, entity.label, text[start:end]))
    return Document(document.id, text, document.meta, entities)


@settings(deadline=None, max_examples=50)
@given(documents(layers=False, values=False, relations=False), META)
def test_flat_labels_come_back(document, meta):
    document.meta = meta
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.conll"
        conll.write([document], file)
        (read,) = conll.read(file)
        assert read == tokenized(document)
        conll.write([read], file)
        assert conll.read(file) == [read]


@settings(deadline=None, max_examples=50)
@given(documents())
def test_what_tags_cannot_say_is_refused_or_left_out(document):
    flat = conll.flat_only(document)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.conll"
        if flat == document:
            conll.write([document], file)
        else:
            with pytest.raises(DocumentError, match="holds what one tag a token cannot say"):
                conll.write([document], file)
            assert not file.exists()
        conll.write([document], file, drop_layers=True)
        assert conll.read(file) == [tokenized(flat)]


def test_the_file_by_hand():
    text = "Bà An.\n5 hộ  ở Huế"
    entities = [Entity("e1", 3, 5, "PERSON", "An"), Entity("e2", 15, 18, "LOC", "Huế")]
    assert conll.dumps(Document("a b", text, {"date": "2018"}, entities)) == (
        '-DOCSTART- a b\t{"date": "2018"}\n\nBà\tO\nAn\tB-PERSON\n.\tO\n\n5\tO\nhộ\tO\nở\tO\nHuế\tB-LOC\n\n'
    )


SPANS = [(0, 2, "A"), (3, 4, "A"), (5, 6, "B")]


@pytest.mark.parametrize("tags", [
    "I-A I-A O B-A O I-B",  # as IOB1 where no entity touches another
    "B-A I-A O B-A O B-B", "B-A E-A O S-A O S-B", "B-A L-A O U-A O U-B",
])
def test_the_usual_schemes_say_the_same(tmp_path, tags):
    words = [f"w{number} POS\t" for number in range(6)]
    (tmp_path / "x.conll").write_text(
        "".join(f"{word}{tag}\n" for word, tag in zip(words, tags.split(), strict=True)).replace(" ", "\t"), "utf-8",
    )
    (read,) = conll.read(tmp_path / "x.conll")
    assert read.text == "w0 w1 w2 w3 w4 w5"
    assert [(entity.start // 3, (entity.end + 1) // 3, entity.label) for entity in read.entities] == SPANS


@pytest.mark.parametrize(("tags", "spans"), [
    ("I-A B-A I-A", [(0, 1), (1, 3)]), ("B-A I-B O", [(0, 1), (1, 2)]), ("S-A I-A O", [(0, 1), (1, 2)]),
    ("E-A E-A O", [(0, 1), (1, 2)]), ("B-A | I-A O", [(0, 1), (1, 2)]),
])
def test_neighbours_are_told_apart(tmp_path, tags, spans):
    lines = "".join("\n" if tag == "|" else f"ww {tag}\n" for tag in tags.split())
    (tmp_path / "x.conll").write_text(lines, "utf-8")
    (read,) = conll.read(tmp_path / "x.conll")
    assert [(entity.start // 3, (entity.end + 1) // 3) for entity in read.entities] == spans


def test_a_file_of_somebody_else(tmp_path):
    (tmp_path / "eng.conll").write_bytes(
        b"-DOCSTART- -X- -X- O\r\n\r\nEU NNP I-NP I-ORG\r\n. . O O\r\n\r\nJa NN I-NP O\r\n\r\n"
        b"-DOCSTART- -X- O O\r\n\r\nX Y Z O"
    )
    first, second = conll.read(tmp_path / "eng.conll")
    assert (first.id, first.text, second.id, second.text) == ("eng:1", "EU .\nJa", "eng:2", "X")
    assert first.entities == [Entity("e1", 0, 2, "ORG", "EU")]
    (tmp_path / "no-start.conll").write_text("Hà Nội\tB-LOC\n", "utf-8")
    (read,) = conll.read(tmp_path / "no-start.conll")
    assert (read.id, read.text, read.entities[0].end) == ("no-start", "Hà Nội", 6)


@pytest.mark.parametrize(("line", "says"), [
    ("x", "1 columns, not 2 to 4"), ("a b c d O", "5 columns, not 2 to 4"), ("x B", "'B' is no tag"),
    ("x Q-ORG", "'Q-ORG' is no tag"), ("\tO", "no token"), ("-DOCSTART- a", "id 'a' is used twice"),
    ("-DOCSTART- b\t{", "Expecting property name"),
])
def test_a_damaged_line_is_named(tmp_path, line, says):
    (tmp_path / "x.conll").write_text(f"-DOCSTART- a\n\ny O\n{line}\n", "utf-8")
    with pytest.raises(DocumentError, match=rf"x\.conll:4: cannot read .*: {says}"):
        conll.read(tmp_path / "x.conll")


BODY = Entity("e1", 3, 5, "ORG", "An")


@pytest.mark.parametrize(("document", "says"), [
    (Document("a", "Bà An", {}, [replace(BODY, value="2018")]), "offset 3: .*value, unit, bound or score of a ORG"),
    (Document("a", "Bà An", {}, [BODY], [Relation("e1", "e1", "AT")]), "1 relations; leave it out with --drop-layers"),
    (Document("a\tb", "Bà An"), "an id with a tab"),
    (Document("a", "Bà Anh", {}, [BODY]), "offset 3: ORG 'An' of a cannot be tagged: it is not at the edges"),
    (Document("a", "Bà An", {}, [BODY, replace(BODY, id="e2", start=0)]), "it overlaps another entity"),
    (Document("a", "Bà An\nnói", {}, [replace(BODY, end=9)]), "it crosses a sentence end"),
])
def test_what_cannot_be_tagged_is_named(document, says):
    with pytest.raises(DocumentError, match=says):
        conll.dumps(document)

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

import pipeline.extensions  # noqa: F401  (declares doc._.relations)
from annotations import Document, DocumentError, Entity, Relation
from annotations.formats import docbin
from annotations.sentences import sentences
from pipeline.document import to_doc, to_document
from pipeline.tokenizer import SyllableTokenizer
from tests.annotations.formats.everything import full, same

TEXT = "Giao UBND xã báo cáo 5 hộ. Hết"


@settings(deadline=None, max_examples=50)
@given(full())
def test_all_that_a_document_holds_comes_back(document):
    with tempfile.TemporaryDirectory() as folder:
        docbin.write([document], Path(folder) / "x.spacy")
        (read,) = docbin.read(Path(folder) / "x.spacy")
    assert same(document, read)


@settings(deadline=None, max_examples=50)
@given(st.text(st.sampled_from("Uỷb9,. \n\r\t\u00a0́"), max_size=30))
def test_tokens_are_those_of_the_pipeline(text):
    words, spaces = docbin.words_and_spaces(text)
    doc = SyllableTokenizer(Vocab())(text)
    assert words == [token.text for token in doc]
    assert spaces == [bool(token.whitespace_) for token in doc]
    assert Doc(Vocab(), words, spaces).text == text


def document():
    return Document("a", TEXT, {"date": "2018-11-11"}, [
        Entity("e1", 5, 12, "ORG", "UBND xã", score=0.5),
        Entity("e2", 13, 25, "TASK", "báo cáo 5 hộ", score=0.25),
        Entity("e3", 21, 25, "QUANTITY", "5 hộ", 5.0, "hộ", "exact", 0.75),
        Entity("e4", 5, 12, "TASK", "UBND xã", score=1.0),
    ], [Relation("e2", "e1", "ASSIGNED", 0.5)], {"figures": []})


def test_spacy_and_the_pipelines_extensions_see_it(tmp_path):
    docbin.write([document()], tmp_path / "x.spacy")
    (doc,) = DocBin().from_disk(tmp_path / "x.spacy").get_docs(Vocab())
    assert [(span.text, span.label_, span._.value, span._.unit) for span in doc.ents] == [
        ("UBND xã", "ORG", None, None), ("5 hộ", "QUANTITY", 5.0, "hộ"),
    ]
    assert [span.text for span in doc.spans["tasks"]] == ["báo cáo 5 hộ", "UBND xã"]
    (relation,) = doc._.relations
    assert (relation.label, relation.head.text, relation.tail.text, relation.score) == (
        "ASSIGNED", "báo cáo 5 hộ", "UBND xã", 0.5,
    )
    assert (doc._.date, list(doc._.records)) == ("2018-11-11", ["figures"])
    assert [(span.start_char, span.end_char) for span in doc.sents] == sentences(TEXT)


def test_docs_of_the_pipeline_come_in(tmp_path):
    ours = Document("x:1", TEXT, {}, document().entities[:3], document().relations)
    DocBin(store_user_data=True, docs=[to_doc(ours, Vocab())]).to_disk(tmp_path / "x.spacy")
    (read,) = docbin.read(tmp_path / "x.spacy")
    back = to_document(to_doc(ours, Vocab()), "x:1")
    assert same(back, read)


def test_docs_of_somebody_else_come_in(tmp_path):
    doc = Doc(Vocab(), ["Ông", "An"], [True, False], ents=["O", "B-PER"])
    DocBin(docs=[doc]).to_disk(tmp_path / "x.spacy")
    (read,) = docbin.read(tmp_path / "x.spacy")
    assert read == Document("x:1", "Ông An", {}, [Entity("e1", 4, 6, "PER", "An")])


@pytest.mark.parametrize(("entities", "says"), [
    ([Entity("e1", 5, 11, "ORG", "UBND x")], "offset 5: ORG 'UBND x' of a is not at the edges of tokens"),
    ([Entity("e1", 5, 12, "ORG", "UBND xã"), Entity("e2", 5, 9, "LOC", "UBND")], "entities of a overlap"),
    ([Entity("e1", 5, 9, "TASK", "UBND"), Entity("e2", 5, 9, "TASK", "UBND")], "an entity of a is given twice"),
])
def test_a_span_that_would_be_lost_is_an_error(tmp_path, entities, says):
    with pytest.raises(DocumentError, match=says):
        docbin.write([Document("a", TEXT, {}, entities)], tmp_path / "x.spacy")
    assert not (tmp_path / "x.spacy").exists()


def test_a_damaged_file_is_named(tmp_path):
    with pytest.raises(DocumentError, match=r"x\.spacy: cannot be read: No such file"):
        docbin.read(tmp_path / "x.spacy")
    docbin.write([document()], tmp_path / "x.spacy")
    whole = (tmp_path / "x.spacy").read_bytes()
    for damaged in (b"", b"x", whole[:len(whole) // 2]):
        (tmp_path / "x.spacy").write_bytes(damaged)
        with pytest.raises(DocumentError, match=r"x\.spacy: not a DocBin"):
            docbin.read(tmp_path / "x.spacy")


def test_a_relation_to_nothing_is_named(tmp_path):
    doc = docbin.to_doc(document(), Vocab())
    doc.set_ents([])
    DocBin(store_user_data=True, docs=[doc]).to_disk(tmp_path / "x.spacy")
    doc.spans.clear()
    DocBin(store_user_data=True, docs=[docbin.to_doc(document(), Vocab()), doc]).to_disk(tmp_path / "x.spacy")
    with pytest.raises(DocumentError, match=r"x\.spacy: Doc 2: relation ASSIGNED names TASK of tokens 3 to 7"):
        docbin.read(tmp_path / "x.spacy")

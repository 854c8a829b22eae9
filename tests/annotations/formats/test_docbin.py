import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

import pipeline.extensions
from annotations import Document, DocumentError, Entity, Relation
from annotations.formats import docbin
from annotations.sentences import sentences
from pipeline.document import to_document
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


def test_docs_of_the_pipeline_come_in_and_a_task_on_the_place_of_a_body_has_a_score_of_its_own(tmp_path):
    doc = SyllableTokenizer(Vocab())(TEXT)
    body, task = Span(doc, 1, 3, label="ORG"), Span(doc, 1, 3, label="TASK")
    body._.score, task._.score = 0.5, 0.25
    doc.set_ents([body])
    doc.spans["tasks"] = [task]
    pipeline.extensions.set_relations(doc, [("ASSIGNED", task, body, 0.75)])
    DocBin(store_user_data=True, docs=[doc]).to_disk(tmp_path / "x.spacy")
    (read,) = docbin.read(tmp_path / "x.spacy")
    assert same(to_document(doc, "x:1"), read)
    assert [(item.label, item.score) for item in read.entities] == [("ORG", 0.5), ("TASK", 0.25)]
    assert read.relations[0].score == 0.75


@pytest.mark.slow
def test_long_documents_take_linear_time():
    def seconds(times):
        long = Document("a", TEXT * times, {}, [
            Entity(f"e{n}", n * len(TEXT) + 5, n * len(TEXT) + 12, "ORG", "UBND xã") for n in range(times)
        ])
        started = time.perf_counter()
        docbin.to_doc(long, Vocab())
        return time.perf_counter() - started

    small = min(seconds(500) for _ in range(3))
    assert seconds(5000) < 40 * small + 0.2


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

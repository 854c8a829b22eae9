import spacy
from spacy import displacy
from spacy.tokens import DocBin

import pipeline
from annotations.formats import docbin
from annotations.schema import SCHEMA
from annotations.validate import validate
from pipeline.document import to_document

TEXT = (
    "Đồng chí Vũ Đình Khoát – Phó Bí thư Thị uỷ, Chủ tịch UBND thị xã Bỉm Sơn chủ trì buổi làm việc. "
    "Thu ngân sách 9 tháng đầu năm 2019 đạt trên 11,6 tỷ đồng. "
    "Giao Phòng Tài chính báo cáo UBND thị xã trước ngày 15/11/2019."
)


def found(doc):
    return [(ent.label_, ent.text, ent._.value, ent._.unit, ent._.bound) for ent in doc.ents]


def relations(doc):
    return [(item.label, item.head.text, item.tail.text) for item in doc._.relations]


def test_entities_values_and_relations_of_a_plain_text(nlp):
    doc = nlp(TEXT)
    assert ("OFFICIAL", "Vũ Đình Khoát", None, None, None) in found(doc)
    assert ("QUANTITY", "11,6 tỷ đồng", 11.6e9, "VND", "over") in found(doc)
    assert ("DEADLINE", "trước ngày 15/11/2019", "2019-11-15", None, None) in found(doc)
    assert ("HOLDS", "Vũ Đình Khoát", "Chủ tịch") in relations(doc)
    assert ("AT", "Chủ tịch", "UBND thị xã Bỉm Sơn") in relations(doc)
    assert [record["position"] for record in doc._.records["officials"]] == ["Phó Bí thư", "Chủ tịch"]


def test_every_entity_and_relation_has_a_probability(nlp):
    doc = nlp(TEXT)
    assert all(0 <= ent._.score <= 1 for ent in doc.ents)
    assert all(0 <= item.score <= 1 for item in doc._.relations)


def test_pipe_streams_the_same_as_single_calls(nlp):
    texts = [TEXT, "", "Ngày 5/5, Sở Y tế họp."]
    assert [found(doc) for doc in nlp.pipe(texts)] == [found(nlp(text)) for text in texts]


def test_a_pipeline_written_to_disk_or_bytes_finds_the_same(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")
    for other in (spacy.load(tmp_path / "model"), pipeline.load(tmp_path / "model")):
        assert found(other(TEXT)) == found(nlp(TEXT))
        assert relations(other(TEXT)) == relations(nlp(TEXT))
    blank = spacy.load(tmp_path / "model")
    blank.from_bytes(nlp.to_bytes())
    assert relations(blank(TEXT)) == relations(nlp(TEXT))


def test_no_file_of_a_package_is_a_pickle(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files and not [path for path in files if path.suffix in {".pkl", ".pickle", ".joblib"}]
    assert not [path for path in files if path.read_bytes()[:2] in {b"\x80\x03", b"\x80\x04", b"\x80\x05"}]


def test_displacy_draws_the_entities(nlp):
    html = displacy.render(nlp(TEXT), style="ent", jupyter=False)
    assert "Vũ Đình Khoát" in html and "OFFICIAL" in html


def test_a_doc_bin_keeps_values_and_relations(nlp):
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    back = next(DocBin().from_bytes(stored).get_docs(nlp.vocab))
    assert found(back) == found(doc)
    assert relations(back) == relations(doc)


def test_what_is_found_keeps_to_the_schema(nlp):
    document = to_document(nlp(TEXT), "a")
    unmet = tuple(f"has no {relation}" for relation, _ in SCHEMA.needs.values())
    assert [error for error in map(str, validate(document)) if not error.endswith(unmet)] == []


def test_a_document_survives_the_way_through_a_doc(nlp):
    document = to_document(nlp(TEXT), "a", {"date": "2019-10-16"})
    again = to_document(docbin.to_doc(document, nlp.vocab), "a", document.meta)
    again.records = document.records
    assert again == document


def test_the_articles_own_date_resolves_missing_years(nlp):
    doc = nlp.make_doc("Sáng nay, UBND tỉnh yêu cầu các sở, ngành báo cáo trước ngày 15/11.")
    doc._.date = "2018-11-02"
    values = {ent.label_: ent._.value for ent in nlp(doc).ents if ent.label_ in ("DATE", "DEADLINE")}
    assert values == {"DATE": "2018-11-02", "DEADLINE": "2018-11-15"}


def test_min_score_leaves_out_the_less_probable():
    sure = pipeline.load(min_score=0.95)
    assert {ent.text for ent in sure(TEXT).ents} < {ent.text for ent in pipeline.load()(TEXT).ents}

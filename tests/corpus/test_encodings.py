import json

import pytest

from annotations.errors import InputError, Remark
from corpus.articles import Article
from corpus.encodings import legacy
from corpus.load import load
from corpus.readers import read_paths
from tests.robustness.texts import to_tcvn3, to_vni

SENTENCE = "Uỷ ban nhân dân thị xã Bỉm Sơn họp sáng nay; các sở, ngành báo cáo kết quả trước ngày 15/11/2019."
FONTS = {"TCVN3 (ABC)": to_tcvn3, "VNI": to_vni}


def test_the_conversions_are_right():
    assert to_tcvn3("Đường bộ") == "§\u00adêng bé" and to_tcvn3("nhân dân tỉnh") == "nh©n d©n tØnh"
    assert to_vni("Đường bộ, nghĩa vụ, kỳ") == "Ñöôøng boä, nghóa vuï, kyø"


@pytest.mark.parametrize("font", FONTS)
def test_text_in_an_old_font_is_recognised(font):
    assert legacy(SENTENCE) is None
    assert legacy(FONTS[font](SENTENCE)) == legacy(FONTS[font](SENTENCE.upper())) == font
    assert legacy(f"{SENTENCE}\n{FONTS[font](SENTENCE)}") == font


def test_every_open_article_is_told_from_its_conversions():
    texts = [document.text for split in ("train", "dev", "test") for document in load(f"open/{split}").documents]
    assert [text for text in texts if legacy(text)] == []
    for font, convert in FONTS.items():
        assert {legacy(convert(text)) for text in texts} == {font}


@pytest.mark.parametrize("text", [
    "", "Họp.", "The Ångström, the naïve façade, Zoë, Köln, Straße, Noël, déjà vu, a·b, 5 m², «Tin»",
    "« Le préfet a été reçu à l'hôtel de ville où il a présenté le bilan de l'année », « déjà », « là »",
    "Der größte Teil der Häuser für Flüchtlinge in München könnte übermorgen fertig wären", "5°C ±2 µm © 2019 ®",
])
def test_other_text_is_left_in_peace(text):
    assert legacy(text) is None


def test_it_is_said_before_the_article_and_nothing_is_rewritten(tmp_path):
    old = to_tcvn3(SENTENCE)
    rows = [{"id": "a", "text": SENTENCE}, {"id": "b", "text": old}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    first, remark, second = read_paths([tmp_path / "in.jsonl"])
    assert (first, second) == (Article("a", SENTENCE), Article("b", old))
    assert isinstance(remark, Remark)
    assert str(remark).startswith("article b looks like text in TCVN3 (ABC): ") and "convert it" in str(remark)


def test_bytes_of_an_old_font_are_refused_with_its_name(tmp_path):
    (tmp_path / "in.txt").write_bytes(to_tcvn3(SENTENCE).encode("latin-1"))
    (error,) = read_paths([tmp_path / "in.txt"])
    assert isinstance(error, InputError) and "not in UTF-8" in str(error) and "looks like TCVN3 (ABC)" in str(error)


def test_a_cluster_says_it_too(tmp_path):
    from pipeline.cluster import inputs

    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "b", "text": to_vni(SENTENCE)}) + "\n", "utf-8")
    (found,) = inputs.find([str(tmp_path / "in.jsonl")])
    (unit,) = inputs.plan(found, 10)
    remark, article = inputs.read(unit)
    assert isinstance(remark, Remark) and "in VNI" in str(remark) and article.id == "b"

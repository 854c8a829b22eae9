"""Which bodies are one, on invented names."""

import pytest

from annotations.document import Document, Entity
from pipeline.records.bodies import fullest, join_bodies


def article(*names, text=None):
    """An article of bodies, one behind the other; a name in brackets is a mention inside brackets."""
    text = text or " nói. ".join(names)
    entities, at = [], 0
    for number, name in enumerate(names):
        start = text.index(name, at)
        entities.append(Entity(f"e{number}", start, start + len(name), "ORG", name))
        at = start + len(name)
    return Document("a", text, entities=entities)


def joined(*names, text=None):
    return [[mention.text for mention in chain] for chain in join_bodies(article(*names, text=text))]


@pytest.mark.parametrize(("one", "other"), [
    ("UBND TP.", "Ủy ban nhân dân thành phố"),
    ("UBND TP.HCM", "Uỷ ban nhân dân Thành phố Hồ Chí Minh"),
    ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    ("Sở KH-ĐT Kon Tum", "Sở Kế hoạch - Đầu tư Kon Tum"),
    ("UBND H. Sa Thầy", "UBND huyện Sa Thầy"),
    ("UBND Hà Nội", "UBND TP Hà Nội"),
    ("Sở Y tế", "Sở Y tế tỉnh Kon Tum"),
    ("Sở Y tế", "Sở Y tế Kon Tum"),
    ("Ban Thường vụ", "Ban Thường vụ Huyện ủy Sa Thầy"),
    ("UBND huyện", "UBND huyện Sa Thầy"),
    ("Ban Bí thư", "Ban Bí thư Trung ương Đảng"),
    ("T.Ư", "Trung ương"),
    ("cơ quan Ủy ban Kiểm tra Tỉnh ủy", "Ủy ban Kiểm tra Tỉnh ủy"),
])
def test_one_body(one, other):
    assert joined(one, other) == [[one, other]]
    assert joined(other, one) == [[other, one]]


@pytest.mark.parametrize(("one", "other"), [
    ("UBND huyện Sa Thầy", "UBND huyện Kon Rẫy"),
    ("UBND tỉnh", "UBND huyện"),
    ("UBND huyện", "HĐND huyện"),
    ("Đảng", "Đảng bộ"),
    ("Hoa Sen Bank", "Hoa Sen"),
    ("Hoasenbank", "Hoasenbank Kon Tum"),
    ("Ủy ban Kiểm tra", "Ủy ban nhân dân"),
    ("UBND huyện", "UBND các huyện, thị xã"),
])
def test_two_bodies(one, other):
    assert joined(one, other) == [[one], [other]]


def test_a_bare_head_is_the_last_body_before_it():
    names = ("Sở Y tế", "Sở", "Sở Tài chính", "Sở", "Cục")
    assert joined(*names) == [["Sở Y tế", "Sở"], ["Sở Tài chính", "Sở"], ["Cục"]]


def test_a_short_name_of_two_bodies_is_neither():
    names = ("Hội Nông dân", "Hội Nông dân xã Ya Xiêr", "Hội Nông dân xã Rờ Kơi")
    assert joined(*names) == [[name] for name in names]


def test_an_acronym_is_what_the_article_says():
    text = "Hội Khuyến học và Dạy nghề (HKHDN) họp. Chủ tịch HKHDN nói."
    assert joined("Hội Khuyến học và Dạy nghề", "HKHDN", "HKHDN", text=text) == [
        ["Hội Khuyến học và Dạy nghề", "HKHDN", "HKHDN"],
    ]
    # In the name itself, and with what stands behind the brackets.
    assert joined("Trung tâm Bảo tồn Rừng (TTBTR) huyện Sa Thầy", "TTBTR huyện Sa Thầy") == [
        ["Trung tâm Bảo tồn Rừng (TTBTR) huyện Sa Thầy", "TTBTR huyện Sa Thầy"],
    ]


def test_an_acronym_nobody_introduced_is_the_only_body_of_its_letters():
    assert joined("Hội Bảo tồn Voọc", "HBTV") == [["Hội Bảo tồn Voọc", "HBTV"]]
    assert joined("Hội Bảo tồn Voọc", "Hội Bệnh tim Vinh", "HBTV")[-1] == ["HBTV"]


def test_the_fullest_form_is_the_one_of_most_words_written_out():
    names = ("UBND TP.HCM", "Ủy ban nhân dân thành phố", "UBND TP")
    assert fullest(join_bodies(article(*names))[0]).text == "UBND TP.HCM"

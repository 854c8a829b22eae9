"""Which mentions are one person, on invented people."""

from annotations import Document
from annotations.formats import writing
from pipeline.records.bodies import join_bodies
from pipeline.records.graph import Graph
from pipeline.records.people import join_people


def joined(text, written):
    """The chains of an article of several sentences, one a line, by their texts."""
    document, errors = writing.loads(written, Document("a", text))
    assert errors == []
    chains = join_people(Graph(document), join_bodies(document))
    return [[mention.text for mention in chain] for chain in chains]


def test_short_forms_join_the_name_that_ends_in_them():
    text = "Đồng chí Lê Anh Xuân, Bí thư nói.\nÔng Xuân và ông Anh Xuân cười.\n"
    written = "[1]\nOFFICIAL a = Lê Anh Xuân\n[2]\nOFFICIAL a = Xuân\nOFFICIAL b = Anh Xuân\n"
    assert joined(text, written) == [["Lê Anh Xuân", "Xuân", "Anh Xuân"]]


def test_of_two_the_one_named_last_of_the_gender_that_is_told():
    text = "Ông Lê Văn Hà đến.\nBà Vũ Thị Hà đến.\nHà nói.\nÔng Hà cười.\n"
    written = (
        "[1]\nPERSON a = Lê Văn Hà\n[2]\nPERSON a = Vũ Thị Hà\n[3]\nPERSON a = Hà\n[4]\nPERSON a = Hà\n"
    )
    assert joined(text, written) == [["Lê Văn Hà", "Hà"], ["Vũ Thị Hà", "Hà"]]


def test_a_name_in_full_may_follow():
    text = "Ông Hà nhậm chức.\nÔng Lê Văn Hà quê Kon Tum.\n"
    assert joined(text, "[1]\nPERSON a = Hà\n[2]\nPERSON a = Lê Văn Hà\n") == [["Hà", "Lê Văn Hà"]]


def test_initials_and_foreign_surnames():
    text = "Ông L.V.H. bị bắt.\nÔng H. khai.\nÔng Kasem Suwan và ông Kasem nói. Ông Nguyễn Văn An và ông Nguyễn về.\n"
    written = (
        "[1]\nPERSON a = L.V.H\n[2]\nPERSON a = H\n[3]\nPERSON a = Kasem Suwan\nPERSON b = Kasem\n"
        "[4]\nPERSON a = Nguyễn Văn An\nPERSON b = Nguyễn\n"
    )
    assert joined(text, written) == [["L.V.H", "H"], ["Kasem Suwan", "Kasem"], ["Nguyễn Văn An"], ["Nguyễn"]]


def test_a_name_cut_off_is_the_one_that_begins_so():
    text = "Bà Vũ Thị…\nBà Vũ Thị Hà nói.\n"
    assert joined(text, "[1]\nPERSON a = Vũ Thị\n[2]\nPERSON a = Vũ Thị Hà\n") == [["Vũ Thị", "Vũ Thị Hà"]]


def test_a_byline_is_nobody_of_the_article():
    text = "Ông Lê Văn Hà nói.\nÔng Hà cười. Ảnh: Văn Hà\nHà\n"
    written = "[1]\nPERSON a = Lê Văn Hà\n[2]\nPERSON a = Hà\n[3]\nPERSON a = Văn Hà\n[4]\nPERSON a = Hà\n"
    assert joined(text, written) == [["Lê Văn Hà", "Hà"], ["Văn Hà"], ["Hà"]]


OFFICE = "Ông Lê Văn Hà, Chủ tịch UBND huyện Sa Thầy nói.\n"
HELD = "[1]\nOFFICIAL a = Lê Văn Hà\nPOSITION b = Chủ tịch\nORG c = UBND huyện Sa Thầy\nHOLDS a b\nAT b c\n"


def test_an_office_is_the_one_person_who_holds_it():
    text = OFFICE + "Chủ tịch UBND huyện giao việc.\nChủ tịch huyện về.\nChủ tịch HĐND huyện về.\n"
    written = (
        HELD + "[2]\nPOSITION a = Chủ tịch\nORG b = UBND huyện\nAT a b\n[3]\nPOSITION a = Chủ tịch huyện\n"
        "[4]\nPOSITION a = Chủ tịch\nORG b = HĐND huyện\nAT a b\n"
    )
    assert joined(text, written) == [["Lê Văn Hà", "Chủ tịch", "Chủ tịch huyện"]]


def test_the_office_as_such_is_nobody():
    for sentence in ("Tỉnh bầu giữ chức Chủ tịch UBND huyện.", "Ông nguyên Chủ tịch UBND huyện."):
        written = HELD + "[2]\nPOSITION a = Chủ tịch\nORG b = UBND huyện\nAT a b\n"
        assert joined(f"{OFFICE}{sentence}\n", written) == [["Lê Văn Hà"]]


def test_an_office_of_two_is_nobodys():
    text = f"{OFFICE}Bà Vũ Thị Lan, nguyên Chủ tịch UBND huyện Sa Thầy đến.\nChủ tịch UBND huyện nói.\n"
    written = (
        HELD + HELD.replace("[1]", "[2]").replace("Lê Văn Hà", "Vũ Thị Lan")
        + "[3]\nPOSITION a = Chủ tịch\nORG b = UBND huyện\nAT a b\n"
    )
    assert joined(text, written) == [["Lê Văn Hà"], ["Vũ Thị Lan"]]


def test_half_a_title_needs_its_body():
    text = "Ông Lê Văn Hà, Trưởng phòng Nội vụ nói.\nTrưởng mười thôn dự.\n"
    written = (
        "[1]\nOFFICIAL a = Lê Văn Hà\nPOSITION b = Trưởng\nORG c = phòng Nội vụ\nHOLDS a b\nAT b c\n"
        "[2]\nPOSITION a = Trưởng\n"
    )
    assert joined(text, written) == [["Lê Văn Hà"]]

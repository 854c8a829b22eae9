"""Joining across articles: what comes out does not depend on how articles come in, and follows tagging anew."""

import random

import pytest

from annotations.document import Document
from pipeline.archive import identity, store, write
from pipeline.records import build_records
from tests.pipeline.archive import invented
from tests.pipeline.archive.canonical import dump


def made(*rows, name="bài"):
    return [invented.article(f"{name} {number}", row)[0] for number, row in enumerate(rows, 1)]


def man(name, *offices, label="OFFICIAL"):
    return {"person": name, "who": None, "label": label, "offices": [[*office, None] for office in offices]}


def on(day, *says):
    return {"date": day, "says": [{"place": "tỉnh Thanh Hoá"}, *says]}


CHAIR = ("Chủ tịch", "UBND huyện Như Xuân")


@pytest.fixture
def joined(tmp_path):
    opened = []

    def make(*rows):
        opened.append(invented.archive(tmp_path / "a.db", made(*rows)))
        return opened[-1]

    yield make
    for db in opened:
        db.close()


def people(db):
    return sorted(db.execute("SELECT key, name, score FROM people"))


def test_order_and_batches_do_not_matter(tmp_path):
    documents = [document for document, _ in invented.articles().values()]
    dumps = []
    for number, batch in enumerate((50, 1, 7)):
        order = list(documents)
        random.Random(number).shuffle(order)
        invented.archive(tmp_path / f"{number}.db", order, batch).close()
        dumps.append(dump(tmp_path / f"{number}.db"))
    for table in ("mentions", "people", "organisations", "offices", "deadlines", "assignments", "figures"):
        assert dumps[0][table] == dumps[1][table] == dumps[2][table], table


def test_tagging_anew_leaves_what_a_new_archive_would_hold(tmp_path):
    documents = [document for document, _ in invented.articles().values()]
    fewer = [without(document, "LOC") for document in documents]
    db = invented.archive(tmp_path / "retagged.db", documents)
    with store.writing(db):
        ids = [row[0] for row in db.execute("SELECT id FROM articles ORDER BY id")]
        for article_id, document in zip(ids, fewer, strict=True):
            write.replace(db, article_id, document)
        identity.join(db, ids)
    db.close()
    invented.archive(tmp_path / "new.db", fewer).close()
    retagged, new = dump(tmp_path / "retagged.db"), dump(tmp_path / "new.db")
    for table in ("mentions", "people", "organisations", "offices"):
        assert retagged[table] == new[table], table


def without(document, label):
    kept = [entity for entity in document.entities if entity.label != label]
    ids = {entity.id for entity in kept}
    relations = [one for one in document.relations if {one.head, one.tail} <= ids]
    out = Document(document.id, document.text, document.meta, kept, relations, model={"name": "hand", "version": "2"})
    out.records = build_records(out)
    return out


def test_one_office_is_one_person_and_two_at_once_are_two(joined):
    db = joined(
        on("2018-01-01", man("Nguyễn Văn Hùng", CHAIR)),
        on("2018-02-01", man("Nguyễn Văn Hùng", ("Chủ tịch", "UBND huyện Bá Thước"))),
        on("2018-03-01", man("NGUYỄN VĂN HÙNG", ("Chủ tịch", "Uỷ ban nhân dân huyện Như Xuân"))),
    )
    assert [(name, score > 0.9) for _, name, score in people(db)] == [("Nguyễn Văn Hùng", True)] * 2
    by_article = dict(db.execute("SELECT key, person_id FROM offices JOIN articles ON articles.id = article_id"))
    assert by_article["bài 1"] == by_article["bài 3"] != by_article["bài 2"]


def test_the_later_namesake_has_a_key_of_his_own_that_stays(joined):
    db = joined(
        on("2018-01-01", man("Nguyễn Văn Hùng", CHAIR)),
        on("2018-02-01", man("Nguyễn Văn Hùng", ("Chủ tịch", "UBND huyện Bá Thước"))),
    )
    keys = [key for key, *_ in people(db)]
    assert keys[0] == "nguyễn-văn-hùng"
    assert keys[1].startswith("nguyễn-văn-hùng~")
    invented.add(db, made(on("2019-01-01", man("Nguyễn Văn Hùng", ("Giám đốc", "Sở Y tế Nghệ An"))), name="sau"))
    assert set(keys) < {key for key, *_ in people(db)}


def test_a_name_without_marks_or_misspelt_in_the_same_office(joined):
    db = joined(
        on("2018-01-01", man("Lương Khắc Tĩnh", CHAIR)), on("2018-02-01", man("Lương Khắc Tỉnh", CHAIR)),
        on("2018-03-01", man("Luong Khac Tinh", CHAIR)),
    )
    assert [(key, name) for key, name, _ in people(db)] == [("lương-khắc-tĩnh", "Lương Khắc Tỉnh")]


def test_half_a_name_is_nobody_alone_and_somebody_in_an_office(joined):
    db = joined(
        on("2018-01-01", man("Lương Khắc Tĩnh", CHAIR)), on("2018-02-01", man("Tĩnh", CHAIR)),
        on("2018-02-02", man("Tĩnh")),
    )
    linked = dict(db.execute(
        "SELECT key, person_id FROM mentions JOIN articles ON articles.id = article_id WHERE label = 'OFFICIAL'"
    ))
    assert linked["bài 1"] == linked["bài 2"] is not None
    assert linked["bài 3"] is None


@pytest.mark.parametrize(("day", "name"), [
    ("2018-06-01", "Lương Khắc Tĩnh"), ("2019-02-01", "Lương Khắc Tĩnh"), ("2020-03-01", "Trần Mộng Lành"),
    ("2019-07-02", None), ("2009-01-01", None), (None, None),
])
def test_an_office_without_a_name_is_who_held_it_then(joined, day, name):
    db = joined(
        on("2018-01-01", man("Lương Khắc Tĩnh", CHAIR)), on("2019-01-01", man("Lương Khắc Tĩnh", CHAIR)),
        on("2020-01-01", man("Trần Mộng Lành", CHAIR)), on("2021-01-01", man("Trần Mộng Lành", CHAIR)),
        on(day, {"place": "huyện Như Xuân"}, {"office": "Chủ tịch", "body": "UBND huyện", "which": None, "who": None}),
    )
    row = db.execute(
        "SELECT people.name, link_score FROM mentions LEFT JOIN people ON people.id = person_id"
        " WHERE label = 'POSITION' AND article_id = 5"
    ).fetchone()
    assert row[0] == name
    assert (row[1] is None) is (name is None)


def test_an_office_follows_when_its_holder_becomes_known_later(joined):
    unnamed = on("2018-06-01", {"office": "Chủ tịch", "body": "UBND huyện Như Xuân", "which": None, "who": None})
    db = joined(unnamed)
    assert db.execute("SELECT count(*) FROM mentions WHERE person_id IS NOT NULL").fetchone() == (0,)
    invented.add(db, made(on("2018-05-01", man("Lương Khắc Tĩnh", CHAIR)), name="sau"))
    assert db.execute("SELECT count(*) FROM mentions WHERE person_id IS NOT NULL").fetchone() == (2,)


def test_deputies_are_many_so_an_office_alone_tells_none(joined):
    deputy = ("Phó Chủ tịch", "UBND huyện Như Xuân")
    db = joined(
        on("2018-01-01", man("Lương Khắc Tĩnh", deputy)),
        on("2018-01-02", {"office": deputy[0], "body": deputy[1], "which": None, "who": None}),
    )
    alone = db.execute("SELECT person_id FROM mentions WHERE article_id = 2 AND label = 'POSITION'")
    assert alone.fetchone() == (None,)


def test_records_get_their_bodies(joined):
    db = joined(on("2018-01-01", man("Lương Khắc Tĩnh", ("Chủ tịch tỉnh", None))))
    assert db.execute(
        "SELECT organisations.name, places.name FROM offices JOIN organisations ON organisations.id = organisation_id"
        " JOIN places ON places.code = offices.place_code"
    ).fetchall() == [("Ủy ban nhân dân tỉnh Thanh Hóa", "Tỉnh Thanh Hóa")]


def test_holders(joined):
    db = joined(
        on("2018-01-01", man("Lương Khắc Tĩnh", CHAIR)), on("2019-01-01", man("Lương Khắc Tĩnh", CHAIR)),
        on("2021-01-01", man("Trần Mộng Lành", CHAIR)),
    )
    body = db.execute("SELECT id FROM organisations").fetchone()[0]
    everyone = identity.holders(db, "chủ tịch", body)
    assert [(one.name, one.first_seen, one.last_seen, one.articles) for one in everyone] == [
        ("Trần Mộng Lành", "2021-01-01", "2021-01-01", 1), ("Lương Khắc Tĩnh", "2018-01-01", "2019-01-01", 2),
    ]
    then = identity.holders(db, "Chủ tịch", body, "2018-06-15")
    assert (then[0].name, then[0].score) == ("Lương Khắc Tĩnh", 0.97)
    assert then[0].score + sum(one.score for one in then[1:]) <= 1
    assert identity.holders(db, "Chủ tịch", 10**6) == []
    assert identity.holders(db, "Đại tá", body) == []


def test_bodies_of_a_readers_words(joined):
    db = joined(on("2018-01-01", {"body": "Sở Y tế", "which": None}, {"body": "UBND huyện Như Xuân", "which": None}))
    assert [row["name"] for row in identity.bodies(db, "so y te")] == ["Sở Y tế tỉnh Thanh Hóa"]
    assert [row["name"] for row in identity.bodies(db, "UBND huyện Như Xuân")] == ["UBND huyện Như Xuân"]
    assert [row["name"] for row in identity.bodies(db, "Sở Y tế", "Thanh Hóa")] == ["Sở Y tế tỉnh Thanh Hóa"]
    assert identity.bodies(db, "Sở Y tế", "Nghệ An") == []
    assert identity.bodies(db, "'; DROP TABLE people --") == []

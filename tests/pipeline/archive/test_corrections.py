"""Editors' corrections: obeyed at once, kept when articles are tagged anew, taken back, exported."""

import pytest

from annotations import formats
from annotations.document import Entity
from annotations.validate import validate
from pipeline.archive import corrections, identity, store, write
from pipeline.archive.corrections import CorrectionError
from pipeline.archive.retag import Retag
from pipeline.archive.store import writing
from pipeline.records import build_records
from tests.pipeline.archive import invented, toy
from tests.pipeline.archive.canonical import dump

CHAIR = ["Chủ tịch", "UBND huyện Như Xuân", None]
NAMED = {"person": "Lương Khắc Tĩnh", "who": None, "label": "OFFICIAL", "offices": [CHAIR]}
ELSEWHERE = {**NAMED, "offices": [["Giám đốc", "Sở Y tế Nghệ An", None]]}
ROWS = [
    {"date": "2018-01-01", "says": [{"place": "tỉnh Thanh Hoá"}, NAMED, {"body": "Sở Y tế", "which": None}]},
    {"date": "2018-02-01", "says": [{"place": "tỉnh Thanh Hoá"}, NAMED]},
    {"date": "2018-03-01", "says": [ELSEWHERE, {"body": "Sở Y tế Nghệ An", "which": None}]},
]
TABLES = ("mentions", "relations", "people", "organisations", "offices", "figures", "deadlines")


def documents(rows=ROWS):
    return [invented.article(f"bài {number}", row)[0] for number, row in enumerate(rows, 1)]


@pytest.fixture
def db(tmp_path):
    opened = invented.archive(tmp_path / "a.db", documents())
    yield opened
    opened.close()


def do(db, change, *arguments, **named):
    with writing(db):
        return change(db, *arguments, editor="biên tập viên", **named)


def retag(db, found=None):
    """As ``retag.py`` does it: what a newer model found, with the corrections."""
    found = found or documents()
    for document in found:
        document.model = {"name": "hand", "version": "2"}
    with writing(db):
        ids = [row[0] for row in db.execute("SELECT id FROM articles ORDER BY id")]
        for article_id, document in zip(ids, found, strict=True):
            write.replace(db, article_id, corrections.apply(db, document))
        identity.join(db, ids)


def content(db, path):
    """What the archive holds, without its log."""
    found = dump(path)
    return {table: found[table] for table in TABLES}


def people(db):
    return {key: (name, articles) for key, name, articles in db.execute(
        "SELECT people.key, name, group_concat(DISTINCT article_id) FROM people JOIN mentions ON person_id = people.id"
        " GROUP BY people.id ORDER BY people.key"
    )}


def mentions(db, article_id, label):
    return db.execute(
        "SELECT mention, text, score FROM mentions WHERE article_id = ? AND label = ? ORDER BY start",
        [article_id, label],
    ).fetchall()


def test_merge_survives_tagging_anew_and_is_taken_back(db, tmp_path):
    before = content(db, tmp_path / "a.db")
    first, other = people(db)
    number = do(db, corrections.merge, "person", [first, other])
    assert people(db) == {first: ("Lương Khắc Tĩnh", "1,2,3")}
    assert corrections.current_key(db, "person", other) == first
    retag(db)
    assert people(db) == {first: ("Lương Khắc Tĩnh", "1,2,3")}
    do(db, corrections.undo, number)
    assert content(db, tmp_path / "a.db")["people"] == before["people"]


def test_the_key_first_named_stays(db):
    first, other = people(db)
    do(db, corrections.merge, "person", [other, first])
    assert list(people(db)) == [other]
    assert corrections.current_key(db, "person", first) == other


def test_split_survives_tagging_anew_and_is_taken_back(db, tmp_path):
    before = content(db, tmp_path / "a.db")
    first, _ = people(db)
    number = do(db, corrections.split, "person", first, [2])
    retag(db)
    found = people(db)
    assert found[first][1] == "1"
    assert sorted(articles for _, articles in found.values()) == ["1", "2", "3"]
    do(db, corrections.undo, number)
    assert content(db, tmp_path / "a.db")["people"] == before["people"]


def test_merged_then_split_by_other_articles(db):
    first, other = people(db)
    do(db, corrections.merge, "person", [first, other])
    do(db, corrections.split, "person", first, [2, 3])
    assert sorted(articles for _, articles in people(db).values()) == ["1", "2,3"]


def test_a_merger_holds_for_articles_that_come_later(db):
    first, other = people(db)
    do(db, corrections.merge, "person", [first, other])
    late = {**NAMED, "offices": [["Giám đốc", "Sở Y tế Nghệ An", None]]}
    invented.add(db, [invented.article("bài 4", {"date": "2018-05-05", "says": [late]})[0]])
    assert people(db)[first][1] == "1,2,3,4"


def test_rename_hide_confirm(db):
    first, _ = people(db)
    renamed = do(db, corrections.rename, "person", first, "  Lương Khắc  Tịnh ")
    do(db, corrections.hide, "person", first)
    do(db, corrections.confirm, "person", first)
    retag(db)
    row = db.execute("SELECT name, folded, hidden, confirmed, score FROM people WHERE key = ?", [first]).fetchone()
    assert row == ("Lương Khắc Tịnh", "lương khắc tịnh", 1, 1, 1.0)
    do(db, corrections.undo, renamed)
    row = db.execute("SELECT name, hidden, confirmed FROM people WHERE key = ?", [first]).fetchone()
    assert row == ("Lương Khắc Tĩnh", 1, 1)


def test_bodies_merge_split_rename(db, tmp_path):
    before = content(db, tmp_path / "a.db")
    here, there = "sở-y-tế~38", "sở-y-tế~40"
    merged = do(db, corrections.merge, "organisation", [here, there])
    named = (
        "SELECT group_concat(DISTINCT article_id) FROM mentions"
        " JOIN organisations ON organisations.id = organisation_id"
    )
    assert db.execute(f"{named} WHERE key = ?", [here]).fetchone() == ("1,3",)
    assert corrections.current_key(db, "organisation", there) == here
    parted = do(db, corrections.split, "organisation", here, [3])
    do(db, corrections.rename, "organisation", here, "Sở Y tế Thanh Hóa")
    retag(db)
    assert db.execute(f"{named} WHERE key = ?", [here]).fetchone() == ("1",)
    assert db.execute("SELECT name FROM organisations WHERE key = ?", [here]).fetchone() == ("Sở Y tế Thanh Hóa",)
    for number in (parted + 1, parted, merged):
        do(db, corrections.undo, number)
    assert content(db, tmp_path / "a.db")["organisations"] == before["organisations"]


def test_a_rejected_mention_stays_rejected(db, tmp_path):
    before = content(db, tmp_path / "a.db")
    number = do(db, corrections.reject, 1, mentions(db, 1, "OFFICIAL")[0][0])
    retag(db)
    assert mentions(db, 1, "OFFICIAL") == []
    office = db.execute("SELECT link_score FROM mentions WHERE article_id = 1 AND person_id IS NOT NULL").fetchall()
    assert len(office) == 1 and office[0][0] < 0.97  # the office is still there: that of its holder of those days
    assert db.execute("SELECT count(*) FROM offices WHERE article_id = 1").fetchone() == (0,)
    do(db, corrections.undo, number)
    assert content(db, tmp_path / "a.db") == before


def test_an_accepted_mention_stays_where_a_newer_model_does_not_find_it(db):
    mention, text, _ = mentions(db, 1, "OFFICIAL")[0]
    do(db, corrections.accept, 1, mention)
    assert mentions(db, 1, "OFFICIAL")[0][2] == 1
    less = documents()
    less[0].entities = [entity for entity in less[0].entities if entity.label != "OFFICIAL"]
    less[0].relations = [relation for relation in less[0].relations if relation.label != "HOLDS"]
    retag(db, less)
    assert [(text, score) for _, text, score in mentions(db, 1, "OFFICIAL")] == [(text, 1)]


def test_relabel_keeps_the_relations_it_may_have_and_gives_way_to_none(db, tmp_path):
    before = content(db, tmp_path / "a.db")
    position = mentions(db, 1, "POSITION")[0]
    number = do(db, corrections.relabel, 1, position[0], "ORG")
    retag(db)
    assert position[1] in [text for _, text, _ in mentions(db, 1, "ORG")]
    assert db.execute("SELECT count(*) FROM relations WHERE article_id = 1").fetchone() == (0,)
    do(db, corrections.undo, number)
    assert content(db, tmp_path / "a.db") == before


def test_other_borders_and_a_value_read_from_the_text(db):
    text = "Ông Lương Khắc Tĩnh báo cáo trước ngày 15/11/2018 về 25 tỷ đồng."
    article = invented.Writer()
    article.say(text)
    document = invented.Document("bài 4", text, {"date": "2018-06-01"}, model={"name": "hand", "version": "1"})
    start = text.index("Khắc")
    document.entities = [Entity("e1", start, start + 9, "PERSON", text[start:start + 9], score=0.4)]
    document.records = build_records(document)
    (article_id,) = invented.add(db, [document])
    do(db, corrections.relabel, article_id, "e1", "OFFICIAL", start=start - 6)
    assert mentions(db, article_id, "OFFICIAL") == [("e1", "Lương Khắc Tĩnh", 1.0)]
    at = text.index("trước")
    do(db, corrections.add, article_id, at, at + len("trước ngày 15/11/2018"), "DEADLINE")
    at = text.index("25 tỷ")
    do(db, corrections.add, article_id, at, at + len("25 tỷ đồng"), "QUANTITY", value=26e9, unit="VND", bound="about")
    assert db.execute(
        "SELECT value FROM mentions WHERE article_id = ? AND label = 'DEADLINE'", [article_id],
    ).fetchall() == [("2018-11-15",)]
    assert db.execute("SELECT value, bound FROM figures").fetchall() == [(26e9, "about")]
    assert db.execute("SELECT day FROM deadlines").fetchall() == [("2018-11-15",)]


def test_relations(db):
    official, position = mentions(db, 1, "OFFICIAL")[0][0], mentions(db, 1, "POSITION")[0][0]
    number = do(db, corrections.reject_relation, 1, official, position, "HOLDS")
    retag(db)
    held = "SELECT score FROM relations WHERE article_id = 1 AND label = 'HOLDS'"
    assert db.execute(held).fetchall() == []
    do(db, corrections.undo, number)
    assert db.execute(held).fetchall() == [(0.9,)]
    do(db, corrections.accept_relation, 1, official, position, "HOLDS")
    assert db.execute(held).fetchall() == [(1.0,)]
    less = documents()
    less[0].relations = []
    retag(db, less)
    assert db.execute(held).fetchall() == [(1.0,)]


def test_an_article_accepted_as_a_whole_is_gold(db, tmp_path):
    before = content(db, tmp_path / "a.db")
    number = do(db, corrections.accept_article, 1)
    nothing = documents()
    nothing[0].entities, nothing[0].relations = [], []
    retag(db, nothing)
    assert db.execute("SELECT count(*), min(score) FROM mentions WHERE article_id = 1").fetchone() == (5, 1.0)
    (gold,) = corrections.export(db, whole=True)
    assert {entity.score for entity in gold.entities} == {None} == {relation.score for relation in gold.relations}
    assert gold.meta["annotation"] == {"editors": ["biên tập viên"], "corrections": 1, "not_looked_at": 0}
    do(db, corrections.undo, number)
    assert content(db, tmp_path / "a.db")["mentions"] == before["mentions"]


@pytest.mark.parametrize("format", ["jsonl", "standoff", "writing", "brat"])
def test_export_is_read_by_the_annotation_formats(db, tmp_path, format):
    do(db, corrections.accept, 1, mentions(db, 1, "OFFICIAL")[0][0])
    do(db, corrections.accept_article, 3)
    gold = list(corrections.export(db))
    assert [document.id for document in gold] == ["bài 1", "bài 3"]
    assert gold[0].meta["annotation"]["not_looked_at"] == 6
    assert [validate(document) for document in gold] == [[], []]
    path = formats.path_in(tmp_path, "gold", format)
    formats.write(gold, path, format)
    if format == "standoff":
        from annotations.formats import standoff

        read = [standoff.join(one, gold[at].text) for at, one in enumerate(standoff.read_folder(path))]
    else:
        read = formats.read(path, format)
    spans = [{(entity.start, entity.end, entity.label) for entity in document.entities} for document in gold]
    assert [{(one.start, one.end, one.label) for one in document.entities} for document in read] == spans


def test_the_command_line_reads_what_was_exported(db, tmp_path, congbao):
    do(db, corrections.accept_article, 1)
    formats.write(corrections.export(db), tmp_path / "gold.jsonl")
    code, _, said = congbao(
        "annotate", "export", tmp_path / "gold.jsonl", "--to", tmp_path / "gold.conll", "--drop-layers",
    )
    assert code == 0, said
    assert "B-OFFICIAL" in (tmp_path / "gold.conll").read_text("utf-8")


@pytest.mark.parametrize(("change", "arguments", "says"), [
    ("merge", ("person", ["lương-khắc-tĩnh"]), "nothing to merge"),
    ("merge", ("person", ["lương-khắc-tĩnh", "nobody"]), "no person 'nobody'"),
    ("merge", ("place", ["a", "b"]), "no kind 'place'"),
    ("split", ("person", "lương-khắc-tĩnh", [3]), "in none of the articles"),
    ("split", ("person", "lương-khắc-tĩnh", [1, 2]), "in no others"),
    ("rename", ("person", "lương-khắc-tĩnh", " \n"), "not a name"),
    ("rename", ("person", "lương-khắc-tĩnh", "x" * 201), "not a name"),
    ("confirm", ("organisation", "'; DROP TABLE people; --"), "no organisation"),
    ("accept", (1, "e99"), "no mention 'e99' in article 1"),
    ("accept", (99, "e1"), "no article 99"),
    ("relabel", (1, "e1", "NONSENSE"), "not in the schema"),
    ("relabel", (1, "e1", "LOC", ), None),
    ("add", (1, 0, 10_000, "ORG"), "outside the text"),
    ("add", (1, 5, 5, "ORG"), "outside the text"),
    ("add", (1, 4, 8, "ORG"), "white space"),
    ("add", (1, 13, 20, "ORG"), "overlaps LOC"),
    ("accept_relation", (1, "e1", "e2", "HOLDS"), "no HOLDS"),
    ("add_relation", (1, "e1", "e2", "HOLDS"), "cannot join LOC to OFFICIAL"),
    ("add_relation", (1, "e2", "e99", "HOLDS"), "no mention 'e99'"),
    ("undo", (99,), "no correction 99"),
])
def test_what_cannot_be_is_refused_and_changes_nothing(db, tmp_path, change, arguments, says):
    before = dump(tmp_path / "a.db")
    if says is None:
        assert do(db, getattr(corrections, change), *arguments)
        return
    with pytest.raises(CorrectionError, match=says):
        do(db, getattr(corrections, change), *arguments)
    assert dump(tmp_path / "a.db") == before


def test_nothing_is_undone_twice(db):
    number = do(db, corrections.hide, "person", "lương-khắc-tĩnh")
    do(db, corrections.undo, number)
    with pytest.raises(CorrectionError, match="undone already"):
        do(db, corrections.undo, number)


def test_the_log(db):
    do(db, corrections.hide, "person", "lương-khắc-tĩnh")
    number = do(db, corrections.accept, 2, "e2")
    do(db, corrections.undo, number)
    rows = corrections.history(db)
    assert [(row["action"], row["kind"], row["undone"], row["editor"]) for row in rows] == [
        ("hide", "person", 0, "biên tập viên"), ("accept", "mention", 1, "biên tập viên"),
    ]
    assert [row["id"] for row in corrections.history(db, article_id=2)] == [number]
    assert corrections.history(db, key="lương-khắc-tĩnh", kind="organisation") == []
    assert rows[1]["detail"]["undone_by"] == "biên tập viên"


def test_the_command_that_tags_anew_obeys(tmp_path):
    db = invented.archive(tmp_path / "toy.db", toy.tag(toy.articles(6), None))
    article = db.execute("SELECT id FROM articles WHERE key = 'tin/3'").fetchone()[0]
    do(db, corrections.reject, article, mentions(db, article, "OFFICIAL")[0][0])
    do(db, corrections.accept, article, mentions(db, article, "LOC")[0][0])  # the later version finds none
    count = Retag(db, toy.tag_anew, ("toy", "2"), failed=None).run()
    assert count.added == 6
    assert mentions(db, article, "OFFICIAL") == []
    assert [score for *_, score in mentions(db, article, "LOC")] == [1.0]
    assert db.execute("SELECT count(*) FROM mentions WHERE label = 'LOC'").fetchone() == (1,)
    db.close()


def test_a_document_without_corrections_is_left_alone(db):
    document = documents()[0]
    assert corrections.apply(db, document) is document


def test_corrections_of_both_kinds_do_not_disturb_each_other(db):
    first, other = people(db)
    do(db, corrections.merge, "person", [first, other])
    do(db, corrections.reject, 3, mentions(db, 3, "OFFICIAL")[0][0])
    assert people(db) == {first: ("Lương Khắc Tĩnh", "1,2")}
    assert store.document(db, 3).entities

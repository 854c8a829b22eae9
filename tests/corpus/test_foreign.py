"""Other people's data: every shape gives the same documents; what is damaged is named with its file and line."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import CongbaoError, DocumentError, InputError
from corpus.load import load
from corpus.rows import document

CONLL = """Bác\tO
sĩ\tO
Lò\tB-NGƯỜI
Pánh\tI-NGƯỜI
ở\tO
Bỉm\tB-NƠI
Sơn\tI-NƠI

Cúm\tB-BỆNH
lan\tO
"""
TOKENS = [["Bác", "sĩ", "Lò", "Pánh", "ở", "Bỉm", "Sơn"], ["Cúm", "lan"]]
TAGS = [["O", "O", "B-NGƯỜI", "I-NGƯỜI", "O", "B-NƠI", "I-NƠI"], ["B-BỆNH", "O"]]
EXPECTED = [
    ("Bác sĩ Lò Pánh ở Bỉm Sơn", [("Lò Pánh", 7, "NGƯỜI"), ("Bỉm Sơn", 17, "NƠI")]), ("Cúm lan", [("Cúm", 0, "BỆNH")]),
]


def found(name):
    return [
        (one.text, [(entity.text, entity.start, entity.label) for entity in one.entities]) for one in load(str(name))
    ]


def lines(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.parametrize("name", ["a.conll", "a.iob2", "a.txt"])
def test_a_small_conll_file_without_documents_gives_one_a_sentence(tmp_path, name):
    (tmp_path / name).write_text(CONLL, "utf-8")
    assert found(tmp_path / name) == EXPECTED
    assert [one.id for one in load(str(tmp_path / name))] == ["a:1", "a:2"]


@pytest.mark.parametrize(("times", "lengths"), [
    (7, [1] * 14), (16, [3] * 10 + [2]), (60, [10] * 12), (61, [10] * 12 + [2]),
])
def test_a_larger_one_is_cut_into_parts_of_ten_sentences(tmp_path, times, lengths):
    (tmp_path / "a.conll").write_text((CONLL + "\n") * times, "utf-8")
    parts = load(str(tmp_path / "a.conll")).documents
    assert [part.text.count("\n") + 1 for part in parts] == lengths
    assert "\n".join(part.text for part in parts) == "\n".join(text for text, _ in EXPECTED * times)
    assert [entity.text for part in parts for entity in part.entities] == ["Lò Pánh", "Bỉm Sơn", "Cúm"] * times
    assert all(part.text[item.start:item.end] == item.text for part in parts for item in part.entities)


def test_a_conll_file_with_documents_keeps_them(tmp_path):
    (tmp_path / "a.conll").write_text("-DOCSTART- O\n\n" + CONLL, "utf-8")
    (text, entities), = found(tmp_path / "a.conll")
    assert text == "Bác sĩ Lò Pánh ở Bỉm Sơn\nCúm lan" and entities[-1] == ("Cúm", 25, "BỆNH")


def objects(spans, start="start", end="end"):
    return [{start: a, end: b, "label": label} for a, b, label in spans]


SHAPES = {
    "tokens": lambda tokens, tags, text, spans: {"tokens": tokens, "ner_tags": tags},
    "words": lambda tokens, tags, text, spans: {"id": 7, "words": tokens, "tags": tags},
    "objects": lambda tokens, tags, text, spans: {"text": text, "entities": objects(spans)},
    "lists": lambda tokens, tags, text, spans: {"text": text, "label": [list(span) for span in spans]},
    "both": lambda tokens, tags, text, spans: {
        "text": text, "tokens": [{"text": token} for token in tokens], "spans": objects(spans),
    },
    "offsets": lambda tokens, tags, text, spans: {
        "text": text, "entities": [{"id": 1, **item} for item in objects(spans[:1], "start_offset", "end_offset")]
        + objects(spans[1:]),
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_json_lines_gives_the_same(tmp_path, shape):
    rows = [
        SHAPES[shape](tokens, tags, text, [(start, start + len(surface), label) for surface, start, label in spans])
        for tokens, tags, (text, spans) in zip(TOKENS, TAGS, EXPECTED, strict=True)
    ]
    assert found(lines(tmp_path / "a.jsonl", rows)) == EXPECTED


def test_sentences_of_tokens_are_kept_as_lines(tmp_path):
    (text, entities), = found(lines(tmp_path / "a.jsonl", [{"tokens": TOKENS, "ner_tags": TAGS}]))
    assert text == "Bác sĩ Lò Pánh ở Bỉm Sơn\nCúm lan" and [name for *_, name in entities] == ["NGƯỜI", "NƠI", "BỆNH"]


@pytest.fixture
def hub(tmp_path):
    """A data set on disk whose tags are numbers with names, and one of documents."""
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()
    names = sorted({tag for tags in TAGS for tag in tags})
    columns = datasets.Features({
        "id": datasets.Value("string"), "tokens": datasets.Sequence(datasets.Value("string")),
        "ner_tags": datasets.Sequence(datasets.ClassLabel(names=names)),
    })
    rows = [
        {"id": "0", "tokens": tokens, "ner_tags": [names.index(tag) for tag in tags]}
        for tokens, tags in zip(TOKENS, TAGS, strict=True)
    ]
    tagged = datasets.Dataset.from_list(rows, features=columns)
    entity = {"id": "e1", "start": 0, "end": 3, "label": "BỆNH", "text": "Cúm"}
    whole = datasets.Dataset.from_list([
        {"id": "x", "text": "Cúm lan", "entities": [entity]}, {"id": "y", "text": "Hết", "entities": []},
    ])
    bad = datasets.Dataset.from_list([{"tokens": ["a"], "tags": [0]}, {"tokens": ["a"], "tags": [1]}])
    datasets.DatasetDict({"train": tagged, "whole": whole, "bad": bad}).save_to_disk(tmp_path / "hub")
    yield tmp_path / "hub"
    datasets.enable_progress_bars()


def test_a_data_set_gives_its_class_names(hub):
    assert found(f"datasets:{hub}:train") == EXPECTED
    assert [one.id for one in load(f"datasets:{hub}", "train")] == ["hub/train/1", "hub/train/2"]


def test_a_data_set_of_documents_keeps_them(hub):
    one, other = load(f"datasets:{hub}:whole")
    assert (one.id, one.entities[0].text, other.id, other.entities) == ("x", "Cúm", "y", [])


@pytest.mark.parametrize(("split", "says"), [
    ("dev", "'dev'"), ("bad", r"hub:bad:1: .* holds 0, which has no name; declare a ClassLabel"),
])
def test_what_is_wrong_in_a_data_set_is_said(hub, split, says):
    with pytest.raises(CongbaoError, match=says):
        load(f"datasets:{hub}:{split}")


def test_a_split_is_needed():
    with pytest.raises(InputError, match="datasets:NAME_OR_FOLDER:SPLIT"):
        load("datasets:somewhere")


GOOD = {"tokens": ["a"], "tags": ["O"]}


@pytest.mark.parametrize(("row", "says"), [
    ({"tokens": ["a", "b"], "tags": ["O"]}, "as many tags as tokens"),
    ({"tokens": [["a"], ["b"]], "tags": [["O"]]}, "2 sentences, 1 lists"),
    ({"tokens": ["a"], "tags": ["PER"]}, "'PER' is no tag"),
    ({"tokens": ["a"], "tags": ["B-"]}, "'B-' is no tag"),
    ({"tokens": ["a"], "tags": [3]}, "holds 3, which has no name"),
    ({"tokens": [1], "tags": ["O"]}, "1 is no token"),
    ({"tokens": ["a", " "], "tags": ["O", "B-X"]}, "a X of tokens without characters"),
    ({"text": "Sở Y tế"}, "neither tokens or words .* it has text"),
    ({"text": "Sở Y tế", "spans": [{"start": 0, "end": 90, "label": "X"}]}, "outside the text"),
    ({"text": "Sở Y tế", "label": [[0, 2]]}, "span 1 is neither an object nor"),
    ({"text": "Sở Y tế", "label": [[0, 2, None]]}, "label must be strings"),
    (["a"], "an object is needed, not list"),
])
def test_a_bad_line_is_named(tmp_path, row, says):
    with pytest.raises(DocumentError, match=says) as raised:
        load(str(lines(tmp_path / "a.jsonl", [GOOD, row])))
    assert (raised.value.file, raised.value.line) == (str(tmp_path / "a.jsonl"), 2)


def test_an_id_that_is_used_twice_is_named(tmp_path):
    with pytest.raises(DocumentError, match=r"a\.jsonl:2: id 'x' is used twice"):
        load(str(lines(tmp_path / "a.jsonl", [{"id": "x", **GOOD}] * 2)))


def test_a_line_that_is_no_json_is_named(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps(GOOD) + "\n\n{\n", "utf-8")
    with pytest.raises(DocumentError, match=r"a\.jsonl:3: not JSON"):
        load(str(tmp_path / "a.jsonl"))


def test_a_token_without_characters_stands_nowhere(tmp_path):
    row = {"tokens": ["Ở", "\u200b ", "", "Sở", "Y", "tế", " "], "tags": ["O", "O", "B-X", "I-X", "I-X", "I-X", "I-X"]}
    assert found(lines(tmp_path / "a.jsonl", [row])) == [("Ở \u200b Sở Y tế", [("Sở Y tế", 4, "X")])]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Sở", "Y", "tế", "32", "nghị\u00a0quyết", " "]),
                          st.sampled_from(["O", "B-X", "I-X", "B-Y", "I-Y"])), max_size=12))
def test_a_text_is_its_tokens_and_tags_come_back(pairs):
    """Of tokens that have characters; one that has none stands nowhere."""
    pairs = [(token, tag if token.strip() else "O") for token, tag in pairs]
    made = document({"tokens": [token for token, _ in pairs], "tags": [tag for _, tag in pairs]}, "x")
    kept = [(" ".join(token.split()), tag) for token, tag in pairs if token.strip()]
    assert made.text == " ".join(token for token, _ in kept)
    labels, at = {}, 0
    for token, _ in kept:
        labels[at] = next((item.label for item in made.entities if item.start <= at < item.end), None)
        at += len(token) + 1
    assert list(labels.values()) == [None if tag == "O" else tag[2:] for _, tag in kept]
    starts = {item.start for item in made.entities}
    assert all(at in starts for at, (_, tag) in zip(labels, kept, strict=True) if tag[0] == "B")

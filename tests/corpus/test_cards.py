"""The cards say what the sets hold, by way of the committed counts."""

import json
from collections import Counter

import pytest

import corpus
from annotations.formats import standoff
from corpus.articles import Article, articles_folder
from corpus.dedupe import near_duplicates
from corpus.load import GOLD, OPEN, OPEN_SPLITS, SPLITS, load
from corpus.stats import Statistics, statistics
from pipeline.cards import CARDS, COUNTS, card

COMMITTED = json.loads(COUNTS.read_text("utf-8"))


@pytest.mark.parametrize("kind", CARDS)
def test_a_card_is_what_its_json_gives(kind):
    assert CARDS[kind].read_text("utf-8") == card(kind)


@pytest.mark.parametrize("split", OPEN_SPLITS)
def test_the_counts_of_the_open_corpus_are_those_of_its_files(split):
    counted = sum(map(statistics, corpus.load("open", split=split)), Statistics())
    assert counted.to_json() == COMMITTED[f"open/{split}"]


@pytest.mark.parametrize("split", SPLITS)
def test_the_counts_of_the_real_articles_are_those_of_the_stand_off_files(split):
    rows = [item.row for item in standoff.read_folder(GOLD / split)]
    committed = COMMITTED[f"real/{split}"]
    assert committed["documents"] == len(rows)
    for kind in ("entities", "relations"):
        counted = Counter(item["label"] for row in rows for item in row[kind])
        assert {name: count for name, count in committed[kind].items() if count} == {"all": counted.total(), **counted}


def test_the_open_corpus_is_large_and_split_by_document():
    sizes = [COMMITTED[f"open/{split}"]["documents"] for split in OPEN_SPLITS]
    assert sum(sizes) >= 120 and sizes[0] == max(sizes)


def test_datasets_reads_the_folder(tmp_path):
    import datasets

    read = datasets.load_dataset(str(OPEN), cache_dir=str(tmp_path))
    for split in OPEN_SPLITS:
        documents = load("open", split).documents
        assert [row["id"] for row in read[split]] == [document.id for document in documents]
        row, document = read[split][0], documents[0]
        assert row["text"] == document.text and row["entities"][0]["start"] == document.entities[0].start


def test_no_near_duplicates_lie_on_two_sides():
    names = [f"open/{split}" for split in OPEN_SPLITS]
    if articles_folder() is not None:
        names += [f"real/{split}" for split in SPLITS]
    sides = {document.id: name for name in names for document in load(name)}
    groups = near_duplicates(
        Article(document.id, document.text, document.meta) for name in names for document in load(name)
    )
    torn = [group for group in groups if len({sides[identity] for identity in group}) > 1]
    assert torn == []

"""The gold of real articles: whole, clean, and dev kept apart from train."""

import itertools

import pytest

from annotations.formats import standoff
from annotations.validate import validate
from corpus.articles import articles_folder
from corpus.load import GOLD, SPLITS, load

here = pytest.mark.skipif(
    articles_folder() is None,
    reason="the articles' licences do not let us ship their texts: set CONGBAO_ARTICLES where they are",
)


def identities(split):
    return {(item.id, item.sha256) for item in standoff.read_folder(GOLD / split)}


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(SPLITS, 2)))
def test_splits_share_no_article(one, other):
    mine, theirs = identities(one), identities(other)
    assert mine and theirs
    assert not {identity for identity, _ in mine} & {identity for identity, _ in theirs}
    assert not {sha for _, sha in mine} & {sha for _, sha in theirs}


def test_one_whole_collection_is_only_in_dev():
    groups = {split: {identity.split("/")[0] for identity, _ in identities(split)} for split in SPLITS}
    assert "tuoitre2024" in groups["dev"] - groups["train"]


def test_file_names_say_the_ids():
    for split in SPLITS:
        for path in (GOLD / split).glob("*.json"):
            assert standoff.read(path).id.replace("/", "__") == path.stem


@here
@pytest.mark.parametrize("split", SPLITS)
def test_every_annotation_joins_its_text_and_keeps_to_the_schema(split):
    loaded = load(f"real/{split}")
    assert loaded.missing == []
    assert len(loaded.documents) == len(identities(split))
    assert [str(error) for document in loaded.documents for error in validate(document)] == []

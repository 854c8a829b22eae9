"""The texts of the real articles are not ours to ship: none may stand in the repository."""

import json
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from annotations.folding import fold
from corpus.articles import articles_folder, read_articles

ROOT = Path(__file__).parents[2]
RUN = 10  # syllables
FORMULA = 3  # a run that this many articles share is a name or a formula of the genre
STREAK = 5  # rare runs one behind the other, all in one article (14 syllables): a copied sentence
SUFFIXES = {".py", ".md", ".txt", ".json", ".jsonl", ".cfg", ".toml", ".html", ".j2"}


def runs(text):
    syllables = re.findall(r"[^\W_]+", fold(text))
    return [hash(tuple(syllables[at:at + RUN])) for at in range(len(syllables) - RUN + 1)]


def longest_streak(own, found):
    """Most rare runs of a text, one behind the other, that one article has too; and that article."""
    best, streaks = (0, ""), {}
    for run in own:
        articles = found.get(run, ())
        streaks = {name: streaks.get(name, 0) + 1 for name in articles if len(articles) < FORMULA}
        best = max([best, *((length, name) for name, length in streaks.items())])
    return best


def shipped_texts():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in listed.split("\0"):
        path = ROOT / name
        if path.suffix in SUFFIXES and path.is_file() and not name.startswith("annotations/gold/"):
            yield name, path.read_text("utf-8", errors="replace")


def test_a_copied_sentence_is_a_streak_and_a_formula_is_none():
    sentence = " ".join(f"tiếng{number}" for number in range(14))
    shipped = runs(f"Đầu đề khác. {sentence.upper()}, và tiếp theo là lời khác.")
    assert longest_streak(shipped, {run: {"a"} for run in runs(sentence)}) == (5, "a")
    assert longest_streak(shipped, {run: {"a", "b", "c"} for run in runs(sentence)}) == (0, "")
    assert longest_streak(shipped, {run: {"a"} for run in runs(sentence)[::2]})[0] == 1


@pytest.mark.slow
@pytest.mark.skipif(
    articles_folder() is None,
    reason="the articles' licences do not let us ship their texts: set CONGBAO_ARTICLES where they are",
)
def test_no_sentence_of_an_article_is_in_the_repository():
    shipped = {name: runs(text) for name, text in shipped_texts()}
    wanted = {run for own in shipped.values() for run in own}
    found = defaultdict(set)
    for article in read_articles(articles_folder()):
        for run in wanted.intersection(runs(article.text)):
            found[run].add(article.id)
    streaks = {name: longest_streak(own, found) for name, own in shipped.items()}
    guilty = {name: streak for name, streak in streaks.items() if streak[0] >= STREAK}
    assert not guilty, f"sentences of real articles: {guilty}"


def test_stand_off_gold_holds_offsets_and_no_text():
    for path in (ROOT / "annotations" / "gold").rglob("*.json"):
        row = json.loads(path.read_text("utf-8"))
        assert row.keys() == {"id", "sha256", "meta", "entities", "relations"}, path
        assert row["meta"].keys() <= {"date", "source", "annotation"}, path
        for entity in row["entities"]:
            assert entity.keys() <= {"id", "start", "end", "label", "value", "unit", "bound"}, path

"""The quick part: some inputs of every kind, bombs, time by length. The long part is ``make soak``."""

import io
import json
import lzma
import zipfile

import pytest

from annotations.errors import CongbaoError, InputError
from corpus.articles import Article
from corpus.readers import jsonl, read_paths
from tests.robustness import files, giants, lengths, memory, soak, texts
from tests.robustness.checks import Kind, TooSlowError, generator, kinds, time_bound

EACH = 5
NAMES = [kind.name for kind in kinds(None)]


@pytest.fixture(scope="module")
def every(nlp):
    return {kind.name: kind for kind in kinds(nlp)}


@pytest.mark.parametrize("name", NAMES)
def test_inputs_of_every_kind(every, name):
    for number in range(EACH):
        every[name].attempt(number, seed=1)


@pytest.mark.parametrize("kind", texts.TEXTS)
def test_an_input_can_be_made_again_alone(kind):
    made = [texts.TEXTS[kind](generator(kind, number)) for number in range(3)]
    assert texts.TEXTS[kind](generator(kind, 2)) == made[2] and len(set(made)) == 3


def test_damage_can_be_made_again():
    for suffix in (".txt", ".jsonl", ".html", ".rss"):
        one, two = (files.damaged(rng, files.READ[suffix](rng)) for rng in (generator("x", 1), generator("x", 1)))
        assert one == two


def test_what_is_wrong_is_found(tmp_path):
    def wrong(rng):
        assert rng.random() < 0, "always"
        return False

    def slow(rng):
        raise TooSlowError("slow")

    tried = [Kind("wrong", wrong), Kind("slow", slow), Kind("right", lambda rng: True)]
    rows, slowest, failures = soak.fuzz(tried, 12, 3)
    assert [(row["inputs"], row["failures"], row["refused"]) for row in rows] == [(4, 4, 0), (4, 4, 0), (4, 0, 4)]
    assert slowest["kind"] in {"wrong", "slow", "right"}
    assert {(one["kind"], one["number"], one["seed"]) for one in failures} >= {("wrong", 0, 3), ("slow", 2, 3)}
    with pytest.raises(TooSlowError), time_bound(0.05):
        while True:
            pass


def read(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    return list(read_paths([tmp_path / name]))


@pytest.mark.parametrize("name", ["zip bomb", "deep JSON", "archives in an archive"])
def test_bombs_are_refused_with_a_reason(tmp_path, name):
    suffix, make = giants.GIANTS[name]
    found = read(tmp_path, f"in{suffix}", make())
    said = " ".join(str(item) for item in found if isinstance(item, CongbaoError))
    assert {"zip bomb": "a zip bomb", "deep JSON": "nested more than"}.get(name, "left out") in said
    assert [item.text for item in found if isinstance(item, Article)] == {"zip bomb": [], "deep JSON": ["Họp."]}.get(
        name, ["Tin."])


@pytest.mark.parametrize("name", ["entity bomb in a page", "file of the machine in a feed", "deep HTML"])
def test_entities_are_not_unfolded_and_no_other_file_is_read(tmp_path, name):
    suffix, make = giants.GIANTS[name]
    found = read(tmp_path, f"in{suffix}", make())
    texts_ = [item.text for item in found if isinstance(item, Article)]
    assert found and all(len(text) < 10_000_000 and "root:" not in text for text in texts_)


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.xz"])
def test_a_line_that_is_too_long_is_one_error_and_the_others_are_read(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr(jsonl, "LONGEST", 1000)
    lines = [{"text": "a" * 500}, {"text": "b" * 5000}, {"text": "c"}]
    raw = "".join(json.dumps(line) + "\n" for line in lines).encode()
    first, second, third = read(tmp_path, f"in{suffix}", lzma.compress(raw) if suffix.endswith("xz") else raw)
    assert (first.text, third.text, third.id) == ("a" * 500, "c", "in:3")
    assert isinstance(second, InputError) and ":2: too long: more than 1,000 bytes" in str(second)


def test_control_characters_in_a_feed(tmp_path):
    content = "<![CDATA[<p>Họp\x02</p>bàn<br/>xong]]>"
    item = f"<item><title>T</title><description>{content}</description></item>"
    feed = f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>"
    found = read(tmp_path, "in.rss", feed.encode())
    assert any(isinstance(item, Article) and "bàn\nxong" in item.text for item in found)


def test_what_a_library_raises_ends_one_file_and_not_the_run(tmp_path, monkeypatch):
    from corpus import readers

    def broken(path, name):
        yield Article(name, "một")
        raise ZeroDivisionError("in a library")

    monkeypatch.setitem(readers.READERS, ".txt", broken)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "x")
        archive.writestr("b.jsonl", '{"text": "hai"}')
    found = read(tmp_path, "in.zip", made.getvalue())
    assert [item.text for item in found if isinstance(item, Article)] == ["một", "hai"]
    assert "in.zip!a.txt: cannot be read: ZeroDivisionError: in a library" in "".join(map(str, found))


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["prose", "capitals"])
def test_time_is_linear_in_length(nlp, shape):
    found = lengths.measure(nlp, shape, 16_000)
    assert found["growth"] < lengths.FACTOR, found


def test_time_of_a_feeds_markup_is_linear():
    assert lengths.measure_markup(256_000)["growth"] < lengths.FACTOR


def test_a_step_that_is_not_linear_shows():
    def quadratic(text):
        for _ in range(len(text) // 20):
            text.count("b")
            sum(map(ord, text[:len(text) // 4]))

    assert lengths.timed(quadratic, lambda n: "a" * n, 16_000, 60)["growth"] > 2.5


def test_memory_is_written_down(nlp):
    source, rows = memory.measure(4, every=2)
    assert "articles" in source and [row["articles"] for row in rows] == [2, 4]
    assert all(row["mb"] >= 0 for row in rows)


def test_other_articles_come_for_as_long_as_wanted():
    given = memory._changed()
    made = [next(given) for _ in range(165)]
    assert len({article.id for article in made}) == len({article.text for article in made}) == len(made)

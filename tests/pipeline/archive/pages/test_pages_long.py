"""An article of ten megabytes in one line: a window of it is shown, and it says so."""

import re
from html import unescape

import pytest

pytest.importorskip("datasette", reason="the pages need the extra 'archive'")

from conftest import Reader, fill
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.pages.article import WINDOW, stretches

SIZE = 10_000_000


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    from pipeline.archive import store
    from pipeline.archive.pages.site import Site

    path = tmp_path_factory.mktemp("long") / "long.db"
    fill(path)
    db = store.open_archive(path)
    text = "chữ " * (SIZE // 4)
    db.execute(
        "INSERT INTO articles (id, key, sha256, text, syllables, added_at) VALUES (9, 'long', 'x', ?, 1, '2024')",
        [text],
    )
    db.execute(
        "INSERT INTO mentions (article_id, mention, start, \"end\", label, text, score)"
        " VALUES (9, 'e1', ?, ?, 'PERSON', 'chữ', 0.2)", [SIZE - 40, SIZE - 37],
    )
    db.close()
    return Reader(Site(path))


def shown(page):
    return unescape(re.sub(r"<[^>]*>", "", re.search(r'<div class="text"[^>]*>(.*?)</div>', page, re.S)[1]))


def test_a_window_is_shown_and_the_whole_is_told(ask):
    page = ask("/article/9").text
    assert len(page) < 3 * WINDOW and WINDOW - 500 < len(shown(page)) <= WINDOW
    assert "10.000.000" in page and re.search(r'rel="next" href="/article/9\?from=(\d+)"', page)


def test_windows_follow_each_other_without_a_gap(ask):
    first = ask("/article/9").text
    following = ask(f"/article/9?from={re.search(r'from=([0-9]+)', first)[1]}").text
    assert (shown(first) + shown(following))[: 2 * WINDOW - 1000] == ("chữ " * WINDOW)[: 2 * WINDOW - 1000]


def test_what_is_lit_is_in_the_window(ask):
    assert re.search(r'class="person [^"]*lit[^"]*" data-m="e1"', ask("/article/9?light=e1").text)
    assert ask(f"/article/9?from={10 * SIZE}").status_code == 200


def test_lists_do_not_carry_it(ask):
    for path in ("/search", "/review?below=50", "/data/articles", "/"):
        assert len(ask(path).text) < 200_000, path


@given(st.data())
def test_pieces_make_the_window_whatever_lies_in_it(data):
    text = data.draw(st.text(alphabet="ab ạ\n<", min_size=1, max_size=40))
    start = data.draw(st.integers(0, 50))
    edges = sorted(data.draw(st.lists(st.integers(0, start + 60), max_size=12)))
    flat = [
        {"mention": f"e{number}", "start": low, "end": high, "label": "ORG"}
        for number, (low, high) in enumerate(zip(edges[::2], edges[1::2], strict=False))
    ]
    low, high = sorted(data.draw(st.tuples(st.integers(0, start + 60), st.integers(0, start + 60))))
    rows = [
        {"text": "", "value": None, "unit": None, "bound": None, "score": None, **row}
        for row in [*flat, {"mention": "t", "start": low, "end": high, "label": "TASK"}]
    ]
    made = stretches(text, start, rows, frozenset({"t"}))
    assert "".join(stretch.piece.text for stretch in made) == text
    at = start
    for stretch in made:
        over = {row["mention"] for row in rows if row["start"] <= at < row["end"]}
        assert set(stretch.ids) == over and stretch.lit == ("t" in over)
        at += len(stretch.piece.text)

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from annotations import InputError
from corpus.articles import Article
from corpus.readers import feed, read_paths
from tests.corpus.readers_data import ATOM, RSS


def test_rss(tmp_path):
    (tmp_path / "tin.rss").write_text(RSS, "utf-8")
    first, second, empty, nameless = read_paths([tmp_path])
    assert first == Article("tin-1", "Họp & bàn\nSáng nay, UBND thị xã họp.\nHết", {
        "title": "Họp & bàn", "date": "2018-11-11", "url": "https://tin.example/1", "source": "Cổng tin thị xã",
    })
    assert (second.id, second.text) == ("https://tin.example/2", "Dài\nĐoạn một\nĐoạn <hai>")
    assert second.meta["date"] == "2018-11-11"  # three in the morning in Vietnam
    assert isinstance(empty, InputError) and str(empty).endswith("tin.rss: entry 3 has no text")
    assert nameless == Article("tin:4", "Không tên", {"source": "Cổng tin thị xã"})


def test_atom(tmp_path):
    (tmp_path / "tin.xml").write_text(ATOM, "utf-8")
    first, second = read_paths([tmp_path / "tin.xml"])
    assert (first.id, first.text, first.meta["date"]) == ("urn:1", "Tin\nChiều nay họp.", "2018-11-11")
    assert (second.id, second.meta["date"]) == ("urn:2", "2018-11-10")


@pytest.mark.parametrize(("content", "says"), [
    ("<html><body>x</body></html>", "x.xml: not a feed"), ("", "x.xml: not a feed"), ("năm", "x.xml: not a feed"),
])
def test_what_is_no_feed_is_one_error(tmp_path, content, says):
    (tmp_path / "x.xml").write_text(content, "utf-8")
    (found,) = read_paths([tmp_path / "x.xml"])
    assert isinstance(found, InputError) and says in str(found)


def test_a_feed_that_breaks_off_gives_its_entries_and_an_error(tmp_path):
    (tmp_path / "x.atom").write_text(ATOM[:ATOM.index("<entry><title>Tin</title><id>urn:2")] + "<entry", "utf-8")
    *entries, error = read_paths([tmp_path / "x.atom"])
    assert [entry.id for entry in entries if isinstance(entry, Article)] == ["urn:1"]
    assert "damaged feed; entries may be missing" in str(error)


def test_a_feed_that_reads_other_files_reads_none(tmp_path):
    (tmp_path / "secret").write_text("bí mật", "utf-8")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    (tmp_path / "x.rss").write_text(RSS.replace("<rss", f"{entity}<rss").replace("Không tên", "a &x; b"), "utf-8")
    assert "bí mật" not in "".join(str(found) for found in read_paths([tmp_path / "x.rss"]))


def test_the_name_of_a_feed_is_no_feed(tmp_path):
    (tmp_path / "tin.rss").write_text(RSS, "utf-8")
    (tmp_path / "x.rss").write_text(str(tmp_path / "tin.rss"), "utf-8")
    (found,) = read_paths([tmp_path / "x.rss"])
    assert isinstance(found, InputError)


def test_a_feed_from_an_address(tmp_path):
    (tmp_path / "tin.rss").write_text(RSS, "utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=tmp_path))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        assert next(iter(read_paths([f"{address}/tin.rss"]))).id == "tin-1"
        (missing,) = read_paths([f"{address}/none.rss"])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert "none.rss: cannot be fetched" in str(missing)
    (refused,) = read_paths([f"{address}/tin.rss"])
    assert isinstance(refused, InputError) and "cannot be fetched" in str(refused)


@pytest.mark.parametrize(("markup", "text"), [
    ("a  b\n c", "a b c"), ("a<br>b", "a\nb"), ("<ul><li>a</li><li>b</li></ul>c", "a\nb\nc"), ("1 &lt; 2", "1 < 2"),
    ("<p>a</p> <style>p {}</style><!-- x --><p> </p>", "a"), ("", ""), ("<b>", ""),
])
def test_markup_becomes_lines(markup, text):
    assert feed.plain(markup) == text

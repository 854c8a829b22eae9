"""The same input and model give the same bytes, whatever the processes, batches, hash seed, locale and time zone."""

import json
import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus.samples import SAMPLES
from pipeline import workers
from pipeline.workers import tag_with_jobs

TEXTS = (
    "Năm 2018, thu ngân sách huyện Hậu Lộc đạt trên 167 tỷ đồng, tăng 5,2% so với năm 2017; chi 1/3.\n"
    "Yêu cầu Sở Y tế, Sở Tài chính báo cáo trước ngày 15/11/2019; ông Vũ Đình Khoát, Chủ tịch UBND, chủ trì.",
    "Hôm nay, bà Trịnh Thị Mơ – Bí thư Huyện uỷ Thọ Xuân thăm 32 hộ.",
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title><item><title>Tin huyện</title>
<pubDate>Wed, 16 Oct 2019 20:30:00 GMT</pubDate><description>{}</description></item></channel></rss>"""
PAGE = """<html><head><title>Tin</title><meta property='article:published_time' content='2019-10-16T23:00:00+07:00'>
</head><body><article><h1>Tin thị xã</h1><p>{}</p><p>{}</p></article></body></html>"""


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("in")
    (folder / "a.txt").write_text(TEXTS[0], "utf-8")
    (folder / "b.html").write_text(PAGE.format(*TEXTS), "utf-8")
    (folder / "c.xml").write_text(FEED.format(TEXTS[1]), "utf-8")
    rows = [{"id": f"d/{at}", "text": TEXTS[at % 2], "meta": {"z": at, "date": "2019-10-16"}} for at in range(20)]
    (folder / "d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    pq.write_table(pa.table({"text": TEXTS, "date": ["2019", None]}), folder / "e.parquet")
    return folder


def tag(articles, jobs, seed, locale, zone):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHONUTF8"))}
    environment = {
        **kept, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
    }
    command = [sys.executable, "-c", "from pipeline.cli import run; run()", "tag", str(articles), str(SAMPLES)]
    done = subprocess.run([*command, "--jobs", jobs], capture_output=True, env=environment, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.slow
def test_processes_hash_seed_locale_and_time_zone_change_nothing(articles):
    first = tag(articles, "1", "0", "C.UTF-8", "UTC")
    assert first.count(b"\n") > 26
    assert tag(articles, "1", "1", "C", "Asia/Ho_Chi_Minh") == first
    assert tag(articles, "2", "2", "C", "UTC") == first
    assert tag(articles, "3", "3", "C.UTF-8", "Pacific/Auckland") == first


def test_keys_and_numbers_are_written_in_one_way(nlp, articles):
    from corpus.readers import read_paths
    from pipeline.tag import tag_stream

    for document in tag_stream(nlp, read_paths([articles / "d.jsonl"]), pytest.fail):
        row = document.to_json()
        line = json.dumps(row, ensure_ascii=False)
        assert json.dumps(json.loads(line), ensure_ascii=False) == line
        assert list(row) == ["id", "text", "meta", "entities", "relations", "records", "model"]
        assert list(row["meta"]) == ["z", "date"] and list(row["model"]) == ["name", "version"]
        scored = [*row["entities"], *row["relations"], *(item for kind in row["records"].values() for item in kind)]
        assert scored and all(len(repr(item["score"])) <= len("0.123") for item in scored)


@pytest.mark.skipif(
    sys.platform != "linux",
    reason="sizes are set in this process; workers see them where they are forked, which is the default on Linux alone",
)
@pytest.mark.parametrize("batch, length", [(1, 50_000), (3, 50_000), (100, 50_000), (8, 1)])
def test_the_size_of_batches_changes_nothing(nlp, articles, monkeypatch, batch, length):
    import pipeline
    from corpus.readers import read_paths

    monkeypatch.setattr(pipeline, "load", lambda *_: nlp)
    monkeypatch.setattr(workers, "BATCH", batch)
    monkeypatch.setattr(workers, "BATCH_LENGTH", length)
    one, two = (
        [json.dumps(document.to_json()) for document in tag_with_jobs("", read_paths([articles]), pytest.fail, jobs)]
        for jobs in (1, 2)
    )
    assert one == two and len(one) == 25

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = "Sáng 16/10/2019, ông Vũ Đình Khoát, Chủ tịch UBND thị xã Bỉm Sơn dự hội nghị."


def congbao(*arguments, stdin=b""):
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import run; run()", *map(str, arguments)],
        input=stdin, capture_output=True, timeout=120, check=False,
    )


def documents(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "in"
    (folder / "2019").mkdir(parents=True)
    (folder / "2019" / "a.txt").write_bytes(TEXT.encode())
    (folder / "b.html").write_text(
        "<html><head><title>Tin thị xã</title><meta property='article:published_time' content='2019-10-16'></head>"
        f"<body><nav>menu</nav><article><h1>Tin thị xã</h1><p>{TEXT}</p><p>{TEXT.replace('Sáng', 'Chiều')}</p>"
        "</article><script>alert(1)</script></body></html>", "utf-8",
    )
    rows = [{"id": "x/1", "text": TEXT, "meta": {"date": "2019-10-17", "title": "t"}}, {"id": 7, "text": "Họp."}]
    (folder / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def test_a_folder_of_all_kinds(articles):
    done = congbao("tag", articles)
    assert done.returncode == 0, done.stderr.decode()
    found = {row["id"]: row for row in documents(done)}
    assert list(found) == ["2019/a", "b", "x/1", "7"]
    assert found["2019/a"]["text"] == TEXT
    assert found["x/1"]["meta"] == {"date": "2019-10-17", "title": "t"}
    assert "menu" not in found["b"]["text"] and "alert" not in found["b"]["text"]
    official = found["x/1"]["records"]["officials"][0]
    assert (official["name"], official["position"]) == ("Vũ Đình Khoát", "Chủ tịch")
    assert found["x/1"]["model"]["name"] == "vi_gov_news_sm"
    assert b"4 articles tagged" in done.stderr


def test_standard_input_as_text_and_as_jsonl():
    as_text = documents(congbao("tag", "-", stdin=TEXT.encode()))
    lines = "".join(json.dumps({"id": name, "text": TEXT}) + "\n" for name in "ab")
    as_lines = documents(congbao("tag", "-", stdin=lines.encode()))
    assert [row["id"] for row in as_text + as_lines] == ["stdin", "a", "b"]
    assert as_text[0]["entities"] == as_lines[0]["entities"]


def test_csv_html_and_table(articles, tmp_path):
    for name in ("out.csv", "out.html"):
        assert congbao("tag", articles, "--to", tmp_path / name).returncode == 0
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8")))
    assert {"official"} <= {row["record"] for row in rows} and "Vũ Đình Khoát" in {row["name"] for row in rows}
    page = (tmp_path / "out.html").read_text("utf-8")
    assert page.count("<article") == 4 and "<script" not in page
    table = congbao("tag", articles, "--format", "table").stdout.decode()
    assert "Who holds which office" in table and "Vũ Đình Khoát" in table


def test_parquet_out_and_in_and_two_processes(articles, tmp_path):
    assert congbao("tag", articles, "--to", tmp_path / "out.parquet", "--jobs", "2").returncode == 0
    again = congbao("tag", tmp_path / "out.parquet")
    assert again.returncode == 0 and again.stdout == congbao("tag", articles).stdout


def test_each_bad_input_is_one_line_and_the_rest_is_tagged(articles):
    (articles / "bad.txt").write_bytes("Uỷ ban\nhọp".encode() + b"\xff")
    (articles / "c.jsonl").write_text('{"id": "ok", "text": "Họp."}\n{"id": \n{"id": "no"}\n[1]\n{"text": "\\ud800"}\n')
    (articles / "logo.png").write_bytes(b"\x89PNG")
    done = congbao("tag", articles / "missing.txt", articles)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert [row["id"] for row in documents(done)] == ["2019/a", "b", "ok"]
    says = {
        "missing.txt: no such file; check the path",
        "bad.txt:2: not in UTF-8: byte 0xff at byte 14; convert it to UTF-8 first (iconv -f …)",
        "c.jsonl:2: not JSON in UTF-8", "c.jsonl:3: no article: 'text' is missing or not a string",
        "c.jsonl:4: no article", "c.jsonl:5: not Unicode text", "logo.png: left out: not a kind of file that is read",
    }
    for part in says:
        assert sum(part in line for line in lines) == 1, part
    assert lines[-1].startswith("3 articles tagged, 6 failed")


def test_an_empty_folder_and_an_unknown_model(tmp_path):
    done = congbao("tag", tmp_path)
    assert done.returncode == 1 and b"no articles in this folder: 0 files" in done.stderr
    done = congbao("tag", tmp_path, "--model", "vi_nope")
    assert done.returncode == 1
    assert done.stderr.decode().strip().splitlines() == [
        "congbao: no model 'vi_nope': neither a shipped package nor a folder with a config.cfg; "
        "shipped are: vi_gov_news_enc, vi_gov_news_sm"
    ]


def test_wrong_usage_exits_with_2(tmp_path):
    assert congbao("tag").returncode == 2
    assert congbao("tag", tmp_path, "--format", "pdf").returncode == 2
    assert congbao("tag", tmp_path, "--jobs", "0").returncode == 2
    no_file = congbao("tag", tmp_path, "--format", "parquet")
    assert no_file.returncode == 2 and b"name a file with --to" in no_file.stderr
    assert congbao("tag", tmp_path, "--engine", "ray").returncode == 2
    assert congbao("tag", tmp_path, "--engine", "ray", "--to", tmp_path, "--format", "csv").returncode == 2
    assert congbao("nope").returncode == 2


def test_output_that_cannot_be_written(articles):
    done = congbao("tag", articles, "--to", articles / "none" / "out.jsonl")
    assert done.returncode == 1 and b"cannot be written: No such file or directory" in done.stderr


def test_markup_in_an_article_is_shown_and_not_run(tmp_path):
    file = tmp_path / "x.txt"
    file.write_text("<script>alert('Huế')</script> Ông Vũ Đình Khoát, Chủ tịch UBND tỉnh [bold]họp[/bold].", "utf-8")
    assert congbao("tag", file, "--to", tmp_path / "x.html").returncode == 0
    assert "<script>" not in Path(tmp_path / "x.html").read_text("utf-8")
    assert congbao("tag", file, "--format", "table").returncode == 0

"""The measurement writes what the report and the README of the package show."""

from __future__ import annotations

from corpus.articles import Article
from corpus.load import load
from evaluation.overview import render
from pipeline.cluster.measure import README, RESULT, estimates, measure, table, with_table


def test_a_measurement_becomes_a_section_and_a_table():
    articles = [Article(one.id, one.text, one.meta) for one in load("open/train").documents[:2]]
    result = measure(articles, "vi_gov_news_sm", [1], rounds=1, ray=False)
    (row,) = result["rows"]
    assert row["jobs"] == 1 and row["articles_per_second"] > 0 and len(row["output_sha256"]) == 64
    assert "## Throughput" in render({"throughput": result}, {})
    text = with_table("head\n<!-- throughput -->\nstale\n<!-- /throughput -->\ntail", result)
    assert text.startswith("head\n") and text.endswith("\ntail") and "stale" not in text
    assert f"{row['syllables_per_second']:,}" in text


def test_estimates_are_plain_arithmetic():
    million, hundred = estimates(4.0, 50, {"texts": 150_000, "jsonl": 500_000})
    assert million == {
        "articles": 1_000_000, "core_hours": 69.4, "hours_on_64_cores": 1.1, "cores_for_one_day": 3,
        "texts_gb": 3.0, "jsonl_gb": 10.0,
    }
    assert hundred["cores_for_one_day"] == 290  # 6,944.4 hours, begun days count


def test_the_readme_shows_the_committed_measurement():
    import json

    if RESULT.is_file():
        assert table(json.loads(RESULT.read_text("utf-8"))) in README.read_text("utf-8")

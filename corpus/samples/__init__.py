"""Articles written for the project, for the demo and the tests."""

from pathlib import Path

SAMPLES = Path(__file__).with_name("articles.jsonl")

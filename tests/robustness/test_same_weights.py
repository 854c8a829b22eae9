"""Training twice on the same articles gives the same package, byte for byte, whatever order hashes have."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.document import write_jsonl
from corpus.load import load
from pipeline.checksums import SUMS, verify

ROOT = Path(__file__).parents[2]
SETTINGS = {
    "features.clusters": None, "features.places": False, "ner.folds": 2, "ner.max_iterations": 5,
    "ner.smallest_frequency": 1, "relations.folds": 2,
}
TRAIN = """
import json, sys
from pathlib import Path
from models.config import read_config
from pipeline.training import train_ner, train_relation_model
config = read_config(Path("models/configs/vi_gov_news_sm.cfg"), json.loads(sys.argv[1]))
train_ner(config, Path(sys.argv[2]), print)
train_relation_model(config, Path(sys.argv[2]), print)
"""


@pytest.mark.slow
def test_training_twice_gives_the_same_bytes(tmp_path):
    data = tmp_path / "train.jsonl"
    with data.open("w", encoding="utf-8") as file:
        write_jsonl(load("open/train").documents[:6], file)
    told = []
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", TRAIN, json.dumps({**SETTINGS, "data.train": [str(data)]}), str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False, cwd=ROOT,
        )
        assert done.returncode == 0, done.stderr
        verify(tmp_path / seed / "package")
        held_out = hashlib.sha256((tmp_path / seed / "held_out.jsonl").read_bytes()).hexdigest()
        told.append((held_out, (tmp_path / seed / "package" / SUMS).read_text("utf-8")))
    assert told[0] == told[1] and "second.npz" in told[0][1] and "found.npz" in told[0][1]

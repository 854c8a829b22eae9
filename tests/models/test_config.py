from pathlib import Path

import pytest

from annotations.errors import ModelError
from models.config import read_config

SPACYS_OWN = "spacy_ner"
CONFIGS = sorted(
    path for path in (Path(__file__).parents[2] / "models" / "configs").glob("*.cfg") if path.stem != SPACYS_OWN
)


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_every_shipped_config_is_read_and_takes_overrides(path):
    assert read_config(path).package["name"] == path.stem
    assert read_config(path, {"data.dev": "open/dev"}).data.dev == "open/dev"


@pytest.mark.parametrize(("text", "says"), [
    ("[ner]\nc1 = 1\n", r"no section \[package\]"),
    ('[package]\nname = "x"\n[data]\ntrain = ["a"]\ndev = "b"\n[nerr]\n', r"unknown section \[nerr\]"),
    ('[package]\nname = "x"\n[data]\ntrain = ["a"]\ndev = "b"\n[ner]\nc3 = 1\n', "unknown key 'c3' in .ner."),
    ('[package]\nname = "x"\n[data]\ntrain = ["a"]\n', r"\[data\] is not complete"),
    ("no config", "not a config"),
])
def test_what_is_wrong_in_a_config_is_said(tmp_path, text, says):
    file = tmp_path / "x.cfg"
    file.write_text(text, "utf-8")
    with pytest.raises(ModelError, match=says):
        read_config(file)

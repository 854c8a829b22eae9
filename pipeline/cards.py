"""The data-set cards: counted anew, the counts committed as JSON, the figures of the cards made from that."""

from __future__ import annotations

import json
from pathlib import Path

import evaluation
from annotations.errors import InputError
from corpus.card import with_figures
from corpus.load import GOLD, OPEN, OPEN_SPLITS, SPLITS, load
from corpus.stats import Statistics, statistics

RESULTS = Path(evaluation.__file__).with_name("results")
COUNTS, AGREEMENT = RESULTS / "corpus.json", RESULTS / "agreement_dev.json"
CARDS = {"open": OPEN / "README.md", "real": GOLD / "README.md"}


def ship_cards() -> list[Path]:
    """Count the project's sets and write counts and cards; returns what was written.

    Raises:
        InputError: the text of a real article is not on this machine.
    """
    counts: dict[str, dict[str, object]] = {}
    for name in (*(f"open/{part}" for part in OPEN_SPLITS), *(f"real/{part}" for part in SPLITS)):
        loaded = load(name)
        if loaded.missing:
            raise InputError(f"{len(loaded.missing)} texts of {name} are not on this machine", why=loaded.missing[0])
        counts[name] = sum(map(statistics, loaded.documents), Statistics()).to_json()
    COUNTS.write_text(json.dumps(counts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for kind, path in CARDS.items():
        path.write_text(card(kind), "utf-8")
    return [COUNTS, *CARDS.values()]


def card(kind: str) -> str:
    """A card as the committed JSON has it.

    Args:
        kind: ``open`` or ``real``.
    """
    counts = json.loads(COUNTS.read_text("utf-8"))
    agreement = json.loads(AGREEMENT.read_text("utf-8"))
    own = {name.partition("/")[2]: row for name, row in counts.items() if name.startswith(f"{kind}/")}
    return with_figures(CARDS[kind].read_text("utf-8"), own, agreement)

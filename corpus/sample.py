"""Choose articles to annotate: varied by collection, length, year and matter, by a seed.

Any prefix of the order returned is itself a varied sample, so annotation can stop anywhere.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.articles import Article

PLAN = Path(__file__).with_name("sample.json")


def traits(article: Article, plan: dict[str, Any]) -> set[str]:
    """Which needs and which length class an article answers to.

    >>> plan = json.loads(PLAN.read_text("utf-8"))
    >>> sorted(traits(Article("a/1", "báo cáo trước ngày 3/4", {"words": 5, "local": 2}), plan))
    ['deadlines', 'local', 'short']
    """
    found = {
        name for name, need in plan["needs"].items()
        if len(re.findall(need["cue"], article.text)) >= need["at_least"]
    }
    words = article.meta.get("words") or len(article.text.split())
    found.update(name for name, (low, high, _) in plan["lengths"].items() if low <= words < high)
    if float(article.meta.get("local", 0)) >= plan["local"]["at_least"]:
        found.add("local")
    return found


def sample(articles: Iterable[Article], size: int, seed: int, plan: dict[str, Any] | None = None) -> list[Article]:
    """Pick ``size`` articles, each the candidate that lowers the sample's shortfalls most.

    Greedy and deterministic: candidates are shuffled once by ``seed``; at each step every collection and
    trait has a target share of what has been picked so far, and the candidate whose traits are furthest
    below their targets is taken.

    Args:
        articles: all candidates.
        size: how many to pick, at most.
        seed: of the shuffle.
        plan: shares and cues; ``sample.json`` by default.
    """
    plan = plan or json.loads(PLAN.read_text("utf-8"))
    quotas: dict[str, float] = plan["quotas"]
    shares = {name: need["minimum"] for name, need in plan["needs"].items()}
    shares.update({name: share for name, (_, _, share) in plan["lengths"].items()})
    shares["local"] = plan["local"]["minimum"]
    pool = [article for article in articles if article.group in quotas]
    random.Random(seed).shuffle(pool)
    by_kind: dict[tuple[str, frozenset[str]], list[Article]] = {}
    for article in pool:
        by_kind.setdefault((article.group, frozenset(traits(article, plan))), []).append(article)
    picked: list[Article] = []
    groups: Counter[str] = Counter()
    held: Counter[str] = Counter()
    while len(picked) < size and by_kind:
        step = len(picked) + 1

        def gain(kind: tuple[str, frozenset[str]], step: int = step) -> float:
            group, kinds = kind
            lacking = quotas[group] * step - groups[group]
            return 2 * lacking + sum(shares[name] * step - held[name] for name in kinds) / max(1, len(kinds)) ** 0.5

        best = max(by_kind, key=lambda kind: (gain(kind), kind[0], sorted(kind[1])))
        article = by_kind[best].pop(0)
        if not by_kind[best]:
            del by_kind[best]
        picked.append(article)
        groups[article.group] += 1
        held.update(best[1])
    return picked

"""Which pairs of entities may stand in a relation, and what a classifier sees of each pair."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotations.document import Entity
from annotations.schema import SCHEMA
from models.features import norm
from models.tags import Place

NEAREST = 30  # entities of one label on each side of a head that are tried; keeps long sentences linear
_STEPS = (0, 1, 2, 3, 5, 8, 12, 20, 35, 60, 120, 250)
# Sorted: the order of a set changes from one run to the next, and with it that of the relations found.
_TAILS = {head: sorted({tail for kind in SCHEMA.relations.values() if head in kind.heads for tail in kind.tails})
          for kind in SCHEMA.relations.values() for head in kind.heads}


@dataclass
class SentenceView:
    """A sentence as the relation model reads it.

    Attributes:
        norms: its folded tokens.
        entities: its entities, in order.
        first: index of the first token of each entity.
        last: index of the last token of each entity.
        clause: number of semicolons before each token.
        commas: number of commas before each token.
        ranks: per entity, how many of its label stand before it.
        by_label: label -> indices of its entities.
    """

    norms: list[str]
    entities: list[Entity]
    first: list[int]
    last: list[int]
    clause: list[int]
    commas: list[int]
    ranks: list[int]
    by_label: dict[str, list[int]]


def sentence_views(
    text: str, sentences: Sequence[Sequence[Place]], entities: Sequence[Entity],
) -> Iterator[SentenceView]:
    """The sentences of an article that hold two entities or more.

    Args:
        text: the article.
        sentences: (start, end) of the tokens of each sentence.
        entities: of the article; each is taken to stand where it starts.
    """
    ordered = sorted(entities, key=lambda entity: (entity.start, entity.end))
    at = 0
    for places in sentences:
        if not places:
            continue
        while at < len(ordered) and ordered[at].start < places[0][0]:
            at += 1
        inside = []
        while at < len(ordered) and ordered[at].start < places[-1][1]:
            inside.append(ordered[at])
            at += 1
        if len(inside) > 1:
            yield _view(text, places, inside)


def _view(text: str, places: Sequence[Place], inside: list[Entity]) -> SentenceView:
    starts = [start for start, _ in places]
    norms = [norm(text[start:end]) for start, end in places]
    clause, commas, semicolons, commata = [], [], 0, 0
    for token in norms:
        semicolons += token == ";"
        commata += token == ","
        clause.append(semicolons)
        commas.append(commata)
    by_label: dict[str, list[int]] = {}
    ranks = []
    for index, entity in enumerate(inside):
        same = by_label.setdefault(entity.label, [])
        ranks.append(len(same))
        same.append(index)
    return SentenceView(
        norms, inside,
        [bisect_right(starts, entity.start) - 1 for entity in inside],
        [bisect_right(starts, entity.end - 1) - 1 for entity in inside],
        clause, commas, ranks, by_label,
    )


def candidates(view: SentenceView) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The pairs of a sentence that the schema allows: index of head, index of tail, relations.

    Of each tail label the :data:`NEAREST` entities on either side of a head are taken, however far.
    """
    for head, entity in enumerate(view.entities):
        for label in _TAILS.get(entity.label, ()):
            same = view.by_label.get(label, [])
            at = bisect_right(same, head)
            for tail in same[max(0, at - NEAREST):at + NEAREST]:
                if tail != head:
                    yield head, tail, SCHEMA.between(entity.label, label)


def _step(distance: int) -> int:
    return _STEPS[bisect_right(_STEPS, distance) - 1]


def pair_features(view: SentenceView, head: int, tail: int) -> list[str]:
    """The features of a pair: where the two stand to each other, what is between them and around them.

    Args:
        view: the sentence.
        head: index of the head entity.
        tail: index of the tail entity.
    """
    norms, entities = view.norms, view.entities
    left, right = (head, tail) if head < tail else (tail, head)
    side = "R" if head < tail else "L"
    # Nothing here may walk from one end of the pair to the other: in a sentence of thousands of entities that is far.
    gap_start, gap_end = view.last[left] + 1, view.first[right]
    gap = max(0, gap_end - gap_start)
    opening_gap, closing_gap = norms[gap_start:gap_start + min(gap, 6)], norms[gap_end - min(gap, 6):gap_end]
    head_label, tail_label = entities[head].label, entities[tail].label
    pair = f"{head_label}{side}{tail_label}"
    path = right - left - 1
    between = {label: found for label, same in view.by_label.items() if (found := _within(same, left, right))}
    tails_between, heads_between = between.get(tail_label, 0), between.get(head_label, 0)
    steps = [entities[index].label for index in range(left + 1, min(right, left + 5))]
    clauses = view.clause[view.first[right]] - view.clause[view.first[left]]
    commas = view.commas[view.first[right]] - view.commas[view.first[left]]
    same = view.by_label[tail_label]
    position = view.ranks[tail]
    head_place = bisect_right(same, head)  # entities of the tail's label before the head
    nearest = position - head_place + (1 if side == "R" else 0)  # 1 is next on the right, -1 on the left
    other_side = len(same) - head_place if side == "L" else head_place
    near = f"{pair} n={max(-4, min(4, nearest))}"
    out = [
        pair, near, f"{near} tb={min(tails_between, 3)} hb={min(heads_between, 3)}",
        f"{near} cl={min(clauses, 3)}", f"{near} o={min(other_side, 2)}",
        f"{pair} d={_step(gap)}", f"{pair} e={min(path, 6)}", f"{pair} cl={min(clauses, 4)}",
        f"{pair} co={min(commas, 5)}", f"{pair} tb={min(tails_between, 4)}", f"{pair} hb={min(heads_between, 6)}",
        f"{pair} tr={min(position, 5)}/{min(len(same), 5)}", f"{pair} first={position == 0} hb={min(heads_between, 3)}",
        f"{pair} path=" + ">".join(steps) + (f"+{path - 4}" if path > 4 else ""),
        f"{pair} set=" + ">".join(sorted(between)),
        f"{pair} one={len(same) == 1}",
    ]
    heads = view.by_label[head_label]
    out.append(f"{pair} heads={min(len(heads), 4)} tails={min(len(same), 4)} hr={min(view.ranks[head], 4)}")
    if gap <= 5:
        out.append(f"{pair} gap=" + " ".join(opening_gap))
    out += [f"{pair} g0=" + (opening_gap[0] if gap else "-"), f"{pair} g9=" + (closing_gap[-1] if gap else "-")]
    if gap > 1:
        out += [f"{pair} g01={opening_gap[0]} {opening_gap[1]}", f"{pair} g89={closing_gap[-2]} {closing_gap[-1]}"]
    out += [f"{pair} b={token}" for token in set(opening_gap + closing_gap)]
    for name, index in (("h", head), ("t", tail)):
        first, last = view.first[index], view.last[index]
        before = norms[first - 1] if first else "<"
        before2 = norms[first - 2] if first > 1 else "<"
        after = norms[last + 1] if last + 1 < len(norms) else ">"
        after2 = norms[last + 2] if last + 2 < len(norms) else ">"
        out += [
            f"{pair} {name}0={norms[first]}", f"{pair} {name}9={norms[last]}", f"{pair} {name}-1={before}",
            f"{pair} {name}+1={after}", f"{pair} {name}-21={before2} {before}", f"{pair} {name}+12={after} {after2}",
            f"{near} {name}-1={before}", f"{near} {name}+1={after}", f"{near} {name}9={norms[last]}",
        ]
        neighbour = entities[index - 1].label if index else "<"
        following = entities[index + 1].label if index + 1 < len(entities) else ">"
        out += [f"{pair} {name}n={neighbour}", f"{pair} {name}f={following}", f"{near} {name}nf={neighbour}{following}"]
    opening = view.first[tail] <= 3
    out += [f"{pair} open={opening}", f"{near} open={opening}", f"{near} t0={norms[view.first[tail]]}"]
    return out


def _within(places: Sequence[int], left: int, right: int) -> int:
    """How many of some rising numbers stand between two others."""
    return bisect_left(places, right) - bisect_right(places, left)

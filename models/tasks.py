"""Features for the TASK layer: the sentence's tokens, the entities found in it, where its deadlines are."""

from __future__ import annotations

from collections.abc import Sequence

from models.features import Columns, window_features


def task_features(view: Columns, tags: Sequence[str]) -> list[list[str]]:
    """The features of each token of a sentence that holds a DEADLINE.

    A task is the verb phrase next to its deadline, mostly in the same stretch between semicolons; so
    each token knows whether its stretch holds a deadline, on which side and how far.

    Args:
        view: the sentence.
        tags: its tags for the flat labels.
    """
    count = len(tags)
    norms = view.tokens
    deadlines = [index for index, tag in enumerate(tags) if tag.endswith("DEADLINE")]
    clause, number = [], 0
    for token in norms:
        number += token == ";"
        clause.append(number)
    commas = [0]
    for token in norms:
        commas.append(commas[-1] + (token in {",", ";", ":"}))
    out = []
    for index in range(count):
        features = window_features(view, index)
        nearest = min(deadlines, key=lambda at: abs(at - index), default=0)
        side = "in" if tags[index].endswith("DEADLINE") else "L" if nearest > index else "R"
        distance = abs(nearest - index)
        far = next((limit for limit in (1, 2, 4, 8, 16, 32) if distance <= limit), 64)
        between = abs(commas[nearest] - commas[index])
        here = any(clause[at] == clause[index] for at in deadlines)
        features += [
            "t=" + tags[index], "side=" + side, f"d={side}{far}", f"here={here}{side}",
            f"commas={side}{min(between, 4)}{here}", f"cw={side}{min(between, 3)} {norms[index]}",
            f"t1={tags[index + 1] if index + 1 < count else '>'}", f"t-1={tags[index - 1] if index else '<'}",
        ]
        out.append(features)
    return out

"""What each pass of the tagger sees: templates and the columns they need, the same in training and in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from models.features import Described
from models.memory import MEMORY, remembered
from models.opinion import BOTH, SAID, Opinion, listed, lists
from models.tasks import TASK, dated
from models.templates import Templates, places

Step = tuple[Templates, Mapping[str, Sequence[str]]]
"""Templates, and columns that are new with them or changed."""


def second_columns(
    described: Described, tags: Sequence[Sequence[str]], opinion: Opinion | None = None,
) -> Iterator[Step]:
    """What the second pass sees beside what the first does: templates, each with columns that are new or changed.

    Args:
        described: the article.
        tags: of the first pass.
        opinion: another tagger's.
    """
    own = remembered(described, tags)
    yield MEMORY, own
    if opinion:
        said = remembered(described, opinion.tags)
        yield SAID, said
        told = lists(opinion.flat)
        yield listed(len(told)), told
        yield BOTH, {"said": said["tag"], "tag": own["tag"]}


def task_columns(
    described: Described, tags: Sequence[Sequence[str]], numbers: Sequence[int], opinion: Opinion | None = None,
) -> Iterator[Step]:
    """What the pass that finds tasks sees, as :func:`second_columns`.

    Args:
        described: sentences that hold a DEADLINE.
        tags: of each for the flat labels.
        numbers: of these sentences in the article.
        opinion: another tagger's, on the whole article.
    """
    yield TASK, dated(described, tags)
    if opinion:
        told = lists([opinion.layer[number] for number in numbers])
        yield listed(len(told)), told


def feature_strings(
    described: Described, steps: Iterable[Step],
) -> list[list[list[str]]]:
    """The features of the tokens of sentences, for training: the very strings whose hashes are used afterwards.

    Args:
        described: the sentences.
        steps: templates, each with columns that are new or changed.
    """
    columns: dict[str, Sequence[str]] = dict(described.columns)
    out: list[list[list[str]]] = [[[] for _ in norms] for norms in described.norms]
    for templates, more in steps:
        columns.update(more)
        for rows, (start, _) in zip(out, places(described.lengths), strict=True):
            for index, row in enumerate(rows):
                row += templates.strings(columns, start + index)
    return out

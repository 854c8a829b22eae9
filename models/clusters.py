"""Word clusters learned from text without labels: word2vec, then k-means at two grains.

Words that the annotated articles never show get the features of words used like them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import ModelError
from annotations.sentences import sentences
from annotations.tokens import tokens
from models.features import norm
from models.segmentation import word_starts


@dataclass(frozen=True)
class ClusterSettings:
    """How clusters are learned.

    Attributes:
        dimensions: of the word vectors.
        window: words either side.
        negative: negative samples (Mikolov et al. 2013).
        epochs: passes over the text.
        smallest_count: rarer words get no vector.
        most_words: only the most frequent are clustered.
        coarse: number of coarse clusters.
        fine: number of fine clusters.
        seed: of both algorithms; word2vec with several threads is not deterministic, so clusters are
            learned once and kept as a file.
    """

    dimensions: int = 100
    window: int = 4
    negative: int = 5
    epochs: int = 3
    smallest_count: int = 20
    most_words: int = 30_000
    coarse: int = 64
    fine: int = 600
    seed: int = 1


def learn_clusters(
    texts: Iterable[str], settings: ClusterSettings, progress: Callable[[str], None] = lambda _: None,
) -> dict[str, tuple[str, str]]:
    """Learn clusters.

    Args:
        texts: articles without labels.
        settings: of both steps.
        progress: called with a line of text now and then.

    Returns:
        Folded word, syllables joined by ``_`` -> (coarse cluster, fine cluster).

    Raises:
        ModelError: gensim is not installed, or there is too little text.
    """
    try:
        from gensim.models import Word2Vec
    except ImportError as error:
        raise ModelError("word vectors need gensim", why=str(error), hint="pip install 'congbao[train]'") from None
    import numpy as np
    from sklearn.cluster import MiniBatchKMeans

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "words.txt"
        _write_words(texts, file, progress)
        progress("word vectors")
        try:
            model = Word2Vec(
                corpus_file=str(file), vector_size=settings.dimensions, window=settings.window, sg=1,
                negative=settings.negative, epochs=settings.epochs, min_count=settings.smallest_count,
                sample=1e-4, seed=settings.seed, workers=2,
            )
        except RuntimeError as error:
            raise ModelError("too little text for word vectors", why=str(error)) from None
    words = model.wv.index_to_key[:settings.most_words]
    vectors = model.wv.vectors[:len(words)]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    grains = []
    for count in (settings.coarse, settings.fine):
        progress(f"{count} clusters of {len(words)} words")
        count = min(count, len(words))
        means = MiniBatchKMeans(count, random_state=settings.seed, n_init=3, batch_size=8192)
        grains.append(means.fit(vectors).labels_)
    return {word: (str(coarse), str(fine)) for word, coarse, fine in zip(words, *grains, strict=True)}


def read_clusters(path: Path) -> dict[str, tuple[str, str]]:
    """Read a table of clusters.

    Raises:
        ModelError: there is no such file, or it is damaged.
    """
    try:
        table = json.loads(path.read_text("utf-8"))
        return {word: (coarse, fine) for word, (coarse, fine) in table.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError("no table of clusters", file=str(path), why=str(error)) from None


def write_clusters(clusters: dict[str, tuple[str, str]], path: Path) -> None:
    """Write a table of clusters."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(clusters, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", "utf-8")


def _write_words(texts: Iterable[str], file: Path, progress: Callable[[str], None]) -> None:
    with file.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts, 1):
            for start, end in sentences(text):
                parts = [text[a:b] for a, b in tokens(text, start, end)]
                words: list[str] = []
                for part, opens in zip(parts, word_starts(parts), strict=True):
                    if opens:
                        words.append(norm(part))
                    else:
                        words[-1] += "_" + norm(part)
                out.write(" ".join(words) + "\n")
            if number % 1000 == 0:
                progress(f"{number} articles segmented")

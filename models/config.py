"""Training configs: spaCy's format, read with overrides, checked against what the code takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from annotations.errors import ModelError
from models.clusters import ClusterSettings
from models.encoder.settings import EncoderSettings
from models.fitting import Settings
from models.relations import RelationSettings

T = TypeVar("T")
SCHEMA_LABELS, DATA_LABELS = "schema", "data"


@dataclass(frozen=True)
class Data:
    """Which annotated sets are trained on and which one scores.

    Attributes:
        train: names of sets, see :func:`corpus.load.load`.
        dev: the set that the trained package is scored on; never trained on.
        labels: ``schema``: those that ``[ner]`` and ``[encoder]`` name, by default the schema's. ``data``: all that
            the training sets have, of any schema; no label is then a layer of its own.
    """

    train: tuple[str, ...]
    dev: str
    labels: str = SCHEMA_LABELS


@dataclass(frozen=True)
class FeatureSettings:
    """Where the tagger's tables come from.

    Attributes:
        clusters: JSON table of word clusters, relative to the working folder; None for none.
        places: whether names of administrative units are features.
    """

    clusters: str | None = None
    places: bool = True


@dataclass(frozen=True)
class TrainingConfig:
    """A training config, section by section; with ``encoder`` its tagger is an encoder, else a CRF."""

    package: dict[str, str]
    data: Data
    features: FeatureSettings = field(default_factory=FeatureSettings)
    ner: Settings = field(default_factory=Settings)
    relations: RelationSettings = field(default_factory=RelationSettings)
    clusters: ClusterSettings = field(default_factory=ClusterSettings)
    encoder: EncoderSettings | None = None

    @property
    def tagger(self) -> Settings | EncoderSettings:
        """The settings of the tagger, of either kind."""
        return self.encoder or self.ner

    def learning(self, labels: Sequence[str]) -> TrainingConfig:
        """The same with other labels to learn, and no layer."""
        encoder = self.encoder and replace(self.encoder, labels=tuple(labels), layer=None)
        return replace(self, ner=replace(self.ner, labels=tuple(labels), layer=None), encoder=encoder)


def read_config(path: Path, overrides: Mapping[str, Any] | None = None) -> TrainingConfig:
    """Read a training config.

    Args:
        path: a ``.cfg`` in spaCy's format.
        overrides: ``section.key`` -> value, taken instead of what the file says.

    Raises:
        ModelError: the file cannot be read, or a section or key is unknown or missing.
    """
    from spacy.util import load_config

    try:
        raw = load_config(path, overrides=dict(overrides or {}))
    except (OSError, ValueError) as error:
        raise ModelError("not a config", file=str(path), why=str(error)) from None
    known = {
        "data": Data, "features": FeatureSettings, "ner": Settings, "relations": RelationSettings,
        "clusters": ClusterSettings, "encoder": EncoderSettings,
    }
    unknown = set(raw) - set(known) - {"package"}
    if unknown:
        raise ModelError(f"unknown section [{min(unknown)}]", file=str(path), hint=f"known are: {', '.join(known)}")
    for name in ("package", "data"):
        if name not in raw:
            raise ModelError(f"no section [{name}]", file=str(path))
    sections: dict[str, Any] = {
        name: _section(kind, raw[name], name, path) for name, kind in known.items() if name in raw
    }
    config = TrainingConfig(package=dict(raw["package"]), **sections)
    if config.data.labels not in (SCHEMA_LABELS, DATA_LABELS):
        raise ModelError(
            f"[data] labels is {config.data.labels!r}", file=str(path), hint=f"{SCHEMA_LABELS} or {DATA_LABELS}",
        )
    return config


def _section(kind: type[T], given: Mapping[str, Any], name: str, path: Path) -> T:
    names = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    if unknown := set(given) - names:
        raise ModelError(
            f"unknown key {min(unknown)!r} in [{name}]", file=str(path), hint=f"known are: {', '.join(sorted(names))}",
        )
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise ModelError(f"[{name}] is not complete", file=str(path), why=str(error)) from None

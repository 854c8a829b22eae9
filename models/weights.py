"""The weights of a CRF as arrays, and their file: all a tagger needs, without the strings training needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from annotations.errors import ModelError
from models.hashing import Hashes

SUFFIX = ".npz"


@dataclass(frozen=True)
class Model:
    """A linear-chain CRF.

    Attributes:
        tags: in CRFsuite's order.
        attributes: hash of each attribute's string, see :mod:`models.hashing`.
        rows, columns, weights: attribute, tag and weight of each state feature.
        transitions: (tags, tags), from the first to the second; 0 where there is no feature.
    """

    tags: tuple[str, ...]
    attributes: Hashes
    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]
    transitions: npt.NDArray[np.float64]

    def to_disk(self, path: Path) -> None:
        """Write a file, ``.npz``: the same weights to the last digit, without the strings and tables of CRFsuite's.

        Args:
            path: of the file.
        """
        order = np.argsort(self.attributes, kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        rows = place[self.rows]
        sorting = np.lexsort((self.columns, rows))
        np.savez_compressed(
            path, tags=np.array(self.tags), attributes=self.attributes[order], transitions=self.transitions,
            counts=np.bincount(rows, minlength=len(order)).astype("<u2"),
            columns=self.columns[sorting].astype("<u2"), weights=self.weights[sorting],
        )

    @classmethod
    def from_disk(cls, path: Path) -> Model:
        """Read what :meth:`to_disk` wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                read: dict[str, Any] = {name: file[name] for name in file.files}
            tags = tuple(map(str, read["tags"]))
            rows = np.repeat(np.arange(len(read["attributes"])), read["counts"])
            model = cls(
                tags, read["attributes"].astype(np.uint64, casting="safe"), rows, read["columns"].astype(np.int64),
                read["weights"].astype(np.float64, casting="safe"),
                read["transitions"].astype(np.float64, casting="safe"),
            )
            shapes = {model.rows.shape, model.columns.shape, model.weights.shape}
            if len(shapes) > 1 or model.transitions.shape != (len(tags),) * 2 or (model.columns >= len(tags)).any():
                raise ValueError("the arrays do not fit each other")
        except Exception as error:  # a damaged zip archive fails in many ways: zlib.error, BadZipFile, EOFError ...
            raise ModelError("the weights cannot be read", file=str(path), why=repr(error)) from None
        return model

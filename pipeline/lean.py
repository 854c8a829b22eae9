"""spaCy without torch.

spaCy's library thinc imports torch wherever it is installed, some 230 MB and seconds at every start, for networks that
no package of this project holds: the encoder's runs in onnxruntime.
"""

from __future__ import annotations

import sys


def import_spacy() -> None:
    """Import spaCy, and let it take torch for missing while it is imported.

    Torch itself can be imported afterwards, but spaCy's own torch models cannot be used in this process. A program that
    wants both imports spacy, or torch, before it loads a package: then nothing is done here.
    """
    if {"spacy", "torch"} & sys.modules.keys():
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules["torch"]

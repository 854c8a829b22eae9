"""Articles and annotated sets: reading, choosing, splitting, loading.

>>> len(load("open", split="test"))
20
"""

from corpus.load import Loaded, load

__all__ = ["Loaded", "load"]

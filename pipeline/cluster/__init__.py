"""Tagging more articles than one machine should: Ray Data over shards that are done once; see README.md.

Ray itself is imported by :mod:`pipeline.cluster.engine` only; its shards are read without it.
"""

from pipeline.cluster.shards import read_shards

__all__ = ["read_shards"]

"""CRFsuite's model file: what it holds, read into arrays, and a small model of the same tags written.

The format is CRFsuite 0.12's (``crf1d_model.c``, ``cqdb.c``): a header, the features (an attribute or a tag, a tag, a
weight), two CQDB hash tables that name tags and attributes, and lists of the features of each tag and attribute.
CRFsuite's own look-up of attributes by their strings is most of its time. A *chain* is a model without them: one
attribute a tag, whose value is the tag's score. Given scores that were summed elsewhere, CRFsuite still finds the
best tags and their marginals.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from annotations.errors import ModelError
from models.hashing import hash_all
from models.weights import Model

_HEADER = struct.Struct("<4sI4sIIIIIIIII")
_FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("tag", "<u4"), ("weight", "<f8")])
_STATE, _TRANSITION = 0, 1
_VERSION, _CQDB_ORDER, _TABLES = 100, 0x62445371, 256
_CQDB_HEADER = 24
_KEYS = [chr(number) for number in range(ord("!"), ord("~"))]


def read(data: bytes) -> Model:
    """Read a model file.

    Raises:
        ModelError: it is none, or is damaged.
    """
    try:
        magic, size, kind, version, _, tags, attributes, at, names_at, strings_at, *_ = _HEADER.unpack_from(data)
        if (magic, kind, version, size) != (b"lCRF", b"FOMC", _VERSION, len(data)):
            raise ValueError("the header is another one")
        count = struct.unpack_from("<I", data, at + 8)[0]
        features: Any = np.frombuffer(data, _FEATURE, count, at + 12)
        names = [bytes(name).decode() for name in _strings(data, names_at, tags)]
        starts, lengths = _bounds(data, strings_at, attributes)
        hashes = hash_all(np.frombuffer(data, np.uint8), starts, lengths)
        state, step = (features[features["kind"] == one] for one in (_STATE, _TRANSITION))
        transitions = np.zeros((tags, tags))
        transitions[step["source"], step["tag"]] = step["weight"]
        rows, columns = state["source"].astype(np.int64), state["tag"].astype(np.int64)
        if len(state) and (rows.max() >= attributes or columns.max() >= tags):
            raise ValueError("a feature names no attribute or tag")
    except (struct.error, ValueError, IndexError) as error:
        raise ModelError("the weights are no CRF", why=str(error), hint="the file is damaged") from None
    return Model(tuple(names), hashes, rows, columns, state["weight"].astype(np.float64), transitions)


def raised(data: bytes, transition: tuple[str, str], by: float) -> bytes:
    """A model file with the weight of one transition raised.

    Args:
        data: a sound model file; if its model does not know the transition, it stays as it is.
        transition: from a tag to a tag.
        by: what is added.
    """
    tags = read(data).tags
    at = _HEADER.unpack_from(data)[7]
    changed = bytearray(data)
    features: Any = np.frombuffer(changed, _FEATURE, struct.unpack_from("<I", data, at + 8)[0], at + 12)
    if {*transition} <= {*tags}:
        source, tag = map(tags.index, transition)
        it = (features["kind"] == _TRANSITION) & (features["source"] == source) & (features["tag"] == tag)
        features["weight"][it] += by
    return bytes(changed)


def _bounds(data: bytes, at: int, count: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Start and length of the strings of a CQDB table, by their numbers."""
    magic, size, _, order, known, offset = struct.unpack_from("<4sIIIII", data, at)
    if (magic, order, known) != (b"CQDB", _CQDB_ORDER, count) or at + size > len(data):
        raise ValueError("a table of strings is damaged")
    records = np.frombuffer(data, "<u4", count, at + offset).astype(np.int64) + at
    if count and int(records.max()) + 8 > len(data):
        raise ValueError("a table of strings is damaged")
    octets = np.frombuffer(data, np.uint8).astype(np.uint8, copy=False)
    sizes = sum((octets[records + 4 + byte].astype(np.int64) << (8 * byte) for byte in range(4)), np.zeros(count, int))
    if count and int((records + 8 + sizes).max()) > len(data):
        raise ValueError("a table of strings is damaged")
    return records + 8, sizes - 1  # a string is kept with the zero that ends it


def _strings(data: bytes, at: int, count: int) -> list[bytes]:
    starts, lengths = _bounds(data, at, count)
    return [data[start:start + length] for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)]


def keys(count: int) -> list[str]:
    """The attributes of a chain, one a tag: as short as can be, for they are looked up once a token and tag."""
    width = len(_KEYS)
    return _KEYS[:count] if count <= width else [one + other for one in _KEYS for other in _KEYS][:count]


def chain(tags: Sequence[str], transitions: npt.NDArray[np.float64]) -> bytes:
    """A model whose attributes are :func:`keys`, each the score of one tag.

    Args:
        tags: in order.
        transitions: see :class:`Model`.
    """
    count = len(tags)
    sources, targets = np.nonzero(transitions)
    features: Any = np.zeros(count + len(sources), _FEATURE)
    features["kind"][count:] = _TRANSITION
    features["source"] = [*range(count), *sources]
    features["tag"] = [*range(count), *targets]
    features["weight"] = [*[1.0] * count, *transitions[sources, targets]]
    by_tag = [[int(count + place) for place in np.flatnonzero(sources == tag)] for tag in range(count)]
    parts = [_chunk(b"FEAT", struct.pack("<I", len(features)) + features.tobytes())]
    offsets = [_HEADER.size]
    for table in (tags, keys(count)):
        offsets.append(offsets[-1] + len(parts[-1]))
        parts.append(_cqdb([name.encode() for name in table]))
    # CRFsuite has two more lists than tags: features of the begin and the end of a sequence, which it never makes.
    for name, lists in ((b"LFRF", [*by_tag, [], []]), (b"AFRF", [[tag] for tag in range(count)])):
        offsets.append(offsets[-1] + len(parts[-1]))
        parts.append(_references(name, lists, offsets[-1]))
    body = b"".join(parts)
    size = _HEADER.size + len(body)
    return _HEADER.pack(b"lCRF", size, b"FOMC", _VERSION, 0, count, count, *offsets) + body


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body) + 8) + body


def _references(name: bytes, lists: Sequence[Sequence[int]], at: int) -> bytes:
    """Lists of features; each is found by its place in the file."""
    places, body = [], b""
    for one in lists:
        places.append(at + 12 + 4 * len(lists) + len(body))
        body += struct.pack(f"<{len(one) + 1}I", len(one), *one)
    return _chunk(name, struct.pack(f"<{len(lists) + 1}I", len(lists), *places) + body)


def _cqdb(strings: Sequence[bytes]) -> bytes:
    """A CQDB table: strings to their numbers and back."""
    start = _CQDB_HEADER + 8 * _TABLES
    records, places, buckets = b"", [], [[] for _ in range(_TABLES)]  # type: ignore[var-annotated]
    for number, text in enumerate(strings):
        places.append(start + len(records))
        key = text + b"\0"
        records += struct.pack("<II", number, len(key)) + key
        value = _lookup3(key)
        buckets[value % _TABLES].append((value, places[-1]))
    tables, body = b"", b""
    for bucket in buckets:
        slots = [(0, 0)] * (2 * len(bucket))
        for value, place in bucket:
            slot = (value >> 8) % len(slots)
            while slots[slot][1]:
                slot = (slot + 1) % len(slots)
            slots[slot] = value, place
        tables += struct.pack("<II", start + len(records) + len(body) if bucket else 0, len(slots))
        body += b"".join(struct.pack("<II", *slot) for slot in slots)
    back = struct.pack(f"<{len(places)}I", *places)
    offset = start + len(records) + len(body)
    return struct.pack("<4sIIIII", b"CQDB", offset + len(back), 0, _CQDB_ORDER, len(places), offset) + (
        tables + records + body + back
    )


def _turn(value: int, by: int) -> int:
    return ((value << by) | (value >> (32 - by))) & 0xFFFFFFFF


def _lookup3(key: bytes) -> int:
    """Bob Jenkins' hash ``hashlittle`` with 0 to begin with, which CQDB uses."""
    mask = 0xFFFFFFFF
    a = b = c = (0xDEADBEEF + len(key)) & mask
    while len(key) > 12:
        one, two, three = struct.unpack_from("<III", key)
        a, b, c = (a + one) & mask, (b + two) & mask, (c + three) & mask
        a = ((a - c) ^ _turn(c, 4)) & mask
        c = (c + b) & mask
        b = ((b - a) ^ _turn(a, 6)) & mask
        a = (a + c) & mask
        c = ((c - b) ^ _turn(b, 8)) & mask
        b = (b + a) & mask
        a = ((a - c) ^ _turn(c, 16)) & mask
        c = (c + b) & mask
        b = ((b - a) ^ _turn(a, 19)) & mask
        a = (a + c) & mask
        c = ((c - b) ^ _turn(b, 4)) & mask
        b = (b + a) & mask
        key = key[12:]
    one, two, three = struct.unpack("<III", key.ljust(12, b"\0"))
    a, b, c = (a + one) & mask, (b + two) & mask, (c + three) & mask
    for by, (to, of) in ((14, "cb"), (11, "ac"), (25, "ba"), (16, "cb"), (4, "ac"), (14, "ba"), (24, "cb")):
        values = {"a": a, "b": b, "c": c}
        values[to] = ((values[to] ^ values[of]) - _turn(values[of], by)) & mask
        a, b, c = values["a"], values["b"], values["c"]
    return c

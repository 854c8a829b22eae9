"""Files that may come in: whole ones of every format, made anew from a seed, and what damage leaves of them."""

import io
import json
import lzma
import random
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from annotations.document import Document, Entity, Relation
from annotations.schema import SCHEMA
from annotations.sentences import sentences
from annotations.tokens import tokens
from tests.robustness import texts

SIGNS = (
    b"\x00", b"{", b"}", b"[", b"]", b'"', b"\\ud800", b"\t", b"\n", b"&#0;", b"<", b"-1", b"9" * 400, b"9" * 5000,
    b"1e999", b"NaN", b"null", b"\xc3", b"\xed\xa0\x80", b"true", b"[" * 3000,
)
LABELS = ("OFFICIAL", "ORG", "QUANTITY", "INDICATOR", "DATE", "LOC")


def text_of(rng: random.Random) -> str:
    """A text of any kind that UTF-8 can write."""
    made = texts.TEXTS[rng.choice([kind for kind in texts.TEXTS if kind != "half surrogates"])](rng)
    return made[:2000] or "Họp."


def document(rng: random.Random, number: int = 0) -> Document:
    """A document with entities at the edges of tokens, values and relations."""
    made = Document(f"a/{number}", texts.plain(rng)[:1500].strip() or "Họp.", {"date": "2019-10-16", "title": "Tin"})
    for start, end in sentences(made.text):
        first, places, at = len(made.entities), tokens(made.text, start, end), 0
        while at < len(places):
            last = min(at + rng.randint(0, 3), len(places) - 1)
            made.entities.append(_entity(rng, made, places[at][0], places[last][1]))
            at = last + rng.randint(1, 6)
        inside = made.entities[first:]
        made.relations += [
            Relation(head.id, tail.id, label) for head in inside for tail in inside[:3] if head is not tail
            for label in SCHEMA.between(head.label, tail.label)
        ]
    return made


def _entity(rng: random.Random, made: Document, start: int, end: int) -> Entity:
    item = Entity(f"e{len(made.entities) + 1}", start, end, rng.choice(LABELS), made.text[start:end])
    item.score = rng.choice((None, 0.5))
    if item.label == "QUANTITY":
        item.value, item.unit, item.bound = rng.choice((None, 5.0, [5.0, 7.0])), "hộ", rng.choice(SCHEMA.bounds)
    elif item.label == "DATE":
        item.value = rng.choice((None, "2019-10-16"))
    return item


def _text(rng: random.Random) -> bytes:
    raw = text_of(rng).encode()
    return rng.choice((b"", b"", b"\xef\xbb\xbf", b"\xff\xfe")) + raw


def _html(rng: random.Random) -> bytes:
    paragraphs = "".join(f"<p>{escape(text_of(rng))}</p>" for _ in range(rng.randint(1, 4)))
    nested = rng.choice((0, 0, 3, 200))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(texts.plain(rng)[:80])}</title></head><body>"
        f"{'<div>' * nested}<article>{paragraphs}</article>{'</div>' * nested}<script>var a = '<p>';</script>"
        "</body></html>"
    ).encode()


def _row(rng: random.Random, number: int) -> dict[str, object]:
    row: dict[str, object] = {"id": f"r{number}", "text": text_of(rng)}
    for key, values in (
        ("date", ("2019-10-16", "2019", 2019, None, "hôm qua", "0000-00-00", ["x"], {"a": 1})),
        ("title", ("Tin", 5, "")),
        ("meta", ({"date": "2019-10"}, {}, "x", None, {"date": 1e400}, {"a": [1, {"b": None}]})),
        ("id", (1, "", None, "a/b", 10**30, -1.5, "x" * 1000)), ("text", ("", None, 5)),
    ):
        if rng.random() < 0.15:
            row[key] = rng.choice(values)
    return row


def _jsonl(rng: random.Random) -> bytes:
    lines = [json.dumps(_row(rng, number), ensure_ascii=rng.random() < 0.5) for number in range(rng.randint(1, 5))]
    return rng.choice((b"", b"", b"\xef\xbb\xbf")) + rng.choice(("\n", "\r\n", "\n\n")).join(lines).encode()


def _feed(rng: random.Random) -> bytes:
    items = "".join(
        f"<item><title>{escape(texts.plain(rng)[:60])}</title><guid>{number}</guid>"
        f"<pubDate>{rng.choice(('Wed, 16 Oct 2019 20:30:00 GMT', '2019-10-16', 'hôm qua', ''))}</pubDate>"
        f"<description><![CDATA[<p>{text_of(rng)}</p>]]></description></item>" for number in range(rng.randint(1, 3))
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Tin</title>'
    return f"{head}{items}</channel></rss>".encode()


def _zip(rng: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for number in range(rng.randint(1, 4)):
            suffix = rng.choice((".txt", ".jsonl", ".html", ".rss"))
            folder = rng.choice(("", "2019/", "../", "/", "tin/é/"))
            archive.writestr(f"{folder}m{number}{suffix}", READ[suffix](rng))
    return made.getvalue()


def _parquet(rng: random.Random) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [text_of(rng) for _ in range(rng.randint(1, 4))]
    columns: dict[str, list[object]] = {"text": [*rows], "id": [*range(len(rows))]}
    if rng.random() < 0.5:
        columns["meta"] = [rng.choice(('{"date": "2019"}', "{", "[]", None)) for _ in rows]
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made, compression=rng.choice(("snappy", "none", "zstd")))
    return made.getvalue()


READ: dict[str, Callable[[random.Random], bytes]] = {
    ".txt": _text, ".html": _html, ".jsonl": _jsonl, ".jsonl.xz": lambda rng: lzma.compress(_jsonl(rng)),
    ".rss": _feed, ".zip": _zip, ".parquet": _parquet,
}
"""Suffix of what readers of articles read -> its bytes."""

ANNOTATED = ("jsonl", "brat", "label_studio", "docbin", "writing", "standoff", "conll")
"""Formats of annotations."""


def write_annotated(rng: random.Random, kind: str, folder: Path) -> Path:
    """Write documents in a format; gives what is to be read: a file, or the folder."""
    from annotations import formats

    documents = [document(rng, number) for number in range(rng.randint(1, 2))]
    path = formats.path_in(folder, "dev", kind)
    formats.write(documents, path, kind, drop_layers=kind == "conll")
    return path


def damaged(rng: random.Random, raw: bytes) -> bytes:
    """Bytes as a bad disk, a broken transfer or a careless editor leaves them."""
    data = bytearray(raw)
    for _ in range(rng.choice((1, 1, 2, 5))):
        at, other = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
        kind = rng.randrange(7)
        if kind == 0 and data:  # bits
            for _ in range(rng.choice((1, 3, 30))):
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        elif kind == 1:  # cut
            del data[at:]
        elif kind == 2:  # a chunk lost
            del data[at:other]
        elif kind == 3:  # a chunk twice
            data[other:other] = data[at:other][:2000]
        elif kind == 4:  # bytes of something else
            data[at:min(other, at + 50)] = rng.randbytes(rng.randint(1, 50))
        elif kind == 5:  # what stands elsewhere in it
            data[at:at + 20] = data[other:other + 20]
        else:  # a sign the format lives on
            data[at:at] = rng.choice(SIGNS)
    return bytes(data)

"""Inputs of a size that no article has, each in a process of its own: ``python -m tests.robustness.giants NAME``.

Prints JSON: what came of it, seconds and the most memory the process held. An input that is refused says why.
"""

import io
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.robustness import texts

TEN_MEGABYTES = 10_000_000
SYLLABLES = 50_000


def prose(characters: int, one_sentence: bool = False) -> str:
    """Fragments of the genre, on one line; in one sentence, if wanted."""
    rng = random.Random(0)
    pieces, length = [], 0
    while length < characters:
        piece = rng.choice(texts.FRAGMENTS)
        pieces.append(piece.replace(".", ",") if one_sentence else piece)
        length += len(piece)
    return "".join(pieces)[:characters]


def ten_megabyte_line() -> bytes:
    """One line of ten megabytes, of sentences."""
    return prose(TEN_MEGABYTES).encode()[:TEN_MEGABYTES].decode("utf-8", "ignore").encode()


def long_sentence() -> bytes:
    """One sentence of 50,000 syllables."""
    return " ".join(prose(SYLLABLES * 7, one_sentence=True).split()[:SYLLABLES]).encode()


def long_word() -> bytes:
    """One word of ten megabytes."""
    return b"a" * TEN_MEGABYTES


def deep_html() -> bytes:
    """A page with 100,000 elements in one another."""
    inside = b"<p>H\xe1\xbb\x8dp. </p>" * 50
    return b"<html><body>" + b"<div>" * 100_000 + inside + b"</div>" * 100_000 + b"</body></html>"


def deep_json() -> bytes:
    """A line of JSON with 100,000 lists in one another, and one behind it that is read."""
    return b'{"text": "a", "meta": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b'}}\n{"text": "H\xe1\xbb\x8dp."}\n'


def _zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def zip_bomb() -> bytes:
    """Four members of 25 MB of one letter."""
    return _zipped({f"{number}.txt": b"a" * 25_000_000 for number in range(4)})


def nested_zip() -> bytes:
    """Archives in an archive."""
    inner = _zipped({"a.txt": b"a" * 1_000_000})
    return _zipped({f"{number}.zip": inner for number in range(50)} | {"ok.txt": b"Tin."})


def xz_bomb() -> bytes:
    """300 MB of one letter in one line of JSONL."""
    import lzma

    return lzma.compress(b'{"text": "' + b"a" * 300_000_000 + b'"}\n', preset=0)


def _entities(depth: int, width: int) -> str:
    declared = '<!ENTITY e0 "ha">' + "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * width}">' for level in range(1, depth)
    )
    return f'<?xml version="1.0"?><!DOCTYPE rss [{declared}]>'


def entity_bomb() -> bytes:
    """A feed whose entities unfold to a billion words."""
    return (
        _entities(10, 10) + "<rss version='2.0'><channel><title>x</title><item><title>Tin</title>"
        "<description>&e9;</description></item></channel></rss>"
    ).encode()


def outside_entity() -> bytes:
    """A feed with an entity that is a file of the machine."""
    return (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        b"<rss version='2.0'><channel><title>x</title><item><title>Tin</title>"
        b"<description>&e;</description></item></channel></rss>"
    )


def entity_page() -> bytes:
    """A page with the same entities."""
    return (_entities(10, 10) + "<html><body><p>&e9;</p></body></html>").encode()


GIANTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "10 MB line": (".txt", ten_megabyte_line), "50,000-syllable sentence": (".txt", long_sentence),
    "10 MB word": (".txt", long_word), "deep HTML": (".html", deep_html), "deep JSON": (".jsonl", deep_json),
    "zip bomb": (".zip", zip_bomb), "archives in an archive": (".zip", nested_zip), "xz bomb": (".jsonl.xz", xz_bomb),
    "entity bomb in a feed": (".xml", entity_bomb), "file of the machine in a feed": (".xml", outside_entity),
    "entity bomb in a page": (".html", entity_page),
}
LONG = ("10 MB line", "50,000-syllable sentence")
"""Those that take minutes."""


def attempt(name: str) -> dict[str, object]:
    """Read and tag a giant in a process of its own; what it printed.

    Raises:
        RuntimeError: it ended otherwise than with an answer.
    """
    command = [sys.executable, "-m", "tests.robustness.giants", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    if done.returncode:
        raise RuntimeError(f"{name}: exit code {done.returncode}: {done.stderr[-500:]}")
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def _run(name: str) -> dict[str, object]:
    import pipeline
    from annotations.document import Document
    from corpus.readers import read_paths
    from pipeline.peak import peak
    from pipeline.tag import tag_stream
    from tests.robustness.checks import check_document

    suffix, make = GIANTS[name]
    nlp = pipeline.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"in{suffix}"
        path.write_bytes(make())
        size = path.stat().st_size
        said: list[str] = []
        before, started, tagged = peak(), time.monotonic(), 0
        for document in tag_stream(nlp, read_paths([path]), lambda error: said.append(f"{error.what}: {error.why}")):
            assert isinstance(document, Document)
            check_document(document, document.text)
            assert "root:" not in document.text, "a file of the machine was read"
            tagged += 1
        return {
            "kind": name, "bytes": size, "articles": tagged, "said": said[0][:160] if said else None,
            "seconds": round(time.monotonic() - started, 2), "megabytes_before": round(before / 1e6),
            "megabytes": round(peak() / 1e6),
        }


if __name__ == "__main__":
    print(json.dumps(_run(sys.argv[1]), ensure_ascii=False))

"""What a cluster writes: shards of tagged articles, and a manifest that says which are whole.

A folder holds ``parquet/`` and ``jsonl/`` with one file a shard, ``failures/`` with one line an article that gave no
document, and ``manifest.json``. Only what the manifest lists counts: a shard that was being written when a run ended
is written again by the next.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from annotations.document import Document
from annotations.errors import CongbaoError, DocumentError, InputError, Skipped
from pipeline.cluster.inputs import Unit, address, locate
from pipeline.parquet import read_documents, write_table

MANIFEST = "manifest.json"
FORMATS = ("parquet", "jsonl")
_FAILURES = "failures"
_PARTS = ("file", "line", "offset", "why", "hint")  # of an error
_OFTEN = 10  # seconds between two writings of the manifest


@dataclass(frozen=True)
class Settings:
    """What has to be the same in every run over one folder.

    Attributes:
        model: its name.
        version: its version.
        min_score: entities less probable than this are left out.
        size: lines or rows of a shard.
        formats: of :data:`FORMATS`.
    """

    model: str
    version: str
    min_score: float
    size: int
    formats: tuple[str, ...] = FORMATS


@dataclass(frozen=True)
class Shard:
    """A line of the manifest.

    Attributes:
        shard: name.
        input: file its articles come from.
        first: lines or rows of that file before them.
        count: lines or rows they take.
        input_sha256: see :class:`pipeline.cluster.inputs.Unit`.
        articles: tagged.
        failed: inputs that gave no document.
        files: path in the folder -> SHA-256, hexadecimal.
        model: that tagged them.
        version: of the model.
    """

    shard: str
    input: str
    first: int
    count: int
    input_sha256: str
    articles: int
    failed: int
    files: dict[str, str]
    model: str
    version: str


def write_shard(
    unit: Unit, documents: Iterable[Document], errors: list[CongbaoError], folder: str, settings: Settings,
) -> Shard:
    """Write the shard of a unit.

    Args:
        unit: what it is made of.
        documents: its articles, tagged; read to their end first.
        errors: of articles that gave no document, complete when ``documents`` has ended.
        folder: path or address.
        settings: of the run.

    Raises:
        InputError: it cannot be written.
    """
    tagged = [*documents]
    contents: dict[str, bytes] = {}
    if "parquet" in settings.formats:
        table = io.BytesIO()
        write_table(tagged, table, unit.shard)
        contents[f"parquet/{unit.shard}.parquet"] = table.getvalue()
    if "jsonl" in settings.formats:
        contents[f"jsonl/{unit.shard}.jsonl"] = _lines(document.to_json() for document in tagged)
    if errors:
        rows = [{"error": type(error).__name__, "message": str(error), **vars(error)} for error in errors]
        contents[f"{_FAILURES}/{unit.shard}.jsonl"] = _lines(rows)
    files, root = locate(folder)
    try:
        for path, content in contents.items():
            full = f"{root}/{path}"
            files.makedirs(full.rsplit("/", 1)[0], exist_ok=True)
            files.pipe_file(full, content)
    except OSError as error:
        raise InputError("cannot be written", file=folder, why=error.strerror or str(error)) from None
    return Shard(
        unit.shard, unit.url, unit.first, unit.count, unit.sha256, len(tagged),
        sum(not isinstance(error, Skipped) for error in errors),
        {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()},
        settings.model, settings.version,
    )


class Manifest:
    """The shards of a folder that are whole.

    Args:
        folder: path or address; made where it is not there.
        settings: of the run.

    Raises:
        InputError: it cannot be made or read, or other settings were used in it before.
    """

    def __init__(self, folder: str, settings: Settings) -> None:
        self._files, self._root = locate(folder)
        self.folder, self._settings = address(self._files, self._root), settings
        self.shards: dict[str, Shard] = {}
        self._saved = time.monotonic()
        known = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(settings).items()}
        try:
            self._files.makedirs(self._root, exist_ok=True)
            if self._files.exists(f"{self._root}/{MANIFEST}"):
                given = _manifest(self._files, self._root)
                if given["settings"] != known:
                    before, now = ({key: side[key] for key in known if given["settings"].get(key) != known[key]}
                                   for side in (given["settings"], known))
                    raise InputError(
                        "other settings were used in this folder", file=folder, why=f"then {before}, now {now}",
                        hint="choose another folder",
                    )
                self.shards = {row["shard"]: Shard(**row) for row in given["shards"]}
        except OSError as error:
            raise InputError("cannot be used", file=folder, why=error.strerror or str(error)) from None

    def has(self, unit: Unit) -> bool:
        """Whether the shard of a unit is there, made of the same bytes."""
        shard = self.shards.get(unit.shard)
        return (
            shard is not None and (shard.count, shard.input_sha256) == (unit.count, unit.sha256)
            and all(self._files.exists(f"{self._root}/{path}") for path in shard.files)
        )

    def forget(self, urls: Iterable[str], units: Iterable[Unit]) -> None:
        """Remove the shards of files that have since become shorter.

        Args:
            urls: files that could be read to their end now.
            units: all units of them.
        """
        whole, planned = {*urls}, {unit.shard for unit in units}
        for shard in [*self.shards.values()]:
            if shard.input in whole and shard.shard not in planned:
                del self.shards[shard.shard]
                for path in shard.files:
                    if self._files.exists(f"{self._root}/{path}"):
                        self._files.rm_file(f"{self._root}/{path}")

    def add(self, shard: Shard) -> None:
        """Note that a shard is whole; written down every few seconds."""
        self.shards[shard.shard] = shard
        if time.monotonic() - self._saved > _OFTEN:
            self.save()

    def save(self) -> None:
        """Write the manifest; the one before stands until the new one is whole.

        Raises:
            InputError: it cannot be written.
        """
        rows = ",\n".join(
            json.dumps(asdict(self.shards[name]), ensure_ascii=False) for name in sorted(self.shards)
        )
        settings = json.dumps(asdict(self._settings))
        content = f'{{"settings": {settings},\n"shards": [\n{rows}\n]}}\n'
        try:
            part = f"{self._root}/.{MANIFEST}"
            self._files.pipe_file(part, content.encode("utf-8", "backslashreplace"))
            self._files.mv(part, f"{self._root}/{MANIFEST}")
        except OSError as error:
            raise InputError("cannot be written", file=self.folder, why=error.strerror or str(error)) from None
        self._saved = time.monotonic()


def read_shards(folder: str | Path) -> Iterator[Document]:
    """The documents of a folder of shards, in the order of its manifest.

    Args:
        folder: path or address of a folder that ``congbao tag --engine ray`` wrote, or of one Parquet file that
            ``congbao tag --to FILE.parquet`` wrote.

    Raises:
        InputError: there is no such folder, or no manifest in it.
        DocumentError: a shard is not what the manifest says.
    """
    files, root = locate(str(folder))
    if files.isfile(root):
        with files.open(root, "rb") as file:
            yield from read_documents(file, str(folder))
        return
    if not files.exists(root):
        raise InputError("no such file or folder", file=str(folder))
    try:
        given = _manifest(files, root)
    except FileNotFoundError:
        raise InputError(
            f"no {MANIFEST} in this folder", file=str(folder), hint="give a folder that `tag --engine ray` wrote",
        ) from None
    for row in given["shards"]:
        path = next(path for kind in FORMATS for path in row["files"] if path.startswith(f"{kind}/"))
        name = f"{folder}/{path}"
        content = _checked(files, root, path, row["files"][path], name)
        if path.endswith(".parquet"):
            yield from read_documents(io.BytesIO(content), name)
        else:
            for number, line in enumerate(io.BytesIO(content), 1):
                yield Document.from_json(json.loads(line), name, number)


def read_failures(folder: str | Path) -> Iterator[CongbaoError]:
    """What gave no document, in the order of the manifest; nothing of a single file.

    Args:
        folder: as for :func:`read_shards`.

    Raises:
        InputError: there is no such folder, or no manifest in it.
        DocumentError: a file is not what the manifest says.
    """
    files, root = locate(str(folder))
    if files.isfile(root):
        return
    for row in _manifest(files, root)["shards"]:
        for path in row["files"]:
            if path.startswith(f"{_FAILURES}/"):
                name = f"{folder}/{path}"
                for line in _checked(files, root, path, row["files"][path], name).splitlines():
                    said = json.loads(line)
                    kind = Skipped if said["error"] == "Skipped" else InputError
                    yield kind(said["what"], **{part: said.get(part) for part in _PARTS})


def _checked(files: Any, root: str, path: str, sha256: str, name: str) -> bytes:
    """A file of the folder, which must be what was written."""
    try:
        content = bytes(files.cat_file(f"{root}/{path}"))
    except OSError as error:
        raise DocumentError("a shard cannot be read", file=name, why=error.strerror or str(error)) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DocumentError(
            "a shard is not what was written", file=name, why=f"its SHA-256 is not that of {MANIFEST}",
            hint="remove the file and run `tag --engine ray` again",
        )
    return content


def _manifest(files: Any, root: str) -> dict[str, Any]:
    try:
        given = json.loads(files.cat_file(f"{root}/{MANIFEST}"))
        if not isinstance(given["settings"], dict) or not isinstance(given["shards"], list):
            raise ValueError("'settings' or 'shards' is not what it should be")
        return cast(dict[str, Any], given)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("not a manifest", file=f"{root}/{MANIFEST}", why=str(error)) from None


def _lines(rows: Iterable[Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "backslashreplace")

"""brat stand-off: a folder of ``.txt`` and ``.ann`` files.

Every ``.txt`` holds a document's text byte for byte. In the ``.ann`` beside it::

    T1	QUANTITY 30 43	13 tỷ đồng
    #1	AnnotatorNotes T1	{"value": 13000000000.0, "unit": "VND", "bound": "over"}
    R1	MEASURES Arg1:T1 Arg2:T2

brat's own attributes hold no free text, so values, units, bounds and scores are JSON in the note of their
entity or relation. A span across a line end is written in brat's way, as fragments (``T1	ORG 0 5;6 12``). A
``.json`` file beside the two holds id and meta; ``annotation.conf`` declares the schema.
https://brat.nlplab.org/standoff.html describes the format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotations.decoding import loads
from annotations.document import Document, Entity
from annotations.errors import DocumentError
from annotations.formats import files
from annotations.schema import SCHEMA, Schema

CONFIGURATION = "annotation.conf"
_ENTITY = re.compile(r"T(\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.DOTALL)
_RELATION = re.compile(r"(R\d+)\t(\S+) \w+:(T\d+) \w+:(T\d+)\s*")
_NOTE = re.compile(r"#\d+\tAnnotatorNotes (\S+)\t(.*)", re.DOTALL)
_ENTITY_NOTE = ("id", "value", "unit", "bound", "score")
_RELATION_NOTE = ("score",)
_LINE_ENDS = re.compile(r"[\r\n]+")


def read(path: Path) -> list[Document]:
    """Read a folder of annotated texts, or one ``.ann`` file with its text.

    Lines other than T, R and AnnotatorNotes are errors, as are spans with a gap of more than white space:
    documents cannot hold them. A note that is not one of ours is kept under ``meta["notes"]``.

    Args:
        path: the folder, or the ``.ann`` file.

    Raises:
        DocumentError: naming the file and line.
    """
    return [_read(*pair) for pair in files.pairs(path)]


def write(documents: Iterable[Document], path: Path) -> None:
    """Write documents into a folder.

    Args:
        documents: their ids become file names (:func:`annotations.formats.files.file_name`).
        path: the folder; made where it is missing.

    Raises:
        DocumentError: a span begins or ends at a line end, which brat cannot say; two ids give one name.
    """
    written = [(name, document, dumps(document)) for name, document in files.named(documents)]
    path.mkdir(parents=True, exist_ok=True)
    files.write_text(path / CONFIGURATION, configuration())
    for name, document, annotation in written:
        files.write_text(path / f"{name}.txt", document.text)
        files.write_text(path / f"{name}.ann", annotation)
        files.write_beside(path / f"{name}.json", document)


def configuration(schema: Schema = SCHEMA) -> str:
    """The ``annotation.conf`` that declares a schema to brat."""
    relations = [
        f"{name}\tArg1:{'|'.join(sorted(kind.heads))}, Arg2:{'|'.join(sorted(kind.tails))}"
        for name, kind in schema.relations.items()
    ]
    overlap = [
        f"<OVERLAP>\tArg1:{first}, Arg2:{second}, <OVL-TYPE>:<ANY>"
        for label in schema.layers for first, second in ((label, "<ENTITY>"), ("<ENTITY>", label))
    ]
    lines = ["[entities]", *schema.labels, "", "[relations]", *overlap, *relations, ""]
    return "\n".join([*lines, "[events]", "", "[attributes]", ""])


def dumps(document: Document) -> str:
    """The ``.ann`` file of a document.

    Raises:
        DocumentError: a span begins or ends at a line end.
    """
    lines: list[str] = []
    notes: list[str] = []
    names: dict[str, str] = {}

    def note(target: str, given: dict[str, Any]) -> None:
        if given:
            said = json.dumps(given, ensure_ascii=False)
            notes.append(f"#{len(notes) + 1}\tAnnotatorNotes {target}\t{said}")

    for number, entity in enumerate(document.entities, 1):
        name = names[entity.id] = f"T{number}"
        places = ";".join(f"{start} {end}" for start, end in _fragments(entity, document.id))
        lines.append(f"{name}\t{entity.label} {places}\t{_LINE_ENDS.sub(' ', entity.text)}")
        own = {key: getattr(entity, key) for key in _ENTITY_NOTE if getattr(entity, key) is not None}
        if entity.id == f"e{number}":
            del own["id"]
        note(name, own)
    for number, relation in enumerate(document.relations, 1):
        lines.append(f"R{number}\t{relation.label} Arg1:{names[relation.head]} Arg2:{names[relation.tail]}")
        note(f"R{number}", {} if relation.score is None else {"score": relation.score})
    return "".join(f"{line}\n" for line in lines + notes)


def _fragments(entity: Entity, identity: str) -> Iterator[tuple[int, int]]:
    if entity.text[0] in "\r\n" or entity.text[-1] in "\r\n":
        raise DocumentError(
            f"{entity.label} {entity.text[:40]!r} of {identity} begins or ends at a line end",
            offset=entity.start, why="brat cannot say that", hint="trim the span",
        )
    start = entity.start
    for gap in _LINE_ENDS.finditer(entity.text):
        yield start, entity.start + gap.start()
        start = entity.start + gap.end()
    yield start, entity.end


def _read(file: Path, text_file: Path, name: str) -> Document:
    text = files.read_text(text_file)
    row = files.read_beside(file.with_suffix(".json"), name)
    reader = _Reader(text)
    # brat ends lines with \n only; a surface may hold what else Unicode counts as a line end. Relations and
    # notes may stand before what they name, so they are read last.
    lines = enumerate(files.read_text(file).split("\n"), 1)
    for number, line in sorted(lines, key=lambda item: "TR#".find(item[1][:1])):
        try:
            reader.line(number, line.removesuffix("\r"))
        except ValueError as error:
            hint = "only T, R and AnnotatorNotes lines can be kept" if line[:1] in "AEMN*" else None
            raise DocumentError(
                f"cannot read {line[:80]!r}", file=str(file), line=number, why=str(error), hint=hint,
            ) from None
    row |= {"text": text, "entities": list(reader.entities.values())}
    row["relations"] = list(reader.relations.values())
    if reader.remarks:
        row["meta"] = {**(row.get("meta") or {}), "notes": reader.remarks}
    ids = {name: entity["id"] for name, entity in reader.entities.items()}
    for relation in reader.relations.values():
        relation["head"], relation["tail"] = ids[relation["head"]], ids[relation["tail"]]
    return Document.from_json(row, str(file))


class _Reader:
    """Reads lines: first entities, then relations, then notes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entities: dict[str, dict[str, Any]] = {}
        self.relations: dict[str, dict[str, Any]] = {}
        self.remarks: list[dict[str, str]] = []
        self.lines: dict[str, int] = {}

    def line(self, number: int, line: str) -> None:
        if not line.strip():
            return
        if entity := _ENTITY.fullmatch(line):
            self._once(f"T{entity[1]}", number)
            self._entity(*entity.groups())
        elif relation := _RELATION.fullmatch(line):
            name, label, head, tail = relation.groups()
            self._once(name, number)
            for end in (head, tail):
                if end not in self.entities:
                    raise ValueError(f"there is no {end}")
            self.relations[name] = {"head": head, "tail": tail, "label": label}
        elif note := _NOTE.fullmatch(line):
            self._note(*note.groups())
        else:
            raise ValueError("not a line of the format")

    def _once(self, name: str, number: int) -> None:
        if name in self.lines:
            raise ValueError(f"{name} stands on line {self.lines[name]} too")
        self.lines[name] = number

    def _note(self, target: str, note: str) -> None:
        owner = self.entities.get(target) or self.relations.get(target)
        if owner is None:
            raise ValueError(f"there is no {target}")
        said = _own(note, _ENTITY_NOTE if target in self.entities else _RELATION_NOTE)
        if said is None:
            self.remarks.append({"on": target, "note": note})
        else:
            owner.update(said)

    def _entity(self, number: str, label: str, places: str, surface: str) -> None:
        fragments = [tuple(map(int, place.split(" "))) for place in places.split(";")]
        first = at = fragments[0][0]
        pieces = []
        for start, end in fragments:
            if not at <= start < end <= len(self.text):
                raise ValueError(f"[{start}, {end}) in a text of {len(self.text)} code points")
            if self.text[at:start].strip():
                raise ValueError("a span with a gap; only line ends may be left out")
            pieces.append(self.text[start:end])
            at = end
        stands = " ".join(pieces)
        if stands != surface:
            raise ValueError(f"{stands[:80]!r} stands there; was the text changed?")
        self.entities[f"T{number}"] = {"id": f"e{number}", "start": first, "end": at, "label": label}


def _own(note: str, known: tuple[str, ...]) -> dict[str, Any] | None:
    try:
        given = loads(note)
    except ValueError:
        return None
    return given if isinstance(given, dict) and given.keys() <= set(known) else None

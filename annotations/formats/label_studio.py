"""Label Studio JSON: a list of tasks, as it imports and exports them.

A task's ``data`` is the document's text and what stands beside it (id, meta, records, model). Its regions and
relations are one annotation or, where the document names a model, one prediction::

    {"data": {"text": "…", "id": "…", "meta": {…}},
     "annotations": [{"result": [
        {"id": "e1", "from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": 0, "end": 12, "text": "…", "labels": ["QUANTITY"]}},
        {"id": "e1", "from_name": "value", "to_name": "text", "type": "textarea",
         "value": {"start": 0, "end": 12, "text": ["13000000000.0"]}},
        {"type": "relation", "from_id": "e1", "to_id": "e2", "direction": "right", "labels": ["MEASURES"]}]}]}

Values and units are textareas and bounds choices of their region, so that they can be seen and corrected
there; :func:`labeling_config` is the labelling interface that shows them. Offsets are code points.
https://labelstud.io/guide/task_format describes the format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from annotations.decoding import loads
from annotations.document import Document, Entity, Value
from annotations.errors import DocumentError
from annotations.formats import files
from annotations.schema import SCHEMA, Schema

_NUMERIC = frozenset(label for label, names in SCHEMA.attributes.items() if "unit" in names)
_WRITTEN = {"value": ("textarea", "text"), "unit": ("textarea", "text"), "bound": ("choices", "choices")}


def read(path: Path) -> list[Document]:
    """Read an export, or a file of predictions.

    Of a task with annotations the one that is marked as ground truth is read, else the only one that was
    not cancelled; of a task without annotations its last prediction; a task with neither has no entities.

    Args:
        path: a JSON file.

    Raises:
        DocumentError: naming the file, the line a task begins on, and the cause; also for two annotations
            of one task, and results that are neither labels, relations nor attributes of a region.
    """
    found = []
    for number, (line, task) in enumerate(_tasks(path), 1):
        try:
            row = _row(task, f"{path.stem}:{number}")
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            why = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            raise DocumentError(f"cannot read task {number}", file=str(path), line=line, why=why) from None
        found.append(Document.from_json(row, str(path), line))
    return found


def write(documents: Iterable[Document], path: Path) -> None:
    """Write documents as a list of tasks, one a line.

    Raises:
        DocumentError: an attribute is of another kind than its label's.
    """
    tasks = (json.dumps(to_task(document), ensure_ascii=False) for document in documents)
    files.write_text(path, "[\n" + ",\n".join(tasks) + "\n]\n")


def to_task(document: Document) -> dict[str, Any]:
    """A document as a task."""
    result = [item for entity in document.entities for item in _regions(entity, document.id)]
    for relation in document.relations:
        item: dict[str, Any] = {
            "type": "relation", "from_id": relation.head, "to_id": relation.tail, "direction": "right",
            "labels": [relation.label],
        }
        result.append(item if relation.score is None else item | {"score": relation.score})
    kept: dict[str, Any] = {"result": result}
    kind = "annotations"
    if document.model is not None:
        kind = "predictions"
        kept["model_version"] = " ".join(str(part) for part in document.model.values())
        if scores := [entity.score for entity in document.entities if entity.score is not None]:
            kept["score"] = sum(scores) / len(scores)
    return {"data": {"text": document.text, **files.beside(document)}, kind: [kept]}


def labeling_config(schema: Schema = SCHEMA) -> str:
    """The labelling interface (XML) for a schema: labels, relations, values, units and bounds."""
    lines = ["<View>", '  <Relations>']
    lines += [f"    <Relation value={quoteattr(name)}/>" for name in schema.relations]
    lines += ["  </Relations>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in schema.labels]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="symbol"/>']
    for name, (kind, _) in _WRITTEN.items():
        labels = ",".join(label for label, names in schema.attributes.items() if name in names)
        shown = f'perRegion="true" whenTagName="label" whenLabelValue={quoteattr(labels)}'
        if kind == "textarea":
            once = 'maxSubmissions="1" editable="true"'
            lines.append(f'  <TextArea name="{name}" toName="text" {once} {shown}/>')
        else:
            lines.append(f'  <Choices name="{name}" toName="text" {shown}>')
            lines += [f"    <Choice value={quoteattr(bound)}/>" for bound in schema.bounds]
            lines.append("  </Choices>")
    return "\n".join([*lines, "</View>", ""])


def _regions(entity: Entity, identity: str) -> Iterator[dict[str, Any]]:
    place = {"start": entity.start, "end": entity.end}
    named = {"id": entity.id, "to_name": "text"}
    region = {
        **named, "from_name": "label", "type": "labels",
        "value": {**place, "text": entity.text, "labels": [entity.label]},
    }
    yield region if entity.score is None else region | {"score": entity.score}
    for name, (kind, key) in _WRITTEN.items():
        given = getattr(entity, name)
        if given is None:
            continue
        written = _value(entity, identity) if name == "value" else given
        yield {**named, "from_name": name, "type": kind, "value": {**place, key: [written]}}


def _value(entity: Entity, identity: str) -> str:
    """Numbers as JSON, times as they are: by the label, as a year is not told from a number."""
    if entity.label in _NUMERIC and not isinstance(entity.value, str):
        return json.dumps(entity.value)
    if entity.label not in _NUMERIC and isinstance(entity.value, str):
        return entity.value
    raise DocumentError(
        f"{entity.label} {entity.text[:40]!r} of {identity} has a value of another kind", offset=entity.start,
        why=repr(entity.value), hint="run `congbao corpus validate`",
    )


def _tasks(path: Path) -> Iterator[tuple[int, Any]]:
    """The tasks of a file with the line each begins on."""
    text = files.read_text(path)
    decoder = json.JSONDecoder()
    at = _next(text, 0)
    if text[at:at + 1] != "[":
        hint = "export as JSON from Label Studio"
        raise DocumentError("no list of tasks", file=str(path), line=1, hint=hint)
    at = _next(text, at + 1)
    if text[at:at + 1] == "]":
        return
    while True:
        try:
            task, end = decoder.raw_decode(text, at)
            after = _next(text, end)
            if text[after:after + 1] not in (",", "]"):
                raise json.JSONDecodeError("',' or ']' is missing", text, after)
        except json.JSONDecodeError as error:
            raise DocumentError("not JSON", file=str(path), line=error.lineno, why=error.msg) from None
        except (ValueError, RecursionError) as error:  # nested too deeply, or a number of thousands of digits
            line = text.count("\n", 0, at) + 1
            raise DocumentError("not JSON", file=str(path), line=line, why=str(error)[:200]) from None
        yield text.count("\n", 0, at) + 1, task
        if text[after] == "]":
            return
        at = _next(text, after + 1)


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _row(task: dict[str, Any], fallback: str) -> dict[str, Any]:
    data = dict(task["data"])
    text = data.get("text")
    if not isinstance(text, str):
        raise ValueError("its data has no text")
    kept, predicted = _chosen(task)
    row: dict[str, Any] = {"id": str(data.pop("id", None) or task.get("id") or fallback)}
    row |= {key: data[key] for key in ("meta", "records", "model") if data.get(key) is not None}
    if predicted and "model" not in row:
        row["model"] = {"name": str(kept.get("model_version", ""))}
    reader = _Reader(text)
    for item in kept.get("result", []):
        reader.item(item)
    return {**row, "text": text, "entities": list(reader.entities.values()), "relations": reader.directed()}


def _chosen(task: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    done = [item for item in task.get("annotations") or [] if not item.get("was_cancelled")]
    done = [item for item in done if item.get("ground_truth")] or done
    if len(done) > 1:
        raise ValueError("it has several annotations; mark one as ground truth, or export one annotator's")
    if done:
        return done[0], False
    predictions = task.get("predictions") or [{}]
    return predictions[-1], bool(predictions[-1])


class _Reader:
    """Reads results; those of one region share its id."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entities: dict[str, dict[str, Any]] = {}
        self.relations: list[dict[str, Any]] = []

    def item(self, item: dict[str, Any]) -> None:
        kind = item["type"]
        if kind == "relation":
            self._relation(item)
        elif kind == "labels":
            self._region(item)
        elif (kind, item.get("from_name")) in {(one, name) for name, (one, _) in _WRITTEN.items()}:
            self._attribute(item)
        else:
            raise ValueError(f"a result of type {kind} from {item.get('from_name')} cannot be kept")

    def directed(self) -> list[dict[str, Any]]:
        for relation in self.relations:
            for end in ("head", "tail"):
                if relation[end] not in self.entities:
                    raise ValueError(f"a relation names region {relation[end]}, which does not exist")
        return self.relations

    def _region(self, item: dict[str, Any]) -> None:
        value = item["value"]
        labels = value["labels"]
        if len(labels) != 1:
            raise ValueError(f"region {item['id']} has {len(labels)} labels, not one")
        if item["id"] in self.entities:
            raise ValueError(f"region {item['id']} is given twice")
        entity = {
            "id": item["id"], "start": value["start"], "end": value["end"], "label": labels[0],
            "score": item.get("score"),
        }
        # Label Studio may write a line end in a region's text as \n: compared without white space.
        stands = self.text[value["start"]:value["end"]]
        if "text" in value and _bare(value["text"]) != _bare(stands):
            said, start = value["text"], value["start"]
            raise ValueError(f"region {item['id']} is {said[:60]!r}, but {stands[:60]!r} stands at {start}")
        self.entities[item["id"]] = entity

    def _attribute(self, item: dict[str, Any]) -> None:
        name = item["from_name"]
        given = item["value"][_WRITTEN[name][1]]
        said = given if isinstance(given, str) else given[0]
        if item["id"] not in self.entities:
            raise ValueError(f"{name} of region {item['id']}, which does not exist")
        entity = self.entities[item["id"]]
        entity[name] = _number(said) if name == "value" and entity["label"] in _NUMERIC else said

    def _relation(self, item: dict[str, Any]) -> None:
        head, tail = item["from_id"], item["to_id"]
        direction = item.get("direction", "right")
        if direction not in ("right", "left"):
            raise ValueError(f"the relation from {head} to {tail} has no direction but {direction!r}")
        if direction == "left":
            head, tail = tail, head
        if not item.get("labels"):
            raise ValueError(f"the relation from {head} to {tail} has no label")
        for label in item["labels"]:
            relation = {"head": head, "tail": tail, "label": label, "score": item.get("score")}
            self.relations.append(relation)


def _bare(text: str) -> str:
    return "".join(text.replace("\\n", " ").split())


def _number(given: str) -> Value:
    try:
        number = loads(given)
    except ValueError:
        number = None
    pair = number if isinstance(number, list) else [number]
    if not pair or not all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in pair):
        raise ValueError(f"the value {given!r} is neither a number nor [lo, hi]")
    return number

"""How well mentions are joined, places linked and issuers found: ``python -m pipeline.records.benchmark [--ship]``.

Against what was read by hand in articles of real/train and open/train, on their gold entities and relations
(``annotations/coreference``, ``annotations/places``, ``annotations/issuers.json``: offsets only). Of coreference and
issuers the rules were made on the part ``tuned``; ``held`` was read with it, before there were rules, ``fresh`` when
they were done. ``--ship`` writes ``evaluation/results``. The texts of the real articles are needed.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import evaluation
from annotations.document import Document, Entity
from annotations.errors import CongbaoError, DocumentError
from annotations.folding import fold
from corpus.load import GOLD, load
from evaluation import Score
from evaluation.coreference import Chains, Counts, exact_match, score, to_json, total
from pipeline.places import link
from pipeline.records import build_records
from pipeline.records.bodies import join_bodies
from pipeline.records.graph import Graph
from pipeline.records.people import join_people

USAGE = "usage: python -m pipeline.records.benchmark [--ship]"
RESULTS = Path(evaluation.__file__).with_name("results")
READ = GOLD.parent
_LABELS = {"people": ("OFFICIAL", "PERSON", "POSITION"), "bodies": ("ORG",)}


@lru_cache(maxsize=1)
def _documents() -> dict[str, Document]:
    return {document.id: document for name in ("real/train", "open/train") for document in load(name).documents}


def _document(row: dict[str, Any], file: Path) -> Document:
    """The article that a row was read in.

    Raises:
        DocumentError: it is another text, or none of this machine.
    """
    document = _documents().get(row["id"])
    if document is None or document.sha256 != row["sha256"]:
        raise DocumentError(
            f"{row['id']} is not the article that was read" if document else f"no article {row['id']}",
            file=str(file), hint="real articles are read from CONGBAO_ARTICLES",
        )
    return document


def coreference() -> dict[str, Any]:
    """Scores of the rules and of joining equal texts, by part, for people and bodies.

    Raises:
        DocumentError: a chain holds what is no mention, or an article is not the one that was read.
    """
    counts: dict[tuple[str, str, str, bool], list[dict[str, Counts]]] = defaultdict(list)
    articles: dict[str, int] = defaultdict(int)
    for file in sorted((READ / "coreference").glob("*.json")):
        row = json.loads(file.read_text("utf-8"))
        document = _document(row, file)
        articles[row["part"]] += 1
        for kind in _LABELS:
            gold = _gold(document, row[kind], kind, file)
            systems = {"rules": _joined(document, kind), "equal_texts": exact_match(
                (_place(mention), " ".join(fold(mention.text).split())) for mention in _mentions(document, kind)
            )}
            for name, chains in systems.items():
                for singletons in (False, True):
                    counts[row["part"], kind, name, singletons].append(score(gold, chains, singletons=singletons))
    result: dict[str, Any] = {"articles": dict(sorted(articles.items())), "scores": {}}
    for (part, kind, name, singletons), found in sorted(counts.items()):
        scores = result["scores"].setdefault(part, {}).setdefault(kind, {}).setdefault(name, {})
        scores["with_singletons" if singletons else "chains"] = to_json(total(found))
    return result


def _place(entity: Entity) -> tuple[int, int]:
    return entity.start, entity.end


def _mentions(document: Document, kind: str) -> Iterator[Entity]:
    """What may be joined: a position only where nobody is said to hold it."""
    held = {relation.tail for relation in document.relations if relation.label == "HOLDS"}
    for entity in document.entities:
        if entity.label in _LABELS[kind] and entity.id not in held:
            yield entity


def _gold(document: Document, chains: list[list[list[int]]], kind: str, file: Path) -> Chains:
    known = {_place(mention) for mention in _mentions(document, kind)}
    found = [{(start, end) for start, end in chain} for chain in chains]
    joined = set().union(*found)
    if not joined <= known:
        offset = min(joined - known)[0]
        raise DocumentError(f"a chain of {document.id} holds what is no mention", file=str(file), offset=offset)
    return [*found, *({place} for place in sorted(known - joined))]


def _joined(document: Document, kind: str) -> Chains:
    bodies = join_bodies(document)
    chains = bodies if kind == "bodies" else join_people(Graph(document), bodies)
    found = [{_place(mention) for mention in chain} for chain in chains]
    known = {_place(mention) for mention in _mentions(document, kind)}
    return [*found, *({place} for place in sorted(known.difference(*found)))]


def places() -> dict[str, Any]:
    """Precision and recall of the units that places are linked to, by how the mentions were drawn.

    Raises:
        DocumentError: a place is no LOC mention, or an article is not the one that was read.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    file = READ / "places" / "real_train.json"
    for row in json.loads(file.read_text("utf-8"))["mentions"]:
        document = _document(row, file)
        mention = next((
            entity for entity in document.entities
            if entity.label == "LOC" and _place(entity) == (row["start"], row["end"])
        ), None)
        if mention is None:
            raise DocumentError(f"no place stands there in {document.id}", file=str(file), offset=row["start"])
        unit = link(document).get(mention.id)
        found = unit.key if unit else None
        for column, holds in enumerate((
            found is not None and found == row["unit"], found is not None and found != row["unit"],
            row["unit"] is not None and found != row["unit"], True,
        )):
            counts[row["drawn"]][column] += holds
    return {"drawn": {name: _ratios(Score(*given[:3])) | {"mentions": given[3]} for name, given in counts.items()}}


def issuers() -> dict[str, Any]:
    """Precision and recall of who set a deadline, by part.

    Raises:
        DocumentError: an article is not the one that was read.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    file = READ / "issuers.json"
    for row in json.loads(file.read_text("utf-8"))["deadlines"]:
        document = _document(row, file)
        start, end = row["deadline"]
        records = [
            record for record in build_records(document)["deadlines"]
            if any((item["start"], item["end"]) == (start, end) for item in record["evidence"])
        ]
        found = records[0]["issuer"] if records else None
        right = {" ".join(document.text[first:last].split()) for first, last in row["issuer"]}
        for column, holds in enumerate((
            found in right, found is not None and found not in right, bool(right) and found not in right, True,
        )):
            counts[row["part"]][column] += holds
    return {"parts": {name: _ratios(Score(*given[:3])) | {"deadlines": given[3]} for name, given in counts.items()}}


def _ratios(counted: Score) -> dict[str, Any]:
    row: dict[str, Any] = {"tp": int(counted.tp), "fp": int(counted.fp), "fn": int(counted.fn)}
    for name in ("precision", "recall", "f1"):
        value = getattr(counted, name)
        row[name] = None if value is None else round(value, 4)
    return row


MEASURED = {"coreference": coreference, "places": places, "issuers": issuers}
"""What is measured, by the name of its file in ``evaluation/results``."""


def main(arguments: list[str]) -> int:
    """Print the results as JSON, and write them with ``--ship``; 2 for wrong usage, 1 where articles are missing."""
    if arguments not in ([], ["--ship"]):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        results = {name: measure() for name, measure in MEASURED.items()}
    except CongbaoError as error:
        print(f"congbao: {error}", file=sys.stderr)
        return 1
    print(json.dumps(results, ensure_ascii=False, indent=1))
    for name, result in results.items() if arguments else ():
        (RESULTS / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The worst errors of a package, and which of them the shipped packages still make.

    python -m pipeline.worst list PACKAGE SET FILE     the fifty errors it was surest of, as JSON without text
    python -m pipeline.worst show FILE                 each with what stands around it, for the reader
    python -m pipeline.worst check                     fill in the committed list anew, and RESULTS.md

What "worst" means is in ``evaluation/worst.py``. After ``list`` somebody reads each error, writes its ``cause`` and
describes the causes under ``causes``; then the file goes to ``evaluation/results/worst_errors.json``. The texts of the
set are needed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.document import Document
from annotations.errors import CongbaoError, InputError, ModelError
from evaluation.committed import RESULTS
from evaluation.provenance import today
from evaluation.worst import by_cause, still_made, worst_errors
from models.crf import Decoder, Scores
from models.encoder.stacked import StackedTagger
from models.tagger import Sentences, Tagger, tokenized
from models.weights import Model
from pipeline.packages import PACKAGES, load_package, shipped, tagger_of

if TYPE_CHECKING:
    from spacy.language import Language

    from evaluation.pairs import Span

USAGE = "usage: python -m pipeline.worst (list PACKAGE SET FILE | show FILE | check)"
WORST = RESULTS / "worst_errors.json"
NUMBER = 50
Said = list[tuple[int, int, float]]
"""Start and end of each token, and the probability of the tag it was given."""


class _Heard(Decoder):
    """A CRF that keeps what it says.

    Args:
        model: its weights.

    Attributes:
        said: the tags of each sentence that has any, and their probabilities.
    """

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.said: list[list[tuple[str, float]]] = []

    def decode(self, scores: Scores) -> list[tuple[str, float]]:
        """See :meth:`models.crf.Decoder.decode`."""
        tags = super().decode(scores)
        if tags:
            self.said.append(tags)
        return tags


class Listener:
    """Hears how sure the tags of a package are, those outside every span too.

    Args:
        nlp: its tagger is listened to from now on. One that is no CRF, or hears none, tells nothing.
    """

    def __init__(self, nlp: Language) -> None:
        self._heard: dict[str, _Heard] = {}
        self._of: dict[str, tuple[Said, Said]] = {}
        component = tagger_of(nlp)
        tagger = component.tagger if component else None
        own = tagger.tagger if isinstance(tagger, StackedTagger) else tagger
        if isinstance(own, Tagger):
            self._heard = {
                name: _Heard(own.passes[name].model) for name in ("second", "tasks") if name in own.passes
            }
            own.passes.update(self._heard)

    def listen(self, predict: Callable[[Document], Document], document: Document) -> Document:
        """Let a document be annotated, and keep what is heard.

        Raises:
            ModelError: what was heard does not fit the tokens of the text.
        """
        for crf in self._heard.values():
            crf.said.clear()
        answer = predict(document)
        if not self._heard:
            return answer
        sentences = [places for places in tokenized(document.text) if places]
        flat = self._heard["second"].said
        # The layer is asked only of the sentences that hold a DEADLINE, in their order.
        dated = [
            places for places, tags in zip(sentences, flat, strict=False)
            if any(tag.endswith("-DEADLINE") for tag, _ in tags)
        ]
        tasks = self._heard["tasks"].said if "tasks" in self._heard else []
        self._of[document.id] = (
            _laid_along(document.id, sentences, flat), _laid_along(document.id, dated if tasks else [], tasks),
        )
        return answer

    def sureness(self, document: str, span: Span) -> float | None:
        """The smallest probability of the tags said in the place of a span; None where none was heard.

        Args:
            document: its id.
            span: a TASK is looked for among the tags of its own layer.
        """
        flat, tasks = self._of.get(document, ([], []))
        said = tasks if span.label == "TASK" else flat
        return min((score for start, end, score in said if start < span.end and span.start < end), default=None)


def _laid_along(document: str, sentences: Sentences, said: Sequence[Sequence[tuple[str, float]]]) -> Said:
    """The probabilities of tags beside the tokens they were given to.

    Raises:
        ModelError: they do not fit.
    """
    if [*map(len, sentences)] != [*map(len, said)]:
        raise ModelError(f"the tags of {document!r} do not fit its tokens",
                         why=f"{len(said)} sentences were tagged, there are {len(sentences)}")
    return [
        (*place, score)
        for places, tags in zip(sentences, said, strict=True) for place, (_, score) in zip(places, tags, strict=True)
    ]


def list_worst(package: str, name: str, number: int = NUMBER) -> dict[str, Any]:
    """The worst errors of a package, not read yet.

    Args:
        package: a shipped one, or a folder.
        name: the annotated set.
        number: how many.
    """
    from evaluation import evaluate
    from evaluation.reading import read_documents
    from pipeline.systems import model_system
    from pipeline.training import package_hash

    gold, nlp = read_documents(name), load_package(package)
    listener, system = Listener(nlp), model_system(nlp)
    answers = [listener.listen(system.predict, Document(one.id, one.text, one.meta)) for one in gold]
    result = evaluate(gold, answers, resamples=0)
    return {
        "system": nlp.meta["name"], "weights_sha256": package_hash(Path(str(nlp.path))), "gold": name,
        "gold_sha256": result.data["gold_sha256"], "documents": len(gold), "date": today(),
        "errors": len(result.errors), "causes": {}, "checked": {},
        "rows": worst_errors(result.errors, number, listener.sureness),
    }


def check(listed: dict[str, Any], packages: Sequence[str] | None = None) -> dict[str, Any]:
    """A list with ``still`` of each row, ``checked`` and ``counts`` filled in anew.

    Args:
        listed: of :func:`list_worst`, read: every row has a cause.
        packages: names of shipped packages; by default all.

    Raises:
        InputError: a row has no cause, or the set no longer has its document.
    """
    from evaluation import evaluate
    from evaluation.reading import read_documents
    from pipeline.systems import model_system
    from pipeline.training import package_hash

    by_cause(listed)  # before the long work
    names = shipped() if packages is None else packages
    held = {row["document"] for row in listed["rows"]}
    gold = [document for document in read_documents(listed["gold"]) if document.id in held]
    still: list[dict[str, bool]] = [{} for _ in listed["rows"]]
    for name in names:
        predict = model_system(load_package(name)).predict
        answers = [predict(Document(one.id, one.text, one.meta)) for one in gold]
        pairs = evaluate(gold, answers, resamples=0).pairs
        for row, made in zip(still, still_made(listed["rows"], pairs), strict=True):
            row[name] = made
    found = {
        **listed,
        "checked": {name: {"sha256": package_hash(PACKAGES / name), "date": today()} for name in names},
        "rows": [{**row, "still": made} for row, made in zip(listed["rows"], still, strict=True)],
    }
    return {**found, "counts": by_cause(found)}


def show(listed: dict[str, Any]) -> list[str]:
    """A line an error, as :func:`evaluation.listing.quoted` has it, with its number and cause."""
    from evaluation.causes import Error
    from evaluation.listing import quoted
    from evaluation.pairs import Span
    from evaluation.reading import read_documents

    texts = {document.id: document.text for document in read_documents(listed["gold"])}
    lines = []
    for number, row in enumerate(listed["rows"], 1):
        gold, predicted = (Span(*row[side]) if row[side] else None for side in ("gold", "predicted"))
        error = Error(row["document"], row["kind"], gold, predicted, row["score"])
        lines.append(f"{number} [{row['cause'] or 'not read'}]{quoted(error, texts[row['document']])}")
    return lines


def main(arguments: list[str]) -> int:
    """Run a command; 2 for wrong usage, 1 where something needed is missing."""
    try:
        match arguments:
            case ["list", package, name, file]:
                _write(list_worst(package, name), Path(file))
            case ["show", file]:
                print("\n".join(show(_read(Path(file)))))
            case ["check"]:
                from pipeline.shipping import write_results

                _write(check(_read(WORST)), WORST)
                for path in (WORST, *write_results()):
                    print(path)
            case _:
                print(USAGE, file=sys.stderr)
                return 2
    except CongbaoError as error:
        print(f"congbao: {error}", file=sys.stderr)
        return 1
    return 0


def _read(file: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("no list of errors", file=str(file), why=str(error),
                         hint="write one: python -m pipeline.worst list PACKAGE SET FILE") from None
    return found


def _write(row: dict[str, Any], file: Path) -> None:
    from evaluation.reading import write_json

    write_json(row, file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

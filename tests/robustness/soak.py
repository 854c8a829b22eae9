"""The long part: ``python -m tests.robustness.soak``, or ``make soak``. Writes evaluation/results/robustness.json.

Any failure can be made again alone: ``--kind NAME --number N --seed S`` tries that one input and shows what is raised.
"""

import faulthandler
import json
import sys
import time
import traceback
from pathlib import Path
from typing import Annotated

import typer

import pipeline
from evaluation.provenance import today, versions
from tests.robustness import giants as huge
from tests.robustness import lengths, memory, outputs
from tests.robustness.checks import PATIENCE, Kind, kinds

RESULT = Path(pipeline.__file__).parents[1] / "evaluation" / "results" / "robustness.json"
_SHOWN = 3  # failures of a kind that are written down


def main(
    inputs: Annotated[int, typer.Option(min=0, help="Inputs in all, as many of each kind; 0 for none.")] = 100_000,
    seed: Annotated[int, typer.Option(help="Other seeds give other inputs.")] = 0,
    articles: Annotated[int, typer.Option(help="Articles over which memory is measured; 0 for none.")] = 0,
    longest: Annotated[int, typer.Option(help="Characters up to which time by length is measured; 0 for none.")] = 0,
    giants: Annotated[str, typer.Option(help="Inputs of unusual size: all, quick (not those that take minutes), none.")]
    = "none",
    same: Annotated[int, typer.Option(help="Articles whose output is compared over ways to tag; 0 for none.")] = 0,
    ray: Annotated[bool, typer.Option(help="Compare the output of Ray too.")] = False,
    to: Annotated[Path, typer.Option(help="JSON to write; parts not measured now stay as they are in it.")] = RESULT,
    kind: Annotated[str | None, typer.Option(help="Try one input of this kind, and write nothing.")] = None,
    number: Annotated[int, typer.Option(help="Which.")] = 0,
) -> None:
    """Try inputs of every kind; exit code 1 if any fails."""
    nlp = pipeline.load()
    every = kinds(nlp)
    if kind is not None:
        chosen = next((one for one in every if one.name == kind), None)
        if chosen is None:
            raise typer.BadParameter(f"no kind {kind!r}; known are: {', '.join(one.name for one in every)}")
        print("refused" if chosen.attempt(number, seed) else "taken")
        return
    result = json.loads(to.read_text("utf-8")) if to.exists() else {}
    if inputs:
        result["rows"], result["slowest"], result["failures"] = fuzz(every, inputs, seed)
        result |= {"seed": seed, "model": {key: nlp.meta[key] for key in ("name", "version")}, "versions": versions(),
                   "date": today()}
        _keep(result, to)
    if longest:
        result["lengths"] = [lengths.measure(nlp, shape, longest) for shape in lengths.SHAPES]
        result["lengths"].append(lengths.measure_markup(longest))
        _keep(result, to)
    if giants != "none":
        result["giants"] = [
            huge.attempt(name) for name in huge.GIANTS if giants == "all" or name not in huge.LONG
        ]
        _keep(result, to)
    if same:
        result["outputs"] = outputs.compare(same, ray)
        _keep(result, to)
    if articles:
        result["memory_over"], result["memory"] = memory.measure(articles)
        _keep(result, to)
    rows = result.get("rows", [])
    failed = sum(row["failures"] for row in rows)
    print(f"{sum(row['inputs'] for row in rows):,} inputs, {failed} failures")
    if failed:
        raise typer.Exit(1)


def fuzz(every: list[Kind], inputs: int, seed: int) -> tuple[list[dict], dict, list[dict]]:
    """Try inputs: rows by kind, the slowest input, and some of the failures, each with what makes it again."""
    rows, failures, slowest = [], [], {"seconds": 0.0}
    share = -(-inputs // len(every))
    for one in every:
        row = {"kind": one.name, "inputs": 0, "failures": 0, "refused": 0, "seconds": 0.0, "slowest_seconds": 0.0}
        for number in range(share):
            faulthandler.dump_traceback_later(30 * PATIENCE, exit=True)  # a loop in C, a wait for nothing
            started = time.process_time()
            try:
                row["refused"] += one.attempt(number, seed)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                row["failures"] += 1
                if row["failures"] <= _SHOWN:
                    failures.append({"kind": one.name, "number": number, "seed": seed, "error": repr(error)[:300]})
                    traceback.print_exc()
            seconds = time.process_time() - started
            row["inputs"] += 1
            row["seconds"] += seconds
            row["slowest_seconds"] = max(row["slowest_seconds"], seconds)
            if seconds > slowest["seconds"]:
                slowest = {"kind": one.name, "number": number, "seconds": round(seconds, 3)}
        faulthandler.cancel_dump_traceback_later()
        rows.append({name: round(value, 3) if isinstance(value, float) else value for name, value in row.items()})
        told = f"{row['inputs']} inputs, {row['failures']} failures, {row['seconds']:.0f} s"
        print(f"{one.name}: {told}", file=sys.stderr)
    return rows, slowest, failures


def _keep(result: dict, to: Path) -> None:
    to.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    typer.run(main)

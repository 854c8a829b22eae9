"""Ray Data over units: an actor pool that holds the model, one shard a unit, finished shards left as they are."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import pipeline
from annotations.errors import CongbaoError, InputError
from pipeline.cluster.inputs import Input, Unit, find, plan, read
from pipeline.cluster.shards import FORMATS, Manifest, Settings, Shard, write_shard

SIZE = 1000
"""Lines or rows of a shard: a minute's work of a core, and what is lost where a run ends early."""
_STORE = 100_000_000  # bytes of Ray's object store; no article passes through it
_RETRIES = 1  # of a unit whose actor died
_SMALL = 50_000_000  # bytes of input that are cut into units sooner here than Ray has started a task


@contextmanager
def connected(actors: int | None = None) -> Iterator[None]:
    """A connection to Ray: the caller's own, or the cluster that ``RAY_ADDRESS`` names, else this machine.

    Args:
        actors: processes on this machine; None for one a core.

    Raises:
        InputError: Ray is not installed, or cannot be reached.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what concerns the user is said by this package
    try:
        import ray
    except ImportError:
        raise InputError("Ray is not installed", hint="pip install 'congbao[cluster]'") from None
    if ray.is_initialized():
        yield
        return
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    if "RAY_ADDRESS" not in os.environ:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        options |= {
            "address": "local", "num_cpus": actors or cores, "include_dashboard": False, "object_store_memory": _STORE,
        }
    try:
        ray.init(**options)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise InputError("Ray cannot be reached", why=str(error), hint="see pipeline/cluster/README.md") from None
    try:
        yield
    finally:
        ray.shutdown()


def tag_to_shards(
    paths: Iterable[str], folder: str, failed: Callable[[CongbaoError], None], *,
    model: str = pipeline.DEFAULT_MODEL, min_score: float = 0.0, formats: tuple[str, ...] = FORMATS, size: int = SIZE,
    actors: int | None = None, planned: Callable[[int, int], None] = lambda done, todo: None,
) -> Generator[Shard, None, None]:
    """Tag files of articles into a folder of shards; call it within :func:`connected`.

    Args:
        paths: see :func:`pipeline.cluster.inputs.find`.
        folder: path or address; on a cluster one that every machine reaches.
        failed: called with the error of each input that cannot be read at all. Articles that give no document are
            in the shards' failures.
        model: see :func:`pipeline.load`; on a cluster every machine has to have it.
        min_score: entities less probable than this are left out.
        formats: of :data:`pipeline.cluster.shards.FORMATS`.
        size: lines or rows of a shard.
        actors: processes that hold the model; None for one a core.
        planned: called once, with how many shards were done by earlier runs and how many are to do.

    Yields:
        Each shard as it is done, in no order.

    Raises:
        CongbaoError: there is no such model, or the folder cannot be used.
    """
    meta = pipeline.load(model, min_score).meta
    settings = Settings(meta["name"], meta["version"], min_score, size, formats)
    manifest = Manifest(folder, settings)
    inputs: dict[str, Input] = {}  # a file that is given twice is read once: its shards would have the same names
    for found in find(paths):
        if isinstance(found, CongbaoError):
            failed(found)
        else:
            inputs[found.url] = found
    files = _plan([*inputs.values()], size, failed)
    units = [unit for file in files.values() for unit in file.units]
    manifest.forget((url for url, file in files.items() if file.ended and not file.failed), units)
    todo = {unit.shard: unit for unit in units if not manifest.has(unit)}
    planned(len(units) - len(todo), len(todo))
    try:
        for shard in _tag([*todo.values()], model, manifest.folder, settings, actors):
            todo.pop(shard.shard, None)
            manifest.add(shard)
            yield shard
        for unit in todo.values():  # their actors died: done here, where only the article that does it is left out
            shard = _tag_apart(unit, model, manifest.folder, settings)
            manifest.add(shard)
            yield shard
    finally:
        manifest.save()


def _plan(inputs: list[Input], size: int, failed: Callable[[CongbaoError], None]) -> dict[str, _Planned]:
    """Cut the files into units."""
    found = {given.url: _Planned() for given in inputs}
    for row in _plan_rows(inputs, size):
        item = json.loads(row["item"])
        planned = found[item["url"]]
        if "error" in item:
            failed(InputError(item["error"].pop("what"), **item["error"]))
            planned.failed = True
        elif "ended" in item:
            planned.ended = True
        else:
            planned.units.append(Unit(**item))
    for url, planned in found.items():
        planned.units.sort(key=lambda unit: unit.first)
        if not planned.ended:
            failed(InputError("cannot be read", file=url, why="the process that read it died"))
    return found


@dataclass
class _Planned:
    """A file's units; whether it was read to its end, and whether well."""

    units: list[Unit] = field(default_factory=list)
    ended: bool = False
    failed: bool = False


def _plan_rows(inputs: list[Input], size: int) -> Iterator[dict[str, str]]:
    if sum(given.size for given in inputs) < _SMALL:
        for given in inputs:
            yield from _plan_one(_row(given), size)
    else:
        yield from _items(inputs).flat_map(_plan_one, fn_kwargs={"size": size}).iter_rows()


def _plan_one(row: dict[str, Any], size: int) -> list[dict[str, str]]:
    given = Input(**json.loads(row["item"]))
    items = [
        {"url": given.url, "error": vars(found)} if isinstance(found, CongbaoError) else asdict(found)
        for found in plan(given, size)
    ]
    return [{"item": json.dumps(item)} for item in [*items, {"url": given.url, "ended": True}]]


def _tag(
    units: list[Unit], model: str, folder: str, settings: Settings, actors: int | None,
) -> Iterator[Shard]:
    if not units:
        return
    import ray
    from ray.data import ActorPoolStrategy

    pool = ActorPoolStrategy(min_size=1, max_size=min(actors or int(ray.cluster_resources()["CPU"]), len(units)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Ray 2.60 deprecates the last two without a replacement
        dataset = _items(units).map(
            _Tagger, fn_constructor_args=(model, folder, asdict(settings)), compute=pool, num_cpus=1,
            max_restarts=-1, max_task_retries=_RETRIES,
        )
    try:
        for row in dataset.iter_rows():
            yield Shard(**json.loads(row["item"]))
    except ray.exceptions.RayError as error:
        raise CongbaoError(
            "Ray gave up", why=str(error), hint="the shards that are done stay done: run the same command again",
        ) from None


def _row(item: Input | Unit) -> dict[str, str]:
    return {"item": json.dumps(asdict(item))}


def _items(items: Sequence[Input | Unit]) -> Any:
    """A dataset with a block for each row: Ray hands out blocks, and goes on where one of them is lost."""
    import ray.data

    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.max_errored_blocks = -1
    return ray.data.from_items([_row(item) for item in items], override_num_blocks=len(items))


class _Tagger:
    """An actor of Ray's: holds the model, makes a shard of a unit."""

    def __init__(self, model: str, folder: str, settings: dict[str, Any]) -> None:
        from pipeline.worker import use_one_thread

        self._folder = folder
        self._settings = Settings(**settings)
        self._nlp = pipeline.load(model, self._settings.min_score)
        use_one_thread(self._nlp)

    def __call__(self, row: dict[str, Any]) -> dict[str, str]:
        from pipeline.tag import tag_stream

        unit = Unit(**json.loads(row["item"]))
        errors: list[CongbaoError] = []
        documents = tag_stream(self._nlp, read(unit), errors.append)
        shard = write_shard(unit, documents, errors, self._folder, self._settings)
        return {"item": json.dumps(asdict(shard))}


def _tag_apart(unit: Unit, model: str, folder: str, settings: Settings) -> Shard:
    from pipeline.workers import tag_with_jobs

    errors: list[CongbaoError] = []
    documents = tag_with_jobs(model, read(unit), errors.append, 2, settings.min_score)
    return write_shard(unit, documents, errors, folder, settings)

"""Nothing that is loaded is run, nothing is unpickled, and nothing asks the network: by what the code says, and by what
it does when it loads, tags, archives and serves."""

import ast
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipeline.packages import PACKAGES, shipped

ROOT = Path(__file__).parents[2]
OURS = ("annotations", "corpus", "models", "evaluation", "pipeline")
DATA = {".cfg", ".json", ".npz", ".onnx", ".md", ".bin", ""}
"""Kinds of files a package may have: texts, numbers, tables. SHA256SUMS, vectors and key2row have no suffix."""
PICKLE = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
REFUSED_MODULES = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
REFUSED_CALLS = {"eval", "exec", "compile", "__import__"}
NETWORK = {"socket", "urllib.request", "http.client", "requests", "httpx", "ftplib", "smtplib", "huggingface_hub"}
MAY_ASK = {"corpus/readers/feed.py", "pipeline/cli/archive/serve.py", "pipeline/archive/watch.py"}
"""A feed by its address, which the user gave; the pages, which listen."""


def modules():
    return [path for name in OURS for path in sorted((ROOT / name).rglob("*.py"))]


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_no_module_unpickles_or_runs_text():
    for path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        assert not REFUSED_MODULES & {name.split(".")[0] for name in imports(tree)}, path
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else None
            assert called not in REFUSED_CALLS, f"{path}:{node.lineno}"
            if ast.unparse(node.func) in {"np.load", "numpy.load"}:
                allowed = [ast.unparse(word.value) for word in node.keywords if word.arg == "allow_pickle"]
                assert allowed == ["False"], f"{path}:{node.lineno}"
            if ast.unparse(node.func) == "torch.load":
                assert "weights_only=True" in ast.unparse(node), f"{path}:{node.lineno}"


def test_only_what_the_user_asks_for_can_ask_the_network():
    asking = {
        path.relative_to(ROOT).as_posix() for path in modules()
        if any(name in NETWORK or name.split(".")[0] in NETWORK for name in imports(ast.parse(path.read_text("utf-8"))))
    }
    assert asking <= MAY_ASK


@pytest.mark.parametrize("name", shipped())
def test_a_package_is_data(name):
    for path in (PACKAGES / name).rglob("*"):
        if path.is_file():
            assert path.suffix in DATA, path
            raw = path.read_bytes()
            assert not raw.startswith(PICKLE) and not raw.startswith(b"#!"), path
            assert not path.stat().st_mode & 0o111, f"{path} may be run"
    config = (PACKAGES / name / "config.cfg").read_text("utf-8")
    for key in ("before_creation", "after_creation", "after_pipeline_creation", "before_init", "after_init",
                "before_to_disk", "before_update"):
        assert f"{key} = null" in config, f"{key} would be called at load time"


WATCHED = """
import builtins, json, pickle, sys, threading

seen = []
OURS = {ours!r}
LOADERS = (
    "/spacy/", "/thinc/", "/confection/", "/srsly/", "/catalogue/", "/pycrfsuite/", "/onnxruntime/", "/numpy/lib/",
)

def refused(*_, **__):
    seen.append("unpickled")
    raise RuntimeError("unpickled")

def watch(event, given):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        if given and given[0] not in ("127.0.0.1", "localhost"):
            seen.append(f"{{event}} {{given}}")
            raise OSError("the network is closed")
    elif event in ("pickle.find_class", "subprocess.Popen", "os.system", "os.exec", "ctypes.dlopen") and LOADED:
        if event != "ctypes.dlopen":
            seen.append(f"{{event}} {{given}}")
    elif event == "exec" and getattr(given[0], "co_filename", "") == "<string>":
        caller = sys._getframe(1).f_code.co_filename.replace("\\\\", "/")
        if caller.startswith(OURS) or any(part in caller for part in LOADERS):
            seen.append(f"text was run by {{caller}}")

LOADED = False
import pipeline, pipeline.packages, corpus.readers
sys.addaudithook(watch)
pickle.loads = pickle.load = pickle.Unpickler = refused
LOADED = True
{body}
print(json.dumps(seen))
"""


def watched(body, *arguments):
    """What a program did that it should not, in a process of its own."""
    ours = tuple(f"{ROOT.as_posix()}/{name}/" for name in OURS)
    code = WATCHED.format(ours=ours, body=textwrap.dedent(body))
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=ROOT,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


TAG = """
    from corpus.articles import Article
    from pipeline.tag import tag_article
    nlp = pipeline.load(sys.argv[1])
    text = "Ông Vũ Đình Khoát, Chủ tịch UBND xã, họp trước ngày 15/11/2019. Thu 5 tỷ đồng."
    assert tag_article(nlp, Article("a", text)).entities
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped())
def test_loading_and_tagging(name):
    pytest.importorskip("onnxruntime", reason="for the encoder only: pip install 'congbao[enc]'")
    assert watched(TAG, name) == []


@pytest.mark.slow
def test_archiving_and_serving(tmp_path):
    pytest.importorskip("datasette", reason="pip install 'congbao[archive]'")
    (tmp_path / "a.txt").write_text("Ông Vũ Đình Khoát, Chủ tịch UBND xã An Lạc, họp.", "utf-8")
    body = """
        import asyncio
        from pipeline.cli import app
        from typer.testing import CliRunner
        done = CliRunner().invoke(app, ["archive", "add", sys.argv[1], "--db", sys.argv[2]])
        assert done.exit_code == 0, done.output
        from pipeline.archive.pages.site import Site
        answer = asyncio.run(Site(sys.argv[2]).client.get("/"))
        assert answer.status_code == 200 and "congbao" in answer.text.lower()
    """
    assert watched(body, tmp_path / "a.txt", tmp_path / "x.db") == []


def test_the_watch_sees():
    body = """
        import socket
        for ask in (lambda: socket.getaddrinfo("example.org", 80), lambda: pickle.loads(b"")):
            try:
                ask()
            except (OSError, RuntimeError):
                pass
    """
    first, second = watched(body)
    assert first.startswith("socket.getaddrinfo") and second == "unpickled"

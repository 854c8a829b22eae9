"""How ``congbao tag`` ends when it is interrupted or cannot write: by what a user and a script see."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither these signals nor process groups"),
]

TEXT = "Sáng 16/10/2019, ông Vũ Đình Khoát, Chủ tịch UBND thị xã Bỉm Sơn dự hội nghị. "


@pytest.fixture
def many(tmp_path):
    """More articles than are tagged before a test ends."""
    file = tmp_path / "many.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number in range(20_000):
            lines.write(json.dumps({"id": str(number), "text": TEXT * 20}) + "\n")
    return file


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, "-c", "from pipeline.cli import run; run()", "tag", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, bufsize=0,
    )


def no_process_is_left(group, patience=30):
    """Wait until all processes of a group have ended."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    return False


def ids(output):
    assert output.endswith(b"\n")
    return [json.loads(line)["id"] for line in output.decode().splitlines()]


@pytest.mark.parametrize("jobs, number, whom", [
    (1, signal.SIGTERM, os.kill), (2, signal.SIGTERM, os.kill), (2, signal.SIGINT, os.killpg),
], ids=["one process", "two processes", "a terminal"])
def test_a_signal_ends_a_run_after_a_whole_article(many, jobs, number, whom):
    run = start(many, "--jobs", jobs)
    first = run.stdout.readline()
    whom(run.pid, number)
    rest, said = run.communicate(timeout=120)
    found = ids(first + rest)
    assert found == [str(at) for at in range(len(found))]
    assert run.returncode == 128 + number
    assert said.decode().splitlines()[-1] == f"congbao: interrupted; the {len(found)} articles written are whole"
    assert b"Traceback" not in said
    assert no_process_is_left(run.pid)


def test_a_page_and_a_table_that_are_interrupted_are_whole(many, tmp_path):
    from pipeline.parquet import read_documents

    for name, watched in (("out.html", "out.html"), ("out.parquet", "out.parquet.part")):
        run = start(many, "--to", tmp_path / name)
        while not (tmp_path / watched).exists():
            assert run.poll() is None
            time.sleep(0.05)
        time.sleep(1)
        run.terminate()
        assert run.wait(120) == 143
    page = (tmp_path / "out.html").read_text("utf-8")
    assert page.rstrip().endswith("</html>") and page.count("<article") == page.count("</article>")
    found = [document.id for document in read_documents(tmp_path / "out.parquet")]
    assert found == [str(at) for at in range(len(found))]


def test_workers_end_with_a_parent_that_is_killed(many):
    run = start(many, "--jobs", 2)
    run.stdout.readline()
    run.kill()
    run.communicate(timeout=120)
    assert no_process_is_left(run.pid)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reader_that_goes_away(many, jobs):
    run = start(many, "--jobs", jobs)
    run.stdout.readline()
    run.stdout.close()
    said = run.stderr.read().decode()
    assert run.wait(120) == 141
    assert said.startswith("congbao: what reads the output has gone; ") and said.count("\n") == 1
    assert no_process_is_left(run.pid)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a full disk is played by /dev/full, a device of Linux")
def test_a_full_disk(many):
    with open("/dev/full", "wb") as full:
        run = subprocess.run(
            [sys.executable, "-c", "from pipeline.cli import run; run()", "tag", many, "--jobs", "2"],
            stdout=full, stderr=subprocess.PIPE, timeout=120, check=False,
        )
    assert run.returncode == 1
    assert run.stderr == b"congbao: standard output: cannot be written: No space left on device\n"


def test_an_output_that_may_not_be_written(many, tmp_path):
    (tmp_path / "out.jsonl").mkdir()
    run = start(many, "--to", tmp_path / "out.jsonl", "--jobs", 2)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 1
    assert said.decode() == f"congbao: {tmp_path}/out.jsonl: cannot be written: Is a directory\n"

import importlib.util
import time
from pathlib import Path

import pytest

from annotations.sentences import sentences

ANNOTATOR_TOOL = Path(__file__).parents[3] / "shared" / "annotation" / "annot.py"


def pieces(text):
    return [text[start:end] for start, end in sentences(text)]


def test_a_semicolon_ends_no_sentence():
    assert pieces("giao Sở Y tế; yêu cầu Sở Nội vụ. Hết") == ["giao Sở Y tế; yêu cầu Sở Nội vụ.", "Hết"]


def test_line_ends_end_sentences_and_blank_lines_give_none():
    assert pieces("Tiêu đề\n\n  Thân bài \r\n") == ["Tiêu đề", "Thân bài"]


def test_abbreviations_and_initials_do_not_end_a_sentence():
    assert pieces("Tại TP. Huế, ông N. Văn A. nói") == ["Tại TP. Huế, ông N. Văn A. nói"]


def test_closing_quotes_stay_with_their_sentence():
    assert pieces("“Phải xong.” Ông nói") == ["“Phải xong.”", "Ông nói"]


def test_long_runs_of_stops_and_spaces_take_linear_time():
    def seconds(text):
        started = time.perf_counter()
        sentences(text)
        return time.perf_counter() - started

    for unit in (".", ". ", ".\" ", "a. A"):
        small = min(seconds(unit * 20_000) for _ in range(3))
        assert seconds(unit * 200_000) < 40 * small + 0.2


@pytest.mark.skipif(
    not ANNOTATOR_TOOL.is_file(),
    reason="compares with the script the articles were annotated with, which is not published with the project",
)
def test_sentences_are_numbered_as_the_annotators_tool_numbers_them():
    spec = importlib.util.spec_from_file_location("annotator_tool", ANNOTATOR_TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    texts = [
        "Ông A. Trần (SN 1970) nói: “Được!” – Bà B gật đầu… Rồi thôi.",
        "TS. Lê, PGS. Phan... NSƯT. Mai?! \"Vâng\" 12 hộ. 15 xã; Ủy ban. ủy ban",
        (ANNOTATOR_TOOL.parent / "example" / "quang-hung.txt").read_text("utf-8"),
    ]
    for text in texts:
        assert sentences(text) == tool.sentences(text)

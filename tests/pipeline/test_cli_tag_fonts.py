"""Text in an old font is said on standard error, and tagged as it is."""

import json

from tests.robustness.texts import to_vni

SENTENCE = "Uỷ ban nhân dân thị xã Bỉm Sơn họp sáng nay; các sở, ngành báo cáo kết quả trước ngày 15/11/2019."


def test_tagging_says_it_and_tags_all_the_same(congbao, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "b", "text": to_vni(SENTENCE)}) + "\n", "utf-8")
    code, out, said = congbao("tag", tmp_path / "in.jsonl")
    assert code == 0 and json.loads(out)["text"] == to_vni(SENTENCE)
    assert "congbao: article b looks like text in VNI: " in said and "1 articles tagged" in said
